import { canonicalJson } from '../../core/ids.ts'
import type { Exchange, Visited } from '../run/visit.ts'
import type { Case, Leaves, Step } from './format.ts'

/** Everything of a reply that a person can read. */
const shownText = ({ reply }: Exchange): string =>
  [
    reply.text,
    ...reply.cards.flatMap(({ title, fields }) => [title, ...fields.map(({ label, value }) => `${label} ${value}`)]),
    ...reply.citations.map(({ document, path, quote }) => `${document} ${path} ${quote}`),
  ].join('\n')

const holdsAll = (given: unknown, wanted: Readonly<Record<string, unknown>>): boolean =>
  typeof given === 'object' &&
  given !== null &&
  // An object by the line above.
  Object.entries(wanted).every(([key, value]) => canonicalJson((given as Record<string, unknown>)[key]) === canonicalJson(value))

const each = (list: readonly string[] | undefined, isMet: (word: string) => boolean, say: (word: string) => string): string[] =>
  (list ?? []).filter((word) => !isMet(word)).map(say)

/** What one exchange does not hold of what its step asks; empty when it is as it should be. */
export const shortfallsOf = (wish: Step, exchange: Exchange): readonly string[] => {
  const { reply, ran, untrue } = exchange
  const cited = (place: string): boolean =>
    reply.citations.some(({ document, path }) => place.split(/\s+/).every((word) => `${document} ${path}`.includes(word)))
  const callFault = (call: NonNullable<Step['calls']>[number]): string | undefined => {
    const named = ran.filter(({ name }) => name === call.name)
    if (named.length === 0 && !reply.tools.some(({ name }) => name === call.name)) return `does not call ${call.name}`
    const { with: wanted } = call
    if (wanted && !named.some(({ args }) => holdsAll(args, wanted)))
      return `calls ${call.name} with ${canonicalJson(named.map(({ args }) => args))}, not ${canonicalJson(wanted)}`
    if (call.ok !== undefined && !reply.tools.some(({ name, ok }) => name === call.name && ok === call.ok))
      return `${call.name} does not ${call.ok ? 'succeed' : 'fail'}`
    return undefined
  }
  const cardFault = (card: NonNullable<Step['card']>[number]): string | undefined => {
    const shown = reply.cards.filter(({ kind }) => kind === card.kind)
    if (shown.length === 0) return `shows no ${card.kind} card`
    const holds = (label: string, word: string): boolean =>
      shown.some(({ fields }) => fields.some((field) => field.label === label && field.value.includes(word)))
    const missing = Object.entries(card.fields ?? {}).find(([label, word]) => !holds(label, word))
    return missing && `the ${card.kind} card has no “${missing[1]}” at ${missing[0]}`
  }
  const oneOf = wish.says_one_of
  return [
    ...(wish.ends.includes(reply.outcome) ? [] : [`ends ${reply.outcome}, not ${wish.ends.join(' or ')}`]),
    ...(wish.agent === undefined || reply.agent === wish.agent ? [] : [`answered by ${reply.agent}, not ${wish.agent}`]),
    ...(wish.calls ?? []).flatMap((call) => callFault(call) ?? []),
    ...each(
      wish.spares,
      (name) => !reply.tools.some((tool) => tool.name === name),
      (name) => `calls ${name}`,
    ),
    ...each(wish.cites, cited, (place) => `does not cite ${place}`),
    ...each(
      wish.replies,
      (word) => reply.text.includes(word),
      (word) => `does not say “${word}”`,
    ),
    ...(oneOf && !oneOf.some((word) => reply.text.includes(word)) ? [`says none of “${oneOf.join('”, “')}”`] : []),
    ...each(
      wish.never,
      (word) => !shownText(exchange).includes(word),
      (word) => `says “${word}”`,
    ),
    ...(wish.card ?? []).flatMap((card) => cardFault(card) ?? []),
    ...each(
      wish.no_card,
      (kind) => !reply.cards.some((card) => card.kind === kind),
      (kind) => `shows a ${kind} card`,
    ),
    ...untrue,
  ]
}

const rowsFault = (what: string, wanted: number | readonly object[] | undefined, rows: readonly object[]): string[] => {
  if (wanted === undefined) return []
  const count = typeof wanted === 'number' ? wanted : wanted.length
  if (rows.length !== count) return [`leaves ${rows.length} ${what}, not ${count}`]
  if (typeof wanted === 'number') return []
  const left = [...rows]
  return wanted.flatMap((row) => {
    const given = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined))
    const at = left.findIndex((one) => holdsAll(one, given))
    if (at < 0) return [`leaves no ${what} with ${canonicalJson(given)}`]
    left.splice(at, 1)
    return []
  })
}

/** What the database does not hold of what a visit should leave. */
export const leavingsOf = (wish: Leaves, { left, exchanges }: Visited): readonly string[] => {
  const lookups = left.audit.filter(({ lookup }) => lookup !== undefined).length
  const turns = exchanges.length
  return [
    ...rowsFault('applications', wish.applications, left.applications),
    ...rowsFault('certificates', wish.certificates, left.certificates),
    ...rowsFault('handoffs', wish.handoffs, left.handoffs),
    ...(wish.lookups === undefined || wish.lookups === lookups ? [] : [`leaves ${lookups} look-ups, not ${wish.lookups}`]),
    ...(wish.turns === undefined || wish.turns === turns ? [] : [`takes ${turns} turns, not ${wish.turns}`]),
    ...Object.entries(wish.audit ?? {}).flatMap(([action, count]) => {
      const found = left.audit.filter((row) => row.action === action).length
      return found === count ? [] : [`leaves ${found} rows of ${action} in the audit, not ${count}`]
    }),
  ]
}

/** What a whole visit does not hold of its case, with the message it happened at. */
export const faultsOf = (one: Case, visited: Visited): readonly string[] => [
  ...one.visit.flatMap((step, at) => {
    const exchange = visited.exchanges[at]
    if (!exchange) return [`message ${at + 1} was never sent`]
    return shortfallsOf(step, exchange).map((fault) => `“${exchange.says.slice(0, 40)}”: ${fault}`)
  }),
  ...(one.leaves ? leavingsOf(one.leaves, visited) : []),
  ...(one.within !== undefined && visited.exchanges.length > one.within
    ? [`takes ${visited.exchanges.length} messages, more than ${one.within}`]
    : []),
  ...(visited.broken ? [visited.broken] : []),
]
