import type { Agent } from '../core/agent.ts'
import { simplifyCommon } from '../core/script.ts'
import { actOf, isOnBehalf, isPrying, isQuestion, moodOf, ordersDeed, wantsKnowledge } from '../models/offline/acts.ts'
import { namesEnd } from '../models/offline/everyday.ts'
import { gloss, glossMixed } from '../models/offline/gloss.ts'
import { askingTopics, isForeign, subjectsOf, topicsOf } from '../models/offline/lexicon.ts'
import { createIndex, type Ranked, type Sample } from '../models/offline/similarity.ts'
import { languageOf, tidy } from '../models/offline/text.ts'

/** What the front desk (总台) makes of a message. `emergency` is the guard's word; a router never says it. */
export interface Route {
  readonly decision: 'route' | 'clarify' | 'none' | 'emergency'
  /** Best first; scores lie between 0 and 1. */
  readonly candidates: readonly { readonly agent: string; readonly score: number }[]
  /** Behind a danger: the pages that the matter goes on with, once the person is safe. */
  readonly next?: Route['candidates']
}

/** What is known before the message. */
export interface RouteFacts {
  /** The agent that the conversation is with. */
  readonly current?: string
}

export interface Router {
  route(text: string, facts?: RouteFacts): Route
}

/** A route beside a danger: the danger is answered first, whatever the matter is. */
export const behindDanger = (route: Route, danger: string | undefined): Route =>
  danger === undefined ? route : { decision: 'emergency', candidates: [], next: route.decision === 'none' ? [] : route.candidates }

/** Below this nobody is near; measured on shared routing messages (2026-11-22): other offices' matters stay below it. */
const routeAt = 0.3
/** Enough where message and example name the same topic, as people telling a long story do. */
const onTopicAt = 0.23
/** Two agents nearer than this are asked about. */
const near = 0.05
/** Enough for a question back when somebody says 开证明 and nothing else. */
const bareAt = 0.1
/** Enough for a message that plainly pries into somebody's record, and must hear no from the right desk. */
const pryAt = 0.15
/** A short message this near to an example has named what it wants. */
const namedAt = 0.6
/** A message this near to an example is that example. */
const ownWordsAt = 0.9
/** A conversation changes its agent only for one that is this much nearer. */
const pull = 0.2

/** Topics that every page speaks of. */
const vague: ReadonlySet<string> = new Set(['proof', 'policy', 'record', 'person', ...askingTopics])

/** 开无犯罪证明 by its name, with nothing asked and nothing said of one that was made before. */
const ordersByName = (text: string): boolean =>
  topicsOf(text).includes('no_record') &&
  /(?:开|办|申请|弄|整|搞|打)(?:理|具|一?[个份张])*.{0,4}(?:无|没)/.test(text) &&
  !/撤|取消|异议|复查|申诉|不服|进度|到哪|真|假|核|验|查|补|丢|过期|错|昨|上次|之前/.test(text) &&
  !(wantsKnowledge(text) || isOnBehalf(text) || isPrying(text))

/** Names of tools that do something for the person. */
const deeds = /^(?:submit|book|apply|create)_/

/** Of longer messages the first sentence is also read by itself. */
const longChars = 40

/** One thing that an agent does: what it is asked, and the tool that answers. */
interface Duty {
  readonly agent: string
  readonly tool: string | undefined
}

/** Who says 开证明 most often wants one: the page that does it is one of the two that are asked about. */
const amongFirst = (candidates: Route['candidates'], id: string | undefined): Route['candidates'] => {
  const [first, ...rest] = candidates
  if (id === undefined || !first || candidates.slice(0, 2).some(({ agent }) => agent === id)) return candidates
  const own = candidates.find(({ agent }) => agent === id) ?? { agent: id, score: first.score }
  return [first, own, ...rest.filter(({ agent }) => agent !== id)]
}

/** A message or an example in the words that both are compared in. */
const inChinese = (text: string): string => (languageOf(text) === 'en' ? gloss(text) || text : glossMixed(text))

const samplesOf = (agent: Agent): Sample<Duty>[] => {
  const duties = new Map<string | undefined, Duty>()
  const dutyOf = (tool: string | undefined): Duty => {
    const duty = duties.get(tool) ?? { agent: agent.id, tool }
    duties.set(tool, duty)
    return duty
  }
  return [
    ...agent.examples.map(({ says, tool }) => ({ says: inChinese(says), of: dutyOf(tool), weight: 1 })),
    ...agent.suggestions.map((says) => ({ says, of: dutyOf(undefined), weight: 0.9 })),
    { says: agent.name, of: dutyOf(undefined), weight: 0.75 },
    { says: agent.purpose, of: dutyOf(undefined), weight: 0.75 },
  ]
}

/** What an agent's page refuses: it is heard there, and answered with the page's own sentence. */
const refusalsOf = (agent: Agent): Sample<Duty>[] => {
  const duty: Duty = { agent: agent.id, tool: undefined }
  return agent.refuses.flatMap(({ when, says }) => [when, ...says]).map((says) => ({ says, of: duty, weight: 1 }))
}

