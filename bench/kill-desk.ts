import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pino } from 'pino'
import type { Application, ApplicationState } from '../core/certificates.ts'
import { uuidv7 } from '../core/ids.ts'
import type { Store } from '../core/ports.ts'
import type { RecordRegistry } from '../core/records.ts'
import { shanghaiDate } from '../core/time.ts'
import { seedPeople } from '../demo.ts'
import { checkFile } from '../domain/papers/verify-file.ts'
import { openPlatform, type Platform } from '../platform.ts'
import { auditVerdict, trustedIn } from '../proofs/books.ts'
import { waysTo } from '../proofs/ways.ts'
import { emptyDatabase, testConfig } from '../testing.ts'
import { pause } from './kill.ts'
import { countFrom, median } from './report.ts'
import { inventPeople, personId, visitorAt } from './visitor.ts'

// Kills the process (kill -9) while two officers refuse, again and again: `node bench/kill-desk.ts [KILLS] [postgres://SERVER | pglite:]`. Registry
// asked, papers signed, state written, notice added: after each death the next life goes on, and in the end every book is checked.

const perLife = 4
const dataFolder = join(import.meta.dirname, '..', 'data')

/** Has a record of everybody; of every other one it is mended before the approver signs, so that a certificate follows by itself. */
export const deskRegistry: RecordRegistry = {
  ask: async ({ documentNumber, purpose }) =>
    purpose.includes('审批前') && Number(documentNumber.slice(14, 17)) % 2 === 0 ? 'clear' : 'hit',
}

/** What waits for the two of them, in the order in which it came. */
export const waitingCases = async ({ applications }: Pick<Store, 'applications'>): Promise<readonly Application[]> =>
  (await applications.listByState(['HUMAN_REVIEW', 'REFUSAL_2ND'], { limit: 10_000 })).toSorted((a, b) => (a.number < b.number ? -1 : 1))

type Place = 'proposing' | 'proposed' | 'decided'

/** What came of all lives: `faults` must be empty. `where`: how the case that was cut off stood on the disk. */
export interface DeskKillReport {
  readonly kills: number
  readonly where: Readonly<Record<Place, number>>
  readonly refused: number
  readonly issued: number
  readonly faults: readonly string[]
}

const numberAt = (n: number): string => `SL1599012026${String(900_000 + n)}`

const layOut = async (platform: Platform, count: number): Promise<void> => {
  await seedPeople(platform.store, inventPeople(0, count), { dataFolder, clock: () => new Date() })
  // An hour ago: who is not there any more is told by a notice.
  const at = new Date(Date.now() - 3_600_000)
  for (let n = 0; n < count; n += 1) {
    const history = waysTo(at, personId(n)).get('HUMAN_REVIEW') ?? []
    const application: Application = {
      ...{ id: uuidv7(at), number: numberAt(n), person: personId(n), applicant: 'self', facts: {}, wanted: [], rules: [], unit: '159901' },
      ...{ state: 'HUMAN_REVIEW', purpose: 'employment', purposeDetail: undefined, recipient: undefined, period: undefined },
      ...{ delivery: 'window', submittedAt: at, acceptedAt: at, dueOn: shanghaiDate(at), history, review: 'registry' },
      ...{ certificate: undefined, revision: 1 },
    }
    await platform.store.applications.insert(application, { deedKey: `kill:${n}`, sameKey: `kill:${n}` })
  }
}

interface Told {
  readonly deciding?: string
  readonly proposing?: string
  readonly done?: string
  readonly failed?: string
  readonly why?: string
  readonly over?: true
}

/** One life. Ends at a random moment of a random one of its first steps; gives what it said and how long a decision took. */
const liveAndDie = async (folder: string, url: string, stepMs: number) => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'kill-desk-child.ts'), folder, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const told: Told[] = []
  const tookMs: number[] = []
  const dieAt = 1 + Math.floor(Math.random() * (perLife - 1))
  let [since, steps, isDoomed] = [0, 0, false]
  for await (const line of createInterface({ input: child.stdout })) {
    const fact = JSON.parse(line) as Told
    told.push(fact)
    if (fact.done) tookMs.push(performance.now() - since)
    if (!fact.deciding && !fact.proposing) continue
    since = performance.now()
    // Deciding is where papers and state are written: three of four die there.
    steps += fact.deciding ? 1 : Math.random() < 0.25 ? 1 : 0
    if (isDoomed || steps < dieAt) continue
    isDoomed = true
    void pause(Math.random() * stepMs * 1.1).then(() => child.kill('SIGKILL'))
  }
  await exited
  return { told, tookMs, isKilled: child.signalCode === 'SIGKILL' }
}

const ends: readonly ApplicationState[] = ['REFUSED', 'ISSUED']

