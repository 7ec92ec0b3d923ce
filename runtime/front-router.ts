import type { Agent } from '../core/agent.ts'
import type { Heading } from '../core/knowledge.ts'
import { actOf, isOnBehalf, isPrying, isQuestion } from '../models/offline/acts.ts'
import { glossMixed } from '../models/offline/gloss.ts'
import { askingTopics, topicsOf } from '../models/offline/lexicon.ts'
import { simplifyCommon, tidy } from '../models/offline/text.ts'
import { bagsOf, type Near, rankBags } from './page-bags.ts'
import { createRouter, type Route, type RouteFacts, type Router } from './route.ts'

/** Papers that a desk issues or speaks for by name, and what is done with them: pages of these keep the router of their own. */
const deskTopics = new Set([
  ...['proof', 'no_record', 'own_record', 'kinship_proof', 'same_person_proof', 'other_proof', 'history'],
  ...['progress', 'verify', 'lookups', 'tamper', 'sealed', 'unit_check', 'away'],
])

/** Records of other kinds that people want gone (违章记录): no desk for certificates has a word on them. */
const otherRecords = /违章|交通违法|罚单|扣分|记分|电子眼|征信|病历|考勤|通话记录|聊天记录|行程/

/** Papers that pages tell of: 护照多久能拿到 names its matter, though the rest is asked of every desk. */
const otherPapers = /护照|驾照|驾驶证|行驶证|身份证|居住证|户口|签证|签注|通行证|车牌|号牌|居留/

// Shares of a message that a page must know of, measured on evals/routing (2026-11-22).
/** Below this nobody is near. */
const routeAt = 0.12
/** And where what is asked is nobody's by its words (明天会下雪吗): a page must know most of it. */
const beyondAt = 0.7
/** For leaving a conversation that is going on, and by how much another page must know more. */
const leaveAt = 0.35
const leaveLead = 1.6
/** A desk keeps its own papers unless a page knows so much more of the message. */
const deskLead = 1.5

/** Who asks for another person is a desk's, unless a page knows most of the message. */
const proxyAt = 0.6
/** A desk whose own router is so sure keeps a message, sooner where it names the desk's papers. */
const sureAt = 0.7
const sureOfOwnAt = 0.5
/** But not against a page that knows so much more of the message. */
const sureLead = 2.2

const isAboutPapers = (agent: Agent): boolean =>
  agent.examples.filter(({ says }) => topicsOf(says).some((topic) => deskTopics.has(topic))).length * 4 >= agent.examples.length

const round = (score: number): number => Math.round(score * 1_000) / 1_000
const shown = (near: readonly Near[]): Route['candidates'] =>
  near.slice(0, 3).map(({ agent, score }) => ({ agent: agent.id, score: round(score) }))
const routed = (candidates: Route['candidates']): Route => ({ decision: 'route', candidates })

/** A desk's answer, with the nearest page behind it for whoever corrects it. */
const withSecond = (kept: Route, { agent, score }: Near): Route => {
  const [first, ...rest] = kept.candidates
  if (kept.decision !== 'route' || !first) return kept
  return { ...kept, candidates: [first, { agent: agent.id, score: round(score) }, ...rest].slice(0, 3) }
}

/** What a message is about, as far as the desks are concerned. */
interface Said {
  readonly raw: string
  readonly text: string
  readonly near: readonly Near[]
  /** The nearest page that answers from documents. */
  readonly best: Near
  /** It names a desk's own papers. */
  readonly isDesks: boolean
  /** 收费吗, and no word of what: the desk that is asked it most. */
  readonly isBare: boolean
  readonly named: readonly string[]
}

/** What the front desk knows of documents. */
export interface Shelf {
  /** Sections that pages may quote. */
  readonly headings: () => readonly Heading[]
  /** True for what no page tells (答不了的问题): the weather, a price, another law's matter. */
  readonly isBeyond: (text: string) => boolean
}

