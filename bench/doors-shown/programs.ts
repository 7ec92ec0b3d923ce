import { type Message, Role, type SendMessageRequest, type Task } from '@a2a-js/sdk'
import { ClientFactory, ClientFactoryOptions, DefaultAgentCardResolver, JsonRpcTransportFactory } from '@a2a-js/sdk/client'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import OpenAI from 'openai'
import { block, json, type Stand, told } from './ground.ts'

/** The client of OpenAI, with a stream. */
export const byOpenAi = async ({ url, key }: Stand): Promise<string> => {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key })
  const messages: OpenAI.ChatCompletionMessageParam[] = []
  const lines: string[] = []
  for (const content of told) {
    messages.push({ role: 'user', content })
    let text = ''
    let last: unknown
    for await (const piece of await client.chat.completions.create({ model: 'fenshen', messages, stream: true })) {
      text += piece.choices[0]?.delta.content ?? ''
      // Our documented extension, which the client's types do not know.
      last = (piece as unknown as { fenshen?: unknown }).fenshen ?? last
    }
    messages.push({ role: 'assistant', content: text })
    lines.push(`${block('text', `> ${content}\n${text}`)}\nThe last piece, \`fenshen\`:\n\n${json(last)}`)
  }
  const program = `const client = new OpenAI({ baseURL: 'http://localhost:3000/v1', apiKey: process.env.KEY })
messages.push({ role: 'user', content })
for await (const piece of await client.chat.completions.create({ model: 'fenshen', messages, stream: true })) …`
  return `${block('js', program)}\n${lines.join('\n')}`
}

/** The official MCP client: `ask`, then `confirm_deed` with what the person answered. */
export const byMcp = async ({ url, key }: Stand): Promise<string> => {
  const client = new Client({ name: 'shown', version: '1' })
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
    requestInit: { headers: { Authorization: `Bearer ${key}` } },
  })
  // The SDK's own types do not agree under exactOptionalPropertyTypes: a transport's session id may be undefined.
  await client.connect(transport as Parameters<Client['connect']>[0])
  const { tools } = await client.listTools()
  const steps = [`\`tools/list\`: ${tools.map(({ name }) => `\`${name}\``).join(', ')}.\n`]
  const call = async (name: string, args: Record<string, unknown>) => {
    const result = await client.callTool({ name, arguments: args })
    steps.push(`${block('js', `await client.callTool({ name: '${name}', arguments: ${JSON.stringify(args)} })`)}${json(result)}`)
    // Every tool of this door answers in one shape.
    return result.structuredContent as { conversation: string; confirm?: { id: string } }
  }
  const { conversation } = await call('ask', { text: told[0] })
  const { confirm } = await call('ask', { text: told[1], conversation })
  await call('confirm_deed', { conversation, id: confirm?.id ?? '', accept: true })
  await client.close()
  return steps.join('\n')
}

/** The official A2A client: a task for each matter, going on in the same context. */
export const byA2a = async ({ url, key }: Stand): Promise<string> => {
  const signed: typeof fetch = (input, init) =>
    fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), Authorization: `Bearer ${key}` } })
  const factory = new ClientFactory(
    ClientFactoryOptions.createFrom(ClientFactoryOptions.default, {
      transports: [new JsonRpcTransportFactory({ fetchImpl: signed })],
      cardResolver: new DefaultAgentCardResolver({ fetchImpl: signed }),
    }),
  )
  const client = await factory.createFromUrl(url)
  const steps: string[] = []
  const send = async (text: string, at: Pick<Partial<Message>, 'contextId' | 'taskId'>): Promise<Task> => {
    const message: Message = {
      ...{
        messageId: crypto.randomUUID(),
        contextId: '',
        taskId: '',
        role: Role.ROLE_USER,
        metadata: undefined,
        extensions: [],
        referenceTaskIds: [],
      },
      parts: [{ content: { $case: 'text', value: text }, metadata: undefined, filename: '', mediaType: 'text/plain' }],
      ...at,
    }
    const request: SendMessageRequest = { tenant: '', configuration: undefined, metadata: undefined, message }
    const answer = await client.sendMessage(request)
    if (!('status' in answer)) throw new Error('expected a task')
    const { id, contextId, status, artifacts } = answer
    const partsOf = (parts: readonly { content?: { $case: string; value: unknown } | undefined }[] = []) =>
      parts.map(({ content }) => content?.value)
    const seen = {
      id,
      contextId,
      state: status?.state,
      message: partsOf(status?.message?.parts)[0],
      artifact: artifacts.flatMap(({ parts }) => partsOf(parts)).at(-1),
    }
    steps.push(
      `${block('js', `await client.sendMessage({ message: say('${text}'${at.contextId ? `, { contextId${at.taskId ? ', taskId' : ''} }` : ''}) })`)}${json(seen)}`,
    )
    return answer
  }
  const { contextId } = await send(told[0], {})
  const asked = await send(told[1], { contextId })
  await send(told[2], { contextId, taskId: asked.id })
  return `Found by \`${'http://localhost:3000'}/.well-known/agent-card.json\`. States: 3 is \`TASK_STATE_COMPLETED\`, 6 \`TASK_STATE_INPUT_REQUIRED\`.\n\n${steps.join('\n')}`
}
