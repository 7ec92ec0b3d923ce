import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import type { DisputeClass, Mark, Tier } from '../../core/disputes.ts'
import type { Satisfaction, TaskCall, TaskEvent, TaskOutcome, TaskState } from '../../core/tasks.ts'
import { moment, sealed } from './columns.ts'

// Incidents, chains and tasks on PostgreSQL, and the types of both; `../sqlite/tasks.ts` has the same shape. No column names a citizen.

export const incidents = pgTable(
  'incidents',
  {
    id: text('id').primaryKey(),
    source: text('source').notNull(),
    sourceId: text('source_id').notNull(),
    unit: text('unit').notNull(),
    at: moment('at').notNull(),
    takenAt: moment('taken_at').notNull(),
    placeKey: text('place_key'),
    mainClass: text('main_class').$type<DisputeClass>(),
    classes: jsonb('classes').$type<readonly DisputeClass[]>().notNull(),
    tier: text('tier').$type<Tier>().notNull(),
    points: integer('points').notNull(),
    marks: jsonb('marks').$type<readonly Mark[]>().notNull(),
    scanner: text('scanner').notNull(),
    event: text('event'),
    mergedInto: text('merged_into'),
    /** Text, place and reasons; null once de-identified. */
    body: sealed('body'),
  },
  (table) => [
    unique('incidents_source').on(table.source, table.sourceId),
    index('incidents_unit').on(table.unit, table.at, table.id),
    index('incidents_event').on(table.event, table.at),
    index('incidents_at').on(table.at).where(sql`body is not null`),
  ],
)

export const disputeEvents = pgTable(
  'dispute_events',
  {
    id: text('id').primaryKey(),
    unit: text('unit').notNull(),
    placeKey: text('place_key'),
    cause: text('cause').$type<DisputeClass>().notNull(),
    firstAt: moment('first_at').notNull(),
    lastAt: moment('last_at').notNull(),
    incidents: integer('incidents').notNull(),
    tier: text('tier').$type<Tier>().notNull(),
    points: integer('points').notNull(),
  },
  (table) => [index('dispute_events_place').on(table.placeKey, table.lastAt).where(sql`place_key is not null`)],
)

export const tasks = pgTable(
  'tasks',
  {
    id: text('id').primaryKey(),
    number: text('number').notNull().unique('tasks_number'),
    event: text('event').notNull().unique('tasks_event'),
    unit: text('unit').notNull(),
    state: text('state').$type<TaskState>().notNull(),
    tier: text('tier').$type<Tier>().notNull(),
    /** 0 red … 4 white: what the board is sorted by. */
    rank: integer('rank').notNull(),
    points: integer('points').notNull(),
    mainClass: text('main_class').$type<DisputeClass>().notNull(),
    classes: jsonb('classes').$type<readonly DisputeClass[]>().notNull(),
    marks: jsonb('marks').$type<readonly Mark[]>().notNull(),
    matter: text('matter'),
    claimedBy: text('claimed_by'),
    dispatchedAt: moment('dispatched_at').notNull(),
    receivedAt: moment('received_at'),
    contactedAt: moment('contacted_at'),
    fedBackAt: moment('fed_back_at'),
    closedAt: moment('closed_at'),
    dueAt: moment('due_at').notNull(),
    escalateAt: moment('escalate_at'),
    level: integer('level').notNull(),
    escalatedTo: text('escalated_to'),
    needsVisit: boolean('needs_visit').notNull(),
    failedFollowUps: integer('failed_follow_ups').notNull(),
    satisfaction: text('satisfaction').$type<Satisfaction>(),
    outcome: text('outcome').$type<TaskOutcome>(),
    lateSteps: integer('late_steps').notNull(),
    returns: integer('returns').notNull(),
    reopenings: integer('reopenings').notNull(),
    incidents: integer('incidents').notNull(),
    lastIncidentAt: moment('last_incident_at').notNull(),
    revision: integer('revision').notNull(),
    /** Place and the first words; null once de-identified. */
    brief: sealed('brief'),
  },
  (table) => [
    index('tasks_board').on(table.unit, table.rank, table.dueAt, table.id),
    index('tasks_open').on(table.unit, table.rank, table.dueAt, table.id).where(sql`state <> 'closed'`),
    index('tasks_escalate').on(table.escalateAt).where(sql`escalate_at is not null`),
    index('tasks_visit').on(table.fedBackAt).where(sql`state in ('fed_back', 'supervised') and satisfaction is null`),
    index('tasks_closed').on(table.unit, table.closedAt).where(sql`closed_at is not null`),
    index('tasks_last_incident').on(table.lastIncidentAt).where(sql`brief is not null`),
  ],
)

/** Append-only: a history is added to, never changed, save that its words go when it is de-identified. */
export const taskSteps = pgTable(
  'task_steps',
  {
    id: text('id').primaryKey(),
    task: text('task').notNull(),
    n: integer('n').notNull(),
    event: text('event').$type<TaskEvent>().notNull(),
    state: text('state').$type<TaskState>().notNull(),
    at: moment('at').notNull(),
    /** An officer's id; null is the machine. */
    actor: text('actor'),
    unit: text('unit').notNull(),
    isLate: boolean('is_late').notNull(),
    content: sealed('content'),
  },
  (table) => [unique('task_steps_n').on(table.task, table.n), index('task_steps_unit').on(table.unit, table.at)],
)

export const taskCalls = pgTable(
  'task_calls',
  {
    id: text('id').primaryKey(),
    task: text('task').notNull(),
    department: text('department').notNull(),
    calledAt: moment('called_at').notNull(),
    calledBy: text('called_by').notNull(),
    dueAt: moment('due_at').notNull(),
    state: text('state').$type<TaskCall['state']>().notNull(),
    isLate: boolean('is_late').notNull(),
    answeredAt: moment('answered_at'),
    answeredBy: text('answered_by'),
    attended: boolean('attended'),
    question: sealed('question'),
    answer: sealed('answer'),
  },
  (table) => [
    index('task_calls_task').on(table.task),
    index('task_calls_department').on(table.department, table.state, table.calledAt),
    index('task_calls_due').on(table.dueAt).where(sql`state = 'open'`),
  ],
)

export const taskAttachments = pgTable(
  'task_attachments',
  {
    id: text('id').primaryKey(),
    task: text('task').notNull(),
    at: moment('at').notNull(),
    by: text('by').notNull(),
    type: text('type').notNull(),
    bytes: integer('bytes').notNull(),
    sha256: text('sha256').notNull(),
    name: sealed('name').notNull(),
    /** Last on purpose: a row is read without its content. */
    content: sealed('content').notNull(),
  },
  (table) => [index('task_attachments_task').on(table.task)],
)
