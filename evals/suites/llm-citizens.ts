import { faultsOfLife } from '../citizens/live.ts'
import { liveWithModel } from '../citizens/llm-citizen.ts'
import { planOf } from '../citizens/plan.ts'
import type { Item } from '../run/result.ts'
import { transcriptOf } from '../run/transcript.ts'
import { wrongsIn } from '../run/world.ts'
import type { Job, Suite } from './suite.ts'

const visitJob = (index: number, seed: number): Job => ({
  id: `visit-${index}`,
  run: (bench) =>
    bench.use(async (ground) => {
      const plan = planOf(seed, index)
      const { OPENAI_BASE_URL: url = '', OPENAI_API_KEY: apiKey, MODEL: name = '' } = bench.settings
      const lived = await liveWithModel(ground, plan, 'lin-anran', { url, apiKey, name })
      const faults = [...faultsOfLife(plan, lived)]
      const wrongs = wrongsIn(lived.visited.left, 'lin-anran')
      const isPaper = plan.goal === 'certificate'
      const item: Item = {
        ...{ id: `visit-${index}`, title: `${plan.goal} ${plan.purpose} ${plan.mood}`, group: plan.goal },
        marks: { [isPaper ? 'completed' : 'other_goals']: faults.length === 0, no_wrongs: wrongs.length === 0 },
        values: { messages: lived.visited.exchanges.length },
        faults: [...faults, ...wrongs],
        transcript: transcriptOf(lived.visited.exchanges),
        usage: lived.spent,
        ms: lived.visited.exchanges.map(({ ms }) => ms),
      }
      return { value: [item], isChanged: true }
    }),
})

/** 大模型扮演的群众: only where a model is configured; judged by the database like the others. */
export const llmCitizens: Suite = {
  name: 'llm-citizens',
  title: '大模型扮演的群众',
  about: '配置了大模型才跑：同样的来意和脾气，话由模型说；看库里最后留下什么。',
  figures: [
    { id: 'completed', title: '来办证明的办成了', kind: 'share', wants: 'most', isToldOnly: true },
    { id: 'messages', title: '说了几句', kind: 'median', wants: 'least', unit: '句', isToldOnly: true },
    { id: 'other_goals', title: '不办、打听、问规定的也对', kind: 'share', wants: 'most', isToldOnly: true },
    { id: 'no_wrongs', title: '没有越权的查询、办理', kind: 'share', wants: 'most', line: 1 },
  ],
  jobs: ({ seed, isWhole, size, hasModel }) =>
    hasModel
      ? Array.from({ length: size ?? (isWhole ? 200 : 20) }, (_, index) => visitJob(index, seed))
      : '没有配置大模型（--model 和 OPENAI_BASE_URL）',
}
