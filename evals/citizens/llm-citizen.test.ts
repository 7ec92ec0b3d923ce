import { describe, expect, it } from 'vitest'
import { openTestEndpoint, says } from '../../testing.ts'
import { openGrounds } from '../run/ground.ts'
import { faultsOfLife } from './live.ts'
import { liveWithModel } from './llm-citizen.ts'
import { planOf } from './plan.ts'

const plan = { ...planOf(1, 0), goal: 'certificate', purpose: 'notary', wantsWindow: false } as const

describe('a citizen whose words come from a model', () => {
  it('lives a visit to its end, is told its goal and the replies, and is judged by the database', async () => {
    await using endpoint = await openTestEndpoint(says('我要开无犯罪记录证明，公证用'), says('<think>对的</think>好的，确认'), says('结束'))
    await using grounds = await openGrounds()
    const lived = await liveWithModel(await grounds.take(), plan, 'lin-anran', { url: endpoint.url, apiKey: 'k', name: 'citizen' })
    expect(lived.visited.exchanges.map((one) => one.says)).toEqual(['我要开无犯罪记录证明，公证用', '好的，确认'])
    expect(faultsOfLife(plan, lived)).toEqual([])
    expect(faultsOfLife({ ...plan, purpose: 'school' }, lived).join()).toContain('is for notary, not school')
    expect(lived.spent.requests).toBe(3)
    const last = endpoint.asked.at(-1)?.body.messages ?? []
    expect(String(last[0]?.content)).toContain('办理公证')
    expect(last.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user', 'assistant', 'user'])
    expect(String(last.at(-1)?.content)).toContain('卡片')
  })

  it('that says nothing, or talks for ever, ends its visit and leaves nothing', async () => {
    for (const line of ['', '今天天气真好']) {
      await using endpoint = await openTestEndpoint(says(line))
      await using grounds = await openGrounds()
      const lived = await liveWithModel(await grounds.take(), plan, 'lin-anran', { url: endpoint.url, apiKey: undefined, name: 'citizen' })
      expect(lived.visited.exchanges.length).toBe(line === '' ? 0 : 12)
      expect(faultsOfLife(plan, lived).join()).toContain('leaves 0 applications')
    }
  })
})
