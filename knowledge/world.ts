import type { Audience, SearchOptions } from '../core/knowledge.ts'
import { holdsOn, type Known, mayRead } from './standing.ts'

/** What one reader may be shown of one day and some topics. */
export interface World {
  isAllowed(version: number): boolean
  /** How many clauses that are. */
  readonly clauses: number
}

/** Worlds that are kept: readers, pages of agents, and days that are asked about again. */
const keptWorlds = 64

/** Finds out worlds and keeps them as long as nothing changes. */
export const openWorlds = (): ((known: Known, audience: Audience, options: Pick<SearchOptions, 'topics' | 'asOf'>) => World) => {
  let of: Known | undefined
  const worlds = new Map<string, World>()
  return (known, audience, { topics, asOf }) => {
    if (of !== known) {
      worlds.clear()
      of = known
    }
    const key = JSON.stringify([audience, asOf, topics ?? null])
    const kept = worlds.get(key)
    if (kept) return kept
    const allowed = new Set<number>()
    let clauses = 0
    for (const [version, { shelved, span }] of known.standings) {
      const isIn = topics === undefined || topics.includes(shelved.document.topic)
      if (!isIn || !mayRead(audience, shelved) || !holdsOn(span, asOf)) continue
      allowed.add(version)
      clauses += span.version.clauses
    }
    const world: World = { isAllowed: (version) => allowed.has(version), clauses }
    for (const oldest of worlds.keys()) if (worlds.size >= keptWorlds) worlds.delete(oldest)
    worlds.set(key, world)
    return world
  }
}
