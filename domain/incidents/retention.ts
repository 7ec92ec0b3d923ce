import { keptSince } from '../tasks/deadlines.ts'
import type { TaskGround } from '../tasks/ground.ts'

const atOnce = 500

/**
 * Takes text, place and files from what is older than it may be kept (保存期满去标识). Class, tier, points and counts stay. Small
 * transactions, one audit entry each; goes on where it was cut off.
 */
export const deidentifyOld = async ({
  store,
  clock,
  deadlines,
}: TaskGround): Promise<{ readonly incidents: number; readonly tasks: number }> => {
  const now = clock()
  const before = keptSince(now, deadlines.retentionMonths)
  const done = { incidents: 0, tasks: 0 }
  for (;;) {
    const gone = await store.transaction(async (records) => {
      const incidents = await records.incidents.deidentify(before, atOnce)
      const tasks = await records.tasks.deidentify(before, atOnce)
      if (incidents + tasks > 0)
        await records.audit.append(
          {
            actor: 'system',
            actorKind: 'system',
            action: 'deidentify_incidents',
            target: undefined,
            isOk: true,
            detail: { incidents, tasks, before: before.toISOString() },
          },
          now,
        )
      return { incidents, tasks }
    })
    done.incidents += gone.incidents
    done.tasks += gone.tasks
    if (gone.incidents < atOnce && gone.tasks < atOnce) return done
  }
}
