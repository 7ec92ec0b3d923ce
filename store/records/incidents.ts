import { and, asc, desc, eq, gte, inArray, isNotNull, lt, or, sql } from 'drizzle-orm'
import type { DisputeEvent, Incident } from '../../core/incidents.ts'
import type { Incidents } from '../../core/task-store.ts'
import type { Cipher } from '../cipher.ts'
import type { Tables } from '../database.ts'
import { type Ground, orUndefined } from './ground.ts'
import { isListedText, listOf } from './lists.ts'
import { plain } from './plain-text.ts'
import { gap, once } from './prepared.ts'
import { replacing, rowsInserter } from './raw-rows.ts'

type Row = Tables['incidents']['$inferSelect']
type Body = NonNullable<Incident['body']>

/** Any number that no other use takes: one intake at a time writes chains. */
const intakeLock = 0x66656e74

const rowOf = (incident: Incident, cipher: Cipher): Row => ({
  id: incident.id,
  source: plain(incident.source),
  sourceId: plain(incident.sourceId),
  unit: incident.unit,
  at: incident.at,
  takenAt: incident.takenAt,
  placeKey: incident.placeKey ?? null,
  mainClass: incident.classes[0] ?? null,
  classes: incident.classes,
  tier: incident.tier,
  points: incident.points,
  marks: incident.marks,
  scanner: plain(incident.scanner),
  event: incident.event ?? null,
  mergedInto: incident.mergedInto ?? null,
  body: incident.body ? cipher.sealJson('incidents.body', incident.id, incident.body) : null,
})

const bodyOf = (row: Row, cipher: Cipher): Body | undefined => {
  if (!row.body) return undefined
  const { text, place, reasons } = cipher.openJson<Body>('incidents.body', row.id, row.body)
  return { text, place, reasons }
}

const incidentOf = ({ mainClass: _, ...row }: Row, body: Body | undefined): Incident => ({
  ...row,
  placeKey: orUndefined(row.placeKey),
  event: orUndefined(row.event),
  mergedInto: orUndefined(row.mergedInto),
  body,
})

const eventOf = (row: Tables['disputeEvents']['$inferSelect']): DisputeEvent => ({ ...row, placeKey: orUndefined(row.placeKey) })

/** Days since 1970-01-01 in Shanghai, as an integer. */
const shanghaiDay = {
  sqlite: '(at + 28800000) / 86400000',
  postgres: 'floor((extract(epoch from at) + 28800) / 86400)::int',
}
const keyColumns = { class: "coalesce(main_class, 'none')", unit: 'unit', tier: 'tier' } as const

