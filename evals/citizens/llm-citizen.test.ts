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
    expect(faultsOfLife({ ...plan, purpose: 'school' }, lived).join()).toContain('用途是 notary，应当是 school')
    expect(lived.spent.requests).toBe(3)
    const last = endpoint.asked.at(-1)?.body.messages ?? []
    expect(String(last[0]?.content)).toContain('办理公证')
    expect(last.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user', 'assistant', 'user'])
    expect(String(last.at(-1)?.content)).toContain('卡片')
  })

  it('is sent tokens in place of what was told of the person, and speaks with the values', async () => {
    await using endpoint = await openTestEndpoint(
      says('我叫林安然，我要开无犯罪记录证明，公证用，电话13900005678'),
      (response, asked) => {
        const [token] = /〔姓名·\w{5}〕/.exec(JSON.stringify(asked.body.messages)) ?? ['no token']
        says(`我是${token}，不办了`)(response, asked)
      },
      says('结束'),
    )
    await using grounds = await openGrounds()
    const model = { url: endpoint.url, apiKey: undefined, name: 'citizen' }
    const { visited } = await liveWithModel(await grounds.take(), { ...plan, goal: 'cancel' }, 'lin-anran', model)
    expect(visited.exchanges[1]?.says).toBe('我是林安然，不办了')
    const sent = JSON.stringify(endpoint.asked.map(({ body }) => body))
    for (const value of ['林安然', '13900005678']) expect(sent, value).not.toContain(value)
  })

  it('that says nothing, or talks for ever, ends its visit and leaves nothing', async () => {
    for (const line of ['', '今天天气真好']) {
      await using endpoint = await openTestEndpoint(says(line))
      await using grounds = await openGrounds()
      const lived = await liveWithModel(await grounds.take(), plan, 'lin-anran', { url: endpoint.url, apiKey: undefined, name: 'citizen' })
      expect(lived.visited.exchanges.length).toBe(line === '' ? 0 : 12)
      expect(faultsOfLife(plan, lived).join()).toContain('留下 0 件申请')
    }
  })
})
