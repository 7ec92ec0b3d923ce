import type { Agent } from '../core/agent.ts'
import type { Conversation, Reply, StoredTurn } from '../core/conversation.ts'
import { mayMeet, type Who } from '../core/people.ts'
import type { Switches } from '../core/switches.ts'
import { actOf, asksHours, isLow, isQuestion, moodOf, ordersDeed } from '../models/offline/acts.ts'
import { namesEnd } from '../models/offline/everyday.ts'
import { topicsOf } from '../models/offline/lexicon.ts'
import type { Router } from './route.ts'
import { byDemand, deskWords, handsOver } from './words.ts'

/** What the front desk (总台) stands on. */
export interface FrontDeskGround {
  /** Pages that are live now. */
  readonly agents: () => readonly Agent[]
  /** A published version, live or old. */
  readonly agentVersion: (id: string, version: string) => Promise<Agent | undefined>
  readonly router: (audience: readonly Agent[]) => Router
  readonly switches: Switches
}

/** What it hears. */
export interface Heard {
  readonly who: Who
  readonly says: string
  readonly conversation: Conversation
  readonly history: readonly StoredTurn[]
  readonly isEnglish: boolean
  /** Begins another matter, whoever spoke last: the second of two wishes. */
  readonly isFresh?: boolean
}

/** An agent that takes the message, or what the desk says itself. */
export type Chosen =
  | { readonly agent: Agent }
  | { readonly text: string; readonly outcome: Reply['outcome']; readonly suggestions: readonly string[] }

/** “1” after the front desk asked “1 or 2?” stands for the first choice. */
export const meantBy = (text: string, before: StoredTurn | undefined): string => {
  if (before?.reply?.model !== 'rules' || before.reply.outcome !== 'clarified') return text
  const said = text.normalize('NFKC').replace(/[\s。.、,，!！]/g, '')
  const index = [/^(?:1|一|a|第一个?|前一个|前者|第1个?|选1|1吧)$/i, /^(?:2|二|b|第二个?|后一个|后者|第2个?|选2|2吧)$/i].findIndex((form) =>
    form.test(said),
  )
  return before.reply.suggestions[index] ?? text
}

/** The agents a person may meet. */
export const agentsFor = (agents: readonly Agent[], who: Who): readonly Agent[] =>
  agents.filter((agent) => {
    if (!mayMeet(who, agent.id)) return false
    if (who.kind === 'citizen') return agent.audience === 'citizen'
    if (agent.audience === 'analyst') return who.roles.includes('analyst')
    return agent.audience === 'officer' && who.roles.some((role) => role !== 'auditor')
  })

/** Anger alone comes this near to some page by chance; told matters come nearer (twenty angry messages, 2026-11-22). */
const matterAt = 0.35

const isOnlyAnger = (says: string): boolean => moodOf(says) === 'angry' && !isQuestion(says) && topicsOf(says).length === 0

/** 刚才那个、回到前面说的: speaks of what was under way before the last matter. */
const refersBack = (says: string): boolean =>
  /(?:刚才|刚刚|方才|前面|先前|之前)(?:说|问|办|讲|弄|填)?(?:的|那|到)|(?:回到|接着|继续)(?:办|说|弄|填)?(?:刚才|刚刚|前面|之前|原来|先前)/.test(
    says,
  )

/** The agent before this one whose question was left without an answer, in the version that asked it. */
const leftOpenAt = async (
  ground: FrontDeskGround,
  who: Who,
  history: readonly StoredTurn[],
  than: string | null,
): Promise<Agent | undefined> => {
  const turn = history.findLast(
    ({ agent, reply }) => agent !== null && agent !== than && (reply?.outcome === 'clarified' || reply?.outcome === 'confirming'),
  )
  return turn?.agent && turn.agentVersion && mayMeet(who, turn.agent) ? ground.agentVersion(turn.agent, turn.agentVersion) : undefined
}

/** Hears a message that is near no page and says nothing of a matter: no page that happens to come first answers it. */
const hearEmpty = (says: string, live: readonly Agent[], isEnglish: boolean): Chosen | undefined => {
  const act = actOf(says)
  if (act === 'thanks' || act === 'bye') return { ...deskWords.farewell(isEnglish), outcome: 'answered' }
  if (act === 'cancel' || act === 'no') return { ...deskWords.nothingOpen(isEnglish), outcome: 'answered' }
  if (isLow(says)) return { ...deskWords.comfort(isEnglish), outcome: 'answered' }
  if (asksHours(says)) return { ...deskWords.hours(live, isEnglish), outcome: 'answered' }
  if (act === 'identity') return { ...deskWords.identity(live, isEnglish), outcome: 'answered' }
  if (act === 'person') {
    const agent = byDemand(live).find(handsOver)
    return agent ? { agent } : { ...deskWords.noPerson(live, isEnglish), outcome: 'unanswered' }
  }
  return moodOf(says) === 'angry' ? { ...deskWords.upset(live, isEnglish), outcome: 'clarified' } : undefined
}

