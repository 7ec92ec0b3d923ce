import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Table } from 'drizzle-orm'
import { pino } from 'pino'
import { registryKey } from '../domain/records/embedded.ts'
import { openPlatform } from '../platform.ts'
import { mintDemoToken } from '../server/auth/demo-token.ts'
import { createCipher } from '../store/cipher.ts'
import * as postgres from '../store/postgres/schema.ts'
import { rowOf } from '../store/records/applications.ts'
import * as sqlite from '../store/sqlite/schema.ts'
import { testConfig } from '../testing.ts'
import { copyRows, insertRows } from './desk-load.ts'
import { applicationAt, madeOfficers, madeUnits, personAt } from './desk-rows.ts'
import { postgresCpu, usedBetween } from './postgres-cpu.ts'
import { countFrom, cpuMs, finish, type Measured, quantile, word } from './report.ts'

// The officers' desk over very many applications: `node bench/desk.ts [ROWS] [DATABASE_URL] [FOLDER]`, 1,200,000 on PostgreSQL (an empty database)
// and 200,000 on SQLite (`-` for the address). What was loaded is kept in a folder that is named, and loaded no second time. Comes in by the API, in this process; each time is from request to whole answer. Lines: OpenCRVS publishes about
// 30 ms for a work queue, 75 ms to open, 25 ms to search and 170 ms to register, on 12 cores; ours are asked of this machine's.

const count = countFrom(word(0), 200_000)
const url = word(1) === '-' ? undefined : word(1)
const kept = word(2)
const people = Math.min(200_000, Math.ceil(count / 4))
const rounds = count >= 10_000 ? 200 : 20
const folder = kept ?? mkdtempSync(join(tmpdir(), 'fenshen-desk-'))
if (kept) mkdirSync(kept, { recursive: true })
const now = new Date()

const config = testConfig(folder, url ? { DATABASE_URL: url } : {})
const platform = await openPlatform(config, {
  isWatching: false,
  registry: { ask: async () => 'hit' },
  log: pino({ level: 'silent' }),
})
const { store, keyring } = platform
const cipher = createCipher(keyring.data)
const tables = store.kind === 'postgres' ? postgres : sqlite

const load = async (table: Table, rows: Iterable<Readonly<Record<string, unknown>>>): Promise<void> => {
  if (url) await copyRows(url, table, rows)
  else insertRows(join(folder, 'fenshen.db'), table, rows)
}
function* peopleRows() {
  for (let n = 0; n < people; n += 1) {
    const { kind, id, ...personal } = personAt(n)
    yield { kind, id, unit: null, roles: null, personal: cipher.sealJson('people.personal', id, personal) }
  }
}
function* applicationRows() {
  for (let n = 0; n < count; n += 1) {
    const application = applicationAt(n, { count, people, now })
    const who = personAt(n % people)
    const subjectKey = store.keyed(registryKey(who.document.number))
    yield { ...rowOf(application, cipher), deedKey: `bench:${n}`, sameKey: `bench:${n}`, subjectKey, nameKey: store.keyed(who.name) }
  }
}

for (const unit of madeUnits(config.bureau)) await store.people.saveUnit(unit)
for (const officer of madeOfficers()) await store.people.save(officer)
const began = performance.now()
if (!(await store.applications.find(applicationAt(0, { count, people, now }).number))) {
  await load(tables.people, peopleRows())
  await load(tables.applications, applicationRows())
}
const loadSeconds = (performance.now() - began) / 1_000

