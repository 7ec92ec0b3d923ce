import type { DisputeClass, Mark, Tier } from './disputes.ts'

/** Where a task stands in the loop (闭环七步): 派送 → 接收 → 研判 → 办理 → 反馈 → 监督 → 评价; `returned` 已退件. */
export const taskStates = ['dispatched', 'received', 'triaged', 'handling', 'fed_back', 'supervised', 'returned', 'closed'] as const
export type TaskState = (typeof taskStates)[number]

/** 任务状态, as people read it. */
export const taskStateNames: Record<TaskState, string> = {
  dispatched: '待签收',
  received: '待研判',
  triaged: '待办理',
  handling: '办理中',
  fed_back: '已反馈，待评价',
  supervised: '已核查，待办结',
  returned: '已退件，待重派',
  closed: '已办结',
}

/** What happens to a task (步骤). */
export const taskEvents = [
  'dispatch', // 派送, 改派
  'receive', // 签收
  'claim', // 认领
  'release', // 放回
  'triage', // 研判
  'return', // 退件
  'call', // 吹哨
  'answer', // 部门答复
  'handle', // 办理
  'feedback', // 反馈
  'follow_up', // 回访
  'supervise', // 核查通过
  'send_back', // 核查退回
  'downgrade', // 降档, by a person only
  'upgrade', // 升档
  'escalate', // 提级
  'visit_due', // 转上门
  'call_late', // 吹哨超时
  'join', // 同一地点同一事由又来警情
  'attach', // 附件
  'close', // 办结
  'reopen', // 重开
] as const
export type TaskEvent = (typeof taskEvents)[number]

/** 步骤, as people read it. */
export const taskEventNames: Record<TaskEvent, string> = {
  dispatch: '派送',
  receive: '签收',
  claim: '认领',
  release: '放回',
  triage: '研判',
  return: '退件',
  call: '吹哨',
  answer: '部门答复',
  handle: '办理',
  feedback: '反馈',
  follow_up: '回访',
  supervise: '核查通过',
  send_back: '核查退回',
  downgrade: '降档',
  upgrade: '升档',
  escalate: '提级',
  visit_due: '转上门回访',
  call_late: '吹哨超时',
  join: '并入警情',
  attach: '附件',
  close: '办结',
  reopen: '重开',
}

/** How a task may end (办结方式). There is no other way to close one. */
export const taskOutcomes = [
  'mediated', // 调解成功
  'settled', // 当事人自行和解
  'handed_over', // 已移送有权部门
  'case_opened', // 转为案件办理
  'rescued', // 已救助
  'guided', // 已告知途径
  'not_settled', // 调解不成，已告知诉讼仲裁
  'not_a_dispute', // 核实不是纠纷
] as const
export type TaskOutcome = (typeof taskOutcomes)[number]

/** 办结方式, as people read it. */
export const taskOutcomeNames: Record<TaskOutcome, string> = {
  mediated: '调解成功',
  settled: '当事人自行和解',
  handed_over: '已移送有权部门',
  case_opened: '转为案件办理',
  rescued: '已救助',
  guided: '已告知途径',
  not_settled: '调解不成，已告知诉讼、仲裁等途径',
  not_a_dispute: '核实不是纠纷',
}

/** What an officer may do about a matter (措施): a closed list, so that the worklist can say which of them are a station's. */
export const measures = [
  'stop_danger', // 制止危险
  'register', // 登记
  'explain_ways', // 告知途径
  'hand_over', // 移送
  'protect', // 告诫书、协助申请保护令、庇护
  'rescue', // 救助
  'mediate', // 治安调解、联合调解
  'investigate', // 调查处理
  'patrol', // 巡查回头看
] as const
export type Measure = (typeof measures)[number]

/** 措施, as people read it. */
export const measureNames: Record<Measure, string> = {
  stop_danger: '制止危险',
  register: '登记',
  explain_ways: '告知途径',
  hand_over: '移送',
  protect: '人身保护',
  rescue: '救助',
  mediate: '调解',
  investigate: '调查处理',
  patrol: '巡查回头看',
}

