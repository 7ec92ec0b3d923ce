import type { DisputeScanner } from '../../core/disputes.ts'
import { ConflictError } from '../../core/errors.ts'
import { uuidv7 } from '../../core/ids.ts'
import type { Incident, IncidentIntake, IncomingIncident, IntakeBy, IntakeOutcome } from '../../core/incidents.ts'
import type { Records } from '../../core/ports.ts'
import type { Task } from '../../core/tasks.ts'
import type { UnitTree } from '../../core/units.ts'
import { rulesOf, type TaskGround } from '../tasks/ground.ts'
import { stepRows, writeProgress } from '../tasks/write.ts'
import { beginChain, type Chain, earlierIn, extend, isAlive, loadChains } from './chains.ts'
import { faultOf } from './check.ts'
import { type Jurisdiction, openJurisdiction } from './jurisdiction.ts'
import { foldPlace, regionNames } from './place.ts'
import { sameCall } from './same-call.ts'

/** Incidents of one transaction: a crash loses no more than these, and they are sent again. */
const atOnce = 200
/** How often a batch is tried when an officer works on one of its tasks at the same moment. */
const tries = 5

const keyOf = ({ source, id }: { readonly source: string; readonly id: string }): string => JSON.stringify([source, id])

/** What one transaction has in hand. */
interface Work {
  readonly ground: TaskGround
  readonly records: Records
  readonly scanner: DisputeScanner
  readonly tree: UnitTree
  readonly where: Jurisdiction
  readonly now: Date
  /** By place; a chain without one stands under its own id. */
  readonly chains: Map<string, Chain[]>
  readonly taken: Incident[]
}

const outcomeOf = (incident: Incident, task: Task | undefined, { advice }: Pick<TaskGround, 'advice'>): IntakeOutcome => ({
  source: incident.source,
  id: incident.sourceId,
  outcome: 'taken',
  incident: incident.id,
  tier: incident.tier,
  points: incident.points,
  classes: incident.classes,
  event: incident.event,
  task: task?.id,
  isMerged: incident.mergedInto !== undefined,
  ...(incident.tier === 'red' && incident.body ? { advice: advice(incident.body.reasons) } : {}),
})

/** One incident: read, compared with its place, and put into a chain or filed. */
const takeOne = async (
  work: Work,
  incoming: IncomingIncident,
  facts: { unit: string; placeKey: string | undefined },
): Promise<IntakeOutcome> => {
  const { ground, scanner, now, records } = work
  const rule = ground.deadlines.chain
  const { at } = incoming
  const { placeKey } = facts
  const text = incoming.text.replaceAll('\0', '').toWellFormed()
  const here = placeKey === undefined ? [] : (work.chains.get(placeKey) ?? []).filter((chain) => isAlive(chain, at, rule))
  const first = scanner.scan(text, { at })
  const known = here.flatMap((chain) => chain.known)
  const same = sameCall({ at, text, finding: first }, known, rule)
  const cause = first.classes[0] ?? 'D8'
  const chain = here.find((one) => (same ? one.known.includes(same) : one.event.cause === cause))
  const earlier = chain && !same ? earlierIn(chain, at, rule) : 0
  const { classes, tier, points, marks, reasons } = earlier > 0 ? scanner.scan(text, { at, earlier }) : first
  const incident: Incident = {
    ...{ id: uuidv7(now), source: incoming.source, sourceId: incoming.id, unit: facts.unit, at, takenAt: now, placeKey },
    body: { text, place: incoming.place, reasons },
    ...{ classes, tier, points, marks, scanner: scanner.version },
    event: undefined,
    mergedInto: same && (same.mergedInto ?? same.id),
  }
  // White is filed and no more (信息归档), unless it belongs to something that is going on.
  if (tier === 'white' && !same) {
    work.taken.push(incident)
    return outcomeOf(incident, undefined, ground)
  }
  const joins = chain ?? (await beginChain(records, incident, { unit: work.where.stationOf(facts.unit), now, deadlines: ground.deadlines }))
  const kept: Incident = { ...incident, event: joins.event.id }
  if (chain) extend(chain, kept, now, rulesOf(ground, work.tree))
  else work.chains.set(placeKey ?? joins.event.id, [...(work.chains.get(placeKey ?? '') ?? []), joins])
  work.taken.push(kept)
  return outcomeOf(kept, joins.task, ground)
}

