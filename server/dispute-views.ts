import type { z } from '@hono/zod-openapi'
import type { IntakeOutcome } from '../core/incidents.ts'
import type {
  AttachmentView,
  CallView,
  IncidentDetail,
  IncidentView,
  MatterView,
  TaskDetail,
  TaskRow,
  TaskSummary,
  Trends,
  UnitView,
  WorkScore,
} from '../core/task-desk.ts'
import { taskEventNames, taskStateNames } from '../core/tasks.ts'
import type {
  AttachmentRow,
  CallRow,
  IncidentDetailView,
  IncidentRow,
  IntakeOutcomeView,
  MatterRow,
  TaskDetailView,
  TaskRowView,
  TaskSummaryView,
  TrendsView,
  UnitRow,
  WorkScoreView,
} from './dispute-schemas.ts'

// Our types as JSON says them: moments as text, what is missing as null.

const at = (moment: Date | undefined): string | null => moment?.toISOString() ?? null

export const outcomeJson = (outcome: IntakeOutcome): z.input<typeof IntakeOutcomeView> => ({
  source: outcome.source,
  id: outcome.id,
  outcome: outcome.outcome,
  incident: outcome.incident ?? null,
  tier: outcome.tier ?? null,
  points: outcome.points ?? null,
  classes: [...(outcome.classes ?? [])],
  event: outcome.event ?? null,
  task: outcome.task ?? null,
  isMerged: outcome.isMerged ?? false,
  advice: [...(outcome.advice ?? [])],
  why: outcome.why ?? null,
})

export const incidentJson = (incident: IncidentView): z.input<typeof IncidentRow> => ({
  ...incident,
  at: incident.at.toISOString(),
  takenAt: incident.takenAt.toISOString(),
  text: incident.text ?? null,
  place: incident.place ?? null,
  classes: [...incident.classes],
  marks: [...incident.marks],
  reasons: incident.reasons.map((reason) => ({ ...reason })),
  mergedInto: incident.mergedInto ?? null,
})

export const taskRowJson = ({ brief, ...task }: TaskRow): z.input<typeof TaskRowView> => ({
  id: task.id,
  number: task.number,
  event: task.event,
  unit: task.unit,
  state: task.state,
  stateName: taskStateNames[task.state],
  tier: task.tier,
  points: task.points,
  classes: [...task.classes],
  marks: [...task.marks],
  place: brief?.place ?? null,
  excerpt: brief?.excerpt ?? null,
  dispatchedAt: task.dispatchedAt.toISOString(),
  dueAt: task.dueAt.toISOString(),
  isOverdue: task.isOverdue,
  claimedBy: task.claimedBy ?? null,
  level: task.level,
  needsVisit: task.needsVisit,
  satisfaction: task.satisfaction ?? null,
  outcome: task.outcome ?? null,
  closedAt: at(task.closedAt),
  incidents: task.incidents,
  reopenings: task.reopenings,
  revision: task.revision,
})

export const incidentDetailJson = (incident: IncidentDetail): z.input<typeof IncidentDetailView> => {
  const { event, chain, task, ...own } = incident
  return {
    ...incidentJson(own),
    event: event ? { ...event, firstAt: event.firstAt.toISOString(), lastAt: event.lastAt.toISOString() } : null,
    chain: chain.map((one) => ({ ...one, at: one.at.toISOString(), classes: [...one.classes], mergedInto: one.mergedInto ?? null })),
    task: task ? taskRowJson(task) : null,
  }
}

export const matterJson = (matter: MatterView): z.input<typeof MatterRow> => ({
  ...matter,
  addressees: [...matter.addressees],
  first: [...matter.first],
})

export const callJson = (call: CallView): z.input<typeof CallRow> => ({
  ...call,
  calledAt: call.calledAt.toISOString(),
  dueAt: call.dueAt.toISOString(),
  answeredAt: at(call.answeredAt),
  attended: call.attended ?? null,
  question: call.question ?? null,
  answer: call.answer ?? null,
})

export const attachmentJson = (file: AttachmentView): z.input<typeof AttachmentRow> => ({ ...file, at: file.at.toISOString() })

export const taskJson = (task: TaskDetail): z.input<typeof TaskDetailView> => ({
  ...taskRowJson(task),
  receivedAt: at(task.receivedAt),
  contactedAt: at(task.contactedAt),
  fedBackAt: at(task.fedBackAt),
  escalatedTo: task.escalatedTo ?? null,
  returns: task.returns,
  lateSteps: task.lateSteps,
  matter: task.matter ? matterJson(task.matter) : null,
  needsSupervision: task.needsSupervision,
  may: [...task.may],
  history: task.history.map((step) => ({
    ...step,
    eventName: taskEventNames[step.event],
    at: step.at.toISOString(),
    by: step.by ?? null,
    content: { ...step.content },
  })),
  calls: task.calls.map(callJson),
  attachments: task.attachments.map(attachmentJson),
  chain: task.chain.map(incidentJson),
})

export const summaryJson = (summary: TaskSummary): z.input<typeof TaskSummaryView> => ({ ...summary, at: summary.at.toISOString() })

export const trendsJson = (trends: Trends): z.input<typeof TrendsView> => ({
  ...trends,
  periods: [...trends.periods],
  rows: trends.rows.map((row) => ({ ...row, counts: [...row.counts] })),
})

export const workJson = (score: WorkScore): z.input<typeof WorkScoreView> => ({ ...score, timeliness: score.timeliness ?? null })

export const unitJson = (unit: UnitView): z.input<typeof UnitRow> => ({ ...unit, parent: unit.parent ?? null, duty: unit.duty ?? null })
