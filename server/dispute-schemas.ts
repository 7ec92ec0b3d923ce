import { z } from '@hono/zod-openapi'
import { disputeClasses, findingMarks, tiers } from '../core/disputes.ts'
import { taskActs } from '../core/task-acts.ts'
import { evaluations, taskEvents, taskOutcomes, taskStates } from '../core/tasks.ts'
import { isPlainDate } from '../core/time.ts'

/** Shapes of incidents, tasks and their figures, once: routes validate by them and /openapi.json is written from them. */

const instant = z.string().openapi({ format: 'date-time', example: '2026-11-22T01:00:00.000Z' })
export const day = z.string().refine(isPlainDate, '日期请写成 2026-11-22 这样。').openapi({ format: 'date', example: '2026-11-22' })
const disputeClass = z.enum(disputeClasses)
const tier = z.enum(tiers)
const named = z.object({ id: z.string(), name: z.string() })
const mark = z.enum(findingMarks)

export const IncomingIncidentForm = z
  .object({
    source: z
      .string()
      .max(40)
      .default('api')
      .openapi({ description: 'The system it comes from; with `id` it is taken once.', example: '110' }),
    id: z.string().max(120).openapi({ example: 'JQ20261122000123' }),
    text: z.string().openapi({ description: 'At most 20,000 characters.' }),
    at: z.coerce.date('时间请写成 2026-11-22T09:00:00+08:00 这样。').optional().openapi({ type: 'string', format: 'date-time' }),
    place: z.string().nullish().openapi({ description: 'The address. Without one the incident stands alone.' }),
    unit: z.string().max(100).nullish().openapi({ description: 'Id or name; left out, found by the address.' }),
  })
  .openapi('IncomingIncident')

export const IntakeForm = z
  .union([
    IncomingIncidentForm,
    z.object({ incidents: z.array(IncomingIncidentForm).min(1, '至少一条警情。').max(1_000, '一次最多 1000 条，更多请用 NDJSON。') }),
  ])
  .openapi('Intake')

export const IntakeOutcomeView = z
  .object({
    source: z.string(),
    id: z.string(),
    outcome: z.enum(['taken', 'seen', 'refused']),
    incident: z.string().nullable(),
    tier: tier.nullable(),
    points: z.int().nullable(),
    classes: z.array(disputeClass),
    event: z.string().nullable(),
    task: z.string().nullable(),
    isMerged: z.boolean().openapi({ description: 'True: the follow-up of another call.' }),
    advice: z.array(z.string()).openapi({ description: 'Of a red one: what to do at once. Advice; an officer decides.' }),
    why: z.string().nullable(),
  })
  .openapi('IntakeOutcome')

export const IncidentRow = z
  .object({
    id: z.string(),
    source: z.string(),
    sourceId: z.string(),
    unit: named,
    at: instant,
    takenAt: instant,
    text: z.string().nullable().openapi({ description: 'Null once de-identified.' }),
    place: z.string().nullable(),
    classes: z.array(disputeClass),
    tier,
    points: z.int(),
    reasons: z.array(
      z.object({
        word: z.string(),
        at: z.int().openapi({ description: 'UTF-16 offset in the text.' }),
        rule: z.string(),
        points: z.int(),
        class: disputeClass.optional(),
      }),
    ),
    marks: z.array(mark),
    scanner: z.string(),
    mergedInto: z.string().nullable(),
  })
  .openapi('Incident')

export const TaskRowView = z
  .object({
    id: z.string(),
    number: z.string(),
    event: z.string(),
    unit: named,
    state: z.enum(taskStates),
    stateName: z.string(),
    tier,
    points: z.int(),
    classes: z.array(disputeClass),
    marks: z.array(mark),
    place: z.string().nullable(),
    excerpt: z.string().nullable(),
    dispatchedAt: instant,
    dueAt: instant,
    isOverdue: z.boolean(),
    claimedBy: named.nullable(),
    level: z.int().openapi({ description: 'How far up it has gone: 0 not at all, 1 the own lead, 2 the unit above …' }),
    needsVisit: z.boolean(),
    satisfaction: z.enum(evaluations).nullable(),
    outcome: z.enum(taskOutcomes).nullable(),
    closedAt: instant.nullable(),
    incidents: z.int(),
    reopenings: z.int(),
    revision: z.int(),
  })
  .openapi('TaskRow')

export const BoardView = z.object({ tasks: z.array(TaskRowView), next: z.string().nullable() }).openapi('TaskBoard')

export const IncidentDetailView = IncidentRow.extend({
  event: z.object({ id: z.string(), firstAt: instant, lastAt: instant, incidents: z.int() }).nullable(),
  chain: z.array(
    z.object({ id: z.string(), at: instant, tier, points: z.int(), classes: z.array(disputeClass), mergedInto: z.string().nullable() }),
  ),
  task: z.union([TaskRowView, z.null()]),
}).openapi('IncidentDetail')

