import { expect, it } from 'vitest'
import { mannersOf } from './findings.ts'
import { probe } from './probe.ts'
import {
  type Asked,
  type Behaviour,
  calls,
  fails,
  hangs,
  openTestEndpoint,
  replyWith,
  says,
  sends,
  type TestEndpoint,
} from './test-endpoint.ts'

const noon = () => new Date('2026-11-29T04:00:00Z')
const look = ({ url }: TestEndpoint) => probe({ baseUrl: url, apiKey: 'k', model: 'm', connectMs: 500, totalMs: 400 }, noon)
const refuse = (message: string): Behaviour => fails(400, JSON.stringify({ error: { message } }))

type Quirk = (body: Asked['body']) => Behaviour | undefined
/** A model that can everything, but for its quirks. */
const model =
  (...quirks: readonly Quirk[]): Behaviour =>
  (response, asked) => {
    const { body } = asked
    const quirk = quirks.map((one) => one(body)).find((one) => one !== undefined)
    const use = { choices: [], usage: { prompt_tokens: 9, completion_tokens: 2 } }
    const extra = body.stream_options ? [use] : []
    const usual = body.tools
      ? calls({ name: 'weather', args: { town: '北京' } }, { name: 'time', args: { town: '北京' } })
      : says(body.response_format ? '{"answer":"你好"}' : '你好', { extra })
    return (quirk ?? usual)(response, asked)
  }

it.each<[string, Quirk[], object]>([
  [
    'can everything',
    [],
    {
      ...{
        isReachable: true,
        streams: true,
        usage: 'asked',
        tools: true,
        parallelTools: true,
        toolChoice: true,
        jsonSchema: 'yes',
        schemas: 'full',
      },
      ...{ thinking: 'none', temperature: true, system: 'system', maxTokens: 'max_tokens' },
    },
  ],
  [
    'thinks, and refuses tool_choice',
    [(body) => (body.tool_choice ? refuse('thinking mode does not support tool_choice') : undefined)],
    { tools: true, toolChoice: false },
  ],
  [
    'puts JSON into a fence',
    [(body) => (body.response_format ? says('```json\n{"answer":"你好"}\n```') : undefined)],
    { jsonSchema: 'fenced' },
  ],
  ['knows no JSON schema', [(body) => (body.response_format ? refuse('response_format') : undefined)], { jsonSchema: 'no' }],
  [
    'refuses a temperature and the old name of the limit',
    [(body) => ('temperature' in body || 'max_tokens' in body ? refuse('unsupported') : undefined)],
    { temperature: false, maxTokens: 'max_completion_tokens' },
  ],
  ['knows no system', [(body) => (body.messages[0]?.role === 'user' ? undefined : refuse('role'))], { system: 'user' }],
  [
    'calls one tool at a time',
    [(body) => (body.tools ? calls({ name: 'weather', args: {} }) : undefined)],
    { tools: true, parallelTools: false },
  ],
  [
    'knows not every word of a schema',
    [(body) => (/additionalProperties/.test(JSON.stringify(body.tools ?? '')) ? refuse('additionalProperties') : undefined)],
    { tools: true, schemas: 'plain' },
  ],
  ['calls no tools', [(body) => (body.tools ? says('今天晴。') : undefined)], { tools: false, parallelTools: false, toolChoice: false }],
  [
    'thinks in a field beside the text',
    [(body) => (body.tools ? undefined : replyWith({ text: '你好', reasoning: '他要我说你好' }))],
    { thinking: 'field', usage: 'never' },
  ],
  ['thinks aloud in tags', [(body) => (body.tools ? undefined : says('<think>嗯</think>你好'))], { thinking: 'tags' }],
  ['thinks where nothing opens it', [(body) => (body.tools ? undefined : says('嗯\n</think>\n你好'))], { thinking: 'unopened' }],
  [
    'gives no reason to end',
    [(body) => replyWith({ finish: null, ...(body.tools ? { calls: [{ name: 'weather', args: {} }] } : { text: '你好' }) })],
    { ends: 'done', tools: true },
  ],
  [
    'leaves its calls in the text',
    [(body) => (body.tools ? says('<tool_call>{"name":"weather","arguments":{}}</tool_call>') : undefined)],
    { tools: true, toolsBy: 'field' },
  ],
  [
    'takes no tools in their field',
    [
      (body) => (body.tools ? refuse('registry.ollama.ai/library/x does not support tools') : undefined),
      (body) =>
        JSON.stringify(body.messages).includes('<tools>')
          ? says('```json\n{"name":"weather","arguments":{}}\n```\n```json\n{"name":"time","arguments":{}}\n```')
          : undefined,
    ],
    { tools: true, toolsBy: 'page', parallelTools: true },
  ],
  [
    'knows the head of a long request',
    [(body) => (JSON.stringify(body.messages).includes('暗号是什么') ? says('松鹤二十七') : undefined)],
    { readsAll: true },
  ],
  ['forgets the head of a long request', [], { readsAll: false }],
  ['does not stream', [(body) => (body.stream ? refuse('stream must be false') : undefined)], { streams: false, tools: true }],
])('finds a model that %s', async (_what, quirks, wanted) => {
  await using endpoint = await openTestEndpoint(model(...quirks))
  const found = await look(endpoint)
  expect(found).toMatchObject(wanted)
  expect(mannersOf(found).stream).toBe(found.streams)
  expect(endpoint.asked.every(({ headers }) => headers.authorization === 'Bearer k')).toBe(true)
})

it.each<[string, Behaviour, RegExp]>([
  ['refuses the key', fails(401, '{"error":{"message":"bad key sk-1"}}'), /401/],
  ['is silent', hangs(), /given up/],
  ['sends garbage', sends(Buffer.from([0, 200, 13, 10, 255, 7])), /cut off/],
])('says of a model that %s what is wrong, and nothing of what it sent', async (_what, behaviour, why) => {
  await using endpoint = await openTestEndpoint(behaviour)
  const found = await look(endpoint)
  expect(found.isReachable).toBe(false)
  expect(found.why).toMatch(why)
  expect(found.why).not.toContain('sk-1')
})
