import type { DisputeClass, Mark, Reason, Tier } from './disputes.ts'
import type { Officer, UnitKind } from './people.ts'
import type { TaskAct, TaskActInput } from './task-acts.ts'
import type { Satisfaction, Task, TaskEvent, TaskOutcome, TaskState } from './tasks.ts'
import type { PlainDate } from './time.ts'

/** A unit or an officer, as it is shown. */
export interface Named {
  readonly id: string
  readonly name: string
}

/** A unit as it is offered to choose from. */
export interface UnitView extends Named {
  readonly parent: string | undefined
  readonly kind: UnitKind
  readonly duty: string | undefined
}

/** A row of the board (任务看板). */
export interface TaskRow
  extends Pick<
    Task,
    | 'id'
    | 'number'
    | 'event'
    | 'state'
    | 'tier'
    | 'points'
    | 'classes'
    | 'marks'
    | 'dispatchedAt'
    | 'dueAt'
    | 'level'
    | 'needsVisit'
    | 'satisfaction'
    | 'outcome'
    | 'closedAt'
    | 'incidents'
    | 'reopenings'
    | 'brief'
    | 'revision'
  > {
  readonly unit: Named
  readonly claimedBy: Named | undefined
  readonly isOverdue: boolean
}

/** What the board is asked for. */
export interface BoardQuery {
  /** A unit below one's own; left out, all of them. */
  readonly unit?: string | undefined
  readonly class?: DisputeClass | undefined
  readonly tier?: Tier | undefined
  readonly state?: TaskState | 'open' | undefined
  readonly overdue?: boolean | undefined
  /** Claimed by me. */
  readonly mine?: boolean | undefined
  /** Put before me as a superior. */
  readonly escalated?: boolean | undefined
  readonly limit: number
  /** `next` of the page before. */
  readonly after?: string | undefined
}

export interface Board {
  readonly tasks: readonly TaskRow[]
  readonly next: string | undefined
}

/** A step as it is shown. */
export interface StepView {
  readonly n: number
  readonly event: TaskEvent
  readonly to: TaskState
  readonly at: Date
  /** Undefined is the machine. */
  readonly by: Named | undefined
  readonly unit: Named
  readonly isLate: boolean
  readonly content: Readonly<Record<string, unknown>>
}

export interface CallView {
  readonly id: string
  readonly task: string
  readonly number: string
  readonly department: Named
  readonly calledAt: Date
  readonly dueAt: Date
  readonly state: 'open' | 'answered'
  readonly isLate: boolean
  readonly answeredAt: Date | undefined
  readonly attended: boolean | undefined
  readonly question: string | undefined
  readonly answer: string | undefined
}

export interface AttachmentView {
  readonly id: string
  readonly at: Date
  readonly by: Named
  readonly name: string
  readonly type: string
  readonly bytes: number
  readonly sha256: string
}

/** An incident as officers see it, with what was found in it. */
export interface IncidentView {
  readonly id: string
  readonly source: string
  readonly sourceId: string
  readonly unit: Named
  readonly at: Date
  readonly takenAt: Date
  /** Undefined once it is de-identified. */
  readonly text: string | undefined
  readonly place: string | undefined
  readonly classes: readonly DisputeClass[]
  readonly tier: Tier
  readonly points: number
  readonly reasons: readonly Reason[]
  readonly marks: readonly Mark[]
  readonly scanner: string
  readonly mergedInto: string | undefined
}

/** The same with its chain and its task. */
export interface IncidentDetail extends IncidentView {
  readonly event: { readonly id: string; readonly firstAt: Date; readonly lastAt: Date; readonly incidents: number } | undefined
  readonly chain: readonly Pick<IncidentView, 'id' | 'at' | 'tier' | 'points' | 'classes' | 'mergedInto'>[]
  readonly task: TaskRow | undefined
}

/** Whether a matter is a station's (正负面清单), and whose it is otherwise. */
export interface MatterView {
  readonly id: string
  readonly title: string
  readonly side: 'positive' | 'negative'
  readonly basis: string
  /** Departments it goes to. */
  readonly addressees: readonly Named[]
  /** What a station does in any case, in this order. */
  readonly first: readonly string[]
}

