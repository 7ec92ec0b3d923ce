import { partsOf } from '../../core/clause.ts'
import { type Figure, figuresIn } from '../../core/figures.ts'
import { contentPairs, likeness, ownPairs, plainly, remembered } from './words.ts'

/** A half after a semicolon that has no subject of its own (…；五年内不得重新取得) goes on with the first half. */
const goesOn = /^(?:[\d一二三四五六七八九十]|并|可以|应当|必须|不得|处|吊销|终生)/

/** What a clause says in pieces that each stand alone: a half between semicolons, an item with the words before its list. */
export const statementsOf: (text: string) => readonly string[] = remembered((text) => {
  const parts = partsOf(text)
  return parts.flatMap((part, at) => {
    const words = text.slice(part.start, part.end)
    if (part.item !== undefined) {
      const chapeau = parts.findLast((other, index) => index < at && other.paragraph === part.paragraph && other.item === undefined)
      const before = chapeau ? text.slice(chapeau.start, chapeau.end) : ''
      // People name the item first and what follows from it after.
      return before ? [`${before}${words}`, `${words}${before}`] : [words]
    }
    const statements: string[] = []
    for (const half of words.split(/(?<=[；;])/)) {
      const last = statements.at(-1)
      if (last !== undefined && goesOn.test(half)) statements[statements.length - 1] = last + half
      else if (half.trim() !== '') statements.push(half)
    }
    return statements
  })
})

/** Begins what a sentence says next: a condition of its own. */
const condition = /(?:的|时)$|^(?:如果|若|要是|情节|情况|其中|另外|此外|同时)|的(?=[\d一二三四五六七八九十])/

/** A sentence in what it says one after the other: each condition with all that follows from it. */
export const sayingsOf = (sentence: string): readonly string[] =>
  sentence.split(/[；;。\n]/).flatMap((part) => {
    const sayings: string[] = []
    for (const stretch of part.split(/(?<=[，,])/)) {
      const isNew = sayings.length === 0 || condition.test(stretch.replace(/[，,\s]+$/, ''))
      if (isNew && stretch.trim() !== '') sayings.push(stretch)
      else if (sayings.length > 0) sayings[sayings.length - 1] += stretch
    }
    return sayings
  })

/** Least share of a condition, and of what follows from it, that must stand in one and the same statement. */
const together = 0.34

/** True when a condition and what is said to follow from it belong together in the clause: not the one of this rule and the other of that. */
export const conditionHolds = (saying: string, statements: readonly string[], asked: string): boolean => {
  const [first = '', ...rest] = saying.split(/[，,]/).filter((stretch) => stretch.trim() !== '')
  if (rest.length === 0 || !condition.test(first.trim())) return true
  const shareIn = (stretch: string, statement: string): number => {
    const own = ownPairs([...contentPairs(plainly(stretch))], statement, asked)
    return own.length === 0 ? 1 : likeness(own, statement) / own.length
  }
  return statements.map(plainly).some((statement) => shareIn(first, statement) >= together && shareIn(rest.join(''), statement) >= together)
}

/** How near a statement must come to the one that is most like a saying; set on the labelled sentences. */
const nearly = 0.8

/** The statements most like a saying; all of them where it has no words of its own. */
export const nearestTo = (said: string, statements: readonly string[]): readonly string[] => {
  const pairs = [...contentPairs(plainly(said))]
  const scored = statements.map((statement) => ({ statement, score: likeness(pairs, plainly(statement)) }))
  const best = Math.max(0, ...scored.map(({ score }) => score))
  return best === 0 ? statements : scored.filter(({ score }) => score >= best * nearly).map(({ statement }) => statement)
}

/** A figure as it stands: the other end of its range, and the penalty that it measures. */
interface Standing extends Figure {
  readonly mate: string | undefined
  readonly measures: string | undefined
  /** 最多十日 names one end of a range and says so. */
  readonly isExtreme: boolean
}

const measured = /^[以上下内的为\s]{0,4}(拘留|罚款|罚金|有期徒刑|拘役|管制)/
const extreme = /(?:最多|最高|最长|至多|不超过|不得超过|至少|最少|最低)[^，。；]{0,4}$/

const standingIn: (text: string) => readonly Standing[] = remembered((text) => {
  const plain = text.normalize('NFKC')
  const figures = figuresIn(plain)
  return figures.map((figure, at) => {
    const [before, after] = [figures[at - 1], figures[at + 1]]
    const isRange = (low: Figure | undefined, high: Figure | undefined): boolean =>
      low?.bound === 'from' && high?.bound === 'to' && low.unit === high.unit && high.start - low.end <= 3
    const mate = isRange(figure, after) ? after?.key : isRange(before, figure) ? before?.key : undefined
    const measures = measured.exec(plain.slice(isRange(figure, after) ? after?.end : figure.end))?.[1]
    return { ...figure, mate, measures, isExtreme: extreme.test(plain.slice(0, figure.start)) }
  })
})

const isSame = (said: Standing, held: Standing): boolean => {
  if (said.unit === 'date') return held.unit === 'date' && held.key.startsWith(said.key)
  if (said.key !== held.key) return false
  if (said.measures && held.measures && said.measures !== held.measures) return false
  // 五日以上十日以下 is not said as 十日以下.
  if (held.mate !== undefined && said.mate !== held.mate && !(said.isExtreme && said.bound === held.bound)) return false
  if (said.bound === held.bound || held.bound === undefined) return true
  // 三日内 is said as 三日 and 不超过三日; 五日以下 is neither 五日 nor 五日以上.
  if (held.bound === 'within') return said.bound !== 'from'
  if (held.bound === 'to') return said.bound === 'within'
  return said.bound === undefined && held.unit === 'age'
}

/** True when the figures stand in the statement in this order, and none of the same unit is passed over between two of them. */
const standInOrder = (said: readonly Standing[], held: readonly Standing[]): boolean => {
  const follow = (at: number, from: number): boolean => {
    const figure = said[at]
    if (!figure) return true
    for (let next = from; next < held.length; next++) {
      const one = held[next]
      if (one && isSame(figure, one) && follow(at + 1, next + 1)) return true
      // Between two figures of one rule no other of the kind may be left out: 未满十六周岁的五年，十六周岁以上的十年.
      if (at > 0 && one?.unit === figure.unit) return false
    }
    return false
  }
  return follow(0, 0)
}

/**
 * True when every number, period, amount and date of a sentence stands in the evidence with the same 以上 and 以下, and those of one saying
 * stand together in one statement near it.
 */
export const figuresHold = (sentence: string, statements: readonly string[], besides: readonly string[]): boolean => {
  const loose = besides.flatMap((text) => standingIn(text))
  return sayingsOf(sentence).every((saying) => {
    const said = standingIn(saying).filter((figure) => !loose.some((one) => isSame(figure, one)))
    return said.length === 0 || nearestTo(saying, statements).some((statement) => standInOrder(said, standingIn(statement)))
  })
}
