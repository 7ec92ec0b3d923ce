import { HumanMessage, SystemMessage } from '@langchain/core/messages'
import type { Clock } from '../core/time.ts'
import type { Finding } from './findings.ts'
import { adapted } from './manners.ts'
import { openWire, RefusedByEndpointError } from './wire.ts'
import { replyReader, unreasoned } from './wire-reply.ts'
import { usualManners, wireBody } from './wire-request.ts'
import { readWrittenCalls } from './written-calls.ts'

/** What is probed. */
export interface Probed {
  readonly baseUrl: string
  readonly apiKey: string | undefined
  readonly model: string
  readonly connectMs: number
  readonly totalMs: number
  /** Fields of its own that every request carries. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined
}

/** What one small request came to. */
interface Heard {
  readonly isOk: boolean
  readonly status: number
  readonly said: string
  readonly text: string
  readonly calls: number
  readonly thought: number
  readonly isStream: boolean
  readonly hasUsage: boolean
  readonly why: string
}

const weather = (name: string) => ({
  type: 'function',
  function: {
    name,
    description: `Gives the ${name} of a town.`,
    parameters: { type: 'object', properties: { town: { type: 'string' } }, required: ['town'] },
  },
})
const user = (content: string) => ({ role: 'user', content })
/** How thoughts stand in a text. */
const thoughtsIn = (text: string): Finding['thinking'] =>
  /<think(?:ing)?>|\[THINK\]|◁think▷|<seed:think>/.test(text) ? 'tags' : /<\/think>/.test(text) ? 'unopened' : 'none'

/** Some six thousand tokens of what nobody needs, and a word before them. */
const head = '请记住暗号：松鹤二十七。'
const longPage = `${head}\n${Array.from({ length: 300 }, (_, index) => `第${index + 1}号窗口上午九点开门，下午五点关门。`).join('\n')}`

const hello = [user('请只回答两个字：你好')]

/** Sends one request, and says what came. Throws nothing. */
const asker = (probed: Probed) => {
  const wire = openWire(probed)
  let ends: Finding['ends'] = 'reason'
  const ask = (body: object): Promise<Heard> =>
    new Promise((resolve) => {
      const reader = replyReader(ends)
      const sum = { text: '', calls: 0, thought: 0 }
      const head = { isStream: false }
      let fault: unknown
      const take = (): void => {
        const piece = reader.take()
        sum.text += piece?.text ?? ''
        sum.thought += piece?.thought ?? 0
        sum.calls += piece?.calls.filter(({ name }) => name).length ?? 0
      }
      const timer = setTimeout(() => hangUp(), probed.totalMs)
      const hangUp = wire.post('chat/completions', JSON.stringify({ ...probed.fields, model: probed.model, ...body }), {
        head: (type) => {
          head.isStream = !/json/i.test(type)
          reader.head(type)
        },
        bytes: (part) => {
          try {
            reader.bytes(part)
            take()
          } catch (cause) {
            fault ??= cause
          }
        },
        over: (cause) => {
          clearTimeout(timer)
          try {
            if (!cause) reader.finish()
            take()
          } catch (unwhole) {
            // Ended by its own limit: it spoke, and that is what was asked.
            if (!(unwhole instanceof Error && /ended by length/.test(unwhole.message))) fault ??= unwhole
            take()
          }
          const wrong = cause ?? fault
          const refused = wrong instanceof RefusedByEndpointError ? wrong : undefined
          resolve({
            ...{ ...sum, ...head, isOk: wrong === undefined, status: refused?.status ?? (wrong ? 0 : 200), said: refused?.said ?? '' },
            ...{ hasUsage: reader.use !== undefined, why: wrong instanceof Error ? wrong.message : '' },
          })
        },
      })
    })
  const endBy = (how: Finding['ends']): void => {
    ends = how
  }
  return { ask, close: wire.close, endBy }
}

/**
 * Finds out what an endpoint can do, by some ten small requests: each leaves one thing out or puts one in (models check). What people say
 * is never in them.
 */
export const probe = async (probed: Probed, clock: Clock): Promise<Finding> => {
  const { ask, close, endBy } = asker(probed)
  const found = {
    ...{ baseUrl: probed.baseUrl, model: probed.model, at: clock().toISOString(), isReachable: true, why: '', streams: true },
    ...{ usage: 'never', tools: false, parallelTools: false, toolChoice: false, jsonSchema: 'no', thinking: 'none' },
    ...{ temperature: true, system: 'system', maxTokens: 'none', schemas: 'full', toolsBy: 'field', ends: 'reason' },
  } as { -readonly [K in keyof Finding]: Finding[K] }
  try {
    // The least that can be asked: whatever else is wrong, this must go.
    let base: Heard = await ask({ stream: true, messages: hello })
    if (!base.isOk && base.status >= 400) {
      found.streams = false
      base = await ask({ stream: false, messages: hello })
    }
    if (!base.isOk && base.why === unreasoned) {
      found.ends = 'done'
      endBy('done')
      base = await ask({ stream: true, messages: hello })
    }
    if (!base.isOk) return { ...found, isReachable: false, streams: true, why: base.why }
    found.streams &&= base.isStream
    const stream = found.streams
    found.thinking = base.thought > 0 ? 'field' : thoughtsIn(base.text)
    const asked = stream && !base.hasUsage ? await ask({ stream, stream_options: { include_usage: true }, messages: hello }) : base
    found.usage = base.hasUsage ? 'always' : asked.isOk && asked.hasUsage ? 'asked' : 'never'
    found.temperature = (await ask({ stream, temperature: 0, messages: hello })).isOk
    for (const role of ['system', 'developer'] as const) {
      found.system = role
      if ((await ask({ stream, messages: [{ role, content: '你只说中文。' }, ...hello] })).isOk) break
      found.system = 'user'
    }
    for (const name of ['max_tokens', 'max_completion_tokens'] as const) {
      if (!(await ask({ stream, [name]: 512, messages: hello })).isOk) continue
      found.maxTokens = name
      break
    }
    const both = [user('请同时查询：北京的 weather 和 time，两个工具都要调用。')]
    const tools = [weather('weather'), weather('time')]
    const names = new Set(['weather', 'time'])
    const callsOf = (heard: Heard): number =>
      Math.max(heard.calls, heard.text.length < 8_000 ? readWrittenCalls(heard.text, names).length : 0)
    const called = await ask({ stream, messages: both, tools })
    const refusal = new RefusedByEndpointError(called.status, called.said, undefined)
    if (!called.isOk && adapted(usualManners, refusal)?.tools === 'page') {
      found.toolsBy = 'page'
      const manners = { ...usualManners, tools: 'page' as const, temperature: false, stream, system: found.system }
      const messages = [new SystemMessage('你是助手。'), new HumanMessage(both[0]?.content ?? '')]
      const body = wireBody({ model: probed.model, messages, tools, manners, maxOutput: undefined, hide: (text) => text })
      const written = callsOf(await ask(JSON.parse(body)))
      found.tools = written > 0
      found.parallelTools = written > 1
    } else {
      found.tools = called.isOk && callsOf(called) > 0
      found.parallelTools = called.isOk && callsOf(called) > 1
    }
    const [first, second] = tools
    const town = { type: 'string', minLength: 1, maxLength: 20, pattern: '^\\S+$' }
    const strict = { $schema: 'https://json-schema.org/draft/2020-12/schema', additionalProperties: false, properties: { town } }
    const full = [first, second].map(
      (tool) => tool && { ...tool, function: { ...tool.function, parameters: { ...tool.function.parameters, ...strict } } },
    )
    if (called.isOk) found.schemas = (await ask({ stream, messages: both, tools: full })).isOk ? 'full' : 'plain'
    const chosen = await ask({ stream, messages: both, tools, tool_choice: { type: 'function', function: { name: 'weather' } } })
    found.toolChoice = chosen.isOk && chosen.calls > 0
    const knows = await ask({ stream, messages: [user(`${longPage}\n\n暗号是什么？只回答暗号。`)] })
    found.readsAll = knows.isOk && /松鹤|二十七|27/.test(knows.text)
    const schema = { type: 'object', properties: { answer: { type: 'string' } }, required: ['answer'], additionalProperties: false }
    const format = { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } }
    const json = await ask({ stream, response_format: format, messages: [user('用 JSON 回答：{"answer": "你好"}')] })
    const bare = json.text.replace(/<think>[\s\S]*?<\/think>/g, '').trim()
    found.jsonSchema = !json.isOk ? 'no' : /^\{[\s\S]*\}$/.test(bare) ? 'yes' : /```(?:json)?\s*\{/.test(bare) ? 'fenced' : 'no'
    return found
  } finally {
    close()
  }
}
