import { and, asc, between, desc, eq, sql } from 'drizzle-orm'
import type { PendingDeed, Reply, StoredTurn, TraceMessage, TurnEvent } from '../../core/conversation.ts'
import type { Conversations } from '../../core/ports.ts'
import type { TurnRecord } from '../../core/receipts.ts'
import type { Cipher } from '../cipher.ts'
import type { Tables } from '../database.ts'
import type { Ground } from './ground.ts'
import { gap, gaps, once } from './prepared.ts'

/** What a turn ended with, sealed as one: a turn is opened with few decryptions. */
interface Ending {
  readonly reply: Reply
  readonly pending: PendingDeed | null
  readonly trace: readonly TraceMessage[]
  readonly record?: TurnRecord
}

type TurnRow = Omit<Tables['turns']['$inferSelect'], 'conversation' | 'key'>

const turnOf = (row: TurnRow, cipher: Cipher): StoredTurn => {
  const ending = row.ending && cipher.openJson<Ending>('turns.ending', row.id, row.ending)
  return {
    id: row.id,
    n: row.n,
    says: cipher.open('turns.says', row.id, row.says).toString('utf8'),
    at: row.at,
    agent: row.agent,
    agentVersion: row.agentVersion,
    pending: ending?.pending ?? null,
    reply: ending?.reply ?? null,
    // Opened when somebody asks: only a resumed stream does, and a conversation is loaded for every message.
    get events() {
      return row.events ? cipher.openJson<readonly TurnEvent[]>('turns.events', row.id, row.events) : []
    },
    trace: ending?.trace ?? [],
    record: ending?.record,
  }
}

/** Conversations and turns. */
export const conversations = ({ db, tables, cipher }: Ground): Conversations => {
  const { conversations, turns } = tables
  const columns = {
    id: turns.id,
    n: turns.n,
    at: turns.at,
    agent: turns.agent,
    agentVersion: turns.agentVersion,
    says: turns.says,
    ending: turns.ending,
    events: turns.events,
  }
  const load = once(() => {
    const newest = db
      .select({ ...columns, conversation: turns.conversation })
      .from(turns)
      .where(eq(turns.conversation, gap('id')))
      .orderBy(desc(turns.n))
      .limit(gap('limit'))
      .as('newest')
    const { id, n, at, agent, agentVersion, says, ending, events } = newest
    return db
      .select({ conversation: conversations, turn: { id, n, at, agent, agentVersion, says, ending, events } })
      .from(conversations)
      .leftJoin(newest, eq(newest.conversation, conversations.id))
      .where(eq(conversations.id, gap('id')))
      .orderBy(asc(newest.n))
      .prepare('load')
  })
  const startTurn = once(() =>
    db
      .insert(turns)
      .values(gaps(turns, 'id', 'conversation', 'n', 'key', 'at', 'says'))
      .onConflictDoNothing()
      .returning({ id: turns.id })
      .prepare('start_turn'),
  )
  const finishTurn = once(() =>
    db
      .update(turns)
      .set(gaps(turns, 'ending', 'events', 'agent', 'agentVersion'))
      .where(eq(turns.id, gap('id')))
      .prepare('finish_turn'),
  )
  return {
    create: async ({ id, person, pinned, greeting, createdAt }) => {
      await db.insert(conversations).values({ id, person, pinned, greeting, createdAt })
    },
    load: async (id, limit) => {
      const rows = await load().execute({ id, limit })
      const [first] = rows
      return first && { conversation: first.conversation, turns: rows.flatMap(({ turn }) => (turn ? [turnOf(turn, cipher)] : [])) }
    },
    startTurn: async ({ conversation, id, n, says, key, at }) => {
      const sealed = cipher.seal('turns.says', id, says)
      const started = await startTurn().execute({ conversation, id, n, key: key ?? null, at, says: sealed })
      if (started.length > 0) return { kind: 'started' }
      if (key === undefined) return { kind: 'taken' }
      const [seen] = await db
        .select(columns)
        .from(turns)
        .where(and(eq(turns.conversation, conversation), eq(turns.key, key)))
      return seen ? { kind: 'seen', turn: turnOf(seen, cipher) } : { kind: 'taken' }
    },
    finishTurn: async (id, { reply, pending, trace, record, events, agent, agentVersion }) => {
      const ending = cipher.sealJson('turns.ending', id, { reply, pending, trace, ...(record ? { record } : {}) } satisfies Ending)
      const sealed = cipher.sealJson('turns.events', id, events)
      await finishTurn().execute({ id, ending, events: sealed, agent, agentVersion })
    },
    findTurn: async (conversation, id) => {
      const [row] = await db
        .select(columns)
        .from(turns)
        .where(and(eq(turns.id, id), eq(turns.conversation, conversation)))
      return row && turnOf(row, cipher)
    },
    turnsBetween: async (from, to) => {
      const rows = await db
        .select({ conversation: conversations, turn: columns })
        .from(turns)
        .innerJoin(conversations, eq(conversations.id, turns.conversation))
        .where(between(turns.id, from, to))
        .limit(2)
      return rows.map(({ conversation, turn }) => ({ conversation, turn: turnOf(turn, cipher) }))
    },
    list: async (person, limit) => {
      const lastN = sql`(select max(n) from ${turns} as later where later.conversation = ${conversations.id})`
      const early = (column: typeof turns.id | typeof turns.says) =>
        sql`(select early.${sql.identifier(column.name)} from ${turns} as early where early.conversation = ${conversations.id} order by early.n limit 1)`
      const first = { firstId: early(turns.id).mapWith(turns.id), first: early(turns.says).mapWith(turns.says) }
      const rows = await db
        .select({ conversation: conversations, id: turns.id, says: turns.says, at: turns.at, ...first })
        .from(conversations)
        .leftJoin(turns, and(eq(turns.conversation, conversations.id), eq(turns.n, lastN)))
        .where(eq(conversations.person, person))
        .orderBy(sql`coalesce(${turns.at}, ${conversations.createdAt}) desc`, desc(conversations.id))
        .limit(limit)
      const open = (id: string | null, says: Uint8Array | null): string | undefined =>
        id !== null && says !== null ? cipher.open('turns.says', id, Buffer.from(says)).toString('utf8') : undefined
      return rows.map(({ conversation, id, says, at, firstId, first }) => ({
        ...conversation,
        firstSays: open(firstId, first),
        lastSays: open(id, says),
        lastAt: at ?? undefined,
      }))
    },
  }
}
