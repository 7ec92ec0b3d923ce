import { type Mark, type Tier, tiers } from '../../core/disputes.ts'
import { ConflictError } from '../../core/errors.ts'
import type { TaskAct } from '../../core/task-acts.ts'
import { NotStationMatterError, TaskClaimedError, TaskStepRefusedError } from '../../core/task-errors.ts'
import type { Task, TaskEvent, TaskState } from '../../core/tasks.ts'
import type { Deadlines } from './deadlines.ts'
import { advance, needsSupervision, type Standing, type StepFacts } from './states.ts'
import { foreignMeasures, type Worklist } from './worklist.ts'

/** A step that a task takes, before it is written. */
export interface Made {
  readonly event: TaskEvent
  readonly to: TaskState
  readonly isLate: boolean
  readonly content: Readonly<Record<string, unknown>>
}

/** A task as it is after what was done, and the steps in between. */
export interface Progress {
  readonly task: Task
  readonly steps: readonly Made[]
}

/** What rules are read from data, and whose duty is what. */
export interface Rules {
  readonly deadlines: Deadlines
  readonly worklist: Worklist
  /** Departments that answer for these duties, nearest to the unit. */
  addressees(unit: string, duties: readonly string[]): readonly { readonly id: string; readonly name: string }[]
}

/** Who does it, when, and how they stand to the task. `id` undefined is the machine. */
export interface Doing {
  readonly id: string | undefined
  readonly standings: readonly Standing[]
  readonly at: Date
  /** The person handled it or told the parties before. */
  readonly isOwnWork: boolean
}

/** Steps that end what was due: done after the deadline they are late. */
const ends: ReadonlySet<TaskEvent> = new Set(['receive', 'triage', 'handle', 'feedback', 'close'])

/** True when a is more urgent than b. */
export const isHigher = (a: Tier, b: Tier): boolean => tiers.indexOf(a) < tiers.indexOf(b)

/** Whoever must be seen in person is not lowered by words on the phone (家暴撤回不得自动降级). */
const isUnlowered = (marks: readonly Mark[]): boolean => marks.includes('family_violence')

/** Moves a task by one event; deadlines begin anew where the state changes. */
export const stepped = (
  task: Task,
  event: TaskEvent,
  by: Doing,
  rules: Pick<Rules, 'deadlines'>,
  more: { readonly facts?: Partial<StepFacts>; readonly set?: Partial<Task>; readonly content?: Readonly<Record<string, unknown>> } = {},
): Progress => {
  const to = advance(task.state, event, by.standings, {
    tier: task.tier,
    needsSupervision: needsSupervision(task),
    isOwnWork: by.isOwnWork,
    isEvaluated: isEvaluated(task),
    ...more.facts,
  })
  const isLate = ends.has(event) && !(event === 'feedback' && task.state === 'fed_back') && by.at > task.dueAt
  const next: Task = { ...task, state: to, lateSteps: task.lateSteps + (isLate ? 1 : 0), ...more.set }
  const timed = to === 'closed' ? { ...next, escalateAt: undefined } : to === task.state ? next : { ...next, ...clock(next, by.at, rules) }
  return { task: timed, steps: [{ event, to, isLate, content: more.content ?? {} }] }
}

/** The next deadline. Sign, contact, handling and result count from the dispatch, the evaluation from the feedback. */
const clock = (task: Task, at: Date, { deadlines }: Pick<Rules, 'deadlines'>): Pick<Task, 'dueAt' | 'escalateAt'> => {
  const from = task.state === 'fed_back' || task.state === 'supervised' ? (task.fedBackAt ?? at) : task.dispatchedAt
  const { dueAt, escalateAt } = deadlines.due(task.state, task.tier, from)
  return { dueAt, escalateAt: escalateAt < at ? (dueAt < at ? at : dueAt) : escalateAt }
}

/** Somebody said how content they are, or an officer went there and found nobody. */
const isEvaluated = ({ satisfaction }: Task): boolean => satisfaction !== undefined

