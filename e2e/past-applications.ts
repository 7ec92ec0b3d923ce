import { randomUUID } from 'node:crypto'
import type { Application } from '../core/certificates.ts'
import { uuidv7 } from '../core/ids.ts'
import type { Store } from '../core/ports.ts'

/** What was done over some weeks in some stations: invented, the same each time, nobody's. */
export const putPastApplications = async (store: Store, now: Date, stations: readonly string[], weeks: number): Promise<void> => {
  for (let week = 0; week < weeks; week += 1)
    for (const [at, unit] of stations.entries()) {
      const count = 6 + ((week * 3 + at * 5) % 9)
      for (let one = 0; one < count; one += 1) {
        const submittedAt = new Date(now.getTime() - (week * 7 * 24 + one) * 3_600_000)
        const byOfficer = one % 4 === 0
        const minutes = byOfficer ? 600 + ((week * 37 + one * 211) % 2_600) : 1 + ((week + one) % 7)
        const doneAt = new Date(Math.min(submittedAt.getTime() + minutes * 60_000, now.getTime()))
        const application: Application = {
          ...{
            id: uuidv7(submittedAt),
            number: `T-${randomUUID()}`,
            person: 'invented',
            applicant: 'self',
            facts: {},
            wanted: [],
            rules: [],
          },
          ...{ unit, state: 'QUERYING', purpose: 'employment', purposeDetail: undefined, recipient: undefined, period: undefined },
          ...{ delivery: 'electronic', submittedAt, acceptedAt: submittedAt, review: undefined, certificate: undefined, revision: 1 },
          ...{ dueOn: new Date(submittedAt.getTime() + 40 * 3_600_000).toISOString().slice(0, 10), history: [] },
        }
        await store.applications.insert(application, { deedKey: randomUUID(), sameKey: randomUUID() })
        const actor = byOfficer ? ({ kind: 'officer', id: 'reviewer-qinghe' } as const) : ({ kind: 'system' } as const)
        await store.applications.move(application, {
          state: 'ISSUED',
          history: [{ event: 'issue', to: 'ISSUED', at: doneAt.toISOString(), actor }],
        })
      }
    }
}
