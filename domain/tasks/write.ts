import type { AuditEntry } from '../../core/audit.ts'
import { ConflictError } from '../../core/errors.ts'
import { uuidv7 } from '../../core/ids.ts'
import type { Records } from '../../core/ports.ts'
import type { Task, TaskActor, TaskStep } from '../../core/tasks.ts'
import { tell } from '../notices/tell.ts'
import type { Progress } from './progress.ts'

/** What a change to a task is written with. */
export interface Writing {
  readonly actor: TaskActor
  readonly at: Date
  /** Number of the first new step. */
  readonly n: number
}

/** The steps of a progress as rows of the history. */
export const stepRows = (task: Task, { steps }: Progress, { actor, at, n }: Writing): readonly TaskStep[] =>
  steps.map(({ event, to, isLate, content }, index) => ({
    id: uuidv7(at),
    task: task.id,
    n: n + index,
    event,
    to,
    at,
    // What follows from a step by rule is the machine's.
    actor: index === 0 ? actor : { kind: 'system' },
    unit: task.unit,
    isLate,
    content: Object.keys(content).length > 0 ? content : undefined,
  }))

/** Writes a task over the revision that was seen, its steps and the entry of the audit: all of it or nothing. */
export const writeProgress = async (
  records: Records,
  seen: Task,
  progress: Progress,
  writing: Writing,
  entry: Pick<AuditEntry, 'action' | 'detail'>,
) => {
  const saved = await records.tasks.save({ ...progress.task, revision: seen.revision + 1 }, seen.revision)
  if (!saved) throw new ConflictError({ what: `task ${seen.id}` })
  // A step counts for the unit that did it, also where it hands the task on.
  await records.tasks.addSteps(stepRows({ ...progress.task, unit: seen.unit }, progress, writing))
  await records.audit.append(
    {
      actor: writing.actor.kind === 'officer' ? writing.actor.id : 'system',
      actorKind: writing.actor.kind === 'officer' ? 'officer' : 'system',
      action: entry.action,
      target: seen.number,
      isOk: true,
      detail: { from: seen.state, to: progress.task.state, tier: progress.task.tier, unit: progress.task.unit, ...entry.detail },
    },
    writing.at,
  )
  // Put before a named superior: who is told of it in the same breath.
  const to = progress.steps.find(({ event }) => event === 'escalate')?.content.to
  if (typeof to === 'string') await tell(records, { person: to, kind: 'task_raised', target: seen.number, step: writing.n }, writing.at)
}
