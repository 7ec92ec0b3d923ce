import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { parse } from 'yaml'
import { ZodError } from 'zod'
import type { IncidentFacts, OpenDisputes } from './core/disputes.ts'
import { PageError } from './core/errors.ts'
import type { IncidentIntake } from './core/incidents.ts'
import type { Officer } from './core/people.ts'
import type { Records, Store } from './core/ports.ts'
import type { TaskDesk } from './core/task-desk.ts'
import type { Clock } from './core/time.ts'
import type { Calendar } from './domain/calendar/calendar.ts'
import { createIntake } from './domain/incidents/intake.ts'
import { deidentifyOld } from './domain/incidents/retention.ts'
import { readDeadlines } from './domain/tasks/deadlines.ts'
import { createTaskDesk } from './domain/tasks/desk.ts'
import { seenBy, storeWithin, type TaskGround, treeKeeper } from './domain/tasks/ground.ts'
import { type Watched, watchTasks } from './domain/tasks/watch.ts'
import { readAdvice, readWorklist } from './domain/tasks/worklist.ts'
import { writeXlsx } from './files/xlsx/write-xlsx.ts'
import type { BodyRule, Door } from './server/parts.ts'
import { disputeRoutes, scanBody } from './server/routes/disputes.ts'
import { incidentRoutes, intakeBody } from './server/routes/incidents.ts'
import { attachmentBody, taskRoutes } from './server/routes/tasks.ts'

const folder = join(import.meta.dirname, 'data', 'worklists')

/** Reads one file of `data/worklists`. A slip there would send people to the wrong place, so it stops the start. */
const readList = <T>(name: string, read: (raw: unknown) => T): T => {
  try {
    return read(parse(readFileSync(join(folder, name), 'utf8')))
  } catch (cause) {
    const issue = cause instanceof ZodError ? cause.issues[0] : undefined
    const why = issue ? `${issue.path.join('.')}: ${issue.message}` : cause instanceof Error ? cause.message : 'unreadable'
    throw new PageError({ file: `data/worklists/${name}`, line: 1, why })
  }
}

/** The lists of `data/worklists`, read and checked. */
export const readTaskRules = (calendar: Calendar): Pick<TaskGround, 'deadlines' | 'worklist' | 'advice'> => ({
  deadlines: readList('deadlines.yaml', (raw) => readDeadlines(raw, calendar)),
  worklist: readList('station.yaml', readWorklist),
  advice: readList('red-advice.yaml', readAdvice),
})

/** Incidents and the loop of their tasks, opened over a store. */
export interface OpenTasks {
  readonly intake: IncidentIntake
  readonly tasks: TaskDesk
  /** The same desk inside a transaction that is open already, for tools. */
  over(records: Records): TaskDesk
  /** One round of watching deadlines. */
  watch(): Promise<Watched>
  /** Takes what is personal from what is too old. */
  deidentify(): Promise<{ readonly incidents: number; readonly tasks: number }>
  /** Texts of the units that an officer answers for, newest first, one more than asked for where there are more: what a lexicon is tried on. */
  past(
    by: Officer,
    options: { readonly since: Date; readonly limit: number },
  ): Promise<readonly { readonly text: string; readonly facts: IncidentFacts }[]>
  /** Work in the background, and how often. */
  readonly chores: readonly { readonly everyMs: number; readonly run: () => Promise<unknown> }[]
  readonly doors: readonly Door[]
  readonly bodies: readonly BodyRule[]
}

const watchEveryMs = 5_000
const deidentifyEveryMs = 3_600_000

/** Opens intake, desk and watch over a store. */
export const openTasks = (facts: {
  readonly store: Store
  readonly clock: Clock
  readonly calendar: Calendar
  readonly disputes: OpenDisputes
  readonly log: Pick<Logger, 'warn'>
}): OpenTasks => {
  const { store, clock, disputes, log } = facts
  const ground: TaskGround = { store, clock, disputes, ...readTaskRules(facts.calendar) }
  const treeOf = treeKeeper(ground)
  const intake = createIntake(ground, treeOf)
  const tasks = createTaskDesk(ground, treeOf)
  const watch = async (): Promise<Watched> => {
    const done = await watchTasks(ground, treeOf)
    if (done.unnamed > 0) log.warn({ tasks: done.unnamed }, 'no superior: name an approver or reviewer in the unit or above it')
    return done
  }
  const deidentify = () => deidentifyOld(ground)
  return {
    intake,
    tasks,
    over: (records) => createTaskDesk({ ...ground, store: storeWithin(records) }, () => treeOf(records)),
    watch,
    deidentify,
    past: async (by, { since, limit }) => {
      const found = await store.incidents.list({ units: seenBy(by, await treeOf()), since, limit: limit + 1 })
      return found.flatMap(({ at, body }) => (body ? [{ text: body.text, facts: { at } }] : []))
    },
    chores: [
      { everyMs: watchEveryMs, run: watch },
      { everyMs: deidentifyEveryMs, run: deidentify },
    ],
    doors: [
      { path: '/', app: incidentRoutes({ intake, tasks, clock }) },
      { path: '/', app: taskRoutes({ tasks, writeXlsx }) },
      { path: '/', app: disputeRoutes({ disputes, store, clock }) },
    ],
    bodies: [intakeBody, attachmentBody, scanBody],
  }
}
