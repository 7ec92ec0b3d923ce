import type { Actor, Application, ApplicationEvent, ApplicationState, HistoryEntry, PublicStatus } from '../../core/certificates.ts'
import { IllegalTransitionError } from '../../core/errors.ts'
import type { Role } from '../../core/people.ts'
import type { RegistryAnswer } from '../../core/records.ts'

/** What a step does to the clock of the term (计时): three working days to a result, fifteen to a recheck. */
export type ClockEffect = 'none' | 'start' | 'pause' | 'resume' | 'stop' | 'start_recheck' | 'extend_recheck'

/** One way on (边) of `certificate.md` §3. */
export interface Edge {
  readonly from: ApplicationState
  readonly event: ApplicationEvent
  readonly to: ApplicationState
  readonly by: readonly Actor['kind'][]
  readonly clock: ClockEffect
  /** Role that the tool or route asks of the officer; an Actor carries none. */
  readonly role?: Role
  /** The history must hold this event: without it the step has no ground to stand on. */
  readonly after?: ApplicationEvent
  /** The officer may not be one who did any of these here (换人, I5). */
  readonly notBy?: readonly ApplicationEvent[]
}

const edge = (
  from: ApplicationState,
  event: ApplicationEvent,
  to: ApplicationState,
  by: readonly Actor['kind'][],
  clock: ClockEffect = 'none',
  guard: Pick<Edge, 'role' | 'after' | 'notBy'> = {},
): Edge => ({ from, event, to, by, clock, ...guard })

const applicant: readonly Actor['kind'][] = ['applicant']
const system: readonly Actor['kind'][] = ['system']
const officer: readonly Actor['kind'][] = ['officer']
/** The machine, or an officer at the counter. */
const either: readonly Actor['kind'][] = ['system', 'officer']
/** The applicant, or an officer who takes it down at the counter. */
const handedIn: readonly Actor['kind'][] = ['applicant', 'officer']

const reviewer = { role: 'reviewer' } as const
/** A second, different officer with the right to approve (审批). */
const secondTo = (event: ApplicationEvent) => ({ role: 'approver', after: event, notBy: [event] }) as const
/** A recheck is done by somebody who had no part in the first decision (换人承办). */
const freshEyes = {
  role: 'reviewer',
  after: 'object',
  notBy: ['confirm_clear', 'need_verify', 'approve_verify', 'verify_done', 'confirm_hit', 'approve_refusal', 'reject_refusal'],
} as const

/** Where an application may still be taken back: no result has been given. */
const open = [
  'DRAFT',
  'SUBMITTED',
  'ID_VERIFIED',
  'NEED_FIX',
  'NEED_SUPPLEMENT',
  'ACCEPTED',
  'QUERYING',
  'CLEAR',
  'HUMAN_REVIEW',
  'VERIFY_PENDING',
  'VERIFYING',
  'REFUSAL_2ND',
] as const satisfies readonly ApplicationState[]

/**
 * The state machine (状态机) of an application. I1: no row that the system may take ends in NOT_ACCEPTED or REFUSED. I3: a
 * registry that fails goes to a person. What is not a row cannot happen.
 */
