import { createServer, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** What the fake model says at the end of every turn: about ninety deltas of two characters. */
export const sentences = [
  '您名下还没有申请。',
  '需要的话，直接告诉我用途就行，我来帮您准备。',
  '请问您是自己用，还是交给别的地方？',
  '想好了再告诉我也不迟，我一直在这里。',
  '如果是替家人来问，也请说一声。',
  '您慢慢说，我听着呢。',
  '别着急，一件一件来。',
  '说完了告诉我一声就好。',
  '祝您今天一切顺利，再见。',
]
export const answer = sentences.join('')

const toolNames = ['certificate_progress', 'list_lookups'] as const

interface Chunk {
  readonly delta: Readonly<Record<string, unknown>>
  readonly finish?: string
}

const cut = (text: string, size: number): string[] => text.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? []

const chunksFor = (step: number, turn: number): readonly Chunk[] => {
  const name = toolNames[step]
  const begin = { delta: { role: 'assistant', content: '' } }
  if (!name) return [begin, ...cut(answer, 2).map((content) => ({ delta: { content } })), { delta: {}, finish: 'stop' }]
  const call = { index: 0, id: `call_${turn}_${step}`, type: 'function', function: { name, arguments: '' } }
  const args = cut('{ }', 1).map((piece) => ({ delta: { tool_calls: [{ index: 0, function: { arguments: piece } }] } }))
  return [{ delta: { role: 'assistant', content: null, tool_calls: [call] } }, ...args, { delta: {}, finish: 'tool_calls' }]
}

const frame = ({ delta, finish }: Chunk, id: string): string =>
  `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created: 1, model: 'fake', choices: [{ index: 0, delta, finish_reason: finish ?? null }] })}\n\n`

/** A model server that does the same turn for everybody: two calls of tools, one after the other, and an answer. */
export interface FakeModel {
  readonly url: string
  /** When the delta that ends the first sentence of the newest answer was written, `performance.now()`. */
  readonly spokeAt: () => number
  /** Milliseconds between two deltas; 0 sends them as fast as they are read. */
  pace: number
  close(): void
}

/** Opens it on loopback, in the process that asks, whose CPU nobody counts. */
export const openFakeModel = async (): Promise<FakeModel> => {
  let turns = 0
  let spokeAt = 0
  const fake = { pace: 0 }
  const firstSentence = Math.ceil((sentences[0]?.length ?? 0) / 2)
  const stream = async (response: ServerResponse, chunks: readonly Chunk[], isAnswer: boolean): Promise<void> => {
    const id = `chatcmpl-${++turns}`
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    for (const [at, chunk] of chunks.entries()) {
      response.write(frame(chunk, id))
      if (isAnswer && at === firstSentence) spokeAt = performance.now()
      // A model's deltas come one by one, each in a packet of its own.
      await (fake.pace > 0 ? sleep(fake.pace) : new Promise((resolve) => setImmediate(resolve)))
    }
    response.end('data: [DONE]\n\n')
  }
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const { messages } = JSON.parse(Buffer.concat(parts).toString()) as { messages: { role: string }[] }
    const asked = messages.findLastIndex(({ role }) => role === 'user')
    const step = messages.slice(asked).filter(({ role }) => role === 'tool').length
    await stream(response, chunksFor(step, turns), step >= toolNames.length)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('no port')
  return Object.assign(fake, { url: `http://127.0.0.1:${address.port}/v1`, spokeAt: () => spokeAt, close: () => void server.close() })
}
