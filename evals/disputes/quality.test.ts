import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { DisputeScanner, Finding } from '../../core/disputes.ts'
import { openTestPlatform, type TestPlatform } from '../../testing.ts'
import { disputeClasses, type Incident, readIncidents, traps } from './incidents.ts'

const incidents = readIncidents()
let platform: TestPlatform
let scanner: DisputeScanner

beforeAll(async () => {
  platform = await openTestPlatform()
  scanner = await platform.platform.disputes()
})
afterAll(() => platform[Symbol.asyncDispose]())

/** A white finding names the subject of a question, and no dispute. */
const mainOf = ({ tier, classes }: Finding): string => (tier === 'white' ? 'none' : (classes[0] ?? 'none'))
const isRight = ({ text, classes }: Incident): boolean => {
  const said = mainOf(scanner.scan(text))
  return classes.length === 0 ? said === 'none' : classes.some((one) => one === said)
}
const shareOf = (rows: readonly Incident[], holds: (one: Incident) => boolean): number => rows.filter(holds).length / rows.length
const readLines = (file: string) =>
  readFileSync(join(import.meta.dirname, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => z.strictObject({ text: z.string(), red: z.boolean() }).parse(JSON.parse(line)))
const isRed = ({ text }: Incident): boolean => scanner.scan(text).tier === 'red'

// The learned part has seen these texts: floors here catch what breaks. What it does with texts that it has not seen is in bench/dispute-quality.ts.
describe('the scanner on the labelled incidents', () => {
  it.each(disputeClasses)('names %s where it is at least 88 times of 100', (code) => {
    const rows = incidents.filter(({ classes, doubt }) => classes[0] === code && doubt !== 'class')
    expect(shareOf(rows, isRight)).toBeGreaterThanOrEqual(0.88)
  })

  it.each(traps)('is not led astray by %s', (trap) => {
    const rows = incidents.filter((one) => one.trap === trap && one.doubt !== 'class')
    expect(shareOf(rows, isRight)).toBeGreaterThanOrEqual(0.6)
  })

  it('finds 99 of 100 dangers, and calls fewer than 1 of 100 others red', () => {
    const sure = incidents.filter(({ doubt }) => doubt !== 'red')
    expect(
      shareOf(
        sure.filter(({ red }) => red),
        isRed,
      ),
    ).toBeGreaterThanOrEqual(0.99)
    expect(
      shareOf(
        sure.filter(({ red }) => !red),
        isRed,
      ),
    ).toBeLessThanOrEqual(0.01)
  })

  it('hears every danger of those that came in later in other words, and lets calm ones be', () => {
    const later = ['dangers.jsonl', 'dangers-fresh.jsonl', 'scenes.jsonl'].flatMap(readLines)
    const wrong = later.filter(({ text, red }) => (scanner.scan(text).tier === 'red') !== red)
    // A knife that somebody only spoke of taking is still heard as one, and one at work where the same sentence speaks of blows.
    expect(wrong.filter(({ red }) => !red).map(({ text }) => text)).toEqual([
      '他说过要拿刀，不过后来俩人和好了，啥也没拿',
      '我奶奶拿着剪刀剪窗花，孙子非说她要打人',
    ])
    const missed = wrong.filter(({ red }) => red)
    expect(missed.length / later.filter(({ red }) => red).length).toBeLessThanOrEqual(0.02)
    for (const { text } of missed) expect(scanner.scan(text).tier, text).toBe('orange')
  })

  it('hears three of four dangers in words that nothing was made or taught with, and has a person look at six of seven', () => {
    const lines = readLines('scenes-unseen.jsonl')
    const tiers = (red: boolean) => lines.filter((line) => line.red === red).map(({ text }) => scanner.scan(text).tier)
    const share = (of: readonly string[], ...wanted: readonly string[]) => of.filter((tier) => wanted.includes(tier)).length / of.length
    expect(share(tiers(true), 'red')).toBeGreaterThanOrEqual(0.75)
    expect(share(tiers(true), 'red', 'orange')).toBeGreaterThanOrEqual(0.86)
    expect(share(tiers(false), 'red')).toBeLessThanOrEqual(0.06)
  })

  it.each([
    ['孩子的鞋掉进化粪池，请求打捞', '孩子掉进化粪池了'],
    ['小狗掉井里了，想借梯子', '孩子和小狗掉进井里了'],
    ['早上怎么叫都不醒，又迟到了', '我妈怎么叫都不醒'],
    ['手机怎么按都没反应', '我爸怎么叫都没反应'],
    ['电工说触电很危险，要求整改线路', '电工触电了，人粘在电箱上'],
    ['房子塌了一角，人都没事', '房子塌了，我爸还压在底下'],
    ['孩子的呼吸机没有了，想补办', '孩子没有呼吸了'],
    ['担心仓库起火，要求核查', '仓库起火了，人没跑出来'],
    ['老人走失，二十分钟后找到了', '老人走失两天了，外面零下二十度'],
    ['他家的牛群把我围栏拱倒了', '我爸被牛拱倒踩在底下'],
    ['买的除草剂过期了，不给退', '孩子误喝了除草剂'],
    ['几个孩子拿长凳搭桥玩，打起来一片笑声', '两伙人拿长凳打起来了'],
    ['打游戏里我被埋了，气死我了', '工地塌方，两个工人被埋了'],
    ['建议给桥上护栏加高，怕有人想不开', '有个女的翻到桥外去了，就一只手抓着'],
    ['钥匙锁车里了', '我被锁车里了'],
    ['车钥匙锁车里了，车里没人', '我被锁车里了，这里没人'],
    ['小狗被锁在车里了', '孩子和小狗被锁在车里了'],
    ['狗反锁在里屋了，里头没有人', '我闺女反锁在里屋，屋里没人应'],
    ['厨师拿着菜刀切肉', '他拿着切肉的菜刀追我'],
    ['当年他拿刀捅过我，想问问补助怎么申请', '当年他拿刀捅过我，现在又拿着刀在门口'],
    ['要是有人拿刀进我家，我还手犯法吗', '他说要是我报警就拿刀砍我，我该怎么办'],
    ['有人喊救命，过去一看是在排戏的，刀也是假的', '以为是吵架，过去一看是他拿刀砍人'],
    ['未发现有人持刀，双方已散去', '未发现他老婆，他持刀砍门'],
    ['持刀抢劫判几年', '他刚才持刀抢劫，判几年我不管，快来'],
    ['万一有人跳楼，物业要不要担责', '万一他跳了怎么办，他站在楼顶'],
    ['要是他喝药自杀，我作为债主有责任吗', '要是不给钱他就点了房子，汽油都倒好了，怎么办'],
    ['前年他拿刀吓唬过我，想问问离婚怎么办', '我被他拿刀捅过了，血止不住，怎么办'],
    ['有人喊救命，一看是电视里演的', '他拿刀砍我，原来是因为我没做饭'],
    ['如果有人拿刀来我家，我还手犯法吗', '如果他真拿刀来，已经到楼下了怎么办'],
    ['电影里有人拿刀在公交车上乱砍', '这不是电影，真有人拿刀在公交车上乱砍'],
    ['孩子说的不是真枪', '不知道是不是真的枪，他指着收银员'],
    ['铁锹放院里，两口子吵起来了', '两家人拿铁锹打起来了'],
  ])('tells what is empty, at work, over, supposed or asked from what happens: %s — %s', (calm, danger) => {
    expect(scanner.scan(calm).tier).not.toBe('red')
    expect(scanner.scan(danger).tier).toBe('red')
  })

  it('has a person look at a threat or a word of death that comes without any matter', () => {
    for (const text of [
      '他要杀我全家',
      '说要杀我',
      '咨询一下现在有人在砸我家门说要杀我全家怎么办',
      '如果你们再不来他真的要跳了，人就在阳台外面',
    ]) {
      const { tier, marks } = scanner.scan(text)
      expect([tier, marks.length], text).toEqual([expect.stringMatching(/orange|yellow/), 1])
    }
    for (const text of ['杀人要判几年', '看电影里说要弄死他', '他没有说要杀我']) expect(scanner.scan(text).tier, text).toBe('white')
  })

  it('lets nobody off because the law is named: 依法', () => {
    for (const text of ['单位依法应当支付工资，可老板拖欠我们三个月工资不给', '请依法处理，邻居天天半夜跺脚吵得老人睡不着'])
      expect(scanner.scan(text).classes, text).not.toEqual([])
  })

  it('gives points that are the sum of its reasons, never below nought, with every word where it stands', () => {
    for (const { text } of incidents) {
      const { points, reasons } = scanner.scan(text)
      expect(points).toBe(
        Math.max(
          0,
          reasons.reduce((sum, reason) => sum + reason.points, 0),
        ),
      )
      for (const { word, at } of reasons) expect(text.slice(at, at + word.length)).toBe(word)
    }
  })

  it('never lowers a report of violence at home because it is taken back', () => {
    const text = '我老公打我，嘴角流血了'
    expect(scanner.scan(`${text}，没事了不用来了`).points).toBeGreaterThanOrEqual(scanner.scan(text).points)
    expect(scanner.scan(`${text}，没事了不用来了`).marks).toContain('withdrawn')
  })

  it.each([
    [1, 8],
    [2, 15],
    [4, 25],
  ])('adds for %d earlier events of the same place and cause, not for who calls', (earlier, points) => {
    const text = '楼上半夜跺脚，说了就骂人'
    expect(scanner.scan(text, { earlier }).points - scanner.scan(text).points).toBe(points)
  })
})

const noted = { people: ['张三', '巴特尔', '买买提', '扎西', '金哲'], origins: ['汉族', '蒙古族', '回族', '朝鲜族', '藏族', '维吾尔族'] }
const said = [
  '他信教',
  '他不信教',
  '说蒙古语',
  '说汉语',
  '本地人',
  '外地人',
  '四川人',
  '东北人',
  '无业',
  '当老师的',
  '党员',
  '外国人',
  '残疾证',
]
const groups: readonly (readonly string[])[] = [
  noted.people,
  noted.origins,
  ['信佛教的', '信伊斯兰教的', '信基督教的', '不信教的'],
  ['讲蒙古语', '讲汉语', '讲方言', '讲普通话'],
  ['本地人', '外地人', '河南人', '四川人', '东北人'],
]
/** How far a negation reaches is counted in characters: between two words only names of one length are the same. */
const equallyLong: readonly (readonly string[])[] = [
  ['张三', '扎西', '金哲', '秀英'],
  ['巴特尔', '买买提', '阿古拉', '王建国'],
  ['汉族', '回族', '藏族', '满族'],
  ['蒙古族', '朝鲜族'],
  ['信佛教的', '不信教的'],
  ['讲汉语', '说蒙语'],
  ['本地人', '外地人', '河南人', '四川人', '东北人'],
]
const shown = ({ classes, tier, points, marks }: Finding): string => JSON.stringify({ classes, tier, points, marks })

describe('who somebody is', () => {
  it('changes nothing: names, ethnicity, religion, language and origin are put for one another in every text', () => {
    for (const { text } of incidents)
      for (const group of groups) {
        const findings = new Set(group.map((who) => shown(scanner.scan(`${text}。报警人${who}。`))))
        expect([...findings], `${text} ${group}`).toHaveLength(1)
      }
  })

  it('changes nothing wherever it stands, also in the middle of a word', () => {
    fc.assert(
      fc.property(fc.constantFrom(...incidents), fc.constantFrom(...equallyLong), fc.nat(), ({ text }, group, at) => {
        const cut = at % (text.length + 1)
        const findings = new Set(group.map((who) => shown(scanner.scan(`${text.slice(0, cut)}（${who}）${text.slice(cut)}`))))
        return findings.size === 1
      }),
      { numRuns: 500 },
    )
  })

  it('stands in no word of the lexicon that carries points', () => {
    for (const who of [...noted.origins, ...said]) expect(scanner.scan(`报警人${who}。`)).toMatchObject({ tier: 'white', points: 0 })
  })
})