export const edges: readonly Edge[] = [
  edge('DRAFT', 'submit', 'SUBMITTED', applicant),
  edge('SUBMITTED', 'id_ok', 'ID_VERIFIED', either),
  edge('SUBMITTED', 'id_fail', 'NEED_FIX', either),
  // Not in §3, which leaves NEED_FIX without a way out: try again, or be verified at the counter.
  edge('NEED_FIX', 'submit', 'SUBMITTED', applicant),
  edge('NEED_FIX', 'id_ok', 'ID_VERIFIED', officer),
  edge('NEED_FIX', 'lapse', 'LAPSED', system),

  edge('ID_VERIFIED', 'complete', 'ACCEPTED', either, 'start'),
  edge('ID_VERIFIED', 'incomplete', 'NEED_SUPPLEMENT', either, 'stop'),
  edge('NEED_SUPPLEMENT', 'supply', 'ID_VERIFIED', handedIn),
  edge('NEED_SUPPLEMENT', 'lapse', 'LAPSED', system),
  edge('ID_VERIFIED', 'illegal_unit', 'NOT_ACCEPTED', officer),
  edge('ID_VERIFIED', 'not_eligible', 'NOT_ACCEPTED', officer),

  edge('ACCEPTED', 'query', 'QUERYING', system),
  edge('QUERYING', 'clear', 'CLEAR', system),
  edge('QUERYING', 'hit', 'HUMAN_REVIEW', system),
  edge('QUERYING', 'uncertain', 'HUMAN_REVIEW', system),
  edge('CLEAR', 'issue', 'ISSUED', either, 'stop'),

  edge('HUMAN_REVIEW', 'confirm_clear', 'CLEAR', officer, 'none', reviewer),
  edge('HUMAN_REVIEW', 'need_verify', 'VERIFY_PENDING', officer, 'none', reviewer),
  edge('VERIFY_PENDING', 'approve_verify', 'VERIFYING', officer, 'pause', secondTo('need_verify')),
  // Not in §3: checking that is not approved goes back, or the case would wait for ever.
  edge('VERIFY_PENDING', 'reject_verify', 'HUMAN_REVIEW', officer, 'none', { role: 'approver' }),
  edge('VERIFYING', 'verify_done', 'HUMAN_REVIEW', officer, 'resume', reviewer),
  edge('HUMAN_REVIEW', 'confirm_hit', 'REFUSAL_2ND', officer, 'none', reviewer),
  edge('REFUSAL_2ND', 'approve_refusal', 'REFUSED', officer, 'stop', secondTo('confirm_hit')),
  edge('REFUSAL_2ND', 'reject_refusal', 'HUMAN_REVIEW', officer, 'none', { role: 'approver' }),
  // The registry is asked again before a refusal is signed; found clear then, nobody has to sign anything.
  edge('REFUSAL_2ND', 'clear', 'CLEAR', system),

  edge('ISSUED', 'deliver', 'DELIVERED', either),
  edge('REFUSED', 'deliver', 'DELIVERED', either),
  edge('DELIVERED', 'object', 'RECHECK_ACCEPTED', handedIn, 'start_recheck'),
  edge('RECHECK_ACCEPTED', 'extend', 'RECHECK_EXTENDED', officer, 'extend_recheck', { role: 'approver', after: 'object' }),
  edge('RECHECK_ACCEPTED', 'uphold', 'RECHECK_UPHELD', officer, 'stop', freshEyes),
  edge('RECHECK_EXTENDED', 'uphold', 'RECHECK_UPHELD', officer, 'stop', freshEyes),
  edge('RECHECK_ACCEPTED', 'correct', 'CORRECTED', officer, 'stop', freshEyes),
  edge('RECHECK_EXTENDED', 'correct', 'CORRECTED', officer, 'stop', freshEyes),
  // An objection taken back leaves the document as it was.
  edge('RECHECK_ACCEPTED', 'withdraw', 'DELIVERED', applicant, 'stop'),
  edge('RECHECK_EXTENDED', 'withdraw', 'DELIVERED', applicant, 'stop'),

  edge('ISSUED', 'recall', 'REVOKED', officer, 'none', { role: 'approver', after: 'issue' }),
  // §3 names ISSUED only; electronic delivery is immediate, and an error is mostly found later (§5 case 4).
  edge('DELIVERED', 'recall', 'REVOKED', officer, 'none', { role: 'approver', after: 'issue' }),
  // A letter to an institution is taken back by two, whatever it said; the first of them proposes and takes no step.
  ...(['ISSUED', 'REFUSED', 'DELIVERED'] as const).map((from) =>
    edge(from, 'recall_reply', 'REVOKED', officer, 'none', { role: 'approver' }),
  ),
  ...open.map((from) => edge(from, 'withdraw', 'WITHDRAWN', applicant, 'stop')),
]

const table = new Map(edges.map((row) => [`${row.from} ${row.event}`, row]))

/** The row of the table, or undefined. */
export const findEdge = (from: ApplicationState, event: ApplicationEvent): Edge | undefined => table.get(`${from} ${event}`)

