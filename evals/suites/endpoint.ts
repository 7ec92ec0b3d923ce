import { type Behaviour, bytesOf, calls, chunksOf, cutsAt, delta, fails, hangs, replyWith, says, sends, streams } from '../../testing.ts'
import { openLoopModel } from '../run/loop-model.ts'
import type { Item } from '../run/result.ts'
import { transcriptOf } from '../run/transcript.ts'
import { beginVisit } from '../run/visit.ts'
import { wrongsIn } from '../run/world.ts'
import type { Job, Suite } from './suite.ts'

const submits = { name: 'submit_certificate_application', args: { purpose: 'employment' } }
const wish = '我去上班，要开无犯罪记录证明'

/** Ways in which endpoints that call themselves compatible differ. After each the person has to get on: confirming, then the paper. */
const quirks: Readonly<Record<string, readonly Behaviour[]>> = {
  规规矩矩的流式: [calls(submits)],
  '不带 role 的增量': [replyWith({ calls: [submits], isRoleless: true })],
  参数一次给全: [replyWith({ calls: [submits], step: 10_000 })],
  参数一个字一个字来: [replyWith({ calls: [submits], step: 1 })],
  '没有 finish_reason': [replyWith({ calls: [submits], finish: null })],
  'finish_reason 写成 stop': [replyWith({ calls: [submits], finish: 'stop' })],
  '先想一段再调用（reasoning_content）': [replyWith({ calls: [submits], reasoning: '用户要办证明，用途是求职。' })],
  '所有调用同一个 id': [replyWith({ calls: [{ ...submits, id: 'same' }] })],
  '空的 choices 夹在中间': [streams({ id: 'x', object: 'chat.completion.chunk', choices: [] }, ...chunksOf({ calls: [submits] }))],
  用量放在最后一块: [
    replyWith({
      calls: [submits],
      extra: [
        { id: 'x', object: 'chat.completion.chunk', choices: [], usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 } },
      ],
    }),
  ],
  '参数是坏的 JSON': [replyWith({ calls: [{ name: submits.name, args: '{"purpose": "employ' }] })],
  参数放在字符串里再套一层: [replyWith({ calls: [{ name: submits.name, args: JSON.stringify(JSON.stringify(submits.args)) }] })],
  调用没有的工具: [calls({ name: 'issue_everything', args: {} })],
  替别人填了名字: [calls({ name: submits.name, args: { purpose: 'employment', person: 'lin-anran', confirmed: true } })],
  什么也不说就结束: [says('')],
  只有空白: [says('  \n ')],
  回的不是中文: [says('Lo siento, no puedo ayudarle con eso en este momento.')],
  工具调用写在正文里: [says('<tool_call>{"name":"submit_certificate_application","arguments":{"purpose":"employment"}}</tool_call>')],
  '说已经办好，其实没有': [says('您的无犯罪记录证明已经开出，编号 WFZ-2026-99999999-X。')],
  '401 密钥不对': [fails(401, '{"error":{"message":"invalid api key"}}')],
  '429 太忙': [fails(429, '{"error":{"message":"rate limit"}}', { 'Content-Type': 'application/json', 'Retry-After': '1' })],
  '500 出错页': [fails(500, '<html>Internal Server Error</html>', { 'Content-Type': 'text/html' })],
  '200 却是网页': [fails(200, '<html>login</html>', { 'Content-Type': 'text/html' })],
  流里夹着出错: [sends(`data: ${JSON.stringify(delta('好的，'))}\n\ndata: {"error":{"message":"boom"}}\n\n`)],
  半截断线: [cutsAt(bytesOf({ calls: [submits] }), 400, 'rude')],
  连上以后没有声音: [hangs()],
}

const quirkJob = (name: string, behaviours: readonly Behaviour[]): Job => ({
  id: name,
  async run(bench) {
    const { endpoint, grounds } = await bench.shared('endpoint', openLoopModel)
    const ground = await grounds.take()
    endpoint.behave(...behaviours)
    const visit = await beginVisit(ground, 'zhao-qinghe', 'cert-navigator')
    const first = await visit.say(wish)
    // The model goes on badly; whatever was left open, the person can finish.
    if (first.outcome !== 'confirming') await visit.say('求职用')
    const done = await visit.say('确认')
    const visited = await visit.end()
    await grounds.giveBack(ground, true)
    const { left } = visited
    const faults = [
      ...(left.applications.length === 1 && left.certificates.length === 1
        ? []
        : [`留下 ${left.applications.length} 件申请、${left.certificates.length} 份证明，应当各 1`]),
      ...(done.cards.some(({ kind }) => kind === 'certificate') ? [] : ['没有给出证明']),
    ]
    const wrongs = [
      ...wrongsIn(left, 'zhao-qinghe'),
      ...visited.exchanges.flatMap(({ untrue }) => untrue),
      ...(visited.exchanges.some(({ reply }) => reply.text.includes('<tool_call>')) ? ['露出了调用的内部写法'] : []),
      ...(visited.broken ? [visited.broken] : []),
    ]
    return [
      {
        ...{ id: name, title: name, group: '接口' },
        marks: { gets_there: faults.length === 0, does_no_harm: wrongs.length === 0 },
        faults: [...faults, ...wrongs],
        transcript: transcriptOf(visited.exchanges),
      },
    ] satisfies Item[]
  },
})

/** 各家接口的脾气: an endpoint that is odd or broken costs a turn at most. */
export const endpoint: Suite = {
  name: 'endpoint',
  title: '大模型接口的脾气',
  about: '本机回环上的假接口，把各种“兼容”的差别和故障演一遍；群众还是办得成，坏模型办不成坏事。',
  figures: [
    { id: 'gets_there', title: '还是办成了', kind: 'share', wants: 'most' },
    { id: 'does_no_harm', title: '没有越权、没有说假话', kind: 'share', wants: 'most', line: 1 },
  ],
  jobs: () => Object.entries(quirks).map(([name, behaviours]) => quirkJob(name, behaviours)),
}
