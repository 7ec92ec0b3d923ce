import { type Asked, type Behaviour, bytesOf, fails, type Script, type WireMessage } from './test-endpoint.ts'

/** What a model means to do next, however its server writes it down. */
export interface Meant {
  readonly text?: string
  readonly call?: { readonly name: string; readonly args: Readonly<Record<string, unknown>> }
  readonly thought: string
}

const textOf = ({ content }: WireMessage): string => (typeof content === 'string' ? content : '')

/** What a tool answered, by its role or within the words of a page. */
const answerIn = (message: WireMessage | undefined): string | undefined => {
  if (message?.role === 'tool') return textOf(message)
  return message && /<tool_response>([\s\S]*?)<\/tool_response>/.exec(textOf(message))?.[1]
}

/**
 * A model of modest gifts, as far as this platform's prompts go: it asks for the certificate or for the rule, puts a wrong field right when
 * it is told so, and says what the tool said. It knows the tools of the request's field or of its page, and none when there are none.
 */
export const modestMind = (body: Asked['body'], purpose: string): Meant => {
  const last = body.messages.at(-1)
  const hasTools = Array.isArray(body.tools) || body.messages.some((message) => textOf(message).includes('<tools>'))
  const answer = answerIn(last)
  if (answer !== undefined) {
    const { ok, say, error } = JSON.parse(answer) as { ok: boolean; say: string; error?: { fields?: unknown[] } }
    if (!ok && error?.fields?.length)
      return { call: { name: 'submit_certificate_application', args: { purpose: 'employment' } }, thought: '用途写错了，改一下。' }
    return { text: say, thought: '照工具说的回答。' }
  }
  const says = last ? textOf(last) : ''
  if (!hasTools) return { text: '您好，我帮不上忙。', thought: '没有工具。' }
  if (says.includes('多久')) return { call: { name: 'search_policy', args: { query: '身份证丢了多久能补好' } }, thought: '先查政策。' }
  return {
    call: { name: 'submit_certificate_application', args: { purpose, recipient: null, purpose_detail: '' } },
    thought: '他要去上班，办证明。',
  }
}

const stream =
  (bytes: Buffer | string, type = 'text/event-stream'): Behaviour =>
  (response) => {
    response.writeHead(200, { 'Content-Type': type }).end(bytes)
  }
const say = (script: Script): Behaviour => stream(bytesOf({ step: 5, ...script }))
const refuse = (status: number, error: unknown): Behaviour => fails(status, JSON.stringify(error))

/** A maker's server with a model of its own: how it writes down what the model means, and what it refuses. */
export interface Maker {
  readonly name: string
  readonly refuses?: (body: Asked['body']) => Behaviour | undefined
  /** How the purpose is called by this model; it is no value of ours. */
  readonly purpose?: string
  readonly writes: (meant: Meant, body: Asked['body']) => Behaviour
}

const hasTools = (body: Asked['body']): boolean => Array.isArray(body.tools)
const hasRole = (body: Asked['body'], role: string): boolean => body.messages.some((message) => message.role === role)
const json = (value: unknown): string => JSON.stringify(value)

/** Calls in the text of a model, text as it is. */
const written =
  (form: (call: NonNullable<Meant['call']>, meant: Meant) => string, text: (meant: Meant) => string = ({ text = '' }) => text) =>
  (meant: Meant): Behaviour =>
    say({ text: meant.call ? form(meant.call, meant) : text(meant), finish: 'stop' })

/** Calls in their field, pieces as this server has them. */
const delta = (one: unknown, finish: string | null = null): string =>
  json({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta: one, finish_reason: finish }] })

