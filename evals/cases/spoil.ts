import { outcomes } from '../../core/conversation.ts'
import type { Exchange, Visited } from '../run/visit.ts'
import type { Case, Leaves, Step } from './format.ts'
import { faultsOf, leavingsOf, shortfallsOf } from './judge.ts'

/** One thing that a case asks for, and an exchange in which only that is wrong. */
interface Spoiled {
  readonly what: string
  readonly exchange: Exchange
}

const withReply = (exchange: Exchange, change: Partial<Exchange['reply']>): Exchange => ({
  ...exchange,
  reply: { ...exchange.reply, ...change },
})

/** A reply for each thing that a step asks for, in which that one thing is bad (改坏的答复). */
export const spoiledFrom = (wish: Step, exchange: Exchange): readonly Spoiled[] => {
  const { reply } = exchange
  const without = (words: readonly string[]): string => words.reduce((text, word) => text.replaceAll(word, '…'), reply.text)
  return [
    { what: 'ends', exchange: withReply(exchange, { outcome: outcomes.find((outcome) => !wish.ends.includes(outcome)) ?? 'failed' }) },
    ...(wish.agent ? [{ what: 'agent', exchange: withReply(exchange, { agent: `not-${wish.agent}` }) }] : []),
    ...(wish.calls ?? []).flatMap((call) => [
      {
        what: `calls ${call.name}`,
        exchange: {
          ...withReply(exchange, { tools: reply.tools.filter(({ name }) => name !== call.name) }),
          ran: exchange.ran.filter(({ name }) => name !== call.name),
        },
      },
      ...(call.with
        ? [{ what: `calls ${call.name} with`, exchange: { ...exchange, ran: exchange.ran.map((one) => ({ ...one, args: {} })) } }]
        : []),
      ...(call.ok === undefined
        ? []
        : [{ what: `${call.name} ok`, exchange: withReply(exchange, { tools: reply.tools.map((one) => ({ ...one, ok: !call.ok })) }) }]),
    ]),
    ...(wish.spares ?? []).map((name) => ({
      what: `spares ${name}`,
      exchange: withReply(exchange, { tools: [...reply.tools, { name, title: name, ok: true }] }),
    })),
    ...(wish.cites ?? []).map((place) => ({ what: `cites ${place}`, exchange: withReply(exchange, { citations: [] }) })),
    ...(wish.replies ?? []).map((word) => ({ what: `replies ${word}`, exchange: withReply(exchange, { text: without([word]) }) })),
    ...(wish.says_one_of ? [{ what: 'says_one_of', exchange: withReply(exchange, { text: without(wish.says_one_of) }) }] : []),
    ...(wish.never ?? []).map((word) => ({ what: `never ${word}`, exchange: withReply(exchange, { text: `${reply.text}${word}` }) })),
    ...(wish.card ?? []).flatMap((card) => [
      { what: `card ${card.kind}`, exchange: withReply(exchange, { cards: reply.cards.filter(({ kind }) => kind !== card.kind) }) },
      ...Object.keys(card.fields ?? {}).map((label) => ({
        what: `card ${card.kind} ${label}`,
        exchange: withReply(exchange, {
          cards: reply.cards.map((one) => ({ ...one, fields: one.fields.filter((field) => field.label !== label) })),
        }),
      })),
    ]),
    ...(wish.no_card ?? []).map((kind) => ({
      what: `no_card ${kind}`,
      // Kinds are a closed list; a case may name one that the platform has no card of, and then it is no card of this reply either.
      exchange: withReply(exchange, {
        cards: [...reply.cards, { kind: kind as Exchange['reply']['cards'][number]['kind'], title: '', fields: [], links: [] }],
      }),
    })),
    { what: 'true claims', exchange: { ...exchange, untrue: ['says what is not so'] } },
  ]
}

/** For each thing that a visit should leave: a world in which that is otherwise. */
const otherWorlds = (wish: Leaves, visited: Visited): readonly { what: string; visited: Visited }[] => {
  const { left } = visited
  const more = <T>(rows: readonly T[], row: T | undefined): readonly T[] =>
    rows.length > 0 ? rows.slice(1) : row === undefined ? rows : [row]
  const stranger = { number: 'spoiled' }
  const world = (change: Partial<Visited['left']>): Visited => ({ ...visited, left: { ...left, ...change } })
  // Rows of a spoiled world are only counted and compared by the fields a case names.
  const row = <T>(): T => stranger as unknown as T
  return [
    ...(wish.applications === undefined
      ? []
      : [{ what: 'applications', visited: world({ applications: more(left.applications, row()) }) }]),
    ...(wish.certificates === undefined
      ? []
      : [{ what: 'certificates', visited: world({ certificates: more(left.certificates, row()) }) }]),
    ...(wish.handoffs === undefined ? [] : [{ what: 'handoffs', visited: world({ handoffs: more(left.handoffs, row()) }) }]),
    ...(wish.lookups === undefined
      ? []
      : [
          {
            what: 'lookups',
            visited: world({
              audit: [
                ...left.audit,
                { ...row<Visited['left']['audit'][number]>(), action: 'look', lookup: { subject: '', purpose: '', basis: '' } },
              ],
            }),
          },
        ]),
    ...(wish.turns === undefined ? [] : [{ what: 'turns', visited: { ...visited, exchanges: visited.exchanges.slice(1) } }]),
    ...Object.keys(wish.audit ?? {}).map((action) => ({
      what: `audit ${action}`,
      visited: world({ audit: [...left.audit, { ...row<Visited['left']['audit'][number]>(), action }] }),
    })),
  ]
}

/** What a case asks for that it would not notice missing: empty for every case that measures something. */
export const blindSpotsOf = (one: Case, visited: Visited): readonly string[] => {
  const steps = one.visit.flatMap((wish, at) => {
    const exchange = visited.exchanges[at]
    if (!exchange) return []
    const standing = new Set(shortfallsOf(wish, exchange))
    return spoiledFrom(wish, exchange)
      .filter((spoiled) => shortfallsOf(wish, spoiled.exchange).every((fault) => standing.has(fault)) && standing.size === 0)
      .map(({ what }) => `message ${at + 1} does not notice: ${what}`)
  })
  const { leaves } = one
  if (!leaves || leavingsOf(leaves, visited).length > 0) return steps
  const worlds = otherWorlds(leaves, visited).filter((other) => leavingsOf(leaves, other.visited).length === 0)
  const within =
    one.within === undefined ? [] : faultsOf({ ...one, visit: [], leaves: undefined, within: 0 }, visited).length > 0 ? [] : ['within']
  return [...steps, ...worlds.map(({ what }) => `the end does not notice: ${what}`), ...within]
}
