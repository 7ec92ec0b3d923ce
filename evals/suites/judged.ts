import { judge } from '../judge/judge.ts'
import { kappa, trustedFrom } from '../judge/kappa.ts'
import { type Labelled, type Point, points, readLabels } from '../judge/labels.ts'
import { readUtterances } from '../routing/utterances.ts'
import type { AskedModel, ModelTakes } from '../run/ask-model.ts'
import type { Item } from '../run/result.ts'
import { reportable } from '../run/transcript.ts'
import { beginVisit } from '../run/visit.ts'
import { changedBy } from '../run/world.ts'
import type { Bench, Job, Suite } from './suite.ts'

/** The judge of models.yaml; without one, the model that is measured judges itself. */
const modelOf = ({ settings }: Bench): AskedModel => {
  const { JUDGE_BASE_URL: url, JUDGE_API_KEY: apiKey, JUDGE_MODEL: name = '', JUDGE_TAKES: takes } = settings
  // Our own words of open-models.ts.
  if (url) return { url, apiKey, name, takes: takes ? (JSON.parse(takes) as ModelTakes) : undefined }
  return { url: settings.OPENAI_BASE_URL ?? '', apiKey: settings.OPENAI_API_KEY, name: settings.MODEL ?? '' }
}

const usageOf = (judged: { promptTokens: number; completionTokens: number }) => ({
  usage: { promptTokens: judged.promptTokens, completionTokens: judged.completionTokens, requests: 1 },
})

/** A reply that people have judged: does the model say the same? */
const labelJob = ({ says, reply, label }: Labelled, at: number): Job => ({
  id: `label-${at}`,
  async run(bench) {
    const judged = await judge(modelOf(bench), { says, reply })
    const { verdict } = judged
    const item: Item = {
      ...{ id: `label/${at}`, title: `${says}／${reply.slice(0, 30)}`, group: '人判过的' },
      marks: {
        verdict_read: verdict !== undefined,
        ...(verdict ? { agrees_kind: verdict.kind === label.kind, agrees_clear: verdict.clear === label.clear } : {}),
      },
      // Both sides, so that kappa can be made of all of them at the end.
      values: verdict
        ? {
            label_kind: Number(label.kind),
            said_kind: Number(verdict.kind),
            label_clear: Number(label.clear),
            said_clear: Number(verdict.clear),
          }
        : {},
      faults: verdict
        ? points.flatMap((point) =>
            verdict[point] === label[point] ? [] : [`${point}: the judge says ${verdict[point]}, people ${label[point]}`],
          )
        : ['nothing could be made of what the judge said'],
      ...usageOf(judged),
    }
    return [item]
  },
})

/** A reply of ours, judged by the model alone. */
const replyJob = (says: string): Job => ({
  id: `reply/${says}`,
  run: (bench) =>
    bench.use(async (ground) => {
      const visit = await beginVisit(ground, 'zhao-qinghe')
      const { text } = await visit.say(says)
      const { left } = await visit.end()
      // What is said stands in the report, so nothing personal goes to the judge either.
      const judged = await judge(modelOf(bench), { says: reportable(says), reply: reportable(text) })
      const { verdict } = judged
      const item: Item = {
        ...{ id: `reply/${says}`, title: says, group: '本平台的答复' },
        marks: { verdict_read: verdict !== undefined, ...(verdict ? { kind: verdict.kind, clear: verdict.clear } : {}) },
        faults: verdict ? points.flatMap((point) => (verdict[point] ? [] : [`the judge finds it not ${point}`])) : ['no verdict'],
        ...usageOf(judged),
      }
      return { value: [item], isChanged: changedBy(left) }
    }),
})

const agreement = (items: readonly Item[], point: Point): number | undefined =>
  kappa(
    items.flatMap(({ values }) => {
      const [label, said] = [values?.[`label_${point}`], values?.[`said_${point}`]]
      return label === undefined || said === undefined ? [] : [[label === 1, said === 1] as const]
    }),
  )

/** What a judge with too little agreement said of our replies counts for nothing. */
const withoutVerdict = (item: Item, point: Point): Item => {
  const { [point]: _, ...marks } = item.marks
  return { ...item, marks }
}

const finish = (items: readonly Item[]): readonly Item[] => {
  const labels = readLabels()
  const values: Record<string, number> = {}
  const faults: string[] = []
  let judged = items
  for (const point of points) {
    const own = kappa(labels.map(({ first, label }) => [first[point], label[point]] as const))
    const found = agreement(items, point)
    if (own !== undefined) values[`people_kappa_${point}`] = own
    if (found !== undefined) values[`kappa_${point}`] = found
    if (found !== undefined && found >= trustedFrom) continue
    faults.push(`kappa of ${point} is ${found?.toFixed(2) ?? 'none'}, below ${trustedFrom}: its verdicts on our replies are left out`)
    judged = judged.map((item) => withoutVerdict(item, point))
  }
  return [...judged, { id: 'agreement', title: '评审和人的一致程度', group: '一致程度', marks: {}, values, faults }]
}

/** 评审模型: tone and clarity, which code cannot see; told apart, held to nothing, and silent where it does not agree with people. */
export const judged: Suite = {
  name: 'judged',
  title: '评审模型看语气和清楚',
  about:
    '配置了评审模型（或大模型）才跑：只看代码看不出的两样，语气和清楚；先和人判过的六十来句比，一致程度不够就不作数。另外报告，不进基线。',
  figures: [
    { id: 'kappa_kind', title: '语气：和人的一致程度（kappa）', kind: 'mean', wants: 'most', isToldOnly: true },
    { id: 'kappa_clear', title: '清楚：和人的一致程度（kappa）', kind: 'mean', wants: 'most', isToldOnly: true },
    { id: 'people_kappa_kind', title: '语气：人前后两遍的一致程度', kind: 'mean', wants: 'most', isToldOnly: true },
    { id: 'people_kappa_clear', title: '清楚：人前后两遍的一致程度', kind: 'mean', wants: 'most', isToldOnly: true },
    { id: 'agrees_kind', title: '语气：判得和人一样', kind: 'share', wants: 'most', isToldOnly: true },
    { id: 'agrees_clear', title: '清楚：判得和人一样', kind: 'share', wants: 'most', isToldOnly: true },
    { id: 'verdict_read', title: '评审的话读得出结论', kind: 'share', wants: 'most', isToldOnly: true },
    { id: 'kind', title: '答复语气好（评审判）', kind: 'share', wants: 'most', isToldOnly: true },
    { id: 'clear', title: '答复说得清楚（评审判）', kind: 'share', wants: 'most', isToldOnly: true },
  ],
  jobs: ({ hasModel, hasJudge, isWhole }) =>
    hasModel || hasJudge
      ? [...readLabels().map(labelJob), ...readUtterances(isWhole ? 3 : 20).map(({ text }) => replyJob(text))]
      : '没有配置评审模型（models.yaml 里的 judge，或者 --model 和 OPENAI_BASE_URL）',
  finish: async (items) => finish(items),
}
