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

const listed = (names: readonly string[]): string => (names.length === 0 ? '（没有）' : [...new Set(names)].slice(0, 4).join('、'))

const each = (list: readonly string[] | undefined, isMet: (word: string) => boolean, say: (word: string) => string): string[] =>
  (list ?? []).filter((word) => !isMet(word)).map(say)

/** What one exchange does not hold of what its step asks; empty when it is as it should be. */
export const shortfallsOf = (wish: Step, exchange: Exchange): readonly string[] => {
  const { reply, ran, untrue } = exchange
  const cited = (place: string): boolean =>
    reply.citations.some(({ document, path }) => place.split(/\s+/).every((word) => `${document} ${path}`.includes(word)))
  const callFault = (call: NonNullable<Step['calls']>[number]): string | undefined => {
    const named = ran.filter(({ name }) => name === call.name)
    if (named.length === 0 && !reply.tools.some(({ name }) => name === call.name))
      return `没有用 ${call.name}，用的是 ${listed(reply.tools.map(({ name }) => name))}`
    const { with: wanted } = call
    if (wanted && !named.some(({ args }) => holdsAll(args, wanted)))
      return `用 ${call.name} 时填的是 ${canonicalJson(named.map(({ args }) => args))}，应当是 ${canonicalJson(wanted)}`
    if (call.ok !== undefined && !reply.tools.some(({ name, ok }) => name === call.name && ok === call.ok))
      return `${call.name} ${call.ok ? '应当办成，没有办成' : '不该办成，办成了'}`
    return undefined
  }
  const cardFault = (card: NonNullable<Step['card']>[number]): string | undefined => {
    const shown = reply.cards.filter(({ kind }) => kind === card.kind)
    if (shown.length === 0) return `没有 ${card.kind} 卡片，卡片有 ${listed(reply.cards.map(({ kind }) => kind))}`
    const holds = (label: string, word: string): boolean =>
      shown.some(({ fields }) => fields.some((field) => field.label === label && field.value.includes(word)))
    const missing = Object.entries(card.fields ?? {}).find(([label, word]) => !holds(label, word))
    return missing && `${card.kind} 卡片的“${missing[0]}”里没有“${missing[1]}”`
  }
  const oneOf = wish.says_one_of
  return [
    ...(wish.ends.includes(reply.outcome) ? [] : [`结果是 ${reply.outcome}，应当是 ${wish.ends.join(' 或 ')}`]),
    ...(wish.agent === undefined || reply.agent === wish.agent ? [] : [`是 ${reply.agent} 答的，应当由 ${wish.agent} 答`]),
    ...(wish.calls ?? []).flatMap((call) => callFault(call) ?? []),
    ...each(
      wish.spares,
      (name) => !reply.tools.some((tool) => tool.name === name),
      (name) => `不该用 ${name}`,
    ),
    ...each(
      wish.cites,
      cited,
      (place) => `没有引“${place}”，引的是 ${listed(reply.citations.map(({ document, path }) => `《${document}》${path}`))}`,
    ),
    ...each(
      wish.replies,
      (word) => reply.text.includes(word),
      (word) => `没有说“${word}”`,
    ),
    ...(oneOf && !oneOf.some((word) => reply.text.includes(word)) ? [`“${oneOf.join('”“')}”一个也没有说`] : []),
    ...each(
      wish.never,
      (word) => !shownText(exchange).includes(word),
      (word) => `不该出现“${word}”`,
    ),
    ...(wish.card ?? []).flatMap((card) => cardFault(card) ?? []),
    ...each(
      wish.no_card,
      (kind) => !reply.cards.some((card) => card.kind === kind),
      (kind) => `不该有 ${kind} 卡片`,
    ),
    ...untrue,
  ]
}

const rowsFault = (what: string, wanted: number | readonly object[] | undefined, rows: readonly object[]): string[] => {
  if (wanted === undefined) return []
  const count = typeof wanted === 'number' ? wanted : wanted.length
  if (rows.length !== count) return [`留下 ${what} ${rows.length} 条，应当是 ${count} 条`]
  if (typeof wanted === 'number') return []
  const left = [...rows]
  return wanted.flatMap((row) => {
    const given = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined))
    const at = left.findIndex((one) => holdsAll(one, given))
    if (at < 0) return [`留下的 ${what} 里没有 ${canonicalJson(given)}`]
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
    ...(wish.lookups === undefined || wish.lookups === lookups ? [] : [`查了 ${lookups} 次记录，应当是 ${wish.lookups} 次`]),
    ...(wish.turns === undefined || wish.turns === turns ? [] : [`用了 ${turns} 轮，应当是 ${wish.turns} 轮`]),
    ...Object.entries(wish.audit ?? {}).flatMap(([action, count]) => {
      const found = left.audit.filter((row) => row.action === action).length
      return found === count ? [] : [`审计里有 ${action} ${found} 行，应当是 ${count} 行`]
    }),
  ]
}

/** What a whole visit does not hold of its case, with the message it happened at. */
export const faultsOf = (one: Case, visited: Visited): readonly string[] => [
  ...one.visit.flatMap((step, at) => {
    const exchange = visited.exchanges[at]
    if (!exchange) return [`第 ${at + 1} 句没有发出去`]
    return shortfallsOf(step, exchange).map((fault) => `“${exchange.says.slice(0, 40)}”：${fault}`)
  }),
  ...(one.leaves ? leavingsOf(one.leaves, visited) : []),
  ...(one.within !== undefined && visited.exchanges.length > one.within
    ? [`说了 ${visited.exchanges.length} 句，应当不超过 ${one.within} 句`]
    : []),
  ...(visited.broken ? [visited.broken] : []),
]
