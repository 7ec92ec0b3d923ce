import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Behaviour, bytesOf, calls, openTestEndpoint, says, type TestEndpoint } from '../models/test-endpoint.ts'
import { openTestPlatform, type TestPlatform } from '../testing.ts'

let endpoint: TestEndpoint
let p: TestPlatform
beforeAll(async () => {
  endpoint = await openTestEndpoint()
  p = await openTestPlatform({ settings: { MODEL: 'test', OPENAI_BASE_URL: endpoint.url } })
})
afterAll(async () => {
  await p[Symbol.asyncDispose]()
  await endpoint[Symbol.asyncDispose]()
})

const values = ['15990119850101001X', '13900005678', '蒙A54321', '林安然', '桦林北路12号']
const told = '我叫林安然，身份证15990119850101001X，电话13900005678，车蒙A54321，住桦林北路12号，身份证丢了怎么补'
const sent = (): string => JSON.stringify(endpoint.asked.map(({ body }) => body))

describe('a visit with a model behind an endpoint', () => {
  it('sends tokens, gives tools the values, and tells the person the values', async () => {
    const tokenOf = (asked: Parameters<Behaviour>[1], kind: string): string =>
      new RegExp(`〔${kind}·\\w+〕`).exec(JSON.stringify(asked.body.messages))?.[0] ?? 'no token'
    endpoint.behave(
      (response, asked) =>
        calls({ name: 'search_policy', args: { query: `${tokenOf(asked, '姓名')}的身份证丢了怎么补` } })(response, asked),
      says('规定里有，我念给您听。'),
    )
    const visit = await p.visit('zhao-qinghe')
    const reply = await visit.say(told)
    for (const value of values) expect(sent(), value).not.toContain(value)
    expect(sent()).toMatch(/我叫〔姓名·\w{5}〕，身份证〔身份证·\w{5}〕，电话〔电话·\w{5}〕/)
    expect(reply.text).not.toContain('〔')
    const kept = await p.platform.store.conversations.load(visit.id, 1)
    expect(kept?.turns[0]?.trace.flatMap((message) => (message.role === 'assistant' ? (message.calls ?? []) : []))).toMatchObject([
      { name: 'search_policy', args: { query: '林安然的身份证丢了怎么补' } },
    ])
    endpoint.behave(
      // Every byte by itself: a token is cut inside its characters too.
      async (response, asked) => {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' })
        for (const byte of bytesOf({ text: `好的，${tokenOf(asked, '姓名')}，您好。〔车牌·AAAAA〕`, step: 1 }))
          response.write(Buffer.of(byte))
        response.end()
      },
    )
    expect((await visit.say('谢谢')).text).toContain('好的，林安然，您好。〔车牌·AAAAA〕')
    expect(p.logs.join('\n')).not.toMatch(/15990119850101001X|13900005678|林安然/)
  })

  it('keeps the same tokens in a later turn', async () => {
    endpoint.behave(says('好的，请问您还想了解什么？'))
    const visit = await p.visit('zhao-qinghe', 'id-card-apply')
    await visit.say('我的电话是13900005678')
    await visit.say('还是13900005678这个电话，怎么换身份证')
    const [first, second] = endpoint.asked.slice(-2).map(({ body }) => /〔电话·\w+〕/.exec(JSON.stringify(body.messages))?.[0])
    expect(first).toMatch(/〔电话/)
    expect(second).toBe(first)
  })

  it('hides a name that is told later in what was said before it', async () => {
    endpoint.behave(says('请问您怎么称呼？'), says('好的，请问您还想了解什么？'))
    const visit = await p.visit('zhao-qinghe', 'id-card-apply')
    await visit.say('身份证丢了，白雪说要先挂失')
    await visit.say('我叫白雪，补身份证要几天')
    const last = JSON.stringify(endpoint.asked.at(-1)?.body.messages)
    expect(last).not.toContain('白雪')
    expect(new Set(last.match(/〔姓名·\w+〕/g)).size).toBe(1)
  })
})