export interface TaskDetail extends TaskRow {
  readonly receivedAt: Date | undefined
  readonly contactedAt: Date | undefined
  readonly fedBackAt: Date | undefined
  readonly escalatedTo: Named | undefined
  readonly returns: number
  readonly lateSteps: number
  /** Found at triage, or proposed from the class before it. */
  readonly matter: MatterView | undefined
  /** True when a superior has to check it before it is closed. */
  readonly needsSupervision: boolean
  /** What the person who asks may do now. */
  readonly may: readonly TaskAct['act'][]
  readonly history: readonly StepView[]
  readonly calls: readonly CallView[]
  readonly attachments: readonly AttachmentView[]
  readonly chain: readonly IncidentView[]
}

/** Today's counts (今日看板). */
export interface TaskSummary {
  readonly at: Date
  readonly unit: Named
  readonly open: Readonly<Record<Tier, number>>
  readonly overdue: Readonly<Record<Tier, number>>
  /** Open tasks by state; `closed` are those closed today. */
  readonly states: Readonly<Record<TaskState, number>>
  /** Since midnight in Shanghai. */
  readonly today: {
    readonly incidents: number
    readonly merged: number
    readonly dispatched: number
    readonly closed: number
    readonly reopened: number
    readonly escalated: number
  }
  readonly callsWaiting: number
  readonly callsLate: number
}

/** Numbers of incidents over time (走势). */
export interface Trends {
  readonly by: 'class' | 'unit' | 'tier'
  readonly step: 'day' | 'week' | 'month'
  readonly from: PlainDate
  readonly to: PlainDate
  readonly periods: readonly PlainDate[]
  readonly rows: readonly { readonly key: string; readonly name: string; readonly counts: readonly number[]; readonly total: number }[]
}

/** How the work of one unit went in a period (工作成效): never of a person, officer or citizen. */
export interface WorkScore {
  readonly unit: Named
  readonly dispatched: number
  readonly closed: number
  /** Share of steps done in time, 0–1; undefined when there was none. */
  readonly timeliness: number | undefined
  readonly steps: number
  readonly lateSteps: number
  readonly returns: number
  readonly reopened: number
  readonly escalated: number
  readonly callsLate: number
  readonly satisfaction: Readonly<Record<Satisfaction, number>>
  readonly outcomes: Readonly<Record<TaskOutcome, number>>
}

/** The tasks of the loop (任务闭环): every rule of the trade behind a few verbs. Another unit's row is not there: NotFoundError. */
export interface TaskDesk {
  board(who: Officer, query: BoardQuery): Promise<Board>
  summary(who: Officer, unit?: string): Promise<TaskSummary>
  find(who: Officer, id: string): Promise<TaskDetail>
  /** Does one thing, revision-checked and audited in the same transaction; gives the task as it is then. */
  act(who: Officer, id: string, act: TaskAct): Promise<TaskDetail>
  /** What a department says to a call; the department sees the call, not the task. */
  answer(who: Officer, id: string, facts: TaskActInput<'answer'>): Promise<CallView>
  attach(who: Officer, id: string, file: { readonly name: string; readonly bytes: Uint8Array }): Promise<AttachmentView>
  attachment(who: Officer, task: string, id: string): Promise<{ readonly view: AttachmentView; readonly content: Uint8Array }>
  /** Calls to the departments of the person who asks (吹哨待办). */
  calls(who: Officer, options: { state: 'open' | 'all'; limit: number }): Promise<readonly CallView[]>
  incident(who: Officer, id: string): Promise<IncidentDetail>
  incidents(
    who: Officer,
    query: {
      unit?: string | undefined
      class?: DisputeClass | undefined
      tier?: Tier | undefined
      limit: number
      after?: string | undefined
    },
  ): Promise<{ readonly incidents: readonly IncidentView[]; readonly next: string | undefined }>
  trends(
    who: Officer,
    query: { by: Trends['by']; step: Trends['step']; from: PlainDate; to: PlainDate; unit?: string | undefined },
  ): Promise<Trends>
  work(who: Officer, query: { from: PlainDate; to: PlainDate; unit?: string | undefined }): Promise<readonly WorkScore[]>
  /** The worklist (正负面清单), with the departments that answer for the unit of the person who asks. */
  matters(who: Officer): Promise<readonly MatterView[]>
  /** The units that the person may see, and the departments that may be called from there. */
  units(who: Officer): Promise<readonly UnitView[]>
}
