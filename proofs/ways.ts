import type { ApplicationState, HistoryEntry } from '../core/certificates.ts'
import { edges } from '../domain/certificates/states.ts'

/** A shortest way of the table of states to each of them, walked by this applicant in one moment. */
export const waysTo = (at: Date, person: string): ReadonlyMap<ApplicationState, readonly HistoryEntry[]> => {
  const ways = new Map<ApplicationState, readonly HistoryEntry[]>([['DRAFT', []]])
  for (let grew = true; grew; ) {
    grew = false
    for (const { from, event, to, by, after } of edges) {
      const way = ways.get(from)
      if (!way || ways.has(to) || (after && !way.some((entry) => entry.event === after))) continue
      const actor = by.includes('system')
        ? ({ kind: 'system' } as const)
        : by.includes('applicant')
          ? ({ kind: 'applicant', id: person } as const)
          : ({ kind: 'officer', id: `someone-${way.length}` } as const)
      ways.set(to, [...way, { event, to, at: at.toISOString(), actor }])
      grew = true
    }
  }
  return ways
}
