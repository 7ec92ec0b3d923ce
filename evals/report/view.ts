import type { EvalComparedView, EvalItemView, EvalReportView } from '../../core/eval-runs.ts'
import type { Item, Run } from '../run/result.ts'
import type { Compared } from './compare.ts'
import { isFailed } from './junit.ts'

/** Failures that a page is sent, for each suite; the file has all of them. */
const shownFailures = 200
const shownNames = 50

const itemView = ({ id, title, group, faults, source, gap, asCase, transcript }: Item): EvalItemView => ({
  ...{ id, title, group, faults, source: source ?? null, gap: gap ?? null, asCase: asCase ?? null, transcript: transcript ?? [] },
})

const groupsOf = (items: readonly Item[]): { readonly name: string; readonly held: number; readonly all: number }[] =>
  [
    ...Map.groupBy(
      items.filter(({ gap }) => gap === undefined),
      ({ group }) => group,
    ),
  ]
    .map(([name, all]) => ({ name, held: all.filter((item) => !isFailed(item)).length, all: all.length }))
    .sort((a, b) => a.held / a.all - b.held / b.all || (a.name < b.name ? -1 : 1))

/** A run as a page shows it. */
export const viewOf = ({ measured, suites }: Run): EvalReportView => {
  const { at: _, ...rest } = measured
  return {
    measured: rest,
    suites: suites.map(({ suite, title, about, figures, items, skipped }) => ({
      ...{ suite, title, about, skipped: skipped ?? null, items: items.length },
      figures: figures.map(({ id, title: name, kind, wants, value, low, high, count, hits, line, unit }) => ({
        ...{ id, title: name, kind, wants, value, low, high, count, hits: hits ?? null, line: line ?? null, unit: unit ?? null },
      })),
      failed: items.filter(isFailed).slice(0, shownFailures).map(itemView),
      gaps: items.filter(({ gap }) => gap !== undefined).map(itemView),
      groups: groupsOf(items),
    })),
  }
}

/** A comparison as a page shows it: only what differs. */
export const comparedView = (rows: readonly Compared[]): readonly EvalComparedView[] =>
  rows
    .filter(({ first, second, lost, gained }) => first !== second || lost.length + gained.length > 0)
    .map(({ suite, figure, count, first, second, isSignificant, p, difference, lost, gained }) => ({
      ...{ suite, id: figure.id, title: figure.title, kind: figure.kind, count, first, second, isSignificant },
      ...{ p: p ?? null, difference: difference ?? null },
      lost: lost.slice(0, shownNames).map(({ title }) => title),
      gained: gained.slice(0, shownNames).map(({ title }) => title),
    }))
