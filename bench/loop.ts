import { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages'
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs'
import { tool } from '@langchain/core/tools'
import { z } from 'zod'
import type { Agent } from '../core/agent.ts'
import type { Citizen } from '../core/people.ts'
import { defineTool } from '../core/tool.ts'
import { type LoopGround, think } from '../runtime/loop.ts'

// Our loop beside LangChain's createAgent: `node bench/loop.ts [turns]`. The same scripted model in the same process, one tool, one turn
// of two model calls (a call, then an answer of twelve pieces). CPU in milliseconds (user + system), medians over batches, interleaved.

const turns = Math.max(200, Number(process.argv[2] ?? 400))
const batchSize = 10
const answer = '您名下还没有申请。要开无犯罪记录证明，直接告诉我用途就行。'
const input = z.object({ number: z.string().optional() })
const output = { applications: [] as string[] }

class ScriptedModel extends BaseChatModel {
  override _llmType(): string {
    return 'scripted'
  }
  override bindTools(): this {
    return this
  }
  #isFirst(messages: readonly BaseMessage[]): boolean {
    return messages.at(-1)?.getType() !== 'tool'
  }
  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const calls = [{ id: 'c1', name: 'find', args: {}, type: 'tool_call' as const }]
    const message = this.#isFirst(messages) ? new AIMessage({ content: '', tool_calls: calls }) : new AIMessage(answer)
    return { generations: [{ text: message.text, message }] }
  }
  override async *_streamResponseChunks(messages: BaseMessage[]): AsyncGenerator<ChatGenerationChunk> {
    if (this.#isFirst(messages)) {
      const chunk = { id: 'c1', name: 'find', args: '{}', index: 0, type: 'tool_call_chunk' as const }
      yield new ChatGenerationChunk({ text: '', message: new AIMessageChunk({ content: '', tool_call_chunks: [chunk] }) })
      return
    }
    const size = Math.ceil(answer.length / 12)
    for (let at = 0; at < answer.length; at += size) {
      const text = answer.slice(at, at + size)
      yield new ChatGenerationChunk({ text, message: new AIMessageChunk({ content: text }) })
    }
  }
}

const model = new ScriptedModel({})
const who: Citizen = {
  kind: 'citizen',
  id: 'p1',
  name: '赵清禾',
  document: { kind: 'resident_id', number: '15990119880315201X' },
  nationality: 'CHN',
  birth: '1988-03-15',
  sex: 'male',
  phone: undefined,
  hukouUnit: undefined,
  residenceUnit: undefined,
}
const find = defineTool({
  name: 'find',
  title: '查询',
  description: 'Finds.',
  scope: 'citizen',
  effect: 'read',
  input,
  output: z.object({ applications: z.array(z.string()) }),
  run: async () => output,
  present: () => ({ text: answer }),
})
const agent: Agent = {
  id: 'bench',
  version: '1',
  name: '查询',
  audience: 'citizen',
  purpose: '查询。',
  tools: ['find'],
  knowledge: [],
  examples: [],
  refuses: [],
  greeting: '您好',
  suggestions: [],
  limits: { steps: 6, messageChars: 2_000 },
  instructions: '查询。',
  page: '查询。',
}
const ground: LoopGround = {
  tools: [find],
  callTool: async ({ args }) => {
    input.parse(args)
    return { kind: 'done', tool: find, output, presentation: { text: answer } }
  },
  // The second is never asked: the first is timed and checked as a model behind an endpoint is.
  models: [
    { name: 'scripted', model },
    { name: 'offline', model },
  ],
  clock: () => new Date(),
  patience: { silentMs: 20_000, totalMs: 90_000, maxChars: 8_000 },
  check: (sentence) => sentence,
  onModelFault: ({ fault }) => {
    throw new Error(fault)
  },
}

const ours = async (): Promise<string> => {
  const turn = { agent, who, at: new Date(), conversation: 'c', turn: 't', system: '查询。', history: [], says: '查一下', isEnglish: false }
  let text = ''
  for await (const event of think({ ...turn, signal: AbortSignal.timeout(180_000) }, ground))
    if (event.event === 'text.delta') text += event.data.text
  return text
}

/** What is used of LangChain's agent. Its own types redeclare zod's for the whole program, and the doors' schemas would not compile. */
interface LangChain {
  createAgent(facts: { model: BaseChatModel; tools: readonly unknown[]; systemPrompt: string }): {
    invoke(input: unknown): Promise<{ messages: BaseMessage[] }>
    stream(input: unknown, options: { streamMode: 'messages' }): Promise<AsyncIterable<[BaseMessage]>>
  }
}
const library: string = 'langchain'
const { createAgent }: LangChain = await import(library)
const theirs = createAgent({
  model,
  tools: [tool(async () => JSON.stringify({ say: answer, data: output }), { name: 'find', description: 'Finds.', schema: input })],
  systemPrompt: '查询。',
})
const asked = { messages: [{ role: 'user' as const, content: '查一下' }] }
const invoked = async (): Promise<string> => String((await theirs.invoke(asked)).messages.at(-1)?.content)
const streamed = async (): Promise<string> => {
  let text = ''
  for await (const [chunk] of await theirs.stream(asked, { streamMode: 'messages' }))
    if (AIMessageChunk.isInstance(chunk)) text += chunk.text
  return text
}

const runs = { 'our loop, streamed': ours, 'createAgent, streamed': streamed, 'createAgent, invoked': invoked }
const cpu = new Map<string, number[]>()
const measure = async (name: string, run: () => Promise<string>): Promise<void> => {
  const before = process.cpuUsage()
  for (let at = 0; at < batchSize; at++) if ((await run()) !== answer) throw new Error(`${name} gave another answer`)
  const { user, system } = process.cpuUsage(before)
  cpu.set(name, [...(cpu.get(name) ?? []), (user + system) / 1_000 / batchSize])
}
for (let batch = 0; batch < turns / batchSize + 5; batch++) for (const [name, run] of Object.entries(runs)) await measure(name, run)

const median = (name: string): number => {
  const warm = (cpu.get(name) ?? []).slice(5).sort((a, b) => a - b)
  return warm[Math.floor(warm.length / 2)] ?? 0
}
const base = median('our loop, streamed')
for (const name of Object.keys(runs))
  console.log(`${name.padEnd(24)} ${median(name).toFixed(3)} ms CPU a turn   ${(median(name) / base).toFixed(1)} ×`)
process.exit(0)
