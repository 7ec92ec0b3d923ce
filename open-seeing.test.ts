import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { calls, openTestEndpoint, says, type TestEndpoint } from './models/test-endpoint.ts'
import { openTestPlatform, type TestPlatform } from './testing.ts'

// What can be seen of a visit: numbers, spans, log lines. And what cannot: anything that a person said or is.

const canaries = [
  '159901198501010012',
  '13900005678',
  '蒙A54321',
  '欧阳若水',
  '桦林北路12号',
  'ouyang@example.com',
  '赵清禾',
  '15990119880315201X',
]
const told = '我叫欧阳若水，身份证159901198501010012，电话13900005678，车蒙A54321，住桦林北路12号，邮箱ouyang@example.com，身份证丢了怎么补'

interface SpanSent {
  readonly name: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly traceId: string
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[]
}

let endpoint: TestEndpoint
let p: TestPlatform
const sent: string[] = []
const collector = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    sent.push(Buffer.concat(parts).toString('utf8'))
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}')
  })
})
beforeAll(async () => {
  endpoint = await openTestEndpoint()
  collector.listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const address = collector.address()
  const port = typeof address === 'object' && address ? address.port : 0
  p = await openTestPlatform({
    settings: {
      ...{ MODEL: 'test', OPENAI_BASE_URL: endpoint.url, METRICS_KEY: 'reads-numbers' },
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    },
  })
  const visit = await p.visit('zhao-qinghe')
  endpoint.behave(calls({ name: 'search_policy', args: { query: '身份证丢了怎么补' } }), says('好的。'))
  await visit.say(told)
  endpoint.behave(calls({ name: 'call_13900005678', args: { 欧阳若水: '13900005678' } }), says('您好，请问还要问什么？'))
  await visit.say('我还想问问')
  await visit.say('手机13900005678有人打110，救命')
}, 60_000)
afterAll(async () => {
  await endpoint[Symbol.asyncDispose]()
  collector.close()
})

const metrics = (headers: Record<string, string> = { authorization: 'Bearer reads-numbers' }) =>
  p.ask(undefined, 'GET', '/metrics', undefined, headers)

describe('what can be seen of a visit', () => {
  it('is counted for Prometheus, by names of ours alone', async () => {
    const response = await metrics()
    expect(response.headers.get('content-type')).toContain('text/plain')
    const text = await response.text()
    for (const line of [
      /^fenshen_turns_total\{agent="[a-z-]+",outcome="answered",door="chat"\} [12]$/m,
      /^fenshen_tool_calls_total\{tool="search_policy",result="done"\} 1$/m,
      /^fenshen_tool_calls_total\{tool="other",result="refused"\} 1$/m,
      /^fenshen_model_calls_total\{model="test",agent="[a-z-]+",fault="none"\} \d$/m,
      /^fenshen_model_tokens_total\{model="test",kind="in"\} \d+$/m,
      /^fenshen_turn_seconds_count\{agent="[a-z-]+"\} \d$/m,
      /^fenshen_turns_running 0$/m,
      /^process_resident_memory_bytes \d+/m,
    ])
      expect(text).toMatch(line)
    for (const canary of canaries) expect(text, canary).not.toContain(canary)
  })

  it('is shown to whoever has the key, and to nobody else', async () => {
    expect((await metrics({})).status).toBe(401)
    expect((await metrics({ authorization: 'Bearer reads-number' })).status).toBe(401)
    const person = await p.as('zhao-qinghe')
    expect((await metrics(person)).status).toBe(401)
  })

  it('is written as a line with the id of the turn, and no word of the turn', () => {
    const lines = p.logs.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === 'turn')
    expect(lines).toHaveLength(3)
    expect(lines[0]).toMatchObject({
      turn: expect.any(String),
      conversation: expect.any(String),
      outcome: 'answered',
      ms: expect.any(Number),
    })
    for (const canary of canaries) expect(p.logs.join('\n'), canary).not.toContain(canary)
  })

  it('leaves as spans of the GenAI conventions, a tree for each turn, without content', async () => {
    // Closing sends what is left.
    await p[Symbol.asyncDispose]()
    const spans = sent.flatMap((body) => {
      const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: SpanSent[] }[] }[] }
      return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans))
    })
    const turns = spans.filter(({ name }) => name.startsWith('invoke_agent '))
    expect(turns).toHaveLength(3)
    const inside = (turn: SpanSent | undefined): string[] =>
      spans.filter(({ parentSpanId }) => parentSpanId === turn?.spanId).map(({ name }) => name)
    expect(inside(turns[0])).toEqual(expect.arrayContaining(['chat test', 'execute_tool search_policy']))
    expect(inside(turns[1])).toContain('execute_tool unknown')
    expect(inside(turns[2])).toEqual([])
    const chat = spans.find(({ name }) => name === 'chat test')
    expect(chat?.traceId).toBe(turns[0]?.traceId)
    const keys = chat?.attributes.map(({ key }) => key)
    expect(keys).toEqual(
      expect.arrayContaining([
        'gen_ai.operation.name',
        'gen_ai.provider.name',
        'gen_ai.request.model',
        'gen_ai.usage.input_tokens',
        'gen_ai.usage.output_tokens',
      ]),
    )
    for (const canary of canaries) expect(sent.join('\n'), canary).not.toContain(canary)
  })
})
