import type { Agent } from '../core/agent.ts'
import type { Heading } from '../core/knowledge.ts'
import { simplifyCommon } from '../core/script.ts'
import { actOf, isOnBehalf, isPrying, isQuestion, moodOf, ordersDeed, wantsKnowledge, withoutLeave } from '../models/offline/acts.ts'
import { handedOver } from '../models/offline/form.ts'
import { gloss, glossMixed } from '../models/offline/gloss.ts'
import { askingTopics, topicsOf } from '../models/offline/lexicon.ts'
import { asksOfNothing } from '../models/offline/query.ts'
import { languageOf, tidy } from '../models/offline/text.ts'
import { kindsHeld, type Near, rankBags } from './page-bags.ts'
import { ownersBy, type Words } from './page-lessons.ts'
import { type OwnSigns, ownAt, ownWorth } from './page-own.ts'
import { type LearnedShelf, readPages } from './page-read.ts'
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
/** For leaving a conversation that is going on, and by how much another page must know more. */
const leaveAt = 0.35
const leaveLead = 1.6
/** So near to a page's own words, a message names its matter, short as it is. */
const knownAt = 0.95

/** A message up to here goes on from the one before, unless it names its matter or so much was learned that it is another page's. */
const shortChars = 12
const leaveBelief = 0.6

/** What counts for a page of which nothing was learned, or that shares no word (held-out examples, 2026-11-29). */
const leastBelief = 0.01
const leastShare = 0.05
/** What speaks so much for a page is its own, whatever it sounds like. */
const ourOwnAt = 0.4

/** And what speaks so much for it is heard however short it is. */
const plainlyAt = 0.7
/** 研判：… goes by its order where that is a page's own by so much belief. */
const orderAt = 0.6

/** Who asks for another person is a desk's, unless a page knows most of the message. */
const proxyAt = 0.25
/** Who pries into another's record is a desk's, unless so much speaks for a page. */
const pryAt = 0.6
/** 收费吗, and no word of what, is the general desk's unless so much speaks for a page; and more where it is but a few words (复议要钱吗). */
const bareAt = 0.3
const bareFewAt = 0.45
/** 理发多少钱: what is asked about is known so little to the desks, and so little to any page, that it is nobody's. */
const bareOwnAt = 0.24
const bareOtherAt = 0.45
/** So few are a few words. */
const fewChars = 8
/** And a wish to have something looked at again, where the desks are so sure that it is theirs. */
const ourReviewAt = 0.6
/** But not against a page that is as good as sure. */
const sureAt = 0.9

const isAboutPapers = (agent: Agent): boolean =>
  agent.examples.filter(({ says }) => topicsOf(says).some((topic) => deskTopics.has(topic))).length * 4 >= agent.examples.length

const round = (score: number): number => Math.round(score * 1_000) / 1_000
const shown = (near: readonly Near[]): Route['candidates'] =>
  near.slice(0, 3).map(({ agent, score }) => ({ agent: agent.id, score: round(score) }))
const routed = (candidates: Route['candidates']): Route => ({ decision: 'route', candidates })

/** A desk's answer, with the next page behind it for whoever corrects it. */
const withNext = (kept: Route, near: readonly Near[]): Route => {
  const [first] = kept.candidates
  if (kept.decision !== 'route' || !first) return kept
  return { ...kept, candidates: [first, ...shown(near.filter(({ agent }) => agent.id !== first.agent))].slice(0, 3) }
}

/** True for a message that says itself which matter it is: 身份证呢, 那驾照. */
const namesMatter = (text: string, named: readonly string[]): boolean =>
  otherPapers.test(text) || named.some((topic) => !askingTopics.has(topic) && topic !== 'elsewhere' && topic !== 'policy')

/** A page, and what speaks for it: what was learned, the share of the message it knows of, and both together. */
interface Weighed {
  readonly weighed: readonly (Near & { readonly belief: number; readonly share: number })[]
  /** What speaks for nobody. */
  readonly nobody: number
}

const asides = new Set(['thanks', 'bye', 'greeting', 'identity', 'repeat', 'yes', 'no', 'wait'])
/** Names of tools that do something for the person. */
const deeds = /^(?:submit|book|apply|create)_/