const merged = (first: Progress, second: Progress): Progress => ({ task: second.task, steps: [...first.steps, ...second.steps] })

/** Puts a task before a superior: it changes no state and closes nothing. */
export const escalated = (
  task: Task,
  by: Doing,
  rules: Pick<Rules, 'deadlines'>,
  superior: { readonly id: string | undefined; readonly level: number; readonly isTop: boolean; readonly why: string },
): Progress =>
  stepped(task, 'escalate', by, rules, {
    set: {
      level: superior.level,
      escalatedTo: superior.id ?? task.escalatedTo,
      escalateAt: nextEscalation(task, by.at, superior.isTop && superior.id !== undefined, rules),
    },
    content: { to: superior.id ?? null, level: superior.level, why: superior.why },
  })

/** Told early, it goes up again at the deadline; after that every `climb`, until nobody is higher. */
const nextEscalation = (task: Task, at: Date, isTop: boolean, { deadlines }: Pick<Rules, 'deadlines'>): Date | undefined => {
  if (at < task.dueAt) return task.dueAt
  return isTop ? undefined : new Date(at.getTime() + deadlines.climbMs)
}

const retiered = (task: Task, tier: Tier, at: Date, { deadlines }: Rules): Pick<Task, 'tier' | 'dueAt' | 'escalateAt'> => {
  const isUp = isHigher(tier, task.tier)
  const { dueAt, escalateAt } = deadlines.due(task.state, tier, isUp ? at : task.dispatchedAt)
  // A higher tier never gives more time than there was.
  if (isUp && dueAt > task.dueAt) return { tier, dueAt: task.dueAt, escalateAt: task.escalateAt }
  return { tier, dueAt, escalateAt: escalateAt < at ? (dueAt < at ? at : dueAt) : escalateAt }
}

/** Raises the tier by new evidence or by a person. */
export const upgraded = (task: Task, tier: Tier, by: Doing, rules: Rules, why: string): Progress => {
  if (!isHigher(tier, task.tier)) throw new TaskStepRefusedError({ from: task.state, event: 'upgrade', why: '新的档位要比现在高' })
  return stepped(task, 'upgrade', by, rules, { set: retiered(task, tier, by.at, rules), content: { from: task.tier, to: tier, why } })
}

const reopened = (task: Task, by: Doing, rules: Pick<Rules, 'deadlines'>, why: string): Progress => {
  const again: Task = { ...task, dispatchedAt: by.at }
  const progress = stepped(again, 'reopen', by, rules, {
    set: {
      reopenings: task.reopenings + 1,
      ...{ satisfaction: undefined, outcome: undefined, closedAt: undefined, fedBackAt: undefined, needsVisit: false, failedFollowUps: 0 },
    },
    content: { why },
  })
  return { ...progress, task: { ...progress.task, dispatchedAt: task.dispatchedAt } }
}

/** Another incident of the same place and cause: an open task grows by it, a closed one begins anew. Its tier may only rise. */
export const joined = (
  task: Task,
  seen: {
    readonly incident: string
    readonly at: Date
    readonly tier: Tier
    readonly points: number
    readonly marks: readonly Mark[]
    readonly isMerged: boolean
  },
  by: Doing,
  rules: Rules,
): Progress => {
  const isAgain = task.state === 'closed' && !seen.isMerged
  const from: Task = isAgain
    ? { ...task, dispatchedAt: by.at, tier: isHigher(seen.tier, task.tier) ? seen.tier : task.tier, level: 0 }
    : task
  if (task.state === 'closed' && seen.isMerged) return { task, steps: [] }
  const first = stepped(from, 'join', by, rules, {
    set: {
      incidents: task.incidents + (seen.isMerged ? 0 : 1),
      lastIncidentAt: new Date(Math.max(seen.at.getTime(), task.lastIncidentAt.getTime())),
      points: Math.max(task.points, seen.points),
      marks: [...new Set([...task.marks, ...seen.marks])],
      ...(isAgain
        ? {
            reopenings: task.reopenings + 1,
            ...{ claimedBy: undefined, receivedAt: undefined, contactedAt: undefined, fedBackAt: undefined, closedAt: undefined },
            ...{ satisfaction: undefined, outcome: undefined, needsVisit: false, failedFollowUps: 0 },
          }
        : {}),
    },
    content: { incident: seen.incident, merged: seen.isMerged },
  })
  if (isAgain || !isHigher(seen.tier, task.tier)) return first
  return merged(first, upgraded(first.task, seen.tier, by, rules, '同一地点同一事由又来警情'))
}