/** The best duty of each agent, best first. */
const bestOfEach = (ranked: readonly Ranked<Duty>[]): readonly Ranked<Duty>[] => {
  const seen = new Set<string>()
  return ranked.filter(({ of }) => !seen.has(of.agent) && seen.add(of.agent))
}

const isOnlyAboutProof = (text: string): boolean => {
  const topics = topicsOf(text)
  return topics.length === 1 && topics[0] === 'proof'
}

const round = (score: number): number => Math.round(score * 1_000) / 1_000

/** Makes the front desk for the agents a person may meet. */
export const createRouter = (agents: readonly Agent[]): Router => {
  const index = createIndex(agents.flatMap(samplesOf))
  const refusals = createIndex(agents.flatMap(refusalsOf))
  const known = new Set(
    agents.flatMap((agent) =>
      [agent.name, agent.purpose, ...agent.examples.map(({ says }) => says), ...agent.suggestions].flatMap((text) => subjectsOf(text)),
    ),
  )
  const tools = new Map(agents.map((agent) => [agent.id, agent.tools]))
  const subjects = new Map(
    agents.map((agent) => [
      agent.id,
      new Set(
        [agent.name, agent.purpose, ...agent.examples.map(({ says }) => says), ...agent.suggestions].flatMap((text) => subjectsOf(text)),
      ),
    ]),
  )
  /** The general desk before its specialists: the page that is asked the most kinds of things. */
  const general = agents.toSorted((a, b) => b.examples.length - a.examples.length || (a.id < b.id ? -1 : 1))
  const refusing = general.find(({ refuses }) => refuses.some(({ when, says }) => [when, ...says].some(isPrying)))
  /** Where the front desk sends those who want a person, or are upset: a page that can hand over. */
  const attentive = general.find((agent) => agent.tools.includes('hand_to_officer'))

  /** The message names a matter that another page knows by name and the current one does not. */
  const isElsewhere = (text: string, current: string, other: string): boolean => {
    const named = topicsOf(text).filter((topic) => !vague.has(topic))
    return named.some((topic) => subjects.get(other)?.has(topic)) && !named.some((topic) => subjects.get(current)?.has(topic))
  }

  const rank = (text: string): readonly Ranked<Duty>[] => {
    if (isForeign(topicsOf(text), known)) return []
    // A long message mostly says what is wanted in its first sentence.
    const parts = text.length > longChars ? [text, text.split(/[。！？!?\n]/, 1)[0] ?? ''] : [text]
    const all = parts
      .flatMap((part) => index.rank(part))
      .map((one) => ({ ...one, score: Math.min(1, one.score + (one.sharesTopic ? 0.06 : 0)) }))
    return bestOfEach(all.sort((a, b) => b.score - a.score))
  }

  return {
    route(raw, facts = {}) {
      const said = simplifyCommon(tidy(raw))
      const text = inChinese(said)
      const ranked = rank(text)
      const candidates = ranked.slice(0, 3).map(({ of, score }) => ({ agent: of.agent, score: round(score) }))
      const [first, second] = ranked
      const { current } = facts
      if (current !== undefined && tools.has(current)) {
        const own = ranked.find(({ of }) => of.agent === current)?.score ?? 0
        const canDoIt = first?.of.tool !== undefined && tools.get(current)?.includes(first.of.tool) === true
        const isOther = first !== undefined && first.of.agent !== current
        const hasDeed = (id: string): boolean => tools.get(id)?.some((tool) => deeds.test(tool)) === true
        const canMore = isOther && hasDeed(first.of.agent) && !hasDeed(current)
        // A deed that only the other page does, or a matter that only it knows, needs no pull.
        const isOrder = first?.of.tool !== undefined && first.of.tool !== 'search_policy' && !wantsKnowledge(text) && first.score > own
        const enough = first?.sharesTopic ? onTopicAt : routeAt
        const isPlain = isOther && !canDoIt && first.score >= enough && (isOrder || isElsewhere(text, current, first.of.agent))
        const isElse = isOther && isElsewhere(text, current, first.of.agent) && first.sharesTopic && first.score >= routeAt
        // 出国, after a question that another page answered: an answer to the page before.
        const isAnswer =
          isOther && canMore && own < 0.05 && first.score >= pryAt && text.length <= 14 && !isQuestion(text) && actOf(text) === undefined
        const isOrdered = isOther && canMore && ordersDeed(text) && first.score > own
        const doer = general.find((agent) => agent.tools.some((tool) => deeds.test(tool)))
        if (doer && doer.id !== current && ordersDeed(text) && namesEnd(text) && !isForeign(topicsOf(text), known))
          return { decision: 'route', candidates: [{ agent: doer.id, score: round(first?.score ?? 0) }] }
        // 我要开无犯罪证明，出国, at a desk that follows or checks papers and issues none.
        if (doer && doer.id !== current && !hasDeed(current) && ordersByName(text))
          return { decision: 'route', candidates: [{ agent: doer.id, score: round(first?.score ?? 0) }] }
        const isNearer = isOther && !canDoIt && first.score >= routeAt + 0.1 && first.score - own >= pull
        if (!isPlain && !isElse && !isAnswer && !isOrdered && !isNearer)
          return {
            decision: 'route',
            candidates: [{ agent: current, score: round(own) }, ...candidates.filter(({ agent }) => agent !== current)],
          }
        return { decision: 'route', candidates }
      }
      // 开证明, and no word more: some certificate is wanted, so it is worth asking which.
      const isBare = text.length <= 8 && isOnlyAboutProof(text) && second !== undefined && second.score >= bareAt
      const doer = general.find((agent) => agent.tools.some((tool) => deeds.test(tool)))
      const isForEnd = namesEnd(text)
      // 开证明出国的: what it is for tells which one.
      if (isBare && doer && isForEnd) return { decision: 'route', candidates: [{ agent: doer.id, score: round(first?.score ?? 0) }] }
      if (isBare && first && (first.score < namedAt || text.length <= 3))
        return { decision: 'clarify', candidates: amongFirst(candidates, doer?.id) }
      const isOurs = !isForeign(topicsOf(text), known)
      // Another page's own way of asking for somebody else (受托代办): it does what the general desk may not.
      const proxy =
        isOnBehalf(text) && !isPrying(text) ? ranked.find(({ of, score }) => of.agent !== refusing?.id && score >= ownWordsAt) : undefined
      if (proxy) return { decision: 'route', candidates: [{ agent: proxy.of.agent, score: round(proxy.score) }] }
      if (refusing && isOurs && (isPrying(text) || isOnBehalf(text)))
        return { decision: 'route', candidates: [{ agent: refusing.id, score: round(Math.max(pryAt, first?.score ?? 0)) }] }
      if (
        attentive &&
        isOurs &&
        (actOf(text) === 'person' || actOf(text) === 'identity' || moodOf(text) === 'angry') &&
        !(first && first.score >= onTopicAt)
      )
        return { decision: 'route', candidates: [{ agent: attentive.id, score: 0 }] }
      // 开一张，上岗用: the deed without its name, and an end that fits.
      if (isOurs && doer && ordersDeed(text) && isForEnd && !(first && first.score >= routeAt))
        return { decision: 'route', candidates: [{ agent: doer.id, score: 0 }] }
      if (!first || first.score < (first.sharesTopic ? onTopicAt : routeAt)) {
        const refused = bestOfEach(refusals.rank(text))[0]
        return refused !== undefined && refused.score >= routeAt
          ? { decision: 'route', candidates: [{ agent: refused.of.agent, score: round(refused.score) }] }
          : { decision: 'none', candidates }
      }
      const isTied = second !== undefined && first.score - second.score < near && second.score >= routeAt
      if (!isTied) return { decision: 'route', candidates }
      // Who wants a person is not asked which page: any that hands over will do.
      const person = [first, second].find(({ of }) => of.tool === 'hand_to_officer')
      if (person) {
        const over = candidates.filter(({ agent }) => agent === person.of.agent)
        return { decision: 'route', candidates: [...over, ...candidates.filter((one) => !over.includes(one))] }
      }
      // Named outright and nothing asked: the page that does it, not the one that only tells of it.
      const does = (one: Ranked<Duty>, other: Ranked<Duty>): boolean =>
        tools.get(one.of.agent)?.some((tool) => deeds.test(tool) && tools.get(other.of.agent)?.includes(tool) !== true) === true
      if (topicsOf(text).includes('no_record') && !wantsKnowledge(text) && does(first, second) !== does(second, first)) {
        const named = does(first, second) ? candidates : [candidates[1], candidates[0], ...candidates.slice(2)]
        return { decision: 'route', candidates: named.filter((one) => one !== undefined) }
      }
      // Both do something for the person: the general desk, where nothing speaks of the specialist's own matter.
      const ofGeneral = candidates.find(({ agent }) => agent === doer?.id)
      if (ofGeneral && topicsOf(text).includes('no_record') && !wantsKnowledge(text) && does(first, second))
        return { decision: 'route', candidates: [ofGeneral, ...candidates.filter((one) => one !== ofGeneral)] }
      // Both only tell: the general desk, for where it is the specialist's own matter the two are not this near.
      const isTold = [first, second].every(({ of }) => of.tool === undefined || !deeds.test(of.tool))
      const teller = candidates.slice(0, 2).find(({ agent }) => agent === doer?.id)
      if (teller && isTold && wantsKnowledge(text))
        return { decision: 'route', candidates: [teller, ...candidates.filter((one) => one !== teller)] }
      // Both would use the same tool: no question is worth asking, the one with fewer duties is the specialist.
      if (first.of.tool !== undefined && first.of.tool === second.of.tool) {
        const isSecond = (tools.get(second.of.agent)?.length ?? 0) < (tools.get(first.of.agent)?.length ?? 0)
        return {
          decision: 'route',
          candidates: isSecond && candidates[0] && candidates[1] ? [candidates[1], candidates[0], ...candidates.slice(2)] : candidates,
        }
      }
      return { decision: 'clarify', candidates }
    },
  }
}
