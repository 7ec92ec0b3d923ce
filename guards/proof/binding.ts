import { figuresIn } from '../../core/figures.ts'
import { contentPairs, decidingWords, likeness, ownPairs, plainly } from './words.ts'

/** What follows from what (条件与后果): a consequence must be that of the very condition that is named, not of its neighbour. */

/** Begins a saying with a condition: …的，…; 期限届满后，…; …的处… */
const opening = /^([^，,]{3,}(?:的|时|后|前))[，,]\s*(.+)$/s

/** The condition of a statement: the words before its first consequence. */
const conditionOf = (statement: string): string => /^[^。]*?的[，,]/.exec(statement)?.[0] ?? statement

const pairsOf = (text: string): ReadonlySet<string> => {
  const pairs = new Set<string>()
  for (const run of text.match(/[\p{Script=Han}\d]{2,}/gu) ?? [])
    for (let at = 0; at + 1 < run.length; at++) pairs.add(run.slice(at, at + 2))
  return pairs
}

const alike = (one: ReadonlySet<string>, other: ReadonlySet<string>): number => {
  const shared = [...one].filter((pair) => other.has(pair)).length
  return (2 * shared) / Math.max(1, one.size + other.size)
}

/** What becomes of somebody, in words that carry no content of their own. */
const outcome = /(?:不予|视为|推定为|免予)\p{Script=Han}{2}/gu

/** How near another statement's condition must come to the nearest to be meant as well. */
const nearly = 0.85
/** Least share of the consequence that the statements must hold whose condition is named. */
const follows = 0.45

/** The statements whose condition a saying names: they hold most of its words, and have fewest of their own beside them. */
const meantBy = (condition: string, statements: readonly string[]): readonly string[] => {
  const said = pairsOf(condition)
  const scored = statements.map((statement) => ({
    statement,
    held: [...said].filter((pair) => statement.includes(pair)).length,
    likeness: alike(said, pairsOf(conditionOf(statement))),
  }))
  const most = Math.max(0, ...scored.map(({ held }) => held))
  const holders = scored.filter(({ held }) => most > 0 && held === most)
  const nearest = Math.max(0, ...holders.map((one) => one.likeness))
  return holders.filter((one) => one.likeness >= nearest * nearly).map(({ statement }) => statement)
}

/** True when what is said to follow from a condition follows from it in the clause. A saying without a condition binds nothing. */
export const isBound = (saying: string, statements: readonly string[], asked: string): boolean => {
  const [, condition, consequence] = opening.exec(saying.trim()) ?? []
  if (condition === undefined || consequence === undefined) return true
  const meant = meantBy(condition, statements.map(plainly))
  if (meant.length === 0) return true
  const words = [...decidingWords(consequence), ...(consequence.match(outcome) ?? [])]
  const figures = figuresIn(consequence).map(({ key }) => key)
  const pairs = [...contentPairs(consequence)]
  return meant.some((statement) => {
    if (!words.every((word) => statement.includes(word))) return false
    const held = new Set(figuresIn(`${statement}\n${asked}`).map(({ key }) => key))
    if (!figures.every((key) => held.has(key))) return false
    const own = ownPairs(pairs, statement, asked)
    return own.length === 0 || likeness(own, statement) / own.length >= follows
  })
}

/** Words of which one excludes the others (互相排斥): where a clause has another of the group, this one is not said of it. */
const groups: readonly (readonly string[])[] = [
  ['情节较轻', '情节较重', '情节严重', '情节特别严重'],
  ['出生地', '常住地', '户籍地', '居住地', '所在地', '发生地', '住所地', '经常居住地'],
  ['继续计算', '重新计算', '中止计算'],
  ['自愿', '应当', '必须'],
  ['一方', '双方', '女方', '男方'],
]

/** 失效后 where the clause has 失效前. */
const turnedTime = (sentence: string, held: string): boolean =>
  [...sentence.matchAll(/(\p{Script=Han}{2})(前|后)/gu)].some(([whole, stem = '', side]) => {
    const other = `${stem}${side === '前' ? '后' : '前'}`
    return !held.includes(whole) && held.includes(other)
  })

/** True when a sentence says one thing of which the clause says the other. `near` is the part of the clause most like it. */
export const isOpposed = (sentence: string, near: string, held: string): boolean =>
  turnedTime(sentence, held) ||
  groups.some((group) => {
    const rest = group.reduce((text, word) => text.replaceAll(`非${word}`, ''), sentence)
    const said = group.filter((word) => rest.includes(word))
    const others = group.filter((word) => near.includes(word))
    return said.some((word) => !held.includes(word)) && others.length > 0 && !said.some((word) => near.includes(word))
  })