const tokens = new Map<string, string>()
const as = async (person: string): Promise<string> => {
  const token = tokens.get(person) ?? (await mintDemoToken({ key: keyring.tokens.privateKey, person, clock: () => new Date() }))
  tokens.set(person, token)
  return token
}
const ask = async (person: string, method: string, path: string, body?: unknown) => {
  const response = await platform.server.request(path, {
    method,
    headers: { Authorization: `Bearer ${await as(person)}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`)
  return JSON.parse(text)
}

const databaseCpu = async (): Promise<ReadonlyMap<number, number>> => (url ? postgresCpu(url) : new Map())
/** Work and yardstick take turns, so that both meet the same load. */
const blockOf = 50
const city = 'reviewer-bureau'
const rows: Measured[] = []
const measure = async (what: string, work: (i: number) => Promise<unknown>, line?: number, times = rounds): Promise<void> => {
  for (let i = 0; i < 5; i += 1) await work(times + i)
  const took: number[] = []
  const plain: number[] = []
  const timed = async (into: number[], one: () => Promise<unknown>): Promise<void> => {
    const start = performance.now()
    await one()
    into.push(performance.now() - start)
  }
  const total = { ours: 0, theirs: 0 }
  for (let from = 0; from < times; from += blockOf) {
    const until = Math.min(times, from + blockOf)
    const database = await databaseCpu()
    const cpu = process.cpuUsage()
    for (let i = from; i < until; i += 1) await timed(took, () => work(i))
    total.ours += cpuMs(cpu)
    total.theirs += usedBetween(database, await databaseCpu())
    // The least that a request costs here and now: sign-in, one row, an answer. Beside it a time means something on a busy machine too.
    for (let i = from; i < until; i += 1) await timed(plain, () => ask(city, 'GET', '/api/me'))
  }
  rows.push({ what: `${what}, median`, value: quantile(took, 0.5), unit: 'ms' })
  rows.push({ what: `${what}, p95`, value: quantile(took, 0.95), unit: 'ms', ...(line === undefined ? {} : { line }) })
  rows.push({ what: `${what}, CPU of this process`, value: total.ours / times, unit: 'ms' })
  if (url) rows.push({ what: `${what}, CPU of the database`, value: total.theirs / times, unit: 'ms' })
  rows.push({
    what: `${what}, times the plainest request of the same minute`,
    value: quantile(took, 0.5) / quantile(plain, 0.5),
    unit: '×',
  })
}

const stations = madeUnits(config.bureau).filter(({ kind }) => kind === 'station')
const station = (i: number): string => stations[i % stations.length]?.id ?? ''
const numberAt = (i: number): string => applicationAt((i * 104_729) % count, { count, people, now }).number
const first = await ask(city, 'GET', '/api/desk/cases?limit=50')

await measure('queue of a station', (i) => ask(`reviewer-${station(i)}`, 'GET', '/api/desk/cases?limit=50'), 30)
await measure('queue of the city', () => ask(city, 'GET', '/api/desk/cases?limit=50'), 30)
await measure('next page of it', () => ask(city, 'GET', `/api/desk/cases?limit=50&after=${first.next}`), 30)
await measure('what is due, by unit, of the city', () => ask(city, 'GET', '/api/desk/overview'), 30)
await measure('done, newest first, of a station', (i) => ask(`reviewer-${station(i)}`, 'GET', '/api/desk/done?limit=50'), 30)
await measure('done, newest first, of the city', () => ask(city, 'GET', '/api/desk/done?limit=50'), 30)
await measure('open a case', (i) => ask(city, 'GET', `/api/desk/cases/${numberAt(i)}`), 75)
await measure('search by number', (i) => ask(city, 'POST', '/api/desk/search', { number: numberAt(i) }), 25)
const documentAt = (i: number): string => personAt((i * 7_919) % people).document.number
await measure('search by document', (i) => ask(city, 'POST', '/api/desk/search', { document: documentAt(i) }), 25)
await measure('search by name', (i) => ask(city, 'POST', '/api/desk/search', { name: personAt((i * 7_919) % people).name }), 25)

/** Cases in review, each with its own station's officers. */
const waiting: { number: string; unit: { id: string } }[] = []
for (const { id } of stations) waiting.push(...(await ask(`reviewer-${id}`, 'GET', '/api/desk/cases?group=review&limit=20')).cases)
const deciding = Math.min(rounds, waiting.length - 5)
const reviewed: { number: string; unit: string; approval: { id: string; hash: string } }[] = []
await measure(
  'propose a refusal, registry asked',
  async (i) => {
    const one = waiting[i % waiting.length]
    if (!one) return
    const reviewer = `reviewer-${one.unit.id}`
    const { revision } = await store.applications.find(one.number).then((found) => ({ revision: found?.revision }))
    const done = await ask(reviewer, 'POST', `/api/desk/cases/${one.number}/refuse`, { revision, note: '符合不予出具的情形' })
    reviewed.push({ number: one.number, unit: one.unit.id, approval: done.approvals[0] })
  },
  170,
  deciding,
)
await measure(
  'approve it: registry asked, two papers signed',
  async (i) => {
    const one = reviewed[i]
    if (!one) return
    const { id, hash } = one.approval
    await ask(`approver-${one.unit}`, 'POST', `/api/approvals/${id}/decision`, { hash, verdict: 'approved' })
  },
  170,
  Math.max(1, reviewed.length - 5),
)

rows.unshift({ what: `${count} applications of ${people} people loaded (${store.kind})`, value: loadSeconds, unit: 's' })
console.error(
  `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${store.kind}, ${rounds} rounds, load ${loadavg()[0]?.toFixed(1)}`,
)
finish(rows)
await platform.close()
if (!kept) rmSync(folder, { recursive: true, force: true })