/** How content the parties are (当事人满意度); never who they are. */
export const satisfactions = ['satisfied', 'partly', 'unsatisfied'] as const
/** What an evaluation may come to: also that somebody went there and found nobody (上门未遇). */
export const evaluations = [...satisfactions, 'unreachable'] as const
export type Satisfaction = (typeof evaluations)[number]

/** 满意度, as people read it. */
export const satisfactionNames: Record<Satisfaction, string> = {
  satisfied: '满意',
  partly: '基本满意',
  unsatisfied: '不满意',
  unreachable: '上门未遇',
}

/** Why a tier may be lowered (降档原因). That a caller takes a call back is not among them for family violence. */
export const downgradeReasons = ['checked_on_site', 'settled_on_site', 'misread', 'withdrawn', 'other'] as const
export type DowngradeReason = (typeof downgradeReasons)[number]

/** A task (任务) over one event. It says what is to be done about a matter, and nothing of who is in it. */
export interface Task {
  readonly id: string
  /** 任务编号, `RW…`. */
  readonly number: string
  readonly event: string
  /** Unit that has it now. */
  readonly unit: string
  readonly state: TaskState
  readonly tier: Tier
  readonly points: number
  /** Main class first. */
  readonly classes: readonly DisputeClass[]
  readonly marks: readonly Mark[]
  /** Row of the worklist (正负面清单) that it was found to be; undefined before triage. */
  readonly matter: string | undefined
  readonly claimedBy: string | undefined
  readonly dispatchedAt: Date
  readonly receivedAt: Date | undefined
  /** First contact with the parties (首次联系). */
  readonly contactedAt: Date | undefined
  readonly fedBackAt: Date | undefined
  readonly closedAt: Date | undefined
  /** By when the present step is due. */
  readonly dueAt: Date
  /** When it goes to a superior unless the step is done; undefined once there is nobody higher. */
  readonly escalateAt: Date | undefined
  /** How often it has gone up since it was dispatched. */
  readonly level: number
  /** The superior (officer) it was put before last. */
  readonly escalatedTo: string | undefined
  readonly needsVisit: boolean
  readonly failedFollowUps: number
  readonly satisfaction: Satisfaction | undefined
  readonly outcome: TaskOutcome | undefined
  readonly lateSteps: number
  readonly returns: number
  readonly reopenings: number
  readonly incidents: number
  readonly lastIncidentAt: Date
  /** For the board; sealed, and gone once it is de-identified. */
  readonly brief: { readonly place: string | undefined; readonly excerpt: string } | undefined
  readonly revision: number
}

/** Who did a step: the machine, or a named officer. */
export type TaskActor = { readonly kind: 'system' } | { readonly kind: 'officer'; readonly id: string }

/** One step of a task's history (办理轨迹): append-only. */
export interface TaskStep {
  readonly id: string
  readonly task: string
  readonly n: number
  readonly event: TaskEvent
  readonly to: TaskState
  readonly at: Date
  readonly actor: TaskActor
  /** Unit that the step was done in. */
  readonly unit: string
  /** True when the step that it ends was overdue. */
  readonly isLate: boolean
  /** Sealed: what was found, said and agreed, with its basis. */
  readonly content: Readonly<Record<string, unknown>> | undefined
}

/** A call for a department to come or to answer (吹哨). */
export interface TaskCall {
  readonly id: string
  readonly task: string
  readonly department: string
  readonly calledAt: Date
  readonly calledBy: string
  readonly dueAt: Date
  readonly state: 'open' | 'answered'
  /** It was not answered in time, and supervision knows (进监督). */
  readonly isLate: boolean
  readonly answeredAt: Date | undefined
  readonly answeredBy: string | undefined
  readonly attended: boolean | undefined
  /** Sealed. */
  readonly question: string | undefined
  readonly answer: string | undefined
}

/** A file that belongs to a step (附件). Name and bytes are sealed. */
export interface TaskAttachment {
  readonly id: string
  readonly task: string
  readonly at: Date
  readonly by: string
  readonly type: string
  readonly bytes: number
  readonly sha256: string
  readonly name: string
}
