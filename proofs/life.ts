import type { Reply } from '../core/conversation.ts'
import type { RecordState } from '../domain/records/demo-files.ts'
import { openTestPlatform, type TestPlatform } from '../testing.ts'
import { peopleFile, type Row, residentId, tablesOf } from './ground.ts'

/** One person, of whom nothing but the record differs from life to life. */
const twin = (state: RecordState): string =>
  peopleFile([
    {
      ...{ id: 'twin', name: '何思远', id_number: residentId('1995-03-11', 441), birth: '1995-03-11', sex: 'male' },
      ...{ registry: state, hukou: '159901', phone: '13900000777' },
    },
  ])

/** What the person says: all that might make a record show. */
export const script = [
  '开无犯罪记录证明，留学用',
  '确认',
  '查一下我的办理进度',
  '谁查过我的记录',
  '我16岁判过刑，能开吗',
  '我的记录是不是封存了',
  '要等多久',
] as const

/** Everything that one life leaves behind, wherever somebody could look. */
export interface Life {
  readonly replies: readonly Reply[]
  readonly events: readonly unknown[]
  readonly roundTrips: readonly number[]
  readonly lookups: unknown
  readonly certificates: readonly { readonly number: string }[]
  readonly applications: unknown
  readonly queues: Readonly<Record<string, readonly { readonly number: string }[]>>
  readonly audit: readonly unknown[]
  readonly logs: readonly Row[]
  /** New rows of each table, past the platform. */
  readonly rows: Readonly<Record<string, readonly Row[]>>
  readonly pdf: Uint8Array | undefined
}

const json = async <T>(p: TestPlatform, persona: string, path: string): Promise<T> =>
  // Each route's answer is held to its schema by the server's own tests.
  (await (await p.ask(persona, 'GET', path)).json()) as T

/** Lives the script once on a fresh platform, with the record given. */
export const live = async (state: RecordState): Promise<Life> => {
  await using p = await openTestPlatform({ people: twin(state), settings: { PUBLIC_URL: 'http://fenshen.example.cn' } })
  const before = tablesOf(p.folder)
  const visit = await p.visit('twin')
  const replies: Reply[] = []
  const events: unknown[] = []
  const roundTrips: number[] = []
  for (const says of script) {
    const trips = p.platform.store.roundTrips()
    const heard = await visit.hear(says)
    roundTrips.push(p.platform.store.roundTrips() - trips)
    events.push(heard)
    for (const { event } of heard) if (event.event === 'turn.ended') replies.push(event.data)
  }
  const lookups = await json(p, 'twin', '/api/me/lookups')
  const { certificates } = await json<{ certificates: { number: string }[] }>(p, 'twin', '/api/certificates')
  const { applications } = await json<{ applications: unknown }>(p, 'twin', '/api/applications')
  const number = certificates[0]?.number
  const pdf = number ? new Uint8Array(await (await p.ask('twin', 'GET', `/api/certificates/${number}/pdf`)).arrayBuffer()) : undefined
  const queues: Record<string, { number: string }[]> = {}
  for (const officer of ['officer-qinghe', 'reviewer-qinghe', 'officer-shiqiao', 'approver-bureau'])
    queues[officer] = (await json<{ items: { number: string }[] }>(p, officer, '/api/queue')).items
  const after = tablesOf(p.folder)
  const rows = Object.fromEntries(Object.entries(after).map(([name, all]) => [name, all.slice(before[name]?.length ?? 0)]))
  const audit = await p.platform.store.audit.list({ afterSeq: 0, limit: 1_000 })
  // The description of the API is read once a file, by what holds answers to it.
  const logs = p.logs.map((line) => JSON.parse(line) as Row).filter(({ route }) => route !== '/openapi.json')
  return { replies, events, roundTrips, lookups, certificates, applications, queues, audit, logs, rows, pdf }
}

const marks: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<id>'],
  [/\b[0-9a-f]{64}\b/g, '<hash>'],
  [/\/verify\/[0-9A-Z]{24}/g, '/verify/<code>'],
  [/\b[0-9A-Z]{24}\b/g, '<code>'],
  // Of the turn's own id (core/receipts.ts), so drawn by lot like it.
  [/\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b/g, '<receipt>'],
]

/** A value without what is different each time by chance: ids, hashes, codes, sealed bytes (their length stays), milliseconds. */
export const plain = (value: unknown): unknown => {
  if (typeof value === 'string') return marks.reduce((text, [mark, name]) => text.replace(mark, name), value)
  if (value instanceof Uint8Array) return `<${value.byteLength} bytes>`
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([name]) => !['ms', 'time'].includes(name))
  return Object.fromEntries(entries.map(([name, item]) => [name, plain(item)]))
}
