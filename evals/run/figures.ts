import type { Figure, Item, MetricDefinition } from './result.ts'
import { bootstrap, mean, passHatK, quantile, wilson } from './statistics.ts'

/** A figure over the items that count for it; undefined where none does. Known gaps are left out: they are told apart. */
export const figureOf = (definition: MetricDefinition, items: readonly Item[]): Figure | undefined => {
  const counted = items.filter(({ gap }) => gap === undefined)
  if (definition.kind === 'share') {
    const marks = counted.flatMap(({ marks: all }) => all[definition.id] ?? [])
    if (marks.length === 0) return undefined
    const hits = marks.filter(Boolean).length
    const [low, high] = wilson(hits, marks.length)
    return { ...definition, value: hits / marks.length, low, high, count: marks.length, hits }
  }
  const values = counted.flatMap(({ values: all }) => all?.[definition.id] ?? [])
  if (values.length === 0) return undefined
  const middle = definition.kind === 'mean' ? mean : (drawn: readonly number[]) => quantile(drawn, 0.5)
  const [low, high] = bootstrap(values, middle)
  return { ...definition, value: middle(values), low, high, count: values.length }
}

/** How reliable the items are over k tries each: pass^1 and pass^k, over all items. */
export const reliabilityOf = (items: readonly Item[], k: number): readonly Figure[] => {
  const tried = items.flatMap(({ tries, gap }) => (tries && gap === undefined && tries.length >= k ? [tries] : []))
  if (k < 2 || tried.length === 0) return []
  return [1, k].map((of) => {
    const each = tried.map((tries) => passHatK(tries.filter(Boolean).length, tries.length, of))
    const [low, high] = bootstrap(each, mean)
    return {
      ...{ id: `pass^${of}`, title: `${of} 次都通过`, kind: 'mean' as const, wants: 'most' as const, isToldOnly: true },
      ...{ value: mean(each), low, high, count: each.length },
    }
  })
}