/** Moves an application on, or throws IllegalTransitionError. Decides only: the caller writes state and history in one transaction. */
export const advance = (
  state: ApplicationState,
  event: ApplicationEvent,
  actor: Actor,
  history: readonly HistoryEntry[],
): { state: ApplicationState; clock: ClockEffect } => {
  const row = findEdge(state, event)
  const why = row ? objection(row, actor, history) : 'no such step from this state'
  if (row && why === undefined) return { state: row.to, clock: row.clock }
  throw new IllegalTransitionError({ from: state, event, actor: actor.kind, why: why ?? 'unknown', status: publicStatus(state, history) })
}

/** Why this actor may not take this row now; undefined when they may. */
const objection = (row: Edge, actor: Actor, history: readonly HistoryEntry[]): string | undefined => {
  if (!row.by.includes(actor.kind)) return `only ${row.by.join(' or ')} may`
  if (actor.kind !== 'system' && actor.id.trim() === '') return 'the actor has no id'
  const last = history.at(-1)
  if (last && last.to !== row.from) return `the history ends in ${last.to}`
  const { after, notBy } = row
  if (after && !history.some((entry) => entry.event === after)) return `the history holds no ${after}`
  if (notBy && actor.kind === 'officer' && history.some((entry) => notBy.includes(entry.event) && isBy(entry, actor.id)))
    return 'it takes another officer than the first'
  return undefined
}

const isBy = (entry: HistoryEntry, officerId: string): boolean => entry.actor.kind === 'officer' && entry.actor.id === officerId

/** The event that an answer of the registry means. A failed query is never "no record": it goes to a person like a doubt. */
export const eventOfAnswer = (answer: RegistryAnswer): 'clear' | 'hit' | 'uncertain' => (answer === 'unavailable' ? 'uncertain' : answer)

const statuses: Record<ApplicationState, PublicStatus> = {
  DRAFT: '待核验',
  SUBMITTED: '待核验',
  ID_VERIFIED: '待核验',
  NEED_FIX: '待补正',
  NEED_SUPPLEMENT: '待补正',
  // A lapsed application may be made again and is no refusal; of the closed list, taken back is nearest.
  LAPSED: '已撤回',
  NOT_ACCEPTED: '不予受理',
  ACCEPTED: '办理中',
  QUERYING: '办理中',
  CLEAR: '办理中',
  HUMAN_REVIEW: '办理中',
  VERIFY_PENDING: '办理中',
  VERIFYING: '核实中',
  REFUSAL_2ND: '办理中',
  ISSUED: '已办结',
  REFUSED: '已办结',
  DELIVERED: '已办结',
  REVOKED: '已办结',
  RECHECK_ACCEPTED: '复查中',
  RECHECK_EXTENDED: '复查中',
  RECHECK_UPHELD: '复查办结',
  CORRECTED: '复查办结',
  WITHDRAWN: '已撤回',
}

/** What the applicant sees (I2). 核实中 shows only once a leader's approval stands in the history. */
export const publicStatus = (state: ApplicationState, history: readonly HistoryEntry[]): PublicStatus =>
  state === 'VERIFYING' && !history.some(({ event }) => event === 'approve_verify') ? '办理中' : statuses[state]

/** What an officer hears of an act that this state has no place for. */
export const illegalStep = (
  { state, history }: Pick<Application, 'state' | 'history'>,
  event: string,
  why: string,
): IllegalTransitionError => new IllegalTransitionError({ from: state, event, actor: 'officer', why, status: publicStatus(state, history) })

/** The steps that the applicant sees (可见轨迹): one line each time the status changes, and nothing of what went on between. */
export const publicTrail = (history: readonly HistoryEntry[]): readonly { status: PublicStatus; at: string }[] => {
  const trail: { status: PublicStatus; at: string }[] = []
  for (const [i, { to, at }] of history.entries()) {
    const status = publicStatus(to, history.slice(0, i + 1))
    if (trail.at(-1)?.status !== status) trail.push({ status, at })
  }
  return trail
}
