import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestEndpoint, type TestEndpoint } from '../models/test-endpoint.ts'
import { behaves, type Maker, makers, unopened } from '../models/test-makers.ts'
import { openTestPlatform } from '../testing.ts'

let endpoint: TestEndpoint
beforeAll(async () => {
  endpoint = await openTestEndpoint()
})
afterAll(() => endpoint[Symbol.asyncDispose]())

const wish = '我要去深圳上班，单位让开个无犯罪记录证明'
const settings = () => ({ MODEL: 'test', OPENAI_BASE_URL: endpoint.url, MODEL_SILENT_MS: '5000', MODEL_TOTAL_MS: '20000' })

/** One visit with a model: a question of law, the wish, the yes. What counts is what the store holds at the end. */
const visitWith = async (maker: Maker) => {
  endpoint.behave(behaves(maker))
  await using p = await openTestPlatform({ settings: settings() })
  const visit = await p.visit('zhao-qinghe')
  // What its server refuses is learnt within the first turn; that its thoughts are never opened, from the first reply that told them.
  const first = await visit.say('身份证丢了多久能补好')
  const law = maker === unopened && first.model === 'offline' ? await visit.say('身份证丢了多久能补好') : first
  const asked = await visit.say(wish)
  const done = await visit.say('确认')
  const held = JSON.stringify(await (await p.ask('zhao-qinghe', 'GET', '/api/certificates')).json())
  return { law, asked, done, held: new Set(held.match(/WFZ-[\w-]+/g)) }
}

describe('a model as it is known to be does the whole main job', () => {
  it.each([...makers, unopened])('$name', async (maker) => {
    const { law, asked, done, held } = await visitWith(maker)
    expect([law.model, law.outcome]).toEqual(['test', 'answered'])
    expect(law.citations[0]?.quote).toContain('居民身份证丢失的，应当申请补领')
    expect([asked.model, asked.outcome, asked.confirm?.text]).toEqual(['test', 'confirming', expect.stringContaining('求职、入职')])
    expect(done.cards.map(({ kind }) => kind)).toContain('certificate')
    expect([...held]).toEqual([done.cards[0]?.fields[0]?.value])
    for (const { text } of [law, asked, done]) expect(text).not.toMatch(/<|```|tool|离线助手|照工具说的|先查政策|99999999/)
  })
})