/** A page, unless it is switched off: then what is said instead, and whoever wants an officer gets one by another page. */
const unlessOff = (chosen: Chosen, { who, says, isEnglish }: Heard, { agents, switches }: FrontDeskGround): Chosen => {
  const off = 'agent' in chosen ? switches.off('agent', chosen.agent.id) : undefined
  if (!('agent' in chosen) || !off) return chosen
  const others = agentsFor(agents(), who).filter(({ id }) => !switches.off('agent', id))
  const officer = actOf(says) === 'person' ? byDemand(others).find(handsOver) : undefined
  if (officer) return { agent: officer }
  const { text, suggestions } = deskWords.off(chosen.agent, others, isEnglish)
  return { text: off.say || text, suggestions, outcome: 'unanswered' }
}

/** Which agent hears a message, or what the front desk says itself. A conversation keeps the version of the page it began with. */
export const createFrontDesk = (ground: FrontDeskGround) => {
  const choose = chooser(ground)
  return async (heard: Heard): Promise<Chosen> => unlessOff(await choose(heard), heard, ground)
}

/** 没有，现在他不在家, after the numbers to call: tells how it stands, and asks for nothing. */
const saysNothingNew = (says: string): boolean => says.length <= 16 && !isQuestion(says) && !ordersDeed(says) && topicsOf(says).length === 0

/** The page that does something and was offered when the desk asked which: 找工作 then says what for. */
const askedOf = (live: readonly Agent[], history: readonly StoredTurn[]): Agent | undefined => {
  const offered = history
    .slice(-2)
    .flatMap(({ reply }) => (reply?.model === 'rules' && reply.outcome === 'clarified' ? reply.suggestions : []))
  return live.find(
    ({ tools, suggestions }) => tools.some((tool) => /^submit_/.test(tool)) && suggestions.some((text) => offered.includes(text)),
  )
}

const chooser =
  (ground: FrontDeskGround) =>
  async ({ who, says, conversation, history, isEnglish, isFresh }: Heard): Promise<Chosen> => {
    const live = agentsFor(ground.agents(), who)
    const last = history.findLast((turn) => turn.agent !== null)
    const kept =
      last?.agent && last.agentVersion && mayMeet(who, last.agent) ? await ground.agentVersion(last.agent, last.agentVersion) : undefined
    if (conversation.pinned) {
      const pinned = kept ?? live.find((agent) => agent.id === conversation.pinned)
      if (pinned) return { agent: pinned }
    }
    const route = ground.router(live).route(says, kept && !isFresh ? { current: kept.id } : {})
    const named = route.candidates.map(({ agent }) => live.find((other) => other.id === agent)).filter((agent) => agent !== undefined)
    const first = named[0]
    const score = route.decision === 'none' ? 0 : (route.candidates[0]?.score ?? 0)
    const isNear = score > 0 && !(isOnlyAnger(says) && score < matterAt)
    const back = last && refersBack(says) ? await leftOpenAt(ground, who, history, last.agent) : undefined
    // 刚才那个身份证 is the matter of whoever spoke last: what is named counts more than the words that point back.
    const fresh = back && ground.router(live).route(says, {}).candidates[0]
    if (back && !(fresh && fresh.score >= matterAt && fresh.agent === last?.agent)) return { agent: back }
    if (!kept && history.at(-1)?.reply?.cards.some(({ kind }) => kind === 'emergency') && saysNothingNew(says))
      return { ...deskWords.safe(isEnglish), outcome: 'answered' }
    const asked = kept || isQuestion(says) ? undefined : askedOf(live, history)
    if (asked && says.length <= 12 && namesEnd(says)) return { agent: asked }
    const empty = kept || isNear || ordersDeed(says) ? undefined : hearEmpty(says, live, isEnglish)
    if (empty) return empty
    if (route.decision === 'route' && first) return { agent: kept && first.id === kept.id ? kept : first }
    if (route.decision === 'clarify' && named.length > 1)
      return { ...deskWords.clarify(named.slice(0, 2), isEnglish), outcome: 'clarified' }
    if (kept) return { agent: kept }
    const isSmallTalk = ['greeting', 'help'].includes(actOf(says) ?? '')
    return isSmallTalk
      ? { ...deskWords.welcome(live, isEnglish), outcome: 'answered' }
      : { ...deskWords.none(live, isEnglish), outcome: 'unanswered' }
  }
