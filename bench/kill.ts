import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { shanghaiDate } from '../core/time.ts'
import { seedPeople } from '../demo.ts'
import { checkFile } from '../domain/papers/verify-file.ts'
import { openPlatform } from '../platform.ts'
import { auditVerdict, trustedIn } from '../proofs/books.ts'
import { testConfig } from '../testing.ts'
import { countFrom, median } from './report.ts'
import { inventPeople, personId } from './visitor.ts'

// Kills the process (kill -9) in the middle of issuing, again and again: `node bench/kill.ts [KILLS] [LANES]`. Lanes are databases side
// by side, one process each. After each death the next life resumes, the person says yes again, and in the end every book is checked.

interface Asked {
  readonly n: number
  readonly conversation: string
  readonly confirm: string
}
interface Told {
  readonly ready?: true
  readonly asked?: Asked
  readonly done?: { readonly n: number; readonly kind: string | undefined; readonly number: string }
  readonly retried?: { readonly byButton: string | undefined; readonly byWords: string | undefined; readonly owns: boolean }
}

/** What came of all lives. Everything but the counts in `where` must be empty or equal. */
export interface KillReport {
  readonly kills: number
  /** Where the process died, by what was on the disk: how well the delay was aimed. */
  readonly where: Readonly<Record<'before_accepted' | 'accepted' | 'issued', number>>
  /** The same button pressed again after the restart answered with something else than the certificate. */
  readonly buttons: Readonly<Record<string, number>>
  readonly asked: number
  readonly issued: number
  /** Everything that is wrong, in words. */
  readonly faults: readonly string[]
}

/** Waits fractions of a millisecond too: the interesting points lie close together. */
export const pause = async (ms: number): Promise<void> => {
  const until = performance.now() + ms
  if (ms > 2) await sleep(Math.floor(ms) - 1)
  while (performance.now() < until) await new Promise((resolve) => setImmediate(resolve))
}

