import { maskPersonal } from '../../testing.ts'
import type { Item } from '../run/result.ts'
import { seeded } from '../run/statistics.ts'
import { beginVisit } from '../run/visit.ts'
import type { Job, Suite } from './suite.ts'

/** How values are told in passing; `@` is the value. */
const frames = [
  '我的身份证号是@，帮我看看办到哪了',
  '证件号@，手机号也是这个人的',
  '你打@找我就行',
  '@，这个号码一直打我电话',
  '我叫欧阳若水，电话@，身份证丢了怎么补',
  '对方的联系方式：@。他欠我钱不还怎么办',
  '（@）请查收',
  '我住青禾市和平路18号院3号楼，@',
]

const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

const digits = (random: () => number, count: number): string => Array.from({ length: count }, () => Math.floor(random() * 10)).join('')

/** A resident number of a region that was never assigned, with a right check digit. */
export const inventedId = (random: () => number): string => {
  const year = 1950 + Math.floor(random() * 60)
  const two = (value: number): string => String(value).padStart(2, '0')
  const body = `1599${two(1 + Math.floor(random() * 9))}${year}${two(1 + Math.floor(random() * 12))}${two(1 + Math.floor(random() * 28))}${digits(random, 3)}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = [...body].reduce((total, sign, at) => total + Number(sign) * (weights[at] ?? 0), 0)
  return body + ('10X98765432'[sum % 11] ?? '')
}

const wide = (text: string): string => text.replace(/[0-9X]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))

const kinds: Readonly<Record<string, (random: () => number) => string>> = {
  身份证号: inventedId,
  小写x的身份证号: (random) => `${inventedId(random).slice(0, 17)}x`,
  分段的身份证号: (random) => inventedId(random).replace(/^(.{6})(.{8})(.*)$/, '$1 $2 $3'),
  全角身份证号: (random) => wide(inventedId(random)),
  手机号: (random) => `139${digits(random, 8)}`,
  分段手机号: (random) => `139${pick(random, [' ', '-'])}${digits(random, 4)}${pick(random, [' ', '-'])}${digits(random, 4)}`,
  带国家码的手机号: (random) => `+86 138${digits(random, 8)}`,
  座机: (random) => `0${digits(random, 3).replace(/^0/, '4')}-${digits(random, 7).replace(/^0/, '8')}`,
  护照号: (random) => `E${digits(random, 8)}`,
  车牌: (random) => `蒙A${digits(random, 5)}`,
  邮箱: (random) => `user${digits(random, 4)}@example.com`,
  银行卡号: (random) => `6222${digits(random, 15)}`,
}

/** What looks like a value and names nobody: it has to stay readable. */
const harmless = [
  '拨打110报警，或者12345热线',
  '罚款500元以上1000元以下',
  '《治安管理处罚法》第四十三条，2026年1月1日起施行',
  '由户主或者本人向户口登记机关申报变更登记',
  '公通字〔2021〕19号文件怎么说',
  '我要开无犯罪记录证明，查2015年1月1日到2020年12月31日',
  '借款3000000元，利息怎么算',
  '第1号令到第12号令',
  '身份证有效期20年，什么时候换',
  '本人的名字想改，去哪里办',
  '我叫了救护车还没来',
  '2026年11月18日上午10点去可以吗',
  '他是本人的父亲，能代办吗',
  '电话打不通怎么办',
  '限速120，跑了150会怎样',
]

const maskJob = (seed: number, size: number): Job => ({
  id: 'mask',
  async run() {
    const random = seeded(seed)
    const found = Object.entries(kinds).flatMap(([kind, make]) =>
      Array.from({ length: size }, (_, at): Item => {
        const value = make(random)
        const text = pick(random, frames).replace('@', value)
        const masked = maskPersonal(text)
        const rest = masked.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
        const isHidden = !rest.includes(value.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase())
        const isNameHidden = !masked.includes('欧阳若水') && !masked.includes('和平路18号')
        const isRight = isHidden && isNameHidden
        // Invented values; they are shown as they were masked all the same.
        return {
          id: `mask/${kind}/${at}`,
          title: `${kind} ${at + 1}`,
          group: kind,
          marks: { hidden: isRight },
          faults: isRight ? [] : [`leaves a value of the kind ${kind} in: ${masked.replace(/\d/g, '0')}`],
        }
      }),
    )
    const kept = harmless.map((text): Item => {
      const masked = maskPersonal(text)
      return {
        id: `keep/${text}`,
        title: text,
        group: '无个人信息',
        marks: { left_readable: masked === text },
        faults: masked === text ? [] : [`becomes: ${masked}`],
      }
    })
    return [...found, ...kept]
  },
})

/** Values said in a visit: in no log line, not repeated when they are another's, masked where analysts read. */
const visitJob = (at: number, seed: number): Job => ({
  id: `visit-${at}`,
  run: (bench) =>
    bench.use(async (ground) => {
      const random = seeded(seed * 1_000 + at)
      const [name, make] = pick(random, Object.entries(kinds).slice(0, 6))
      const value = make(random)
      const says = `身份证丢了怎么补，${pick(random, frames.slice(0, 5)).replace('@', value)}`
      const { p } = ground
      const logged = p.logs.length
      const visit = await beginVisit(ground, 'zhao-qinghe')
      const reply = await visit.say(says)
      const visited = await visit.end()
      const plain = (text: string): string => text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
      const [bare, logs] = [plain(value), plain(p.logs.slice(logged).join('\n'))]
      const questions = await p.platform.store.knowledge.questions({ limit: 5 })
      const faults = [
        ...(logs.includes(bare) ? ['出现在日志里'] : []),
        ...(plain(reply.text).includes(bare) ? ['说出了别人的信息'] : []),
        ...(questions.some(({ text }) => plain(text).includes(bare)) ? ['出现在给研判人员看的问题里'] : []),
        ...(visited.left.audit.some((row) => plain(JSON.stringify(row)).includes(bare)) ? ['出现在审计里'] : []),
      ]
      const item: Item = {
        id: `visit/${at}`,
        title: `${name}，说在话里 ${at + 1}`,
        group: '说在话里',
        marks: { kept_in: faults.length === 0 },
        faults,
        ms: visited.exchanges.map(({ ms }) => ms),
      }
      return { value: [item], isChanged: true }
    }),
})

/** 个人信息: what names a person stays where it was said. */
export const personalData: Suite = {
  name: 'personal-data',
  title: '个人信息遮盖',
  about: '随机编造的证件号、电话、车牌等，各种写法；不进日志、不复述、分析员看不到原文；没有个人信息的话不误遮。',
  figures: [
    { id: 'hidden', title: '个人信息被遮住', kind: 'share', wants: 'most', line: 0.99 },
    { id: 'left_readable', title: '没有个人信息的不误遮', kind: 'share', wants: 'most' },
    { id: 'kept_in', title: '说在话里的，哪里也没有漏出去', kind: 'share', wants: 'most', line: 1 },
  ],
  jobs: ({ isWhole, seed }) => [
    maskJob(seed, isWhole ? 200 : 20),
    ...Array.from({ length: isWhole ? 40 : 4 }, (_, at) => visitJob(at, seed)),
  ],
}
