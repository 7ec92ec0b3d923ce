import { createServer, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { report } from './child.ts'

// A bare route: one loop, two tools that answer at once, the text streamed to the client, and nothing else. `node bare.ts NAME MODEL_URL`.

const [name = '', url = ''] = process.argv.slice(2)
const system = '你是证明办事员。先查进度，再查谁看过记录，然后回答。'
const says = '我的证明办到哪一步了，谁查过我的记录'
const answerOf: Readonly<Record<string, string>> = {
  certificate_progress: JSON.stringify({ ok: true, say: '您名下还没有申请。', data: { applications: [] } }),
  list_lookups: JSON.stringify({ ok: true, say: '还没有人查过。', data: { lookups: [] } }),
}
const names = Object.keys(answerOf)
type Route = (write: (text: string) => void) => Promise<void>

/** Libraries by name, so that their types stay out of the program: LangChain's redeclare zod's for all of it. */
// biome-ignore lint/suspicious/noExplicitAny: each is used as its own guide shows.
const load = (library: string): Promise<any> => import(library)

const wireTools = names.map((tool) => ({
  type: 'function',
  function: { name: tool, description: tool, parameters: { type: 'object', properties: {} } },
}))

interface Delta {
  readonly content?: string
  readonly tool_calls?: readonly { readonly id?: string; readonly function?: { readonly name?: string; readonly arguments?: string } }[]
}

/** The loop around any client that streams deltas. */
const loopOver =
  (ask: (body: object) => AsyncIterable<Delta>): Route =>
  async (write) => {
    const messages: object[] = [
      { role: 'system', content: system },
      { role: 'user', content: says },
    ]
    for (;;) {
      let text = ''
      const call = { id: '', name: '', args: '' }
      for await (const delta of ask({ model: 'fake', stream: true, messages, tools: wireTools })) {
        if (delta.content) {
          text += delta.content
          write(delta.content)
        }
        const part = delta.tool_calls?.[0]
        call.id ||= part?.id ?? ''
        call.name ||= part?.function?.name ?? ''
        call.args += part?.function?.arguments ?? ''
      }
      if (!call.name) return
      JSON.parse(call.args)
      messages.push(
        {
          role: 'assistant',
          content: text,
          tool_calls: [{ id: call.id, type: 'function', function: { name: call.name, arguments: call.args } }],
        },
        { role: 'tool', tool_call_id: call.id, content: answerOf[call.name] },
      )
    }
  }

async function* byFetch(body: object): AsyncGenerator<Delta> {
  const response = await fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  let rest = ''
  const decoder = new TextDecoder()
  for await (const part of response.body ?? []) {
    const lines = (rest + decoder.decode(part, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines)
      if (line.startsWith('data: {')) yield (JSON.parse(line.slice(6)) as { choices: { delta: Delta }[] }).choices[0]?.delta ?? {}
  }
}

const routes: Readonly<Record<string, () => Promise<Route>>> = {
  fetch: async () => loopOver(byFetch),
  openai: async () => {
    const { OpenAI } = await load('openai')
    const client = new OpenAI({ baseURL: url, apiKey: 'none' })
    return loopOver(async function* (body) {
      for await (const chunk of await client.chat.completions.create(body)) yield chunk.choices[0]?.delta ?? {}
    })
  },
  createAgent: async () => {
    const [{ createAgent, tool }, { ChatOpenAI }] = await Promise.all([load('langchain'), load('@langchain/openai')])
    const model = new ChatOpenAI({ model: 'fake', apiKey: 'none', streaming: true, streamUsage: false, configuration: { baseURL: url } })
    const tools = names.map((one) => tool(async () => answerOf[one], { name: one, description: one, schema: z.object({}) }))
    const agent = createAgent({ model, tools, systemPrompt: system })
    return async (write) => {
      for await (const [chunk] of await agent.stream({ messages: [{ role: 'user', content: says }] }, { streamMode: 'messages' }))
        if (chunk.getType() === 'ai' && chunk.text) write(chunk.text)
    }
  },
  agents: async () => {
    const { Agent, OpenAIChatCompletionsModel, run, setTracingDisabled, tool } = await load('@openai/agents')
    const { OpenAI } = await load('openai')
    setTracingDisabled(true)
    const model = new OpenAIChatCompletionsModel(new OpenAI({ baseURL: url, apiKey: 'none' }), 'fake')
    const tools = names.map((one) => tool({ name: one, description: one, parameters: z.object({}), execute: async () => answerOf[one] }))
    const agent = new Agent({ name: 'bare', instructions: system, model, tools })
    return async (write) => {
      const result = await run(agent, says, { stream: true })
      for await (const text of result.toTextStream()) write(text)
      await result.completed
    }
  },
}

const route = await routes[name]?.()
if (!route) throw new Error(`no route "${name}"; there are: ${Object.keys(routes).join(', ')}`)
const serve = async (response: ServerResponse): Promise<void> => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' })
  await route((text) => void response.write(`event: text.delta\ndata: ${JSON.stringify({ text })}\n\n`))
  response.end('event: turn.ended\ndata: {}\n\n')
}
const server = createServer((request, response) => {
  request.resume()
  request.once('end', () => void serve(response).catch((cause: unknown) => response.destroy(cause instanceof Error ? cause : undefined)))
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  report({ port: address && typeof address === 'object' ? address.port : 0, token: undefined })
})
