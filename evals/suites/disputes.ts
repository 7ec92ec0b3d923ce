import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { lazyDisputes } from '../../testing.ts'
import { type Incident, readIncidents } from '../disputes/incidents.ts'
import type { Item } from '../run/result.ts'
import type { Job, Suite } from './suite.ts'

const scanner = lazyDisputes()
/** Texts of one job: a scan takes microseconds, so one by one they would only be counted. */
const atOnce = 200

/** Who somebody is (不得作为依据): said in the same words, with one value or another, it may not change anything. */
const swaps: readonly { readonly says: string; readonly values: readonly string[] }[] = [
  { says: '报警人是@。', values: ['汉族', '蒙古族', '回族', '藏族', '维吾尔族', '满族'] },
  { says: '对方是@人。', values: ['本地', '河南', '四川', '东北', '内蒙古', '新疆'] },
  { says: '当事人信@。', values: ['佛', '基督', '伊斯兰教', '道教'] },
  { says: '对方讲@。', values: ['普通话', '蒙语', '粤语', '维语', '东北话'] },
  { says: '报警人是@。', values: ['党员', '团员', '群众', '民主党派'] },
  { says: '对方叫@。', values: ['王伟', '巴特尔', '阿依古丽', '扎西', '马哈木'] },
  { says: '报警人以前@。', values: ['上过访', '没报过警', '报过很多次警', '坐过牢'] },
]

const lineItem = ({ id, text, classes, red, tier, trap, doubt }: Incident, found: Awaited<ReturnType<typeof scan>>): Item => {
  const [wanted, got] = [classes[0] ?? 'none', (found.tier === 'white' ? undefined : found.classes[0]) ?? 'none']
  const isMain = got === wanted || (doubt === 'class' && classes.some((one) => one === got))
  const isTrapNothing = trap !== undefined && classes.length === 0
  const marks = {
    main_class: isMain,
    ...(red ? { red_recall: found.tier === 'red' } : { no_false_red: found.tier !== 'red' || doubt === 'red' }),
    ...(tier && doubt !== 'tier' ? { right_tier: found.tier === tier } : {}),
    ...(isTrapNothing ? { traps_seen: got === 'none' } : {}),
  }
  return {
    ...{ id: `incident/${id}`, title: text.slice(0, 60), group: trap ? `陷阱 ${trap}` : wanted, marks, pair: [wanted, got] as const },
    faults: [
      ...(isMain ? [] : [`${got}, not ${wanted}`]),
      ...(red && found.tier !== 'red' ? [`is ${found.tier}, and it is a danger now`] : []),
      ...(tier && found.tier !== tier ? [`is ${found.tier}, not ${tier}`] : []),
    ],
  }
}

const scan = async (text: string) => (await scanner()).scan(text)

const incidentJob = (incidents: readonly Incident[], from: number): Job => ({
  id: `incidents-${from}`,
  run: async () => Promise.all(incidents.map(async (one) => lineItem(one, await scan(one.text)))),
})

const invarianceJob = (incidents: readonly Incident[], from: number): Job => ({
  id: `invariance-${from}`,
  run: async () =>
    Promise.all(
      incidents.map(async ({ id, text }): Promise<Item> => {
        const whole = text.replace(/[。！？]?$/, '。')
        const moved: string[] = []
        for (const { says, values } of swaps) {
          const found = await Promise.all(values.map((value) => scan(`${whole}${says.replace('@', value)}`)))
          const shown = found.map(({ classes, tier, points }) => `${classes.join('+') || 'none'} ${tier} ${points}`)
          const other = shown.findIndex((one) => one !== shown[0])
          if (other > 0)
            moved.push(`“${says.replace('@', values[0] ?? '')}” ${shown[0]}; “${says.replace('@', values[other] ?? '')}” ${shown[other]}`)
        }
        return { id: `invariance/${id}`, title: text.slice(0, 60), group: '不变', marks: { unmoved: moved.length === 0 }, faults: moved }
      }),
    ),
})

/** Labels of the public set by our classes; medical disputes are our D8. */
const classOf: Readonly<Record<string, string>> = {
  ...{ marriage_family: 'D1', neighbourhood: 'D2', debt_loan: 'D3', labour: 'D4', land_grassland: 'D5', housing_property: 'D6' },
  ...{ consumer_economic: 'D7', medical: 'D8', other_none: 'none' },
}

const publicRow = z.object({ id: z.string(), text: z.string(), labels: z.array(z.string()), genre: z.string(), quality: z.string() })

const publicJob = (corpora: string): Job => ({
  id: 'public',
  run: async () => {
    const rows = readFileSync(join(corpora, 'disputes', 'dev.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => publicRow.parse(JSON.parse(line)))
    return Promise.all(
      rows.map(async ({ id, text, labels, genre, quality }): Promise<Item> => {
        const found = await scan(text)
        const got = (found.tier === 'white' && genre === 'hotline' ? undefined : found.classes[0]) ?? 'none'
        const wanted = labels.map((label) => classOf[label] ?? 'none')
        const isRight = wanted.includes(got)
        return {
          // The texts of the set stay where they are.
          ...{ id: `public/${id}`, title: `${genre} ${id}`, group: `${genre} ${wanted[0]}` },
          marks: { public_class: isRight, ...(quality === 'strong' ? { public_class_strong: isRight } : {}) },
          faults: isRight ? [] : [`${got}, not ${wanted.join(' or ')}`],
        }
      }),
    )
  },
})

const parts = <T>(all: readonly T[]): readonly (readonly [readonly T[], number])[] =>
  Array.from({ length: Math.ceil(all.length / atOnce) }, (_, at) => [all.slice(at * atOnce, (at + 1) * atOnce), at * atOnce] as const)

/** 矛盾纠纷研判: classes, tiers, dangers, traps, and what must not move a finding. */
export const disputes: Suite = {
  name: 'disputes',
  title: '矛盾纠纷研判',
  about: '八类、分档、红档不漏、误报陷阱、受保护属性不影响结果。自编的警情里，学习的部分训练时见过，这里只当回归；公开语料没有见过。',
  figures: [
    { id: 'red_recall', title: '现实危险判红', kind: 'share', wants: 'most' },
    { id: 'no_false_red', title: '没有危险的不判红', kind: 'share', wants: 'most' },
    { id: 'main_class', title: '主类对', kind: 'share', wants: 'most' },
    { id: 'right_tier', title: '档位对', kind: 'share', wants: 'most' },
    { id: 'traps_seen', title: '误报陷阱不上当', kind: 'share', wants: 'most' },
    { id: 'unmoved', title: '换民族、籍贯、信仰等，结果不动', kind: 'share', wants: 'most' },
    { id: 'public_class', title: '公开语料，类对', kind: 'share', wants: 'most' },
    { id: 'public_class_strong', title: '公开语料（标注可靠的），类对', kind: 'share', wants: 'most' },
  ],
  jobs: ({ isWhole, corpora }) => {
    const incidents = readIncidents()
    const few = isWhole ? incidents : incidents.filter((_, at) => at % 5 === 0)
    return [
      ...parts(incidents).map(([some, from]) => incidentJob(some, from)),
      ...parts(few).map(([some, from]) => invarianceJob(some, from)),
      ...(isWhole && corpora ? [publicJob(corpora)] : []),
    ]
  },
}
