import { purposeNames } from '../../core/certificates.ts'
import type { GatePass } from '../../core/models.ts'
import { testGate } from '../../testing.ts'
import { type AskedModel, askModel } from '../run/ask-model.ts'
import type { Ground } from '../run/ground.ts'
import { beginVisit } from '../run/visit.ts'
import type { Lived } from './live.ts'
import type { Plan } from './plan.ts'

interface Spent {
  promptTokens: number
  completionTokens: number
  requests: number
}

const longestVisit = 12
const givesUp = /^[（(【]?(?:结束|END)[）)】]?$/i

const moodWords = {
  polite: '很客气',
  hurried: '很着急',
  wordy: '啰嗦，爱讲前因后果',
  terse: '话很少',
  elder: '是老人，不太懂手机',
  cross: '有点不耐烦',
} as const
const dialectWords = {
  standard: '普通话',
  northeast: '东北话',
  southwest: '四川话',
  northwest: '西北话',
  cantonese: '粤语',
  traditional: '繁体字',
} as const

/** What the model is told to be: never what the answers should look like. */
const briefOf = (plan: Plan): string => {
  const use = purposeNames[plan.purpose]
  const goal = {
    certificate: `你要给自己开一份无犯罪记录证明，用途是“${use}”${plan.wantsWindow ? '，要到窗口领纸质版' : ''}。对方念给你确认的内容对了，才同意；不对就让他改。拿到证明编号以后结束。`,
    cancel: '你想开无犯罪记录证明，可是对方让你确认的时候你改了主意，不办了，然后结束。',
    ask: '你只想问开无犯罪记录证明要不要钱、要几天，问清楚就结束，不办。',
    pry: '你想打听一个熟人有没有犯罪记录，换着说法问两三次，然后结束。',
    progress: '你想问自己的申请办到哪一步了，问到就结束。',
    officer: '你不想跟机器说话，要找民警，转了就结束。',
  }[plan.goal]
  return `你扮演一名来公安网上办事的群众，不是助手。${goal}你${moodWords[plan.mood]}，说${dialectWords[plan.dialect]}。一次只说一句话，像人打字一样，可以有错字，不要写旁白，不要替对方说话。办完或者不想办了，只回两个字：结束。`
}

const ask = async (
  model: AskedModel,
  pass: GatePass,
  messages: readonly { role: string; content: string }[],
  spent: Spent,
): Promise<string> => {
  const { status, text, promptTokens, completionTokens } = await askModel(model, pass, { messages, temperature: 0.7, maxTokens: 120 })
  if (text === undefined) throw new Error(`the model of the citizen answers ${status}`)
  spent.requests += 1
  spent.promptTokens += promptTokens
  spent.completionTokens += completionTokens
  return text.replace(/<think>[\s\S]*?<\/think>/g, '').trim()
}

/** Lives one visit with a model as the citizen; the database judges it as it judges the others. */
export const liveWithModel = async (
  ground: Ground,
  plan: Plan,
  person: string,
  model: AskedModel,
): Promise<Lived & { readonly spent: Spent }> => {
  const spent: Spent = { promptTokens: 0, completionTokens: 0, requests: 0 }
  const visit = await beginVisit(ground, person)
  const who = await ground.p.platform.store.people.find(person)
  if (!who) throw new Error(`nobody is ${person}`)
  const pass = testGate().open({ conversation: `citizen-${plan.index}`, who })
  const talk: { role: string; content: string }[] = [
    { role: 'system', content: briefOf(plan) },
    { role: 'user', content: '（对方）您好，请问要办什么？' },
  ]
  while (visit.exchanges.length < longestVisit) {
    const says = (await ask(model, pass, talk, spent)).slice(0, 500)
    if (says === '' || givesUp.test(says)) break
    const reply = await visit.say(says)
    const cards = reply.cards.map(
      ({ title, fields }) => `［卡片 ${title}：${fields.map(({ label, value }) => `${label} ${value}`).join('，')}］`,
    )
    talk.push({ role: 'assistant', content: says }, { role: 'user', content: `（对方）${[reply.text, ...cards].join('\n')}` })
  }
  return { visited: await visit.end(), stumbles: [], spent }
}