/** What a follow-up comes to: unsatisfied reopens, in vain too often asks for a visit. */
const followedUp = (task: Task, facts: Extract<TaskAct, { act: 'follow-up' }>['facts'], by: Doing, rules: Rules): Progress => {
  const { how, reached, satisfaction, solved, note } = facts
  const refuse = (why: string) => new TaskStepRefusedError({ from: task.state, event: 'follow_up', why })
  if (reached && satisfaction === undefined) throw refuse('联系上了要写明满意度')
  if (!reached && satisfaction !== undefined) throw refuse('没有联系上就没有满意度')
  if (reached && task.needsVisit && how !== 'visit') throw refuse('已转上门回访，要当面回访')
  const failures = task.failedFollowUps + (reached ? 0 : 1)
  const isInVain = !reached && how === 'visit'
  const first = stepped(task, 'follow_up', by, rules, {
    set: {
      satisfaction: satisfaction ?? (isInVain ? 'unreachable' : task.satisfaction),
      failedFollowUps: failures,
      needsVisit: task.needsVisit || (!reached && failures >= rules.deadlines.visit.failures),
    },
    content: {
      how,
      reached,
      ...(satisfaction ? { satisfaction } : {}),
      ...(solved === undefined ? {} : { solved }),
      ...(note ? { note } : {}),
    },
  })
  const isReopened = reached && (satisfaction === 'unsatisfied' || solved === false)
  return isReopened ? merged(first, reopened(first.task, { ...by, standings: ['system'] }, rules, '回访不满意或者没有解决')) : first
}

const unclaimed = (task: Task, by: Doing): void => {
  if (task.claimedBy !== undefined && task.claimedBy !== by.id) throw new TaskClaimedError({ task: task.id })
}

