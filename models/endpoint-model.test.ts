import { HumanMessage, SystemMessage } from '@langchain/core/messages'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EndpointModel } from './endpoint-model.ts'
import { type Behaviour, fails, openTestEndpoint, says, type TestEndpoint } from './test-endpoint.ts'

let endpoint: TestEndpoint
beforeAll(async () => {
  endpoint = await openTestEndpoint()
})
afterAll(() => endpoint[Symbol.asyncDispose]())

const open = () => new EndpointModel({ baseUrl: endpoint.url, apiKey: 'k', name: 'm', maxOutput: 500 })
const ask = async (model: EndpointModel): Promise<string> => {
  let text = ''
  for await (const piece of model.pieces([new SystemMessage('页面'), new HumanMessage('您好')], {})) text += piece.text
  return text
}

/** Refuses what a field holds, as its maker's server does, and speaks once it is gone. */
const refusing =
  (isWrong: (body: Readonly<Record<string, unknown>>) => boolean, message: string): Behaviour =>
  (response, asked) =>
    (isWrong(asked.body) ? fails(400, JSON.stringify({ error: { message } })) : says('好。'))(response, asked)

describe('an endpoint that does not take what others take', () => {
  it.each<[string, Behaviour, object]>([
    [
      'refuses a temperature',
      refusing((body) => 'temperature' in body, "Unsupported value: 'temperature' does not support 0"),
      { temperature: false },
    ],
    [
      'knows no system',
      refusing((body) => JSON.stringify(body.messages).includes('"system"'), 'System role not supported'),
      { system: 'user' },
    ],
    [
      'wants a developer in its place',
      refusing((body) => JSON.stringify(body.messages).includes('"system"'), "role 'system' is not allowed, use 'developer'"),
      { system: 'developer' },
    ],
    ['does not stream', refusing((body) => body.stream === true, 'streaming is not supported by this model'), { stream: false }],
    [
      'refuses two things, one after the other',
      refusing((body) => 'temperature' in body, 'temperature is not supported'),
      { temperature: false, stream: true },
    ],
  ])('and %s is asked as it wants, and from then on at once', async (_how, behaviour, manners) => {
    endpoint.behave(behaviour)
    const model = open()
    expect(await ask(model)).toBe('好。')
    expect(model.manners).toMatchObject(manners)
    const before = endpoint.asked.length
    expect(await ask(model)).toBe('好。')
    expect(endpoint.asked.length).toBe(before + 1)
    model.close()
  })

  it('keeps the page at the head of the first words where no system may speak', async () => {
    endpoint.behave(refusing((body) => JSON.stringify(body.messages).includes('"system"'), 'System role not supported'))
    await ask(open())
    expect(endpoint.asked.at(-1)?.body.messages).toEqual([{ role: 'user', content: '页面\n\n您好' }])
  })

  it('that knows not every word of a schema is offered tools in the first words of it, and nothing of their sense goes', async () => {
    const strict = refusing(
      (body) => /additionalProperties|\$schema|minLength|"const"/.test(JSON.stringify(body.tools)),
      'Unknown name "additionalProperties" at tools[0].parameters: schema key not supported',
    )
    endpoint.behave(strict)
    const schema = {
      ...{ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', additionalProperties: false, required: ['purpose'] },
      properties: {
        purpose: { description: '用途', oneOf: [{ const: 'employment' }, { type: 'string', minLength: 2 }] },
        // A field may be called like a word of a schema.
        pattern: { type: 'array', items: { type: 'string', minLength: 1 } },
      },
    }
    const tools = [{ type: 'function', function: { name: 'submit', description: '提交', parameters: schema } }]
    const model = open()
    let text = ''
    for await (const piece of model.pieces([new HumanMessage('您好')], { tools })) text += piece.text
    expect([text, model.manners.schemas]).toEqual(['好。', 'plain'])
    expect(endpoint.asked.at(-1)?.body.tools).toEqual([
      {
        type: 'function',
        function: {
          ...{ name: 'submit', description: '提交' },
          parameters: {
            ...{ type: 'object', required: ['purpose'] },
            properties: {
              purpose: { description: '用途', anyOf: [{ enum: ['employment'] }, { type: 'string' }] },
              pattern: { type: 'array', items: { type: 'string' } },
            },
          },
        },
      },
    ])
    model.close()
  })

  it('is given up for any other refusal, after one request', async () => {
    endpoint.behave(fails(400, '{"error":{"message":"tool_calls must be answered"}}'))
    const before = endpoint.asked.length
    await expect(ask(open())).rejects.toThrow('400')
    expect(endpoint.asked.length).toBe(before + 1)
  })
})

it('a kept line that the other side closes just as it is used again is no fault', async () => {
  const model = open()
  endpoint.behave(says('好。'), (response) => void response.socket?.destroy(), says('在。'))
  expect(await ask(model)).toBe('好。')
  expect(await ask(model)).toBe('在。')
  endpoint.behave(says('好。'), (response) => void response.socket?.destroy())
  await ask(model)
  await expect(ask(model)).rejects.toThrow()
  model.close()
})
