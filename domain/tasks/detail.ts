import { NotFoundError } from '../../core/errors.ts'
import type { Incident } from '../../core/incidents.ts'
import type { Officer } from '../../core/people.ts'
import { type TaskActName, taskActs } from '../../core/task-acts.ts'
import type { IncidentDetail, TaskDetail } from '../../core/task-desk.ts'
import type { Task, TaskEvent, TaskStep } from '../../core/tasks.ts'
import type { UnitTree } from '../../core/units.ts'
import { rulesOf, seenBy, type TaskGround } from './ground.ts'
import { standingsOf } from './standing.ts'
import { needsSupervision, tryStep } from './states.ts'
import { attachmentView, callView, incidentView, matterView, officerNamed, officersIn, rowOf, stepView } from './views.ts'

/** The step that each act asks of the table. */
const eventOf: Record<TaskActName, TaskEvent> = {
  dispatch: 'dispatch',
  receive: 'receive',
  claim: 'claim',
  release: 'release',
  triage: 'triage',
  return: 'return',
  call: 'call',
  answer: 'answer',
  handle: 'handle',
  feedback: 'feedback',
  'follow-up': 'follow_up',
  supervise: 'supervise',
  downgrade: 'downgrade',
  upgrade: 'upgrade',
  escalate: 'escalate',
  close: 'close',
  reopen: 'reopen',
}

const isOwnWork = (who: Officer, history: readonly TaskStep[]): boolean =>
  history.some(({ actor, event }) => actor.kind === 'officer' && actor.id === who.id && (event === 'handle' || event === 'feedback'))

/** What the officer may do now: what pages offer, not what the desk relies on. */
const mayDo = (who: Officer, task: Task, history: readonly TaskStep[], tree: UnitTree): readonly TaskActName[] => {
  const standings = standingsOf(who, task, tree)
  const isEarly = task.state === 'received' || task.state === 'triaged'
  // Object.keys forgets which strings they are.
  return (Object.keys(taskActs) as TaskActName[]).filter((act) => {
    if (act === 'claim' && task.claimedBy !== undefined) return false
    if (act === 'downgrade' && task.tier === 'white') return false
    if (act === 'upgrade' && task.tier === 'red') return false
    const tried = tryStep(task.state, eventOf[act], standings, {
      tier: task.tier,
      outcome: isEarly ? 'not_a_dispute' : 'settled',
      needsSupervision: needsSupervision(task),
      isOwnWork: act === 'close' ? task.claimedBy === who.id || !standings.includes('lead') : isOwnWork(who, history),
      isEvaluated: task.satisfaction !== undefined,
    })
    return 'to' in tried
  })
}

/** A task with everything that its officers see. */
export const detailOf = async (ground: TaskGround, tree: UnitTree, who: Officer, task: Task): Promise<TaskDetail> => {
  const { store, clock } = ground
  const [history, calls, files, chain] = await Promise.all([
    store.tasks.steps(task.id),
    store.tasks.callsOf(task.id),
    store.tasks.attachments(task.id),
    store.incidents.ofEvent(task.event),
  ])
  const names = { tree, officers: await store.people.namesOf(officersIn([task], history, files)) }
  const rules = rulesOf(ground, tree)
  const matter = task.matter === undefined ? rules.worklist.propose(task.classes, task.marks) : rules.worklist.find(task.matter)
  return {
    ...rowOf(task, clock(), names),
    receivedAt: task.receivedAt,
    contactedAt: task.contactedAt,
    fedBackAt: task.fedBackAt,
    escalatedTo: task.escalatedTo === undefined ? undefined : officerNamed(task.escalatedTo, names),
    returns: task.returns,
    lateSteps: task.lateSteps,
    matter: matter && matterView(matter, task.unit, rules),
    needsSupervision: needsSupervision(task),
    may: mayDo(who, task, history, tree),
    history: history.map((step) => stepView(step, names)),
    calls: calls.map((call) => callView(call, task.number, names)),
    attachments: files.map((file) => attachmentView(file, names)),
    chain: chain.map((incident) => incidentView(incident, names)),
  }
}

/** An incident with its chain and its task, as far as they lie in the officer's units. */
export const incidentDetail = async (ground: TaskGround, tree: UnitTree, who: Officer, id: string): Promise<IncidentDetail> => {
  const { store, clock } = ground
  const units = seenBy(who, tree)
  const incident: Incident | undefined = await store.incidents.find(id, units)
  if (!incident) throw new NotFoundError({ what: 'incident' })
  const [event, chain, tasks] =
    incident.event === undefined
      ? [undefined, [], []]
      : await Promise.all([
          store.incidents.findEvent(incident.event),
          store.incidents.ofEvent(incident.event),
          store.tasks.ofEvents([incident.event]),
        ])
  const mine = tasks.filter(({ unit }) => units.includes(unit))
  const names = { tree, officers: await store.people.namesOf(officersIn(mine)) }
  return {
    ...incidentView(incident, names),
    event: event && { id: event.id, firstAt: event.firstAt, lastAt: event.lastAt, incidents: event.incidents },
    chain: chain
      .filter(({ unit }) => units.includes(unit))
      .map((one) => ({ id: one.id, at: one.at, tier: one.tier, points: one.points, classes: one.classes, mergedInto: one.mergedInto })),
    task: mine[0] && rowOf(mine[0], clock(), names),
  }
}