/** Incidents and their chains. */
export const incidents = (ground: Ground): Incidents => {
  const { db, tables, cipher, kind, run } = ground
  const { incidents, disputeEvents } = tables
  const insert = once(() => rowsInserter(ground, incidents))
  const saveEvents = once(() => rowsInserter(ground, disputeEvents, replacing(disputeEvents, 'id')))
  const opened = (row: Row): Incident => incidentOf(row, bodyOf(row, cipher))
  const find = once(() =>
    db
      .select()
      .from(incidents)
      .where(and(eq(incidents.id, gap('id')), isListedText(ground, incidents.unit, 'units')))
      .prepare('find_incident'),
  )
  const moment = (at: Date): unknown => (kind === 'sqlite' ? at.getTime() : at.toISOString())
  /** The list of units as a parameter, and the condition that reads it: `$1` and `?` alike stand first. */
  const inUnits = kind === 'sqlite' ? 'unit in (select value from json_each(?))' : 'unit = any($1::text[])'
  const between = kind === 'sqlite' ? 'at >= ? and at < ?' : 'at >= $2::timestamptz and at < $3::timestamptz'
  return {
    hold: async () => {
      // On SQLite a transaction is alone from its first statement.
      if (kind === 'postgres') await run('select pg_advisory_xact_lock($1)', [intakeLock])
    },
    seen: async (ids) => {
      const bySource = Map.groupBy(ids, ({ source }) => source)
      const found: Incident[] = []
      for (const [source, group] of bySource) {
        const wanted = listOf(
          ground,
          group.map(({ id }) => plain(id)),
        )
        const listed =
          kind === 'sqlite'
            ? sql`${incidents.sourceId} in (select value from json_each(${wanted}))`
            : sql`${incidents.sourceId} = any(${sql.param(wanted)}::text[])`
        const rows = await db
          .select()
          .from(incidents)
          .where(and(eq(incidents.source, plain(source)), listed))
        found.push(...rows.map((row) => incidentOf(row, undefined)))
      }
      return found
    },
    insert: (added) => insert()(added.map((incident) => rowOf(incident, cipher))),
    find: async (id, units) => {
      const [row] = await find().execute({ id, units: listOf(ground, units) })
      return row && opened(row)
    },
    ofEvent: async (event) =>
      (await db.select().from(incidents).where(eq(incidents.event, event)).orderBy(asc(incidents.at), asc(incidents.id))).map(opened),
    recent: async (events, since) => {
      if (events.length === 0) return []
      const rows = await db
        .select()
        .from(incidents)
        .where(and(inArray(incidents.event, [...events]), gte(incidents.at, since)))
        .orderBy(desc(incidents.at), desc(incidents.id))
      return rows.map(opened)
    },
    list: async ({ units, class: main, tier, since, limit, after }) => {
      const rows = await db
        .select()
        .from(incidents)
        .where(
          and(
            inArray(incidents.unit, [...units]),
            main && eq(incidents.mainClass, main),
            tier && eq(incidents.tier, tier),
            since && gte(incidents.at, since),
            after && or(lt(incidents.at, after.at), and(eq(incidents.at, after.at), lt(incidents.id, after.id))),
          ),
        )
        .orderBy(desc(incidents.at), desc(incidents.id))
        .limit(limit)
      return rows.map(opened)
    },
    chains: async (placeKeys, since) => {
      if (placeKeys.length === 0) return []
      const rows = await db
        .select()
        .from(disputeEvents)
        .where(and(isNotNull(disputeEvents.placeKey), inArray(disputeEvents.placeKey, [...placeKeys]), gte(disputeEvents.lastAt, since)))
        .orderBy(desc(disputeEvents.lastAt), desc(disputeEvents.id))
      return rows.map(eventOf)
    },
    findEvent: async (id) => {
      const [row] = await db.select().from(disputeEvents).where(eq(disputeEvents.id, id))
      return row && eventOf(row)
    },
    saveEvents: (events) => saveEvents()(events.map((event) => ({ ...event, placeKey: event.placeKey ?? null }))),
    counts: async ({ units, by, from, to }) => {
      const text = `select ${shanghaiDay[kind]} as day, ${keyColumns[by]} as k, count(*) from incidents
        where ${inUnits} and ${between} and merged_into is null group by 1, 2 order by 1, 2`
      // The three columns of the statement; PostgreSQL counts in text.
      const rows = (await run(text, [listOf(ground, units), moment(from), moment(to)])) as readonly (readonly [number, string, unknown])[]
      return rows.map(([day, key, count]) => ({ day: Number(day), key, count: Number(count) }))
    },
    countSince: async (units, since) => {
      const text = `select count(*), count(merged_into) from incidents where ${inUnits} and at >= ${kind === 'sqlite' ? '?' : '$2::timestamptz'}`
      const [row] = await run(text, [listOf(ground, units), moment(since)])
      return { incidents: Number(row?.[0] ?? 0), merged: Number(row?.[1] ?? 0) }
    },
    deidentify: async (before, limit) => {
      const old = db
        .select({ id: incidents.id })
        .from(incidents)
        .where(and(lt(incidents.at, before), isNotNull(incidents.body)))
        .orderBy(asc(incidents.at))
        .limit(limit)
      const gone = await db
        .update(incidents)
        .set({ body: null, placeKey: null })
        .where(inArray(incidents.id, old))
        .returning({ id: incidents.id })
      await db
        .update(disputeEvents)
        .set({ placeKey: null })
        .where(and(lt(disputeEvents.lastAt, before), isNotNull(disputeEvents.placeKey)))
      return gone.length
    },
  }
}
