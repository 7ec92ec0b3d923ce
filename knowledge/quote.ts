import { partsOf } from '../core/clause.ts'
import { figuresIn } from '../core/figures.ts'

export { placeOf } from '../core/clause.ts'

/** Most characters that are quoted of one clause, save where a single sentence is longer. */
export const quoteChars = 220

/** A stretch of the clause that stands or falls as one, with what it cannot be quoted without. */
interface Unit {
  readonly start: number
  readonly end: number
  /** Units that must be quoted with it: the words before its list, the rule before its 但是, and the 但是 after its rule. */
  readonly needs: readonly number[]
  readonly isChapeau: boolean
}

/** Begins with what turns or bounds the words before it. */
const leans = /^(?:但|然而|除外|不过|前款|前两款|前列|上述|其中|情节|有前|单位有|对前)/
/** The exception after a rule: a rule is not quoted without it. */
const exception = /^(?:但|然而|法律.{0,6}另有规定)/

/** A long sentence without items, cut at its semicolons. */
const halvesOf = (text: string, start: number, end: number): { start: number; end: number }[] => {
  if (end - start <= quoteChars) return [{ start, end }]
  const halves: { start: number; end: number }[] = []
  for (const match of text.slice(start, end).matchAll(/[^；;]+[；;]?/g))
    halves.push({ start: start + match.index, end: start + match.index + match[0].length })
  return halves
}

const unitsOf = (text: string): readonly Unit[] => {
  const parts = partsOf(text)
  const units: { start: number; end: number; paragraph: number; item: string | undefined; isChapeau: boolean; half: number }[] =
    parts.flatMap((part) =>
      (part.item === undefined ? halvesOf(text, part.start, part.end) : [part]).map((half, at) => ({ ...part, ...half, half: at })),
    )
  return units.map((unit, at) => {
    const words = text.slice(unit.start, unit.end).replace(/^[（(][^)）]*[)）]/, '')
    const before = units[at - 1]
    const after = units[at + 1]
    const isSameParagraph = before?.paragraph === unit.paragraph
    const needs: number[] = []
    if (unit.item !== undefined) {
      const chapeau = units.findLastIndex((other, index) => index < at && other.paragraph === unit.paragraph && other.item === undefined)
      if (chapeau >= 0) needs.push(chapeau)
    } else if (before && isSameParagraph && (leans.test(words) || unit.half > 0)) {
      // A half after a semicolon has its subject in the first; what begins with 但 turns what stands before it.
      needs.push(unit.half > 0 && !exception.test(words) ? at - unit.half : at - 1)
    } else if (before && !isSameParagraph && /^(?:前款|前两款|有前款|前列)/.test(words)) needs.push(at - 1)
    if (after && after.paragraph === unit.paragraph && after.item === unit.item && exception.test(text.slice(after.start, after.end)))
      needs.push(at + 1)
    return { start: unit.start, end: unit.end, needs, isChapeau: unit.isChapeau }
  })
}

const pairsOf = (text: string): ReadonlySet<string> => {
  const pairs = new Set<string>()
  for (const run of text
    .normalize('NFKC')
    .toLowerCase()
    .match(/\p{Script=Han}+|[a-z0-9]+/gu) ?? []) {
    if (!/\p{Script=Han}/u.test(run)) pairs.add(run)
    else for (let at = 0; at + 1 < run.length; at++) pairs.add(run.slice(at, at + 2))
  }
  return pairs
}

/** Ways of asking that say nothing of what is asked. */
const asking =
  /请问|是不是|有没有|能不能|可不可以|要不要|行不行|算不算|什么|怎么|多久|多少|几[天个次岁年日]|哪[些里个]|可以|需要|规定|我们?|你们?|您|吗|呢/g