/** Makers and servers as their users and their issue trackers describe them (2024 to 2026). */
export const makers: readonly Maker[] = [
  {
    name: 'Qwen 2.5 behind vLLM with its parser',
    writes: ({ text, call }) => say(call ? { calls: [call] } : { text: text ?? '' }),
  },
  {
    name: 'Qwen 2.5 behind vLLM without a parser',
    refuses: (body) =>
      hasTools(body)
        ? refuse(400, {
            ...{ object: 'error', message: '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set' },
            ...{ type: 'BadRequestError', param: null, code: 400 },
          })
        : undefined,
    writes: written(({ name, args }) => `<tool_call>\n${json({ name, arguments: args })}\n</tool_call>`),
  },
  {
    name: 'Gemma 3 behind Ollama',
    purpose: '求职',
    refuses: (body) =>
      hasTools(body)
        ? refuse(400, { error: { message: 'registry.ollama.ai/library/gemma3:12b does not support tools', type: 'api_error' } })
        : hasRole(body, 'system')
          ? refuse(400, { error: { message: 'System role not supported' } })
          : undefined,
    writes: written(({ name, args }) => `好的，我来办。\n\`\`\`json\n${json({ name, arguments: args })}\n\`\`\``),
  },
  {
    name: 'Qwen 2.5 Coder behind Ollama, which leaves calls in the text',
    writes: written(({ name, args }) => json({ name, arguments: args })),
  },
  {
    name: 'Llama 3.1 behind llama.cpp without its templates',
    purpose: '入职',
    refuses: (body) => (hasTools(body) ? refuse(500, { error: { code: 500, message: 'tools param requires --jinja flag' } }) : undefined),
    writes: written(({ name, args }) => json({ name, parameters: args })),
  },
  {
    name: 'Llama 3.2 behind vLLM, in Python',
    writes: written(({ name }, { call }) => {
      const args = Object.entries(call?.args ?? {}).map(([key, value]) => `${key}=${value === null ? 'None' : `'${String(value)}'`}`)
      return `[${name}(${args.join(', ')})]`
    }),
  },
  {
    name: 'Qwen 3 behind LM Studio, which thinks in the text',
    writes: written(
      ({ name, args }, { thought }) =>
        `<think>\n${thought}\n</think>\n\n[TOOL_REQUEST]\n${json({ name, arguments: args })}\n[END_TOOL_REQUEST]`,
      ({ text, thought }) => `<think>\n${thought}\n</think>\n\n${text}`,
    ),
  },
  {
    name: 'DeepSeek V3 behind SGLang without a parser',
    writes: written(
      ({ name, args }) =>
        `<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>${name}\n\`\`\`json\n${json(args)}\n\`\`\`<｜tool▁call▁end｜><｜tool▁calls▁end｜>`,
      ({ text = '' }) => `${text}<｜end▁of▁sentence｜>`,
    ),
  },
  {
    name: 'DeepSeek by its own service, which wants its thoughts back',
    refuses: (body) =>
      body.messages.some((message) => message.tool_calls && !('reasoning_content' in message))
        ? refuse(400, {
            error: {
              message: 'The `reasoning_content` in the thinking mode must be passed back to the API.',
              type: 'invalid_request_error',
            },
          })
        : undefined,
    writes: ({ text = '', call, thought }) => say({ reasoning: thought, text, ...(call ? { calls: [call] } : {}) }),
  },
  {
    name: 'GLM 4.5 without a parser',
    writes: written(({ name, args }) => {
      const given = Object.entries(args).filter(([, value]) => value !== null)
      return `<tool_call>${name}\n${given.map(([key, value]) => `<arg_key>${key}</arg_key>\n<arg_value>${String(value)}</arg_value>`).join('\n')}\n</tool_call>`
    }),
  },
  {
    name: 'GLM 4 without a parser',
    writes: written(
      ({ name, args }) => `${name}\n${json(args)}<|observation|>`,
      ({ text = '' }) => `${text}<|user|>`,
    ),
  },
  {
    name: 'Mistral behind vLLM without a parser, with words after its call',
    refuses: (body) =>
      hasRole(body, 'tool')
        ? refuse(400, {
            object: 'error',
            message: 'After the optional system message, conversation roles must alternate user/assistant/user/assistant/...',
          })
        : undefined,
    writes: written(({ name, args }) => `[TOOL_CALLS] [${json({ name, arguments: args })}]\n\n已为您开出证明，编号 WFZ-2026-99999999-X。`),
  },
  {
    name: 'Kimi K2 whose server lets its marks through',
    writes: written(
      ({ name, args }) =>
        `<|tool_calls_section_begin|><|tool_call_begin|>functions.${name}:0<|tool_call_argument_begin|>${json(args)}<|tool_call_end|><|tool_calls_section_end|>`,
      ({ text = '' }) => `${text}<|im_end|>`,
    ),
  },
  {
    name: 'gpt-oss whose server lets its channels through',
    writes: written(
      ({ name, args }, { thought }) =>
        `<|channel|>analysis<|message|>${thought}<|end|><|start|>assistant<|channel|>commentary to=functions.${name} <|constrain|>json<|message|>${json(args)}<|call|>`,
      ({ text = '', thought }) =>
        `<|channel|>analysis<|message|>${thought}<|end|><|start|>assistant<|channel|>final<|message|>${text}<|return|>`,
    ),
  },
  {
    name: 'Qwen behind One-API: roles left out, arguments an object, no ids or places, CRLF, no [DONE]',
    writes: ({ text, call }) => {
      const made = call && { tool_calls: [{ type: 'function', function: { name: call.name, arguments: call.args } }], content: null }
      const lines = [
        ': keep-alive',
        '',
        `data:${delta(made ?? { content: text })}`,
        '',
        `data:${delta({}, 'stop')}`,
        '',
        `data:${json({ choices: [], usage: { prompt_tokens: 900, completion_tokens: 20 } })}`,
        '',
      ]
      return stream(lines.join('\r\n'))
    },
  },
  {
    name: 'a model that says JSON within JSON, wrapped once more, in Chinese',
    purpose: '找工作',
    writes: ({ text = '', call }) => {
      const { purpose, ...rest } = call?.args ?? {}
      const args = purpose === undefined ? rest : { 用途: purpose }
      return say(call ? { calls: [{ name: `functions.${call.name}`, args: json(json({ arguments: args })) }], finish: 'stop' } : { text })
    },
  },
  {
    name: 'a new model that refuses temperature and wants a developer',
    refuses: (body) =>
      'temperature' in body
        ? refuse(400, { error: { message: "Unsupported value: 'temperature' does not support 0 with this model.", param: 'temperature' } })
        : hasRole(body, 'system')
          ? refuse(400, { error: { message: "role 'system' is not allowed, use 'developer'" } })
          : undefined,
    writes: ({ text = '', call }) => say(call ? { calls: [call] } : { text }),
  },
  {
    name: 'a gateway that takes no blank text beside a call, and tells its faults in a 200',
    refuses: (body) =>
      body.messages.some(({ content }) => content === '')
        ? stream(`data: ${json({ error: { message: 'messages.2: text content must be non-empty', type: 'invalid_request_error' } })}\n\n`)
        : undefined,
    writes: ({ text = '', call }) => say(call ? { calls: [call] } : { text }),
  },
  {
    name: 'a gateway that answers in one object, with the old field of calls',
    writes: ({ text, call }) =>
      stream(
        json({
          choices: [
            {
              index: 0,
              message: {
                role: 'assistant',
                content: text ?? null,
                ...(call ? { function_call: { name: call.name, arguments: json(call.args) } } : {}),
              },
              finish_reason: call ? 'function_call' : 'stop',
            },
          ],
        }),
        'application/json; charset=utf-8',
      ),
  },
]

/** Answers as this maker's server with its model does. */
export const behaves =
  (maker: Maker): Behaviour =>
  (response, asked) => {
    const { body } = asked
    const refusal = maker.refuses?.(body)
    return (refusal ?? maker.writes(modestMind(body, maker.purpose ?? 'employment'), body))(response, asked)
  }

/** A model whose server opens its thoughts in the prompt and leaves their end in the text (DeepSeek R1, QwQ). */
export const unopened: Maker = {
  name: 'DeepSeek R1 behind vLLM without a parser of thoughts',
  writes: written(
    ({ name, args }, { thought }) => `${thought}\n</think>\n\n\`\`\`json\n${json({ name, arguments: args })}\n\`\`\``,
    ({ text = '', thought }) => `${thought}\n</think>\n\n${text}`,
  ),
}
