import type { OpenDisputes } from './core/disputes.ts'
import { ConflictError, PlatformError } from './core/errors.ts'
import type { Officer } from './core/people.ts'
import type { Store } from './core/ports.ts'
import type { TaskDetail } from './core/task-desk.ts'
import { addDays, type Clock, type PlainDate, shanghaiDate } from './core/time.ts'
import { madeIncidents } from './demo-incidents.ts'
import type { Calendar } from './domain/calendar/calendar.ts'
import type { MadeIncident } from './domain/made-incidents/make-incidents.ts'
import { type Memory, type Move, nextMove, remember } from './domain/made-incidents/next-move.ts'
import { type Random, randomOf } from './domain/made-incidents/random.ts'
import { soonest } from './domain/made-incidents/soonest.ts'
import { openTasks } from './open-tasks.ts'

/** What is played: days with their number of incidents, until a moment. */
export interface DayPlan {
  readonly seed: number
  /** In the order of time. */
  readonly days: readonly { readonly day: PlainDate; readonly count: number }[]
  /** Nothing is played past it: what is open then stays open. */
  readonly until: Date
  readonly onProgress?: (done: number, of: number) => void
}

/** What came of it. */
export interface DayPlayed {
  readonly incidents: number
  readonly merged: number
  readonly tasks: number
  readonly acts: number
  readonly closed: number
  readonly escalated: number
  /** Acts that the desk refused; none, unless the loop and the players disagree. */
  readonly refused: readonly string[]
}

/** One busy day with quiet ones before and after, up to now. */
export const dayPlan = (facts: {
  readonly seed: number
  readonly day: PlainDate
  readonly count: number
  readonly quiet: number
  readonly before: number
  readonly until: Date
}): DayPlan => {
  const last = shanghaiDate(facts.until)
  const days: { day: PlainDate; count: number }[] = []
  for (let day = addDays(facts.day, -facts.before); day <= last; day = addDays(day, 1))
    days.push({ day, count: day === facts.day ? facts.count : facts.quiet })
  return { seed: facts.seed, until: facts.until, days }
}

type Todo =
  | { readonly kind: 'intake'; readonly batch: readonly MadeIncident[] }
  | { readonly kind: 'watch' }
  | { readonly kind: 'move'; readonly task: string; readonly move: Move }
  | { readonly kind: 'answer'; readonly task: string; readonly call: string; readonly department: string }

/** Incidents of so many minutes are handed in together; deadlines are watched as often. */
const slotMs = 5 * 60_000
const watchMs = 30 * 60_000
const hourMs = 3_600_000

/** The invented officers, by unit: who works, who leads. */
const openRoster = async (store: Store) => {
  const officers = (await store.people.list()).filter((who) => who.kind === 'officer')
  const of = (unit: string): readonly Officer[] => officers.filter((one) => one.unit === unit && one.roles.includes('officer'))
  const isLead = ({ roles }: Officer): boolean => roles.includes('approver') || roles.includes('reviewer')
  const top = (await store.people.listUnits()).find(({ parent }) => parent === undefined)
  return {
    hands: (unit: string): readonly Officer[] => {
      const own = of(unit).filter((one) => !isLead(one))
      return own.length > 0 ? own : of(unit)
    },
    lead: (unit: string): Officer | undefined => of(unit).find(isLead),
    command: (): Officer | undefined => (top ? of(top.id).find(isLead) : undefined),
    find: (id: string): Officer | undefined => officers.find((one) => one.id === id),
  }
}

/**
 * Plays days of invented incidents through the intake and the loop (演示的一天): taken in, scanned, dispatched, worked by the invented
 * officers under the rights that they have, and watched, each at its own moment. The same plan on the same store is taken in once.
 */
