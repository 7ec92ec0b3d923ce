import type { DisputeClass, outcomeNames, satisfactionNames, TaskEvent, TaskState, Tier } from './names.ts'

/** The API of incidents and tasks, as these pages know it. */

export interface Named {
  id: string
  name: string
}

export interface Reason {
  word: string
  at: number
  rule: string
  points: number
  class?: DisputeClass
}

export interface Finding {
  classes: DisputeClass[]
  tier: Tier
  points: number
  reasons: Reason[]
  marks: string[]
}

export interface TaskRow {
  id: string
  number: string
  event: string
  state: TaskState
  tier: Tier
  points: number
  classes: DisputeClass[]
  marks: string[]
  dispatchedAt: string
  dueAt: string
  level: number
  needsVisit: boolean
  satisfaction: 'satisfied' | 'partly' | 'unsatisfied' | 'unreachable' | null
  outcome: string | null
  closedAt: string | null
  incidents: number
  reopenings: number
  /** Null once it is de-identified, as the excerpt. */
  place: string | null
  excerpt: string | null
  revision: number
  unit: Named
  claimedBy: Named | null
  isOverdue: boolean
}

export interface Board {
  tasks: TaskRow[]
  next: string | null
}

export interface Step {
  n: number
  event: TaskEvent
  to: TaskState
  at: string
  by: Named | null
  unit: Named
  isLate: boolean
  content: Record<string, unknown>
}

export interface Call {
  id: string
  task: string
  number: string
  department: Named
  calledAt: string
  dueAt: string
  state: 'open' | 'answered'
  isLate: boolean
  answeredAt: string | null
  attended: boolean | null
  question: string | null
  answer: string | null
}

export interface Attachment {
  id: string
  at: string
  by: Named
  name: string
  type: string
  bytes: number
}

export interface Incident {
  id: string
  source: string
  sourceId: string
  unit: Named
  at: string
  takenAt: string
  text: string | null
  place: string | null
  classes: DisputeClass[]
  tier: Tier
  points: number
  reasons: Reason[]
  marks: string[]
  scanner: string
  mergedInto: string | null
}

export interface Matter {
  id: string
  title: string
  side: 'positive' | 'negative'
  basis: string
  addressees: Named[]
  first: string[]
}

export interface TaskDetail extends TaskRow {
  receivedAt: string | null
  contactedAt: string | null
  fedBackAt: string | null
  escalatedTo: Named | null
  returns: number
  lateSteps: number
  matter: Matter | null
  needsSupervision: boolean
  may: string[]
  history: Step[]
  calls: Call[]
  attachments: Attachment[]
  chain: Incident[]
}

export interface Summary {
  at: string
  unit: Named
  open: Record<Tier, number>
  overdue: Record<Tier, number>
  states: Record<TaskState, number>
  today: { incidents: number; merged: number; dispatched: number; closed: number; reopened: number; escalated: number }
  callsWaiting: number
  callsLate: number
}

/** A unit that the reader may see, or a department that may be called. */
export interface Unit extends Named {
  parent: string | null
  kind: 'city' | 'banner' | 'station' | 'community' | 'department'
  duty: string | null
}

export interface Trends {
  by: 'class' | 'unit' | 'tier'
  step: 'day' | 'week' | 'month'
  from: string
  to: string
  periods: string[]
  rows: { key: string; name: string; counts: number[]; total: number }[]
}

/** How the work of a unit went: of steps and tasks, never of persons. */
export interface WorkScore {
  unit: Named
  dispatched: number
  closed: number
  timeliness: number | null
  steps: number
  lateSteps: number
  returns: number
  reopened: number
  escalated: number
  callsLate: number
  satisfaction: Record<keyof typeof satisfactionNames, number>
  outcomes: Record<keyof typeof outcomeNames, number>
}