/** One life. Ends it at a random moment after a random one of its first questions. */
const liveAndDie = async (folder: string, from: number, cutOff: Asked | undefined, issuingMs: number) => {
  const last = cutOff ? [cutOff.conversation, cutOff.confirm, personId(cutOff.n)] : []
  const program = join(import.meta.dirname, 'kill-child.ts')
  const child = spawn(process.execPath, [program, folder, String(from), ...last], { stdio: ['ignore', 'pipe', 'inherit'] })
  const told: Told[] = []
  const tookMs: number[] = []
  const dieAt = 1 + Math.floor(Math.random() * 2)
  let askedAt = 0
  let isDoomed = false
  for await (const line of createInterface({ input: child.stdout })) {
    const fact = JSON.parse(line) as Told
    told.push(fact)
    if (fact.asked) askedAt = performance.now()
    if (fact.done) tookMs.push(performance.now() - askedAt)
    if (fact.asked && !isDoomed && told.filter(({ asked }) => asked).length >= dieAt) {
      isDoomed = true
      void pause(Math.random() * issuingMs * 1.1).then(() => child.kill('SIGKILL'))
    }
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  if (!isDoomed) throw new Error('the process died by itself')
  return { told, tookMs }
}

const runLane = async (kills: number): Promise<KillReport> => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-kill-'))
  const faults: string[] = []
  const where = { before_accepted: 0, accepted: 0, issued: 0 }
  const buttons: Record<string, number> = {}
  const asked: Asked[] = []
  const promised = new Map<number, string>()
  const silent = { log: pino({ level: 'silent' }), isWatching: false }
  try {
    const first = await openPlatform(testConfig(folder), silent)
    await seedPeople(first.store, inventPeople(0, kills * 12 + 20), {
      dataFolder: join(import.meta.dirname, '..', 'data'),
      clock: () => new Date(),
    })
    await first.close()
    const issuing: number[] = [30]
    let cutOff: Asked | undefined
    const listen = (told: readonly Told[]): void => {
      for (const fact of told) {
        if (fact.asked) asked.push(fact.asked)
        if (fact.done) promised.set(fact.done.n, fact.done.number)
        if (fact.done && fact.done.kind !== 'certificate') faults.push(`person ${fact.done.n} got ${fact.done.kind}`)
        if (!fact.retried) continue
        const { byButton = 'nothing', owns } = fact.retried
        buttons[byButton] = (buttons[byButton] ?? 0) + 1
        if (!owns) faults.push(`person ${cutOff?.n} said yes again and has no certificate (${JSON.stringify(fact.retried)})`)
      }
    }
    for (let kill = 0; kill < kills; kill += 1) {
      const { told, tookMs } = await liveAndDie(folder, asked.length, cutOff, median(issuing))
      listen(told)
      issuing.push(...tookMs)
      if (issuing.length > 20) issuing.splice(0, issuing.length - 20)
      const last = asked.at(-1)
      cutOff = last && !promised.has(last.n) ? last : undefined
      const aim = await placeOf(folder, cutOff ?? last)
      where[aim] += 1
    }
    const platform = await openPlatform(testConfig(folder), silent)
    try {
      await platform.start()
      await platform.seal()
      faults.push(...(await faultsOf(platform, { folder, asked, promised, cutOff })))
    } finally {
      await platform.close()
    }
    return { kills, where, buttons, asked: asked.length, issued: promised.size, faults }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What the disk held of the last person when the process died. */
const placeOf = async (folder: string, last: Asked | undefined): Promise<keyof KillReport['where']> => {
  const { default: Database } = await import('better-sqlite3')
  const database = new Database(join(folder, 'fenshen.db'))
  try {
    const state = database
      .prepare('select state from applications where person = ?')
      .pluck()
      .get(personId(last?.n ?? -1))
    return state === undefined ? 'before_accepted' : state === 'ISSUED' ? 'issued' : 'accepted'
  } finally {
    database.close()
  }
}

type Books = { folder: string; asked: readonly Asked[]; promised: ReadonlyMap<number, string>; cutOff: Asked | undefined }

/** Holds everything that was said and promised against the books. */
const faultsOf = async (
  platform: Awaited<ReturnType<typeof openPlatform>>,
  { folder, asked, promised, cutOff }: Books,
): Promise<string[]> => {
  const faults: string[] = []
  const { store } = platform
  const trusted = trustedIn(folder)
  const numbers: string[] = []
  for (const { n } of asked) {
    const applications = await store.applications.listByPerson(personId(n), 5)
    const certificates = await store.certificates.listByPerson(personId(n), 5)
    // Only the very last one was never asked to say yes again.
    const isOpen = n === cutOff?.n && applications.length === 0
    if (!isOpen && (applications.length !== 1 || certificates.length !== 1))
      faults.push(`person ${n}: ${applications.length} applications, ${certificates.length} certificates`)
    for (const application of applications) {
      numbers.push(application.number)
      if (application.state !== 'ISSUED' || application.certificate !== certificates[0]?.number)
        faults.push(`person ${n}: ${application.number} is ${application.state}`)
      const accepted = (await store.audit.findDeed(`confirm:${asked.find((one) => one.n === n)?.confirm}`)) !== undefined
      const issued = (await store.audit.findDeed(`issue:${application.number}`)) !== undefined
      if (!accepted || !issued) faults.push(`person ${n}: the audit does not know of it`)
    }
    for (const { number } of certificates) {
      numbers.push(number)
      if (promised.has(n) && promised.get(n) !== number) faults.push(`person ${n} was told ${promised.get(n)} and has ${number}`)
      const check = checkFile((await store.certificates.pdf(number)) ?? new Uint8Array(), trusted, shanghaiDate(new Date()))
      if (check.verdict !== 'valid' || check.number !== number) faults.push(`person ${n}: the file of ${number} is not valid`)
    }
  }
  if (new Set(numbers).size !== numbers.length) faults.push('a number was given twice')
  const verdict = await auditVerdict(platform)
  if (!verdict.ok || verdict.unsealed > 0) faults.push(`the audit: ${JSON.stringify(verdict)}`)
  return faults
}

const merged = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]))

/** Kills so often, in so many lanes at once. */
export const runKills = async (kills: number, lanes = 1): Promise<KillReport> => {
  const shares = Array.from({ length: lanes }, (_, lane) => Math.floor(kills / lanes) + (lane < kills % lanes ? 1 : 0)).filter(
    (share) => share > 0,
  )
  const reports = await Promise.all(shares.map(runLane))
  return reports.reduce((all, one) => ({
    kills: all.kills + one.kills,
    // The same keys go in that come out.
    where: merged(all.where, one.where) as KillReport['where'],
    buttons: merged(all.buttons, one.buttons),
    asked: all.asked + one.asked,
    issued: all.issued + one.issued,
    faults: [...all.faults, ...one.faults],
  }))
}

if (import.meta.main) {
  const began = performance.now()
  const report = await runKills(countFrom(process.argv[2], 500), countFrom(process.argv[3], 2))
  console.log(
    `${JSON.stringify({ ...report, faults: report.faults.length }, null, 2)}\n${((performance.now() - began) / 1_000).toFixed(0)} s`,
  )
  for (const fault of report.faults) console.log(`  ✗ ${fault}`)
  if (report.faults.length > 0) process.exitCode = 1
}