/** Everything of a batch, and one entry of the audit over it. */
const writeBatch = async ({ records, chains, taken, now }: Work, by: IntakeBy): Promise<void> => {
  const touched = [...chains.values()].flat().filter(({ isTouched }) => isTouched)
  const fresh = touched.filter(({ before }) => before === undefined)
  const actor = { kind: 'system' } as const
  await records.incidents.insert(taken)
  await records.incidents.saveEvents(touched.map(({ event }) => event))
  await records.tasks.insert(fresh.map(({ task }) => task))
  await records.tasks.addSteps(fresh.flatMap(({ task, steps }) => stepRows(task, { task, steps }, { actor, at: now, n: 1 })))
  for (const { before, task, steps } of touched) {
    if (!before || steps.length === 0) continue
    const n = await records.tasks.nextStep(task.id)
    await writeProgress(records, before, { task, steps }, { actor, at: now, n }, { action: 'join_task', detail: {} })
  }
  const detail = {
    taken: taken.length,
    red: taken.filter(({ tier }) => tier === 'red').length,
    incidents: taken.map(({ id }) => id),
    tasks: fresh.map(({ task }) => task.number),
  }
  await records.audit.append({ actor: by.id, actorKind: by.kind, action: 'take_incidents', target: undefined, isOk: true, detail }, now)
}

const seenBefore = async (
  records: Records,
  batch: readonly IncomingIncident[],
  ground: TaskGround,
): Promise<Map<string, IntakeOutcome>> => {
  const before = await records.incidents.seen(batch)
  const events = [...new Set(before.flatMap(({ event }) => (event === undefined ? [] : [event])))]
  const tasks = new Map((await records.tasks.ofEvents(events)).map((task) => [task.event, task]))
  return new Map(
    before.map((one) => [
      keyOf({ source: one.source, id: one.sourceId }),
      { ...outcomeOf(one, one.event === undefined ? undefined : tasks.get(one.event), ground), outcome: 'seen' },
    ]),
  )
}

/** Takes incidents in: scans, merges, chains and dispatches. Everything of one batch is written in one transaction, or nothing. */
export const createIntake = (ground: TaskGround, treeOf: () => Promise<UnitTree>): IncidentIntake => {
  const { store, clock, deadlines } = ground

  const placeKeyOf = (place: string | undefined, regions: readonly string[]): string | undefined => {
    const folded = place === undefined ? '' : foldPlace(place, regions)
    return folded.length < 2 ? undefined : store.keyed(`place/${folded}`)
  }

  const takeBatch = (batch: readonly IncomingIncident[], by: IntakeBy, scanner: DisputeScanner, tree: UnitTree) => {
    const where = openJurisdiction(tree)
    const regions = regionNames(tree.all)
    return store.transaction(async (records) => {
      await records.incidents.hold()
      const now = clock()
      const outcomes = await seenBefore(records, batch, ground)
      const fresh = batch
        .filter((one) => !outcomes.has(keyOf(one)))
        .map((one) => ({ one, unit: where.unitOf(one, by.home), placeKey: placeKeyOf(one.place, regions) }))
        // In the order in which they happened, so that a chain grows as it did.
        .toSorted((a, b) => a.one.at.getTime() - b.one.at.getTime())
      const since = new Date((fresh[0]?.one.at ?? now).getTime() - deadlines.chain.ms)
      const placeKeys = [...new Set(fresh.flatMap(({ placeKey }) => (placeKey === undefined ? [] : [placeKey])))]
      const chains = await loadChains(records, placeKeys, since)
      const work: Work = { ground, records, scanner, tree, where, now, chains, taken: [] }
      for (const { one, unit, placeKey } of fresh) {
        const refused = (why: string) => outcomes.set(keyOf(one), { source: one.source, id: one.id, outcome: 'refused', why })
        if (unit === undefined) refused('还没有设置单位，请先导入单位。')
        else if (by.units && !by.units.includes(unit)) refused('这条警情不属于您的辖区，请交给所在单位录入。')
        else outcomes.set(keyOf(one), await takeOne(work, one, { unit, placeKey }))
      }
      if (work.taken.length > 0) await writeBatch(work, by)
      return outcomes
    })
  }

  const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let left = tries; ; left -= 1) {
      try {
        return await work()
      } catch (cause) {
        if (!(cause instanceof ConflictError) || left === 1) throw cause
      }
    }
  }

  return {
    take: async (incidents, by) => {
      const [scanner, tree] = await Promise.all([ground.disputes(), treeOf()])
      const outcomes = new Map<string, IntakeOutcome>()
      const good = new Map<string, IncomingIncident>()
      const faults = incidents.map((incident) => faultOf(incident, clock()))
      incidents.forEach((incident, index) => {
        if (faults[index] === undefined && !good.has(keyOf(incident))) good.set(keyOf(incident), incident)
      })
      const queue = [...good.values()]
      for (let from = 0; from < queue.length; from += atOnce) {
        const batch = queue.slice(from, from + atOnce)
        for (const [key, outcome] of await patiently(() => takeBatch(batch, by, scanner, tree))) outcomes.set(key, outcome)
      }
      return incidents.map((incident, index): IntakeOutcome => {
        const { source, id } = incident
        const found = outcomes.get(keyOf(incident))
        const why = faults[index]
        if (why !== undefined || !found) return { source, id, outcome: 'refused', why: why ?? '没有收下，请重发。' }
        const isFirst = good.get(keyOf(incident)) === incident
        return isFirst || found.outcome !== 'taken' ? found : { ...found, outcome: 'seen' }
      })
    },
  }
}