/** The front desk (总台) for desks that issue papers, which keep their router, and for pages that answer from documents. */
export const createFrontRouter = (agents: readonly Agent[], { headings, isBeyond }: Shelf): Router => {
  const desks = agents.filter(isAboutPapers)
  const library = agents.filter((agent) => !desks.includes(agent))
  const desk = createRouter(desks)
  if (library.length === 0) return desk
  const bags = bagsOf(agents, headings())
  const scoreOf = (near: readonly Near[], id: string): number => near.find(({ agent }) => agent.id === id)?.score ?? 0

  /** In a conversation with a page of documents. */
  const fromLibrary = (current: string, { raw, near, best, isDesks, isBare }: Said): Route => {
    const own = scoreOf(near, current)
    const called = desk.route(raw)
    if (isDesks && called.decision === 'route' && (called.candidates[0]?.score ?? 0) > own) return called
    const isElsewhere = !isBare && best.agent.id !== current && best.score >= leaveAt && best.score > own * leaveLead
    return routed(
      isElsewhere
        ? shown(near.filter(({ agent }) => library.includes(agent)))
        : [{ agent: current, score: round(own) }, ...shown(near).filter(({ agent }) => agent !== current)],
    )
  }
  /** In a conversation with a desk: it is left only for a question that a page knows far more of. */
  const fromDesk = (current: string, { text, near, best, isDesks, isBare }: Said, kept: Route): Route => {
    const own = scoreOf(near, current)
    const isLeaving = !isDesks && !isBare && isQuestion(text) && text.length >= 7 && best.score >= leaveAt && best.score > own * leaveLead
    return isLeaving ? routed(shown(near)) : kept
  }
  const fromTheDoor = ({ text, near, best, isDesks, isBare, named }: Said, kept: Route): Route => {
    const isOfPapers = otherPapers.test(text) && !isDesks && best.score >= leaveAt
    const deskScore = near.find(({ agent }) => desks.includes(agent))?.score ?? 0
    const isDeskCalled = kept.decision !== 'none' && kept.candidates.length > 0
    const isKept =
      (isDesks && deskScore * deskLead >= best.score) ||
      deskScore >= best.score ||
      (isBare && (best.score < 0.25 || best.score < deskScore * deskLead)) ||
      (isOnBehalf(text) && best.score < proxyAt) ||
      ((!isBare || named.includes('review')) &&
        deskScore * sureLead >= best.score &&
        (kept.candidates[0]?.score ?? 0) >= (isDesks ? sureOfOwnAt : sureAt))
    // What a grave costs is no desk's matter, though it asks a price.
    if (isBare && text.length >= 8 && Math.max(deskScore, best.score) < routeAt) return { decision: 'none', candidates: shown(near) }
    if (isDeskCalled && isKept && !isOfPapers) return withSecond(kept, best)
    // 帮我查他住哪 is for the page that turns it down.
    const isOrder = /[帮替给]我|查/.test(text)
    if (!isDesks && !isOrder && named.length === 0 && best.score < beyondAt && isBeyond(text))
      return { decision: 'none', candidates: shown(near) }
    const isOfOthers = named.includes('elsewhere') && named.every((topic) => topic === 'elsewhere' || askingTopics.has(topic))
    if (best.score < (isOfOthers ? leaveAt : routeAt))
      return kept.decision === 'none' ? { decision: 'none', candidates: shown(near) } : kept
    return routed(shown(near.filter(({ agent, score }) => library.includes(agent) || score < best.score)))
  }

  return {
    route(raw: string, facts: RouteFacts = {}) {
      const text = glossMixed(simplifyCommon(tidy(raw)))
      const near = rankBags(bags, text)
      const best = near.find(({ agent }) => library.includes(agent))
      const kept = desk.route(raw, facts)
      const { current } = facts
      const isInLibrary = current !== undefined && library.some(({ id }) => id === current)
      if (!best) return isInLibrary ? routed([{ agent: current, score: 0 }]) : kept
      const named = topicsOf(text)
      const isBare = named.length > 0 && named.every((topic) => askingTopics.has(topic)) && !otherPapers.test(text)
      const isOther = otherRecords.test(text) && !/犯罪|前科|案底|证明/.test(text)
      const isDesks = (named.some((topic) => deskTopics.has(topic)) && !isOther) || isPrying(text)
      const said: Said = { raw, text, near, best, isDesks, isBare, named }
      if (isInLibrary) return fromLibrary(current, said)
      if (current !== undefined && desks.some(({ id }) => id === current)) return fromDesk(current, said, kept)
      return actOf(text) === undefined ? fromTheDoor(said, kept) : kept
    },
  }
}
