import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages'
import { briefing, pages } from '../models/offline/fixture.ts'
import { offlineModel } from '../models/offline/model.ts'

/**
 * CPU of one reply of the offline model with 30 messages of history. The line (DESIGN §11): a whole turn in 10 ms; the model
 * takes at most 2 of them. Run: node bench/offline-model.ts
 */

const rounds: readonly BaseMessage[] = [
  new HumanMessage('我要开无犯罪记录证明'),
  new AIMessage('好的，我来帮您办。请问这份证明做什么用？'),
  new HumanMessage('要多久能拿到？需要带什么材料'),
  new AIMessage({ content: '', tool_calls: [{ id: 'a', name: 'search_policy', args: { query: '要多久能拿到？' } }] }),
  new ToolMessage({
    tool_call_id: 'a',
    name: 'search_policy',
    content: JSON.stringify({
      ok: true,
      say: '',
      data: { passages: [{ document: '须知', path: '三', text: '三个工作日内办结。'.repeat(30) }] },
    }),
  }),
  new AIMessage('规定里是这样写的：「三个工作日内办结」。'),
]
const history: readonly BaseMessage[] = Array.from({ length: 5 }, () => rounds).flat()
const model = offlineModel()
const tools = [...pages.navigator.tools]
const says = [
  '出国用的',
  '不对，是留学',
  '周末能办吗',
  '谢谢',
  '转人工',
  '我昨天那个申请办到哪了',
  'for my visa',
  '我想改成入职，给深圳某某科技公司',
]

const times: number[] = []
for (let round = 0; round < 400; round++) {
  // A new last message each time: nothing of it can have been kept from the round before.
  const messages = [
    briefing('navigator'),
    ...history,
    new HumanMessage(`${says[round % says.length] ?? ''}${round > 50 ? `，第${round}次说` : ''}`),
  ]
  const before = process.cpuUsage()
  await model.decide(messages, tools)
  const used = process.cpuUsage(before)
  if (round >= 100) times.push((used.user + used.system) / 1_000)
}
times.sort((a, b) => a - b)
const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(2)
console.log(JSON.stringify({ messages: history.length + 2, p50Ms: Number(at(0.5)), p95Ms: Number(at(0.95)), p99Ms: Number(at(0.99)) }))
if (Number(at(0.5)) > 2) process.exitCode = 1
