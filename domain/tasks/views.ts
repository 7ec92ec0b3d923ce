import type { Incident } from '../../core/incidents.ts'
import type { AttachmentView, CallView, IncidentView, MatterView, Named, StepView, TaskRow } from '../../core/task-desk.ts'
import type { Task, TaskAttachment, TaskCall, TaskStep } from '../../core/tasks.ts'
import type { UnitTree } from '../../core/units.ts'
import type { Rules } from './progress.ts'
import type { Matter } from './worklist.ts'

/** Names that views are made with. */
export interface Names {
  readonly tree: UnitTree
  readonly officers: ReadonlyMap<string, string>
}

const unitNamed = (id: string, { tree }: Names): Named => ({ id, name: tree.nameOf(id) })
export const officerNamed = (id: string, { officers }: Pick<Names, 'officers'>): Named => ({ id, name: officers.get(id) ?? id })

/** A row of the board. */
export const rowOf = (task: Task, now: Date, names: Names): TaskRow => ({
  id: task.id,
  number: task.number,
  event: task.event,
  unit: unitNamed(task.unit, names),
  state: task.state,
  tier: task.tier,
  points: task.points,
  classes: task.classes,
  marks: task.marks,
  dispatchedAt: task.dispatchedAt,
  dueAt: task.dueAt,
  isOverdue: task.state !== 'closed' && task.dueAt < now,
  claimedBy: task.claimedBy === undefined ? undefined : officerNamed(task.claimedBy, names),
  level: task.level,
  needsVisit: task.needsVisit,
  satisfaction: task.satisfaction,
  outcome: task.outcome,
  closedAt: task.closedAt,
  incidents: task.incidents,
  reopenings: task.reopenings,
  brief: task.brief,
  revision: task.revision,
})

export const stepView = (step: TaskStep, names: Names): StepView => ({
  n: step.n,
  event: step.event,
  to: step.to,
  at: step.at,
  by: step.actor.kind === 'system' ? undefined : officerNamed(step.actor.id, names),
  unit: unitNamed(step.unit, names),
  isLate: step.isLate,
  content: step.content ?? {},
})

export const callView = (call: TaskCall, number: string, names: Pick<Names, 'tree'>): CallView => ({
  id: call.id,
  task: call.task,
  number,
  department: { id: call.department, name: names.tree.nameOf(call.department) },
  calledAt: call.calledAt,
  dueAt: call.dueAt,
  state: call.state,
  isLate: call.isLate,
  answeredAt: call.answeredAt,
  attended: call.attended,
  question: call.question,
  answer: call.answer,
})

export const attachmentView = (
  { id, at, by, name, type, bytes, sha256 }: TaskAttachment,
  names: Pick<Names, 'officers'>,
): AttachmentView => ({
  ...{ id, at, name, type, bytes, sha256 },
  by: officerNamed(by, names),
})

export const incidentView = (incident: Incident, { tree }: Pick<Names, 'tree'>): IncidentView => ({
  id: incident.id,
  source: incident.source,
  sourceId: incident.sourceId,
  unit: { id: incident.unit, name: tree.nameOf(incident.unit) },
  at: incident.at,
  takenAt: incident.takenAt,
  text: incident.body?.text,
  place: incident.body?.place,
  classes: incident.classes,
  tier: incident.tier,
  points: incident.points,
  reasons: incident.body?.reasons ?? [],
  marks: incident.marks,
  scanner: incident.scanner,
  mergedInto: incident.mergedInto,
})

export const matterView = (matter: Matter, unit: string, { worklist, addressees }: Rules): MatterView => ({
  id: matter.id,
  title: matter.title,
  side: matter.side,
  basis: matter.basis,
  addressees: addressees(unit, matter.duty),
  first: worklist.first,
})

/** Officers that views of these tasks name. */
export const officersIn = (
  tasks: readonly Task[],
  steps: readonly TaskStep[] = [],
  files: readonly TaskAttachment[] = [],
): readonly string[] => [
  ...new Set([
    ...tasks.flatMap(({ claimedBy, escalatedTo }) => [claimedBy, escalatedTo].filter((id) => id !== undefined)),
    ...steps.flatMap(({ actor }) => (actor.kind === 'officer' ? [actor.id] : [])),
    ...files.map(({ by }) => by),
  ]),
]