/** Does one thing to a task: the new task and its steps, or the reason why not. Pure; the caller writes both in one transaction. */
export const perform = (task: Task, act: TaskAct, by: Doing, rules: Rules): Progress => {
  if ('revision' in act.facts && act.facts.revision !== task.revision) throw new ConflictError({ what: `task ${task.id}` })
  const { at } = by
  const step = (event: TaskEvent, more: Parameters<typeof stepped>[4] = {}) => stepped(task, event, by, rules, more)
  switch (act.act) {
    case 'dispatch': {
      const { unit, note } = act.facts
      const fresh = { ...task, dispatchedAt: at, unit, level: 0, escalatedTo: undefined, claimedBy: undefined, receivedAt: undefined }
      const progress = stepped({ ...fresh, state: task.state }, 'dispatch', by, rules, {
        content: { from: task.unit, to: unit, ...(note ? { note } : {}) },
      })
      return { ...progress, task: { ...progress.task, ...rules.deadlines.due('dispatched', task.tier, at) } }
    }
    case 'receive':
      return step('receive', { set: { receivedAt: at, claimedBy: task.claimedBy ?? by.id } })
    case 'claim':
      unclaimed(task, by)
      return step('claim', { set: { claimedBy: by.id } })
    case 'release':
      return step('release', { set: { claimedBy: undefined }, content: { ...(act.facts.note ? { note: act.facts.note } : {}) } })
    case 'triage': {
      const { revision: _, ...content } = act.facts
      if (!rules.worklist.find(content.matter))
        throw new TaskStepRefusedError({ from: task.state, event: 'triage', why: '清单里没有这个事项' })
      return step('triage', { set: { classes: content.classes, matter: content.matter, contactedAt: task.contactedAt ?? at }, content })
    }
    case 'return':
      return step('return', {
        set: { returns: task.returns + 1, claimedBy: undefined },
        content: { reason: act.facts.reason, ...(act.facts.suggests ? { suggests: act.facts.suggests } : {}) },
      })
    case 'call':
      return step('call', { content: { department: act.facts.department, question: act.facts.question } })
    case 'answer':
      return step('answer', { content: { call: act.facts.call, attended: act.facts.attended, answer: act.facts.answer } })
    case 'handle': {
      const { revision: _, ...content } = act.facts
      demandStationMatter(task, content.measures, content.co_handlers, rules)
      return step('handle', { content })
    }
    case 'feedback': {
      const { revision: _, ...content } = act.facts
      return step('feedback', { set: { fedBackAt: task.fedBackAt ?? at }, content })
    }
    case 'follow-up':
      return followedUp(task, act.facts, by, rules)
    case 'supervise':
      return act.facts.passes
        ? step('supervise', { content: { note: act.facts.note } })
        : step('send_back', {
            set: { fedBackAt: undefined, satisfaction: undefined, needsVisit: false, failedFollowUps: 0 },
            content: { note: act.facts.note },
          })
    case 'downgrade': {
      const { tier, because, reason } = act.facts
      const refuse = (why: string) => new TaskStepRefusedError({ from: task.state, event: 'downgrade', why })
      if (!isHigher(task.tier, tier)) throw refuse('新的档位要比现在低')
      if (because === 'withdrawn' && isUnlowered(task.marks)) throw refuse('疑似家庭暴力，不能因为报警人说没事了就降档，要见到本人')
      return step('downgrade', { set: retiered(task, tier, at, rules), content: { from: task.tier, to: tier, because, reason } })
    }
    case 'upgrade':
      return upgraded(task, act.facts.tier, by, rules, act.facts.reason)
    case 'escalate':
      // Whom it goes to is found by the caller, who knows the officers: see `escalated`.
      return step('escalate', { content: { why: act.facts.reason } })
    case 'close': {
      const { outcome, note } = act.facts
      demandStationOutcome(task, outcome, rules)
      return step('close', { facts: { outcome, ...early(task, by) }, set: { outcome, closedAt: at }, content: { outcome, note } })
    }
    case 'reopen':
      return reopened(task, by, rules, act.facts.reason)
  }
}

/** Before anything was handled, an urgent task is closed by a lead who does not hold it. */
const early = (task: Task, by: Doing): Partial<StepFacts> =>
  task.state === 'received' || task.state === 'triaged' ? { isOwnWork: !by.standings.includes('lead') || task.claimedBy === by.id } : {}

const matterOf = (task: Task, { worklist }: Rules) => (task.matter === undefined ? undefined : worklist.find(task.matter))

const demandStationMatter = (
  task: Task,
  measures: Parameters<typeof foreignMeasures>[1],
  coHandlers: readonly string[],
  rules: Rules,
): void => {
  const matter = matterOf(task, rules)
  if (!matter) return
  const addressees = rules.addressees(task.unit, matter.duty)
  const foreign = foreignMeasures(matter, measures, { isJoined: addressees.some(({ id }) => coHandlers.includes(id)) })
  if (foreign.length > 0) throw new NotStationMatterError({ matter, measures: foreign, addressees, first: rules.worklist.first })
}

/** A case is opened over what is a station's; whoever finds an offence inside a foreign matter says so at triage first. */
const demandStationOutcome = (task: Task, outcome: string, rules: Rules): void => {
  const matter = matterOf(task, rules)
  if (matter?.side !== 'negative' || outcome !== 'case_opened') return
  throw new NotStationMatterError({
    matter,
    measures: ['investigate'],
    addressees: rules.addressees(task.unit, matter.duty),
    first: rules.worklist.first,
  })
}