/** What kind of figure a question wants. */
const wanted: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /多久|几天|多长|期限|时限|什么时候|何时|几个?月|几个?小时|几年|多少[天日年]|时效|来得及/,
    ['day', 'workday', 'hour', 'month', 'year', 'minute', 'week'],
  ],
  [/多少钱|罚多少|几块|收费|费用|要钱|罚款|赔多少|多少元|金额/, ['yuan', 'percent', 'times']],
  [/几岁|多大|年龄|岁/, ['age']],
  [/几次|多少次|几回/, ['time']],
  [/拘多久|拘留|关几|关多久|怎么罚|怎么处罚|怎么处理|判|罚/, ['day', 'yuan', 'year', 'month']],
  [/多少|几/, ['day', 'yuan', 'age', 'time', 'person', 'percent', 'year', 'month', 'hour', 'point', 'metre', 'piece', 'kind']],
]
const penalties = /拘留|罚款|警告|吊销|没收|有期徒刑|拘役|管制|处罚/
const asksPenalty = /罚|拘|判|处理|后果|责任|坐牢|关多久|关几|违法吗|犯法/

/** How much a stretch of a clause speaks to the question: shared pairs, legal terms, and the kind of number that was asked for. */
const scorer = (question: string, terms: readonly string[]) => {
  const asked = pairsOf(question.replace(asking, ' '))
  const units = wanted.find(([pattern]) => pattern.test(question))?.[1] ?? []
  return (words: string): number => {
    const held = pairsOf(words)
    const shared = [...asked].filter((pair) => held.has(pair)).length / Math.max(3, asked.size)
    const known = terms.filter((term) => term.length > 1 && words.includes(term)).length / Math.max(3, terms.length)
    const hasFigure = units.length > 0 && figuresIn(words).some(({ unit }) => units.includes(unit))
    const isPenalty = asksPenalty.test(question) && penalties.test(words)
    return shared + known + (hasFigure ? 0.25 : 0) + (isPenalty ? 0.15 : 0)
  }
}

/** Exact substrings for chosen units: neighbours of one line become one quote. */
const joined = (text: string, chosen: readonly Unit[]): readonly string[] => {
  const spans: { start: number; end: number }[] = []
  for (const { start, end } of [...chosen].sort((a, b) => a.start - b.start)) {
    const last = spans.at(-1)
    if (last && /^[^\S\n]*$/.test(text.slice(last.end, start)) && !/[：:]$/.test(text.slice(last.start, last.end))) last.end = end
    else spans.push({ start, end })
  }
  return spans.map(({ start, end }) => text.slice(start, end))
}

/**
 * The words of a clause that speak to the question: exact substrings in their order, about `quoteChars` at most. A short clause is quoted
 * whole; an item comes with the words before its list, a rule with its 但是, and no sentence is cut where that turns its meaning.
 * `terms` are legal words that the search added to the question.
 */
export const quotesOf = (text: string, question: string, terms: readonly string[] = []): readonly string[] => {
  const units = unitsOf(text)
  const whole = units.reduce((sum, { start, end }) => sum + end - start, 0)
  if (whole <= quoteChars) return joined(text, units)
  const score = scorer(question, terms)
  const scores = units.map(({ start, end }) => score(text.slice(start, end)))
  const best = Math.max(...scores)
  const order = units.map((_, at) => at).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
  const chosen = new Set<number>()
  const sizeWith = (more: ReadonlySet<number>): number =>
    [...new Set([...chosen, ...more])].reduce((sum, at) => sum + (units[at]?.end ?? 0) - (units[at]?.start ?? 0), 0)
  const withNeeds = (at: number): Set<number> => {
    const all = new Set<number>()
    const visit = (index: number): void => {
      if (all.has(index)) return
      all.add(index)
      units[index]?.needs.forEach(visit)
    }
    visit(at)
    return all
  }
  /** The items of a list, for words before it that were chosen themselves. */
  const itemsOf = (at: number): number[] => order.filter((other) => other !== at && units[other]?.needs.includes(at))
  for (const at of order) {
    if (chosen.size > 0 && ((scores[at] ?? 0) < best * 0.45 || best === 0)) break
    const more = withNeeds(at)
    if (chosen.size > 0 && sizeWith(more) > quoteChars) continue
    for (const one of more) chosen.add(one)
    if (!units[at]?.isChapeau) continue
    for (const [n, item] of itemsOf(at).entries())
      if (n === 0 || sizeWith(withNeeds(item)) <= quoteChars) for (const one of withNeeds(item)) chosen.add(one)
  }
  return joined(
    text,
    [...chosen].flatMap((at) => units[at] ?? []),
  )
}
