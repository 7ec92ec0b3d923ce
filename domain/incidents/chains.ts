import { type Tier, tiers } from '../../core/disputes.ts'
import { uuidv7 } from '../../core/ids.ts'
import type { DisputeEvent, Incident } from '../../core/incidents.ts'
import type { Records } from '../../core/ports.ts'
import type { Task } from '../../core/tasks.ts'
import { shanghaiDate } from '../../core/time.ts'
import type { Deadlines } from '../tasks/deadlines.ts'
import { type Doing, joined, type Made, type Rules } from '../tasks/progress.ts'
import type { Known } from './same-call.ts'

const excerptChars = 60

/** A chain of incidents (事件链) while a transaction works on it, and the task over it. */
export interface Chain {
  event: DisputeEvent
  readonly known: Known[]
  task: Task
  /** The task as it was read; undefined while it is new. */
  readonly before: Task | undefined
  readonly steps: Made[]
  /** True once something was added. */
  isTouched: boolean
}

/** Chains of these places, with what they hold of the last days and their tasks: three statements, however many incidents. */
export const loadChains = async (records: Records, placeKeys: readonly string[], since: Date): Promise<Map<string, Chain[]>> => {
  const events = await records.incidents.chains(placeKeys, since)
  const ids = events.map(({ id }) => id)
  const known = Map.groupBy(await records.incidents.recent(ids, since), ({ event }) => event)
  const tasks = new Map((await records.tasks.ofEvents(ids)).map((task) => [task.event, task]))
  const byPlace = new Map<string, Chain[]>()
  for (const event of events) {
    const task = tasks.get(event.id)
    if (event.placeKey === undefined || !task) continue
    const chain: Chain = { event, known: [...(known.get(event.id) ?? [])], task, before: task, steps: [], isTouched: false }
    byPlace.set(event.placeKey, [...(byPlace.get(event.placeKey) ?? []), chain])
  }
  return byPlace
}

/** Near enough in time to go on with (30 天内). */
export const isAlive = ({ event }: Chain, at: Date, rule: Deadlines['chain']): boolean =>
  at.getTime() - event.lastAt.getTime() <= rule.ms && event.firstAt.getTime() - at.getTime() <= rule.ms

/** Occurrences in the days before this one, merged calls left out (同地点同事由): what the points of a finding ask for. */
export const earlierIn = ({ known }: Chain, at: Date, rule: Deadlines['chain']): number =>
  known.filter((one) => one.mergedInto === undefined && one.at <= at && at.getTime() - one.at.getTime() <= rule.ms).length

const higher = (a: Tier, b: Tier): Tier => (tiers.indexOf(a) <= tiers.indexOf(b) ? a : b)

/** Adds an incident: the chain grows, its task too. Tiers only rise. */
export const extend = (chain: Chain, incident: Incident, now: Date, rules: Rules): void => {
  const isMerged = incident.mergedInto !== undefined
  const { id, at, tier, points, marks } = incident
  const { event } = chain
  chain.known.push(incident)
  chain.event = {
    ...event,
    firstAt: new Date(Math.min(at.getTime(), event.firstAt.getTime())),
    lastAt: new Date(Math.max(at.getTime(), event.lastAt.getTime())),
    incidents: event.incidents + (isMerged ? 0 : 1),
    tier: higher(event.tier, tier),
    points: Math.max(event.points, points),
  }
  const doing: Doing = { id: undefined, standings: ['system'], at: now, isOwnWork: false }
  const progress = joined(chain.task, { incident: id, at, tier, points, marks, isMerged }, doing, rules)
  chain.steps.push(...progress.steps)
  chain.task = progress.task
  chain.isTouched = true
}

/** 任务编号: year and serial number. */
const numberOf = (year: number, serial: number): string => `RW${year}${String(serial).padStart(7, '0')}`

/** A new chain with its first incident, and the task over it, dispatched (派送) to the unit. */
export const beginChain = async (
  records: Records,
  incident: Incident,
  facts: { readonly unit: string; readonly now: Date; readonly deadlines: Deadlines },
): Promise<Chain> => {
  const { unit, now, deadlines } = facts
  const { placeKey, at, tier, points, classes } = incident
  const [cause = 'D8'] = classes
  const event: DisputeEvent = { id: uuidv7(now), unit: incident.unit, placeKey, cause, firstAt: at, lastAt: at, incidents: 1, tier, points }
  const year = Number(shanghaiDate(now).slice(0, 4))
  const task: Task = {
    id: uuidv7(now),
    number: numberOf(year, await records.sequences.next('task', year)),
    event: event.id,
    unit,
    state: 'dispatched',
    tier,
    points,
    classes: classes.length > 0 ? classes : [cause],
    marks: incident.marks,
    matter: undefined,
    claimedBy: undefined,
    dispatchedAt: now,
    receivedAt: undefined,
    contactedAt: undefined,
    fedBackAt: undefined,
    closedAt: undefined,
    ...deadlines.due('dispatched', tier, now),
    level: 0,
    escalatedTo: undefined,
    needsVisit: false,
    failedFollowUps: 0,
    satisfaction: undefined,
    outcome: undefined,
    lateSteps: 0,
    returns: 0,
    reopenings: 0,
    incidents: 1,
    lastIncidentAt: at,
    brief: { place: incident.body?.place, excerpt: [...(incident.body?.text ?? '')].slice(0, excerptChars).join('') },
    revision: 1,
  }
  const dispatched: Made = {
    event: 'dispatch',
    to: 'dispatched',
    isLate: false,
    content: { to: unit, tier, points, incident: incident.id },
  }
  return { event, known: [{ ...incident, event: event.id }], task, before: undefined, steps: [dispatched], isTouched: true }
}
