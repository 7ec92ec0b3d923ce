import type { DisputeClass, Tier } from './disputes.ts'
import type { DisputeEvent, Incident } from './incidents.ts'
import type { Task, TaskAttachment, TaskCall, TaskState, TaskStep } from './tasks.ts'

/** What a list of incidents is asked for. */
export interface IncidentQuery {
  readonly units: readonly string[]
  readonly class?: DisputeClass | undefined
  readonly tier?: Tier | undefined
  readonly since?: Date | undefined
  readonly limit: number
  /** The last row of the page before. */
  readonly after?: { readonly at: Date; readonly id: string } | undefined
}

/** Incidents and their chains. Text and place are sealed; there is no column for a person. */
export interface Incidents {
  /** Keeps every other intake out until the transaction ends, so that two never chain the same call twice. */
  hold(): Promise<void>
  /** Which of these were taken before, without their text. */
  seen(ids: readonly { readonly source: string; readonly id: string }[]): Promise<readonly Incident[]>
  insert(incidents: readonly Incident[]): Promise<void>
  /** Undefined outside the units. */
  find(id: string, units: readonly string[]): Promise<Incident | undefined>
  ofEvent(event: string): Promise<readonly Incident[]>
  /** Of these chains, newest first, with their text: what a follow-up is compared with. */
  recent(events: readonly string[], since: Date): Promise<readonly Incident[]>
  list(query: IncidentQuery): Promise<readonly Incident[]>
  /** Chains of these places that were alive at or after the moment. */
  chains(placeKeys: readonly string[], since: Date): Promise<readonly DisputeEvent[]>
  findEvent(id: string): Promise<DisputeEvent | undefined>
  /** Inserts or replaces. */
  saveEvents(events: readonly DisputeEvent[]): Promise<void>
  /** Incidents by Shanghai day (days since 1970-01-01) and key, merged ones left out; white ones have no class. */
  counts(query: {
    readonly units: readonly string[]
    readonly by: 'class' | 'unit' | 'tier'
    readonly from: Date
    readonly to: Date
  }): Promise<readonly { readonly day: number; readonly key: string; readonly count: number }[]>
  /** How many came in since, and how many of these were merged. */
  countSince(units: readonly string[], since: Date): Promise<{ readonly incidents: number; readonly merged: number }>
  /** Takes text, place and reasons from incidents older than the moment, and the place from chains that ended before it. Gives how many. */
  deidentify(before: Date, limit: number): Promise<number>
}

/** What the board is asked for. Rows come by tier, then by deadline. */
export interface TaskQuery {
  readonly units: readonly string[]
  readonly class?: DisputeClass | undefined
  readonly tier?: Tier | undefined
  readonly states?: readonly TaskState[] | undefined
  readonly overdueAt?: Date | undefined
  readonly claimedBy?: string | undefined
  readonly escalatedTo?: string | undefined
  readonly limit: number
  readonly after?: { readonly tier: Tier; readonly dueAt: Date; readonly id: string } | undefined
}

/** Tasks, their history, calls and files. Every query names the units whose rows may be seen. */
export interface Tasks {
  insert(tasks: readonly Task[]): Promise<void>
  /** By id, or by number (`RW…`). Undefined outside the units. */
  find(id: string, units: readonly string[]): Promise<Task | undefined>
  ofEvents(events: readonly string[]): Promise<readonly Task[]>
  list(query: TaskQuery): Promise<readonly Task[]>
  /** Writes the task over the revision that was seen. False: somebody else was faster, nothing was written. */
  save(task: Task, seen: number): Promise<boolean>
  addSteps(steps: readonly TaskStep[]): Promise<void>
  steps(task: string): Promise<readonly TaskStep[]>
  /** The number of the next step. */
  nextStep(task: string): Promise<number>
  /** Open tasks that have to go to a superior by now, the longest waiting first. */
  toEscalate(now: Date, limit: number): Promise<readonly Task[]>
  /** Fed back before the moment, nobody reached, and no visit asked for yet. */
  toVisit(before: Date, limit: number): Promise<readonly Task[]>
  insertCall(call: TaskCall): Promise<void>
  /** False when it was answered before. */
  answerCall(
    id: string,
    answered: { readonly at: Date; readonly by: string; readonly attended: boolean; readonly answer: string },
  ): Promise<boolean>
  findCall(id: string): Promise<TaskCall | undefined>
  callsOf(task: string): Promise<readonly TaskCall[]>
  /** Calls to these departments, open ones first. */
  callsTo(departments: readonly string[], options: { readonly open: boolean; readonly limit: number }): Promise<readonly TaskCall[]>
  /** Open calls that are overdue and not marked yet. */
  lateCalls(now: Date, limit: number): Promise<readonly TaskCall[]>
  /** False when it was marked or answered before. */
  markLate(call: string): Promise<boolean>
  addAttachment(attachment: TaskAttachment, content: Uint8Array): Promise<void>
  attachments(task: string): Promise<readonly TaskAttachment[]>
  attachmentContent(id: string): Promise<Uint8Array | undefined>
  /** Bytes of the files that a task has. */
  attachedBytes(task: string): Promise<number>
  /** Open tasks by state and tier, and of these the overdue ones. */
  counts(
    units: readonly string[],
    now: Date,
  ): Promise<readonly { readonly state: TaskState; readonly tier: Tier; readonly count: number; readonly overdue: number }[]>
  /** Steps of a period by event. */
  stepCounts(
    units: readonly string[],
    period: { readonly from: Date; readonly to: Date },
  ): Promise<
    readonly { readonly unit: string; readonly event: string; readonly byMachine: boolean; readonly count: number; readonly late: number }[]
  >
  /** Tasks closed in a period by outcome and satisfaction. */
  closedCounts(
    units: readonly string[],
    period: { readonly from: Date; readonly to: Date },
  ): Promise<
    readonly { readonly unit: string; readonly outcome: string; readonly satisfaction: string | undefined; readonly count: number }[]
  >
  openCalls(units: readonly string[]): Promise<{ readonly open: number; readonly late: number }>
  /** Calls of tasks of these units that were late in a period. */
  lateCallCounts(
    units: readonly string[],
    period: { readonly from: Date; readonly to: Date },
  ): Promise<readonly { readonly unit: string; readonly count: number }[]>
  /** Takes words, names of places and files from tasks whose chain has been still since before the moment. Gives how many. */
  deidentify(before: Date, limit: number): Promise<number>
}