export const MatterRow = z
  .object({
    id: z.string(),
    title: z.string(),
    side: z.enum(['positive', 'negative']),
    basis: z.string(),
    addressees: z.array(named),
    first: z.array(z.string()),
  })
  .openapi('Matter')

export const CallRow = z
  .object({
    id: z.string(),
    task: z.string(),
    number: z.string(),
    department: named,
    calledAt: instant,
    dueAt: instant,
    state: z.enum(['open', 'answered']),
    isLate: z.boolean(),
    answeredAt: instant.nullable(),
    attended: z.boolean().nullable(),
    question: z.string().nullable(),
    answer: z.string().nullable(),
  })
  .openapi('TaskCall')

export const AttachmentRow = z
  .object({ id: z.string(), at: instant, by: named, name: z.string(), type: z.string(), bytes: z.int(), sha256: z.string() })
  .openapi('TaskAttachment')

const acts = Object.keys(taskActs) as [keyof typeof taskActs, ...(keyof typeof taskActs)[]] // Object.keys forgets which strings they are.

export const TaskDetailView = TaskRowView.extend({
  receivedAt: instant.nullable(),
  contactedAt: instant.nullable(),
  fedBackAt: instant.nullable(),
  escalatedTo: named.nullable(),
  returns: z.int(),
  lateSteps: z.int(),
  matter: z.union([MatterRow, z.null()]),
  needsSupervision: z.boolean(),
  may: z.array(z.enum(acts)).openapi({ description: 'What the person who asks may do now.' }),
  history: z.array(
    z.object({
      n: z.int(),
      event: z.enum(taskEvents),
      eventName: z.string(),
      to: z.enum(taskStates),
      at: instant,
      by: named.nullable().openapi({ description: 'Null: the machine.' }),
      unit: named,
      isLate: z.boolean(),
      content: z.record(z.string(), z.unknown()),
    }),
  ),
  calls: z.array(CallRow),
  attachments: z.array(AttachmentRow),
  chain: z.array(IncidentRow),
}).openapi('Task')

const byTier = z.object({ red: z.int(), orange: z.int(), yellow: z.int(), blue: z.int(), white: z.int() })

export const TaskSummaryView = z
  .object({
    at: instant,
    unit: named,
    open: byTier,
    overdue: byTier,
    states: z.record(z.enum(taskStates), z.int()).openapi({ description: 'Open tasks by state; `closed` are those closed today.' }),
    today: z.object({
      incidents: z.int(),
      merged: z.int(),
      dispatched: z.int(),
      closed: z.int(),
      reopened: z.int(),
      escalated: z.int(),
    }),
    callsWaiting: z.int(),
    callsLate: z.int(),
  })
  .openapi('TaskSummary')

export const TrendsView = z
  .object({
    by: z.enum(['class', 'unit', 'tier']),
    step: z.enum(['day', 'week', 'month']),
    from: day,
    to: day,
    periods: z.array(day).openapi({ description: 'First days; weeks begin on Monday.' }),
    rows: z.array(z.object({ key: z.string(), name: z.string(), counts: z.array(z.int()), total: z.int() })),
  })
  .openapi('DisputeTrends')

export const WorkScoreView = z
  .object({
    unit: named,
    dispatched: z.int(),
    closed: z.int(),
    timeliness: z.number().nullable().openapi({ description: 'Share of steps done in time, 0–1; null where none was due.' }),
    steps: z.int(),
    lateSteps: z.int(),
    returns: z.int(),
    reopened: z.int(),
    escalated: z.int(),
    callsLate: z.int(),
    satisfaction: z.record(z.enum(evaluations), z.int()),
    outcomes: z.record(z.enum(taskOutcomes), z.int()),
  })
  .openapi('WorkScore')

export const UnitRow = z
  .object({
    id: z.string(),
    name: z.string(),
    parent: z.string().nullable(),
    kind: z.enum(['city', 'banner', 'station', 'community', 'department']),
    duty: z.string().nullable(),
  })
  .openapi('UnitRow')

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true')

export const BoardParams = z.object({
  unit: z.string().max(60).optional(),
  class: disputeClass.optional(),
  tier: tier.optional(),
  state: z.enum(['open', ...taskStates]).default('open'),
  overdue: flag,
  mine: flag.openapi({ description: 'Claimed by me.' }),
  escalated: flag.openapi({ description: 'Put before me as a superior.' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(400).optional(),
})

export const IncidentParams = z.object({
  unit: z.string().max(60).optional(),
  class: disputeClass.optional(),
  tier: tier.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(400).optional(),
})

export const PeriodParams = z.object({ from: day, to: day, unit: z.string().max(60).optional() })
export const TrendParams = PeriodParams.extend({
  by: z.enum(['class', 'unit', 'tier']).default('class'),
  step: z.enum(['day', 'week', 'month']).default('week'),
})