export const playDays = async (
  ground: { readonly store: Store; readonly calendar: Calendar; readonly disputes: OpenDisputes },
  plan: DayPlan,
): Promise<DayPlayed> => {
  const { store } = ground
  const [firstDay] = plan.days
  if (!firstDay) return { incidents: 0, merged: 0, tasks: 0, acts: 0, closed: 0, escalated: 0, refused: [] }
  let now = new Date(`${firstDay.day}T00:00:00+08:00`)
  const clock: Clock = () => now
  const loop = openTasks({ ...ground, clock, log: { warn: () => undefined } })
  const roster = await openRoster(store)
  const units = await store.people.listUnits()
  const until = plan.until.getTime()
  const queue = soonest<Todo>()
  const tasks = new Map<string, { detail: TaskDetail; random: Random; memory: Memory }>()
  const done = { incidents: 0, merged: 0, acts: 0, closed: 0, escalated: 0 }
  const refused: string[] = []

  const whole = plan.days.reduce((sum, { count }) => sum + count, 0)
  for (const { day, count } of plan.days) {
    let batch: MadeIncident[] = []
    let slot = 0
    const send = (): void => {
      if (batch.length > 0) queue.put((slot + 1) * slotMs, { kind: 'intake', batch })
      batch = []
    }
    for (const one of madeIncidents(units, { seed: plan.seed, day, count })) {
      const at = one.at.getTime()
      if (at >= until) break
      if (Math.floor(at / slotMs) !== slot) {
        send()
        slot = Math.floor(at / slotMs)
      }
      batch.push(one)
    }
    send()
  }
  for (let at = now.getTime() + watchMs; at < until; at += watchMs) queue.put(at, { kind: 'watch' })

  const officerFor = (detail: TaskDetail, by: Move['by'], random: Random): Officer | undefined => {
    if (by === 'command') return roster.command()
    if (by === 'lead') return roster.lead(detail.unit.id)
    const holder = detail.claimedBy && roster.find(detail.claimedBy.id)
    const hands = roster.hands(detail.unit.id)
    return holder ?? (hands.length > 0 ? random.of(hands) : undefined)
  }
  /** Puts down what comes next for a task. */
  const planNext = (id: string): void => {
    const kept = tasks.get(id)
    const move = kept && nextMove(kept.detail, kept.memory, { now, random: kept.random })
    if (move && move.at.getTime() < until) queue.put(move.at.getTime(), { kind: 'move', task: id, move })
  }
  const look = async (id: string): Promise<TaskDetail | undefined> => {
    const who = roster.command()
    return who && loop.tasks.find(who, id)
  }
  const take = async (batch: readonly MadeIncident[]): Promise<void> => {
    const outcomes = await loop.intake.take(batch, { kind: 'system', id: 'demo' })
    for (const { outcome, task, isMerged, id } of outcomes) {
      done.incidents += outcome === 'taken' ? 1 : 0
      done.merged += outcome === 'taken' && isMerged ? 1 : 0
      if (outcome !== 'taken' || task === undefined) continue
      const detail = await look(task)
      if (!detail) continue
      const kept = tasks.get(task)
      if (kept) {
        const isBegunAnew = kept.detail.state === 'closed' && detail.state !== 'closed'
        kept.detail = detail
        if (!isBegunAnew) continue
        kept.memory = { isHandled: false, isCalled: false, isReturned: false }
      } else
        tasks.set(task, {
          detail,
          random: randomOf(`${plan.seed}/${id}`),
          memory: { isHandled: false, isCalled: false, isReturned: false },
        })
      planNext(task)
    }
    plan.onProgress?.(done.incidents, whole)
  }
  const act = async (id: string, move: Move): Promise<void> => {
    const kept = tasks.get(id)
    const who = kept && officerFor(kept.detail, move.by, kept.random)
    if (!kept || !who) return
    const before = kept.detail
    try {
      kept.detail = await loop.tasks.act(who, id, move.act)
      done.acts += 1
      done.closed += move.act.act === 'close' ? 1 : 0
      remember(kept.memory, move.act, before, kept.detail)
      if (move.act.act === 'call') await expectAnswer(kept.detail)
    } catch (cause) {
      if (!(cause instanceof PlatformError)) throw cause
      // Something happened to it meanwhile: looked at again, and decided anew.
      if (!(cause instanceof ConflictError)) refused.push(`${move.act.act} from ${before.state}: ${cause.dev}`)
      const again = await look(id)
      if (!again || !(cause instanceof ConflictError)) return
      kept.detail = again
    }
    planNext(id)
  }
  const expectAnswer = async (detail: TaskDetail): Promise<void> => {
    const call = detail.calls.find(({ state }) => state === 'open')
    const kept = tasks.get(detail.id)
    if (!call || !kept || kept.random.isOf(0.04)) return
    const at = now.getTime() + (call.dueAt.getTime() - now.getTime()) * (0.05 + kept.random.next() ** 2) + hourMs / 4
    if (at < until) queue.put(at, { kind: 'answer', task: detail.id, call: call.id, department: call.department.id })
  }
  const answer = async (todo: Extract<Todo, { kind: 'answer' }>): Promise<void> => {
    const kept = tasks.get(todo.task)
    const who = roster.hands(todo.department)[0] ?? (kept?.detail.claimedBy && roster.find(kept.detail.claimedBy.id))
    // An answer that comes after the end is not asked for any more.
    if (!kept || !who || kept.detail.state === 'closed') return
    try {
      await loop.tasks.answer(who, todo.task, { call: todo.call, attended: kept.random.isOf(0.7), answer: '已派人到场，按职责处理。' })
      done.acts += 1
    } catch (cause) {
      if (!(cause instanceof PlatformError)) throw cause
      if (!(cause instanceof ConflictError)) refused.push(`answer: ${cause.dev}`)
    }
  }

  for (let at = queue.peek(); at !== undefined && at < until; at = queue.peek()) {
    const todo = queue.take()
    if (!todo) break
    now = new Date(at)
    if (todo.kind === 'intake') await take(todo.batch)
    else if (todo.kind === 'watch') done.escalated += (await loop.watch()).escalated
    else if (todo.kind === 'answer') await answer(todo)
    else await act(todo.task, todo.move)
  }
  return { ...done, tasks: tasks.size, refused }
}

/** Plays a small lively set in a demo that has no incidents yet (首次启动); undefined where there are some. */
export const playFirstDays = async (
  ground: { readonly store: Store; readonly calendar: Calendar; readonly disputes: OpenDisputes },
  facts: { readonly count: number; readonly until: Date },
): Promise<DayPlayed | undefined> => {
  const units = (await ground.store.people.listUnits()).map(({ id }) => id)
  if ((await ground.store.incidents.list({ units, limit: 1 })).length > 0) return undefined
  const { count, until } = facts
  const day = addDays(shanghaiDate(until), -1)
  return playDays(ground, dayPlan({ seed: 1, day, count, quiet: Math.ceil(count / 15), before: 13, until }))
}
