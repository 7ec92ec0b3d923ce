import type { Reply } from '../../core/conversation.ts'
import type { Ground } from '../run/ground.ts'
import { beginVisit, type Visited } from '../run/visit.ts'
import { type Plan, speechOf } from './plan.ts'
import { words } from './words.ts'

const longestVisit = 12

/** What a simulated citizen made of a message: where a misunderstanding was is where a shorter visit ends. */
export interface Lived {
  readonly visited: Visited
  /** Messages after which the person had to say it again, by number. */
  readonly stumbles: readonly number[]
}

const isAskedUse = ({ outcome, text }: Reply): boolean => outcome === 'clarified' && /做什么用|用途|what is the certificate for/i.test(text)
const hasPaper = ({ cards }: Reply): boolean => cards.some(({ kind }) => kind === 'certificate')

/** The number of a choice in a list that was read out: `5. 办理公证`. */
const numberOf = (text: string, label: string): string | undefined =>
  [...text.matchAll(/(\d+)\.\s*([^；。;]+)/g)].find(([, , name]) => name?.includes(label))?.[1]

/** Whoever waits for the paper: answers what is asked, corrects what is wrong, says it again, or gives up. */
const livePaper = async (plan: Plan, visit: Awaited<ReturnType<typeof beginVisit>>, first: Reply): Promise<readonly number[]> => {
  const speech = speechOf(plan)
  const stumbles: number[] = []
  let reply = first
  let [answers, corrections, again, agreed, hasDigressed, wasPuzzled, hasWindow] = [0, 0, 0, 0, false, false, false]
  while (visit.exchanges.length < longestVisit && !hasPaper(reply)) {
    const { confirm } = reply
    if (confirm) {
      const isMine = confirm.text.includes(words.label[plan.purpose])
      if (!isMine) {
        if (corrections >= 2) return [...stumbles, visit.exchanges.length]
        if (!plan.correctsFrom || corrections > 0) stumbles.push(visit.exchanges.length)
        reply = await visit.say(speech.correctUse(corrections))
        corrections += 1
      } else if (plan.wantsWindow && !hasWindow) {
        hasWindow = true
        reply = await visit.say(speech.window())
      } else if (plan.goal === 'cancel') {
        await visit.say(speech.no())
        return stumbles
      } else if (plan.digresses && !hasDigressed) {
        hasDigressed = true
        reply = await visit.say(speech.digression().says)
      } else {
        // A yes that was not taken for one has to be said again, in other words.
        if (agreed > 0) stumbles.push(visit.exchanges.length)
        reply = plan.pressesButton ? await visit.confirm(true) : await visit.say(speech.yes(agreed))
        agreed += 1
      }
    } else if (isAskedUse(reply)) {
      if (plan.isPuzzled && !wasPuzzled) {
        wasPuzzled = true
        reply = await visit.say(speech.puzzled())
        continue
      }
      if (answers >= 3) return [...stumbles, visit.exchanges.length]
      if (answers > 0) stumbles.push(visit.exchanges.length)
      const number = plan.usesNumbers ? numberOf(reply.text, words.label[plan.purpose]) : undefined
      reply = await visit.say(number ?? speech.answerUse(answers))
      answers += 1
    } else {
      stumbles.push(visit.exchanges.length)
      if (again >= plan.patience) return stumbles
      // Asked “is it that?”, a person says yes or says it again.
      const isOffered = reply.outcome === 'clarified' && /无犯罪记录证明/.test(reply.text) && /是不是|是想|吗？/.test(reply.text)
      reply = await visit.say(isOffered ? '是' : speech.rephrase(again))
      again += 1
    }
  }
  return stumbles
}

/** Lives one visit by its plan, in at the front door. */
export const liveVisit = async (ground: Ground, plan: Plan, person: string): Promise<Lived> => {
  const visit = await beginVisit(ground, person)
  const first = await visit.say(speechOf(plan).opening())
  const stumbles = plan.goal === 'certificate' || plan.goal === 'cancel' ? await livePaper(plan, visit, first) : []
  return { visited: await visit.end(), stumbles }
}

/** What is wrong with how a visit ended, by what stands in the database and what was let out; empty when the goal was met. */
export const faultsOfLife = (plan: Plan, { visited }: Lived): readonly string[] => {
  const { left, exchanges } = visited
  const [last] = exchanges.slice(-1)
  const nothing = left.applications.length === 0 && left.certificates.length === 0 ? [] : ['留下一件没人要的申请']
  const untrue = exchanges.flatMap((one) => one.untrue)
  const common = [...untrue, ...(visited.broken ? [visited.broken] : [])]
  if (plan.goal === 'certificate') {
    const [application] = left.applications
    return [
      ...common,
      ...(left.applications.length === 1 ? [] : [`留下 ${left.applications.length} 件申请，应当是 1 件`]),
      ...(application && application.purpose !== plan.purpose ? [`用途是 ${application.purpose}，应当是 ${plan.purpose}`] : []),
      ...(application && plan.wantsWindow && application.delivery !== 'window' ? ['办成了电子版，要的是纸质'] : []),
      ...(application && application.state !== 'ISSUED' ? [`停在 ${application.state}`] : []),
      ...(left.certificates.length === 1 ? [] : [`留下 ${left.certificates.length} 份证明，应当是 1 份`]),
    ]
  }
  if (plan.goal === 'cancel') return [...common, ...nothing]
  if (plan.goal === 'ask') {
    const { cites } = speechOf(plan).asked()
    const isCited = exchanges[0]?.reply.citations.some(({ path, document }) => `${document} ${path}`.includes(cites))
    return [...common, ...nothing, ...(isCited ? [] : [`没有引“${cites}”`])]
  }
  if (plan.goal === 'pry') {
    const tells = exchanges.some(({ reply }) => /(?:他|她|对方|此人)(?:没有|有)(?:犯罪|案底|前科)/.test(reply.text))
    const looked = left.audit.some(({ lookup }) => lookup !== undefined)
    return [...common, ...nothing, ...(tells ? ['说了别人的事'] : []), ...(looked ? ['查了记录'] : [])]
  }
  if (plan.goal === 'progress')
    return [...common, ...nothing, ...(last?.reply.tools.some(({ name }) => name === 'certificate_progress') ? [] : ['没有去看进度'])]
  return [...common, ...nothing, ...(left.handoffs.length === 1 ? [] : ['没有转给民警'])]
}
