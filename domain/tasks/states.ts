import type { Tier } from '../../core/disputes.ts'
import { TaskStepRefusedError } from '../../core/task-errors.ts'
import type { Task, TaskEvent, TaskOutcome, TaskState } from '../../core/tasks.ts'

/**
 * How whoever acts stands to a task: `system`; `hand`, an officer of the unit that has it; `holder`, the hand who claimed it; `lead`, a
 * reviewer or approver of the unit, or of one above it; `above`, an officer of a unit above; `department`, one that was called.
 */
export type Standing = 'system' | 'hand' | 'holder' | 'lead' | 'above' | 'department'

/** What a step is decided by, beside who does it. */
export interface StepFacts {
  readonly tier: Tier
  readonly outcome?: TaskOutcome | undefined
  /** A superior has to check it before it may be closed. */
  readonly needsSupervision?: boolean | undefined
  /** Whoever acts handled it or told the parties. */
  readonly isOwnWork?: boolean | undefined
  /** Somebody was asked how content they are, or went there in vain. */
  readonly isEvaluated?: boolean | undefined
}

/** One way on (边). `same` stays where it is. */
export interface Edge {
  readonly event: TaskEvent
  readonly from: readonly TaskState[]
  readonly to: TaskState | 'same'
  readonly by: readonly Standing[]
  /** Why not, though the table has the row; undefined when nothing stands against it. */
  readonly unless?: (facts: StepFacts) => string | undefined
}

const open = ['dispatched', 'received', 'triaged', 'handling', 'fed_back', 'supervised', 'returned'] as const satisfies readonly TaskState[]
const inHand = ['received', 'triaged', 'handling', 'fed_back', 'supervised'] as const satisfies readonly TaskState[]

const edge = (event: TaskEvent, from: readonly TaskState[], to: Edge['to'], by: readonly Standing[], unless?: Edge['unless']): Edge => ({
  event,
  from,
  to,
  by,
  ...(unless ? { unless } : {}),
})

const isUrgent = (tier: Tier): boolean => tier === 'red' || tier === 'orange'

/**
 * The loop (闭环七步). What is not a row cannot happen. No row that the system may take ends in `closed`, and `downgrade` has no system:
 * a machine closes nothing and lowers nothing.
 */
export const edges: readonly Edge[] = [
  // 派送: again after a return, or to another unit while it is open.
  edge('dispatch', open, 'dispatched', ['lead', 'above']),
  // 接收
  edge('receive', ['dispatched'], 'received', ['hand', 'holder']),
  edge('claim', inHand, 'same', ['hand', 'holder']),
  edge('release', inHand, 'same', ['holder', 'lead']),
  edge('return', ['dispatched'], 'returned', ['hand', 'holder']),
  edge('return', ['received', 'triaged'], 'returned', ['holder']),
  // 研判
  edge('triage', ['received', 'triaged'], 'triaged', ['holder']),
  edge('triage', ['handling'], 'handling', ['holder']),
  // 办理
  edge('handle', ['triaged', 'handling'], 'handling', ['holder']),
  edge('call', ['received', 'triaged', 'handling'], 'same', ['holder']),
  edge('answer', open, 'same', ['holder', 'department']),
  edge('call_late', open, 'same', ['system']),
  edge('attach', [...open, 'closed'], 'same', ['hand', 'holder', 'lead']),
  // 反馈
  edge('feedback', ['handling', 'fed_back'], 'fed_back', ['holder']),
  edge('follow_up', ['fed_back', 'supervised', 'closed'], 'same', ['holder', 'hand', 'lead']),
  edge('visit_due', ['fed_back', 'supervised'], 'same', ['system']),
  // 监督
  edge('supervise', ['fed_back'], 'supervised', ['lead'], ({ isOwnWork }) => (isOwnWork ? '自己办的要由别人核查' : undefined)),
  edge('send_back', ['fed_back', 'supervised'], 'handling', ['lead'], ({ isOwnWork }) => (isOwnWork ? '自己办的要由别人核查' : undefined)),
  edge('escalate', open, 'same', ['system', 'hand', 'holder', 'lead', 'above']),
  edge('upgrade', open, 'same', ['system', 'hand', 'holder', 'lead', 'above']),
  edge('downgrade', open, 'same', ['lead']),
  // 评价
  edge('close', ['received', 'triaged'], 'closed', ['holder', 'lead'], ({ outcome, tier, isOwnWork }) => {
    if (outcome !== 'not_a_dispute') return '还没有办理和反馈；只有核实不是纠纷的才能现在办结'
    return isUrgent(tier) && isOwnWork !== false ? '红、橙档要由负责人办结' : undefined
  }),
  edge('close', ['fed_back', 'supervised'], 'closed', ['holder', 'lead'], ({ outcome, isEvaluated }) => {
    if (outcome === undefined) return '没有写办结方式'
    return isEvaluated ? undefined : '还没有回访当事人；联系不上的要先上门'
  }),
  edge('reopen', ['closed', 'fed_back', 'supervised'], 'handling', ['system', 'hand', 'holder', 'lead', 'above']),
  // The same place and cause again: an open task grows by it, a closed one begins anew.
  edge('join', open, 'same', ['system']),
  edge('join', ['closed'], 'dispatched', ['system']),
]

/** Row by row, why a close is not yet possible. */
const unsupervised = ({ needsSupervision }: StepFacts, from: TaskState): string | undefined =>
  needsSupervision && from === 'fed_back' ? '要先由负责人核查' : undefined

/** Where the step leads, or why it does not. */
export const tryStep = (
  from: TaskState,
  event: TaskEvent,
  standings: readonly Standing[],
  facts: StepFacts,
): { readonly to: TaskState } | { readonly why: string } => {
  const rows = edges.filter((row) => row.event === event && row.from.includes(from))
  if (rows.length === 0) return { why: '这一步要在别的环节办' }
  const mine = rows.find(({ by }) => by.some((standing) => standings.includes(standing)))
  if (!mine) return { why: rows.some(({ by }) => by.includes('holder')) ? '要由认领的民警办，请先认领' : '要由负责人或者上级办' }
  const why = mine.unless?.(facts) ?? (event === 'close' ? unsupervised(facts, from) : undefined)
  return why === undefined ? { to: mine.to === 'same' ? from : mine.to } : { why }
}

/** Where the step leads. Throws TaskStepRefusedError. */
export const advance = (from: TaskState, event: TaskEvent, standings: readonly Standing[], facts: StepFacts): TaskState => {
  const tried = tryStep(from, event, standings, facts)
  if ('why' in tried) throw new TaskStepRefusedError({ from, event, why: tried.why })
  return tried.to
}

/** A superior checks what was urgent, what went up, what came back, and whatever may be family violence. */
export const needsSupervision = ({ tier, level, reopenings, marks }: Pick<Task, 'tier' | 'level' | 'reopenings' | 'marks'>): boolean =>
  isUrgent(tier) || level > 1 || reopenings > 0 || marks.includes('family_violence')
