import type { Application } from '../../core/certificates.ts'
import { type DeskGroup, watchedGroups } from '../../core/desk-store.ts'
import { ConflictError, IllegalTransitionError } from '../../core/errors.ts'
import { uuidv7 } from '../../core/ids.ts'
import { addDays, type PlainDate, shanghaiDate } from '../../core/time.ts'
import type { UnitTree } from '../../core/units.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { chainOf, nextSuperior } from '../tasks/superiors.ts'
import { calendarNotice, noonOf } from './clock-view.ts'
import { type OfficerGround, termsOf } from './ground.ts'
import { stepped, writePlan } from './write.ts'

const atOnce = 100
const roundsAtMost = 20

/** When a case goes up, and how far: before it is missed to its own head, on the day to the next, late to the one above. */
export interface Stage {
  readonly id: 'soon' | 'due' | 'late'
  readonly level: number
  /** Last due day that the stage takes in. */
  readonly until: PlainDate
}

/** Stages of a day; a recheck is looked at three working days ahead, anything else one. */
export const stagesOn = (calendar: Calendar, today: PlainDate, aheadDays: number): readonly Stage[] => [
  { id: 'soon', level: 0, until: calendar.addWorkingDays(noonOf(today), aheadDays).date },
  { id: 'due', level: 1, until: today },
  { id: 'late', level: 2, until: addDays(today, -1) },
]

/** What one round of watching did. */
export interface DeskWatched {
  readonly escalated: number
  /** Went up, and nobody holds the role up there. */
  readonly unnamed: number
  readonly lapsed: number
  /** Days that were counted anew, because the holidays were published meanwhile. */
  readonly recounted: number
  readonly calendarNotice: string | undefined
}

/** Puts one case before a named superior, once for the stage, whichever process is faster. */
const putUp = async (ground: OfficerGround, tree: UnitTree, application: Application, stage: Stage) => {
  const { store, clock } = ground
  const chain = chainOf(tree, application.unit)
  const claim = await store.desk.claimOf(application.number)
  const superior = nextSuperior(chain, await store.people.officersOf(chain), { level: stage.level, claimedBy: claim?.officer })
  const at = clock()
  return store.transaction(async (records) => {
    const row = { application: application.number, stage: stage.id, at, dueOn: application.dueOn, superior: superior.id }
    if (!(await records.desk.escalate(row))) return undefined
    if (superior.id !== undefined)
      await records.notices.add(
        { id: uuidv7(at), person: superior.id, kind: 'overdue', target: application.number, at },
        `${application.id}:${stage.id}:${row.dueOn}:${superior.id}`,
      )
    await records.audit.append(
      {
        ...{ actor: 'system', actorKind: 'system', action: 'escalate_case', target: application.number, isOk: true },
        detail: { stage: stage.id, unit: application.unit, dueOn: application.dueOn, superior: superior.id ?? null },
      },
      at,
    )
    return superior
  })
}

const escalateAll = async (ground: OfficerGround, tree: UnitTree, groups: readonly DeskGroup[], aheadDays: number) => {
  const done = { escalated: 0, unnamed: 0 }
  const today = shanghaiDate(ground.clock())
  for (const stage of stagesOn(ground.calendar, today, aheadDays)) {
    for (let round = 0; round < roundsAtMost; round++) {
      const found = await ground.store.desk.unwatched({ groups, dueUntil: stage.until, stage: stage.id, limit: atOnce })
      for (const application of found) {
        const superior = await putUp(ground, tree, application, stage)
        if (superior) done.escalated += 1
        if (superior && superior.id === undefined) done.unnamed += 1
      }
      if (found.length < atOnce) break
    }
  }
  return done
}

/** Applications whose material never came (逾期未补正): they lapse, are no refusal, and may be made again. */
const lapseSilent = async (ground: OfficerGround, supplementDays: number): Promise<number> => {
  const { store, clock } = ground
  const now = clock()
  const before = new Date(now.getTime() - supplementDays * 24 * 3_600_000)
  let lapsed = 0
  for (const application of await store.desk.silentSince(before, atOnce)) {
    const asked = application.history.at(-1)
    if (!asked || new Date(asked.at) >= before) continue
    try {
      const next = stepped(ground, application, { steps: [['lapse', { kind: 'system' }]] }, now)
      await store.transaction((records) =>
        writePlan(
          records,
          application,
          next,
          { content: { days: supplementDays }, detail: {}, written: [] },
          { by: 'system', kind: 'system', at: now, act: 'lapse', action: 'lapse_case' },
        ),
      )
      lapsed += 1
    } catch (cause) {
      // The material came this very moment.
      if (!(cause instanceof ConflictError) && !(cause instanceof IllegalTransitionError)) throw cause
    }
  }
  return lapsed
}

/** Counts every open day anew: once after a start, for the holidays of a year may have been published meanwhile. */
export const recountDays = async (ground: OfficerGround): Promise<number> => {
  const { store, clock } = ground
  let after: { dueOn: PlainDate; id: string } | undefined
  const late: Application[] = []
  for (;;) {
    const page = await store.desk.open({ groups: ['machine', 'review', 'second', 'recheck'], limit: atOnce, after })
    for (const application of page)
      if (stepped(ground, application, { steps: [] }, clock()).dueOn !== application.dueOn) late.push(application)
    const last = page.at(-1)
    if (!last || page.length < atOnce) break
    after = { dueOn: last.dueOn, id: last.id }
  }
  let recounted = 0
  for (const application of late) {
    const { dueOn } = stepped(ground, application, { steps: [] }, clock())
    const isWritten = await store.transaction(async (records) => {
      const { state, history, number } = application
      if (!(await records.applications.move(application, { state, history, dueOn }))) return false
      await records.audit.append(
        {
          ...{ actor: 'system', actorKind: 'system', action: 'recount_case', target: number, isOk: true },
          detail: { from: application.dueOn, to: dueOn },
        },
        clock(),
      )
      return true
    })
    if (isWritten) recounted += 1
  }
  return recounted
}

/**
 * Watches the days of cases (督办): what is about to be missed goes to a named superior, once for each stage. Nothing is decided, closed or
 * refused by it; material that never came lets an application lapse, as the rule says. Safe in several processes at once.
 */
export const watchCases = async (ground: OfficerGround, options: { supplementDays: number; isFirst: boolean }): Promise<DeskWatched> => {
  const tree = await ground.tree()
  const recounted = options.isFirst ? await recountDays(ground) : 0
  const cases = await escalateAll(ground, tree, watchedGroups, 1)
  const rechecks = await escalateAll(ground, tree, ['recheck'], Math.min(3, termsOf(ground).recheckDays))
  return {
    escalated: cases.escalated + rechecks.escalated,
    unnamed: cases.unnamed + rechecks.unnamed,
    lapsed: await lapseSilent(ground, options.supplementDays),
    recounted,
    calendarNotice: calendarNotice(ground.calendar, shanghaiDate(ground.clock())),
  }
}