/** What a message is about, as far as the desks are concerned. */
interface Said {
  readonly raw: string
  readonly text: string
  readonly matter: string
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
export interface Shelf extends Words {
  /** Sections that pages may quote. */
  readonly headings: () => readonly Heading[]
  /** True for what no page tells (答不了的问题): the weather, a price, another law's matter. */
  readonly isBeyond: (text: string) => boolean
  /** A message without what names a person: values tell no matter. */
  readonly withoutPersonal: (text: string) => string
  /** Sees what each message was judged by, for whoever fits the judgement (bench/fit-routing.ts). */
  readonly watch?: ((seen: { readonly text: string; readonly signs: OwnSigns }) => void) | undefined
}

/** The paper by its name, and nothing asked: the desks know best which of them does it. */
const ordersPaper = (text: string, named: readonly string[]): boolean =>
  named.includes('no_record') && !wantsKnowledge(text) && !isOnBehalf(text)

/** The front desk (总台) for desks that issue papers, which keep their router, and for pages that answer from documents. */
export const createFrontRouter = (
  agents: readonly Agent[],
  { headings, isBeyond, plainWords, kindsOf, elsewhere, withoutPersonal, watch }: Shelf,
  learned?: LearnedShelf,
): Router => {
  const desks = agents.filter(isAboutPapers)
  const library = agents.filter((agent) => !desks.includes(agent))
  const deskIds = new Set(desks.map(({ id }) => id))
  const isDesk = ({ agent }: { readonly agent: Agent }): boolean => deskIds.has(agent.id)
  const desk = createRouter(desks)
  if (library.length === 0) return desk
  const read = readPages(agents, headings, { plainWords, kindsOf, elsewhere }, learned)
  const ownersOf = ownersBy(read.owners, agents, { plainWords, kindsOf })
  const rank = (text: string): readonly Near[] => rankBags(read.bags, agents, text, kindsOf)
  const canDo = (id: string): boolean => desks.some((agent) => agent.id === id && agent.tools.some((tool) => deeds.test(tool)))
  const scoreOf = (near: readonly Near[], id: string): number => near.find(({ agent }) => agent.id === id)?.score ?? 0

  /** True where what was learned leaves no doubt that it is this page's. */
  const isSureOf = (id: string, matter: string): boolean =>
    ownersOf(matter).pages.some(({ agent, belief }) => agent.id === id && belief >= leaveBelief)

  /** In a conversation with a page of documents. */
  const fromLibrary = (current: string, { raw, text, matter, near, best, isDesks, isBare, named }: Said): Route => {
    const own = scoreOf(near, current)
    const called = desk.route(raw)
    const isCalled = ordersPaper(text, named) || (called.candidates[0]?.score ?? 0) > own
    if (isDesks && called.decision === 'route' && isCalled) return called
    // A page beside this one would say the same.
    const isBeside = library.find(({ id }) => id === current)?.beside?.includes(best.agent.id) === true
    const isFarther = !isBare && best.agent.id !== current && !isBeside && best.score >= leaveAt && best.score > own * leaveLead
    const isElsewhere = isFarther && (text.length > shortChars || namesMatter(text, named) || isSureOf(best.agent.id, matter))
    return routed(
      isElsewhere
        ? shown(near.filter((one) => !isDesk(one)))
        : [{ agent: current, score: round(own) }, ...shown(near).filter(({ agent }) => agent !== current)],
    )
  }
  /** In a conversation with a desk: it is left only for a question that a page knows far more of. */
  const fromDesk = (current: string, { text, near, best, isDesks, isBare, named }: Said, kept: Route): Route => {
    const own = scoreOf(near, current)
    const isAnger = moodOf(text) === 'angry' && named.length === 0
    const isLeaving =
      !isAnger &&
      !isDesks &&
      !isBare &&
      isQuestion(withoutLeave(text)) &&
      text.length >= 7 &&
      best.score >= leaveAt &&
      best.score > own * leaveLead
    return isLeaving ? routed(shown(near)) : kept
  }
  /** Pages by what was learned of them and by the words they share with the message, best first. */
  const weigh = (matter: string, near: readonly Near[]): Weighed => {
    const { pages, nobody } = ownersOf(matter)
    const weighed = pages
      .map(({ agent, belief }) => ({ agent, belief, share: scoreOf(near, agent.id) }))
      .map((one) => ({ ...one, score: Math.min(1, Math.sqrt((one.belief + leastBelief) * (one.share + leastShare))) }))
      .sort((a, b) => b.score - a.score)
    return { weighed, nobody }
  }

  /** A text that is handed over to be read goes by its order: what it speaks of is no wish. */
  const weighOrder = (matter: string): Weighed | undefined => {
    const order = handedOver(matter)?.order
    if (order === undefined) return undefined
    const found = weigh(order, rank(order))
    return (found.weighed[0]?.belief ?? 0) >= orderAt ? found : undefined
  }

  const fromTheDoor = ({ text, matter, near, best, isDesks, isBare, named }: Said, kept: Route): Route => {
    const { weighed, nobody } = weighOrder(matter) ?? weigh(matter, near)
    const [first, second] = weighed
    if (!first) return kept
    const candidates = shown(weighed)
    const isKept = kept.decision !== 'none' && kept.candidates.length > 0
    const deskShare = near.find(isDesk)?.score ?? 0
    const behind = (route: Route): Route => withNext(route, weighed)
    // What a grave costs is no desk's matter, though it asks a price.
    const isOfSomebody = isPrying(text) || isOnBehalf(text)
    const isUnheardOf =
      text.length >= fewChars
        ? Math.max(deskShare, best.score) < routeAt
        : deskShare < bareOwnAt && best.score < bareOtherAt && first.score < ourOwnAt
    if (isBare && !isOfSomebody && isUnheardOf) return { decision: 'none', candidates }
    // 花钱, and no word of a paper or a record, may be said of anything.
    const isFirm = isDesks && (isPrying(text) || named.some((topic) => topic !== 'tamper' && deskTopics.has(topic)))
    const held = kindsHeld(read.bags, agents.indexOf(first.agent), kindsOf(matter))
    const signs = { first, second, nobody, chars: text.length, isBeyond: isBeyond(text), ...held }
    if (!isFirm && !isBare) watch?.({ text, signs })
    const isNobodys =
      !isFirm &&
      (isBare
        ? text.length >= fewChars && nobody > first.belief && first.share < 0.6 && first.score < ourOwnAt
        : first.score < plainlyAt && ownWorth(signs) < ownAt)
    // 帮我查他住哪 is for the page that turns it down.
    const isOfPeople = /查|[他她]/.test(text)
    const isOfOthers = named.every((topic) => topic === 'elsewhere' || askingTopics.has(topic)) || named.includes('elsewhere')
    if (isOfOthers && !isOfPeople && first.score < ourOwnAt && isBeyond(text)) return { decision: 'none', candidates }
    // 我不认，要申诉, and no word of what: the desk that issues papers is asked it most.
    const isOurReview = named.includes('review') && first.score < sureAt && (kept.candidates[0]?.score ?? 0) >= ourReviewAt
    if (isKept && isBare && !isNobodys && (first.score < (text.length < fewChars ? bareFewAt : bareAt) || isOurReview)) return behind(kept)
    if (isKept && ((isPrying(text) && first.score < pryAt) || (isOnBehalf(text) && first.score < (isBare ? pryAt : proxyAt))))
      return behind(kept)
    // The same paper for a child or a relative: the desks say who may, and turn down who may not.
    if (isKept && named.includes('no_record') && isOnBehalf(text) && !wantsKnowledge(text)) return behind(kept)
    if (isNobodys) return { decision: 'none', candidates }
    if (isFirm && first.share < routeAt && first.belief < 0.15) return isKept ? behind(kept) : { decision: 'none', candidates }
    if (isKept && ordersPaper(text, named) && (isDesk(first) || first.score < pryAt)) return behind(kept)
    if (kept.decision === 'clarify' && isDesks && isDesk(first)) return kept
    return routed(candidates)
  }

  return {
    route(raw: string, facts: RouteFacts = {}) {
      const text = glossMixed(simplifyCommon(tidy(raw)))
      const matter = withoutPersonal(text)
      const near = rank(matter)
      const best = near.find((one) => !isDesk(one))
      const kept = desk.route(raw, facts)
      const { current } = facts
      const isInLibrary = current !== undefined && library.some(({ id }) => id === current)
      if (!best) return isInLibrary ? routed([{ agent: current, score: 0 }]) : kept
      const named = topicsOf(languageOf(text) === 'en' ? gloss(text) || text : text)
      const isBare = named.length > 0 && named.every((topic) => askingTopics.has(topic)) && !otherPapers.test(text)
      const isOther = otherRecords.test(text) && !/犯罪|前科|案底|证明/.test(text)
      const isDesks = (named.some((topic) => deskTopics.has(topic)) && !isOther) || isPrying(text)
      const said: Said = { raw, text, matter, near, best, isDesks, isBare, named }
      // 谢谢, 你是真人吗: whoever speaks goes on.
      if (current !== undefined && asides.has(actOf(text) ?? '') && agents.some(({ id }) => id === current))
        return routed([{ agent: current, score: 0 }])
      // 那就给我办，公司要, to a desk that does it: no other is meant.
      if (current !== undefined && deskIds.has(current) && ordersDeed(text) && !isDesks && canDo(current))
        return routed([{ agent: current, score: 0 }])
      if (isInLibrary) return fromLibrary(current, said)
      if (current !== undefined && desks.some(({ id }) => id === current)) return fromDesk(current, said, kept)
      // 那归谁管, and nothing before it: of what? 工钱 is known to a page by itself.
      if (current === undefined && asksOfNothing(text) && !isBare && best.score < knownAt)
        return { decision: 'none', candidates: shown(near) }
      // 扣押要几个人 asks for no person.
      const act = actOf(text)
      const isNoAct = act === undefined || (act === 'person' && kept.decision === 'none' && isQuestion(text) && text.length > 5)
      return isNoAct ? fromTheDoor(said, kept) : kept
    },
  }
}