/** Holds one case against every book: a paper without its state, a state without its paper, anything twice. */
const faultsOf = async ({ store }: Platform, number: string, promised: ReadonlySet<string>): Promise<string[]> => {
  const faults: string[] = []
  const application = await store.applications.find(number)
  if (!application) return [`${number} is gone`]
  const { state, history, person, certificate } = application
  const kinds = (await store.papers.listByApplication(number)).map(({ kind }) => kind).toSorted()
  const certificates = (await store.certificates.listByPerson(person, 5)).map((one) => one.number)
  const approvals = await store.approvals.ofTarget(number)
  const approved = approvals.filter((one) => one.state === 'approved')
  const acts = (await store.desk.acts(number)).filter(({ act }) => act === 'decide')
  const notices = (await store.notices.list(person, { limit: 20 })).filter(({ kind }) => kind === 'done')
  const isOver = ends.includes(state)
  const wants = {
    papers: state === 'REFUSED' ? 'refusal refusal_record' : '',
    certificates: state === 'ISSUED' ? 1 : 0,
    approvals: isOver || state === 'CLEAR' ? 1 : 0,
    steps: isOver || state === 'CLEAR' ? 1 : 0,
    told: isOver ? 1 : 0,
  }
  const has = {
    papers: kinds.join(' '),
    certificates: certificates.length,
    approvals: approved.length,
    steps: history.filter(({ event }) => event === 'approve_refusal' || event === 'clear').length,
    told: notices.length,
  }
  if (JSON.stringify(has) !== JSON.stringify(wants)) faults.push(`${number} ${state}: ${JSON.stringify(has)}`)
  if (acts.length !== approved.length) faults.push(`${number} ${state}: ${acts.length} decisions in its acts`)
  if (certificate !== certificates[0]) faults.push(`${number} names ${certificate} and has ${certificates[0]}`)
  if (promised.has(number) && !isOver && state !== 'CLEAR') faults.push(`${number} was answered as decided and is ${state}`)
  for (const { id } of approved)
    if (!(await store.audit.findDeed(`approval:${id}`))) faults.push(`${number}: the audit does not know of ${id}`)
  return faults
}

const placeOf = async (platform: Platform, last: Told | undefined): Promise<Place> => {
  const number = last?.deciding ?? last?.proposing ?? last?.done ?? ''
  const state = (await platform.store.applications.find(number))?.state
  return state === 'HUMAN_REVIEW' ? 'proposing' : state === 'REFUSAL_2ND' ? 'proposed' : 'decided'
}

/** Kills so often. `server` is a PostgreSQL on which an empty database may be made, `pglite:` one inside the process; otherwise SQLite. */
export const runDeskKills = async (kills: number, server?: string): Promise<DeskKillReport> => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-kill-desk-'))
  const database = server?.startsWith('postgres') ? await emptyDatabase(server) : undefined
  const url = database?.url ?? (server === 'pglite:' ? `pglite:${join(folder, 'pglite')}` : '')
  const open = () =>
    openPlatform(testConfig(folder, url ? { DATABASE_URL: url } : {}), {
      ...{ log: pino({ level: 'silent' }), isWatching: false, registry: deskRegistry },
    })
  const count = kills * perLife + 4
  const faults: string[] = []
  const where: Record<Place, number> = { proposing: 0, proposed: 0, decided: 0 }
  const promised = new Set<string>()
  const numbers = Array.from({ length: count }, (_, n) => numberAt(n))
  let watching = await open()
  try {
    await layOut(watching, count)
    const took = [40]
    for (let kill = 0; kill < kills; kill += 1) {
      await watching.close()
      const { told, tookMs, isKilled } = await liveAndDie(folder, url, median(took))
      if (!isKilled) faults.push(`life ${kill} ended by itself: ${JSON.stringify(told.at(-1))}`)
      for (const { done, failed, why } of told) {
        if (done) promised.add(done)
        if (failed) faults.push(`${failed}: ${why}`)
      }
      took.push(...tookMs)
      watching = await open()
      where[await placeOf(watching, told.at(-1))] += 1
      // Before anything goes on: what the dead process left is whole already.
      for (const number of numbers)
        faults.push(...(await faultsOf(watching, number, promised)).map((fault) => `after death ${kill}: ${fault}`))
    }
    await watching.start()
    const [reviewer, approver] = [await visitorAt(watching, 'reviewer-qinghe'), await visitorAt(watching, 'approver-qinghe')]
    for (const { number, state, revision } of await waitingCases(watching.store)) {
      if (state === 'HUMAN_REVIEW') await reviewer.post(`/api/desk/cases/${number}/refuse`, { revision, note: '按查询结果' })
      const [one] = await watching.store.approvals.ofTarget(number)
      const body = { hash: one?.hash, verdict: 'approved' }
      const decided = await approver.post(`/api/approvals/${one?.id}/decision`, body)
      const again = await approver.post(`/api/approvals/${one?.id}/decision`, body)
      if (decided.status !== 200 || again.status !== 409) faults.push(`${number}: decided ${decided.status}, again ${again.status}`)
    }
    await watching.seal()
    const trusted = trustedIn(folder)
    const states: ApplicationState[] = []
    for (const number of numbers) {
      faults.push(...(await faultsOf(watching, number, promised)))
      states.push((await watching.store.applications.find(number))?.state ?? 'DRAFT')
      for (const paper of await watching.store.papers.listByApplication(number)) {
        const { verdict } = checkFile(
          (await watching.store.papers.pdf(paper.number)) ?? new Uint8Array(),
          trusted,
          shanghaiDate(new Date()),
        )
        if (paper.kind === 'refusal' && verdict !== 'valid') faults.push(`the file of ${paper.number} is ${verdict}`)
      }
    }
    if (states.some((state) => !ends.includes(state))) faults.push(`some are not over: ${[...new Set(states)].join(' ')}`)
    const verdict = await auditVerdict(watching)
    if (!verdict.ok || verdict.unsealed > 0) faults.push(`the audit: ${JSON.stringify(verdict)}`)
    const endedAs = (state: ApplicationState) => states.filter((one) => one === state).length
    return { kills, where, refused: endedAs('REFUSED'), issued: endedAs('ISSUED'), faults }
  } finally {
    await watching.close()
    await database?.drop()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const began = performance.now()
  const report = await runDeskKills(countFrom(process.argv[2], 100), process.argv[3])
  console.log(
    `${JSON.stringify({ ...report, faults: report.faults.length }, null, 2)}\n${((performance.now() - began) / 1_000).toFixed(0)} s`,
  )
  for (const fault of report.faults) console.log(`  ✗ ${fault}`)
  if (report.faults.length > 0) process.exitCode = 1
}
