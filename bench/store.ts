import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { application, auditEntry, certificate, freshId, keys, noon, testKey, turnEnd } from '../store/contract/fixtures.ts'
import { openStore } from '../store/open.ts'

// What the hot paths cost: `node bench/store.ts [url]`. CPU in milliseconds for each call (user + system, this process alone), and the
// wall clock, which on SQLite is mostly the wait for the disk. Medians over batches.

const dir = mkdtempSync(join(tmpdir(), 'fenshen-bench-'))
const [url = join(dir, 'bench.db')] = process.argv.slice(2)
const store = await openStore({ url, key: testKey, clock: () => noon })

const batches = 15
const batchSize = 40
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const measure = async (name: string, work: (at: number) => Promise<unknown>): Promise<void> => {
  const cpu: number[] = []
  const wall: number[] = []
  for (let batch = 0; batch < batches; batch += 1) {
    const [usage, start] = [process.cpuUsage(), performance.now()]
    for (let at = 0; at < batchSize; at += 1) await work(batch * batchSize + at)
    const { user, system } = process.cpuUsage(usage)
    cpu.push((user + system) / 1000 / batchSize)
    wall.push((performance.now() - start) / batchSize)
  }
  console.log(`${name.padEnd(44)} ${median(cpu).toFixed(3)} ms CPU  ${median(wall).toFixed(3)} ms`)
}

const conversation = { id: freshId(), person: freshId(), pinned: null, greeting: '您好', createdAt: noon }
await store.conversations.create(conversation)
const turns = Array.from({ length: batches * batchSize }, freshId)
const applications = turns.map(() => application())
const pdf = Buffer.alloc(60_000, 7)

await measure('startTurn', (at) =>
  store.conversations.startTurn({
    conversation: conversation.id,
    id: turns[at] ?? '',
    n: at + 1,
    says: '我要开无犯罪记录证明',
    key: undefined,
    at: noon,
  }),
)
await measure('finishTurn', (at) => store.conversations.finishTurn(turns[at] ?? '', turnEnd(turns[at] ?? '')))
await measure('load, 12 turns', () => store.conversations.load(conversation.id, 12))
await measure('audit append', () => store.audit.append(auditEntry({ deedKey: freshId() }), noon))
await measure('application insert', (at) => store.applications.insert(applications[at] ?? application(), keys()))
await measure('application move', (at) => {
  const seen = applications[at] ?? application()
  return store.applications.move(seen, { state: 'ACCEPTED', history: seen.history })
})
await measure('application find', (at) => store.applications.find(applications[at]?.number ?? ''))
await measure('certificate insert, 60 kB', () => store.certificates.insert(certificate(), pdf))
await measure('registry file, unknown person', () => store.registryFiles.find('159901199001011239'))
await measure('transaction: number, application, audit', () =>
  store.transaction(async (records) => {
    await records.sequences.next('bench', 2026)
    await records.applications.insert(application(), keys())
    await records.audit.append(auditEntry({ deedKey: freshId() }), noon)
  }),
)
await store.close()
rmSync(dir, { recursive: true })
