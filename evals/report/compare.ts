import type { Item, MetricDefinition, Run, SuiteResult } from '../run/result.ts'
import { mcnemar, mean, pairedDifference } from '../run/statistics.ts'

/** One figure of two runs, over the items that both have. */
export interface Compared {
  readonly suite: string
  readonly figure: MetricDefinition
  readonly count: number
  readonly first: number
  readonly second: number
  /** 95 % of the mean difference, second less first; only for figures that are no shares. */
  readonly difference: readonly [low: number, high: number] | undefined
  /** McNemar's exact p; only for shares. */
  readonly p: number | undefined
  /** Whether the difference is more than chance: p < 0.05, or an interval without zero. */
  readonly isSignificant: boolean
  /** Items that only one of the runs held. */
  readonly lost: readonly Item[]
  readonly gained: readonly Item[]
}

const shareOf = (figure: MetricDefinition, suite: string, pairs: readonly (readonly [Item, Item])[]): Compared | undefined => {
  const marked = pairs.flatMap(([a, b]) => {
    const [one, two] = [a.marks[figure.id], b.marks[figure.id]]
    return one === undefined || two === undefined ? [] : [{ a, b, one, two }]
  })
  if (marked.length === 0) return undefined
  const lost = marked.filter(({ one, two }) => one && !two).map(({ b }) => b)
  const gained = marked.filter(({ one, two }) => !one && two).map(({ b }) => b)
  const p = mcnemar(lost.length, gained.length)
  const held = (which: 'one' | 'two'): number => marked.filter((row) => row[which]).length / marked.length
  return {
    suite,
    figure,
    count: marked.length,
    first: held('one'),
    second: held('two'),
    difference: undefined,
    p,
    isSignificant: p < 0.05,
    lost,
    gained,
  }
}

const differenceOf = (figure: MetricDefinition, suite: string, pairs: readonly (readonly [Item, Item])[]): Compared | undefined => {
  const both = pairs.flatMap(([a, b]) => {
    const [one, two] = [a.values?.[figure.id], b.values?.[figure.id]]
    return one === undefined || two === undefined ? [] : [[one, two] as const]
  })
  if (both.length === 0) return undefined
  const difference = pairedDifference(both)
  return {
    ...{ suite, figure, count: both.length, first: mean(both.map(([one]) => one)), second: mean(both.map(([, two]) => two)) },
    ...{ difference, p: undefined, isSignificant: difference[0] > 0 || difference[1] < 0, lost: [], gained: [] },
  }
}

/** What two runs differ in, figure by figure, over the items that both measured. */
export const compareRuns = (first: Run, second: Run): readonly Compared[] => {
  const before = new Map(first.suites.map((suite) => [suite.suite, suite]))
  return second.suites.flatMap((suite: SuiteResult) => {
    const items = new Map(before.get(suite.suite)?.items.map((item) => [item.id, item]))
    const pairs = suite.items.flatMap((item) => {
      const old = items.get(item.id)
      return old ? [[old, item] as const] : []
    })
    return suite.figures
      .filter(({ id }) => !id.startsWith('pass^'))
      .flatMap((figure) => (figure.kind === 'share' ? shareOf(figure, suite.suite, pairs) : differenceOf(figure, suite.suite, pairs)) ?? [])
  })
}

/** A comparison for a terminal: what differs, and whether it is more than chance. */
export const comparisonLines = (compared: readonly Compared[]): readonly string[] => {
  const shown = compared.filter(({ first, second, lost, gained }) => first !== second || lost.length + gained.length > 0)
  if (shown.length === 0) return [`the same in all ${compared.length} figures`]
  return shown.map(({ suite, figure, count, first, second, difference, p, isSignificant, lost, gained }) => {
    const change =
      figure.kind === 'share'
        ? `${(100 * first).toFixed(1)} % → ${(100 * second).toFixed(1)} %`
        : `${first.toFixed(2)} → ${second.toFixed(2)}`
    const sure =
      p === undefined
        ? `difference ${difference?.[0].toFixed(2)}…${difference?.[1].toFixed(2)}`
        : `p = ${p.toFixed(4)}, lost ${lost.length}, gained ${gained.length}`
    return `${suite} ${figure.id}: ${change} (n = ${count}, ${sure})${isSignificant ? ' *' : ''}`
  })
}
