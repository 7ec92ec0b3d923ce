import { z } from 'zod'
import { type Tier, tiers } from '../../core/disputes.ts'
import type { TaskState } from '../../core/tasks.ts'
import { addDays, shanghaiDate } from '../../core/time.ts'
import type { Calendar } from '../calendar/calendar.ts'

const minuteMs = 60_000
const span = z.string().regex(/^\d{1,4}(?:m|h|wd)$/, 'a time like 30m, 2h or 7wd')
const hours = z.string().regex(/^\d{1,4}h$/, 'hours like 12h')
const limits = z.strictObject({ sign: span, contact: span, handle: span, result: span, evaluate: span, warn: z.number().min(0).max(1) })
const tierRecord = <T extends z.ZodType>(each: T) => z.strictObject({ red: each, orange: each, yellow: each, blue: each, white: each })

const file = z.strictObject({
  tiers: tierRecord(limits),
  climb: hours,
  call: tierRecord(z.int().min(1).max(240)),
  visit: z.strictObject({ after: hours, failures: z.int().min(1).max(9) }),
  chain: z.strictObject({ days: z.int().min(1).max(365), sameMinutes: z.int().min(0).max(720), followUpHours: z.int().min(0).max(72) }),
  retention: z.strictObject({ months: z.int().min(1).max(240) }),
})

/** When the present step is due, and when a superior hears of it. */
export interface Due {
  readonly dueAt: Date
  readonly escalateAt: Date
}

/** How long each step may take (时限). */
export interface Deadlines {
  /** The step that a task is in, counted from the moment that its clock began. */
  due(state: TaskState, tier: Tier, from: Date): Due
  readonly climbMs: number
  /** How long a department has to come or answer. */
  callHours(tier: Tier): number
  readonly visit: { readonly afterMs: number; readonly failures: number }
  readonly chain: { readonly ms: number; readonly sameMs: number; readonly followUpMs: number }
  readonly retentionMonths: number
}

type Step = Exclude<keyof z.output<typeof limits>, 'warn'>

/** The step that is due in each state. */
const stepOf: Record<TaskState, Step> = {
  dispatched: 'sign',
  returned: 'sign',
  received: 'contact',
  triaged: 'handle',
  handling: 'result',
  fed_back: 'evaluate',
  supervised: 'evaluate',
  closed: 'evaluate',
}

/** Midnight in Shanghai at the end of the day. */
const endOf = (date: string): Date => new Date(`${addDays(date, 1)}T00:00:00+08:00`)

/** Reads `data/worklists/deadlines.yaml`, parsed. */
export const readDeadlines = (raw: unknown, calendar: Calendar): Deadlines => {
  const read = file.parse(raw)
  const after = (from: Date, text: string): Date => {
    const amount = Number.parseInt(text, 10)
    if (text.endsWith('wd')) return endOf(calendar.addWorkingDays(from, amount).date)
    return new Date(from.getTime() + amount * (text.endsWith('h') ? 60 : 1) * minuteMs)
  }
  const hoursMs = (text: string): number => Number.parseInt(text, 10) * 60 * minuteMs
  for (const tier of tiers) {
    const noon = new Date('2026-03-02T04:00:00Z')
    const { sign, contact, handle, result } = read.tiers[tier]
    const ends = [sign, contact, handle, result].map((text) => after(noon, text).getTime())
    if (ends.some((end, index) => end < (ends[index - 1] ?? 0))) throw new Error(`${tier}: a later step is due before an earlier one`)
  }
  return {
    due: (state, tier, from) => {
      const dueAt = after(from, read.tiers[tier][stepOf[state]])
      return { dueAt, escalateAt: new Date(from.getTime() + (dueAt.getTime() - from.getTime()) * read.tiers[tier].warn) }
    },
    climbMs: hoursMs(read.climb),
    callHours: (tier) => read.call[tier],
    visit: { afterMs: hoursMs(read.visit.after), failures: read.visit.failures },
    chain: {
      ms: read.chain.days * 24 * 60 * minuteMs,
      sameMs: read.chain.sameMinutes * minuteMs,
      followUpMs: read.chain.followUpHours * 60 * minuteMs,
    },
    retentionMonths: read.retention.months,
  }
}

/** The moment before which texts are too old to be kept. Months count by the calendar; the day is that of Shanghai. */
export const keptSince = (now: Date, months: number): Date => {
  const [year = 0, month = 0, day = 0] = shanghaiDate(now).split('-').map(Number)
  const at = new Date(Date.UTC(year, month - 1 - months, 1))
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()
  at.setUTCDate(Math.min(day, last))
  return new Date(`${at.toISOString().slice(0, 10)}T00:00:00+08:00`)
}
