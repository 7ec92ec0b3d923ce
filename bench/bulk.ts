import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { pino } from 'pino'
import { shanghaiDate } from '../core/time.ts'
import { createApprovals } from '../domain/approvals/desk.ts'
import { createDesk } from '../domain/certificates/desk.ts'
import { embeddedRegistry } from '../domain/records/embedded.ts'
import { readCalendar } from '../open-calendar.ts'
import { certificateRules } from '../open-certificate-rules.ts'
import { openKnowledge } from '../open-knowledge.ts'
import { openPlatform, type Platform } from '../platform.ts'
import { createToolCaller } from '../runtime/call-tool.ts'
import { testConfig } from '../testing.ts'
import { tools } from '../tools/index.ts'
import { citizenAt, issueTo, seedCrowd } from './crowd.ts'
import { openPressThreads } from './press-threads.ts'
import { countFrom, cpuMs, finish, type Measured, median, quantile, rssMb, word } from './report.ts'

// Issues many certificates through the whole desk: `node bench/bulk.ts [COUNT] [THREADS] [DATABASE_URL]`; 170000 is what one city has
// issued (DESIGN §11). On SQLite one thread keeps the books and the others lay out and sign, because the file has one writer; on
// PostgreSQL (DATABASE_URL) every thread is a whole platform.

/** What one city has issued: the size that the time is projected to. */
const cityCount = 170_000
/** Under way at once for each thread that lays out: while one waits for it, the books of another are written. */
const atOnce = 4

type OnDone = () => void

/** A way to the tools whose desk prints in other threads. All else is as platform.ts puts it together. */
const bookkeeper = (platform: Platform, print: ReturnType<typeof openPressThreads>): Pick<Platform, 'callTool'> => {
  const { store, config } = platform
  const clock = () => new Date()
  const desk = createDesk({
    // Everybody gets a certificate at once: nothing else is printed.
    papers: { write: async () => [] },
    ...{ store, clock, press: print, canPrint: () => true, calendar: readCalendar(), bureau: config.bureau },
    ...{ registry: embeddedRegistry({ files: store.registryFiles, clock }), publicUrl: config.publicUrl, isDemo: true, validityDays: 90 },
    ...{ book: certificateRules(config.certificateRegion), handedIn: async () => [] },
  })
  const onSettleFailed = ({ cause }: { cause: unknown }): void => console.error(cause)
  return {
    callTool: createToolCaller({
      switches: { off: () => undefined },
      approvals: createApprovals({ store, clock }),
      tools,
      store,
      desk: desk.over,
      tasks: platform.loop.over,
      officers: platform.officers.help,
      search: (audience) => openKnowledge(store, clock).search.for(audience),
      disputes: platform.disputes,
      clock,
      onSettleFailed,
      sender: platform.deciding.sender,
    }),
  }
}

const onOneWriter = async (
  platform: Platform,
  facts: { folder: string; count: number; threads: number },
  onDone: OnDone,
): Promise<void> => {
  const institution = (await platform.store.people.findUnit(platform.config.bureau))?.name ?? ''
  const print = openPressThreads({ folder: facts.folder, institution, threads: facts.threads })
  const books = bookkeeper(platform, print)
  let next = 0
  const walk = async (): Promise<void> => {
    while (next < facts.count) {
      await issueTo(books, citizenAt(next++))
      onDone()
    }
  }
  await Promise.all(Array.from({ length: atOnce * facts.threads }, walk))
  await print.close()
}

const onPlatforms = (facts: { folder: string; count: number; threads: number; url: string }, onDone: OnDone): Promise<void> => {
  const work = Array.from(
    { length: facts.threads },
    (_, worker) =>
      new Promise<void>((resolve, reject) => {
        const thread = new Worker(new URL('./bulk-worker.ts', import.meta.url), { workerData: { ...facts, worker, atOnce } })
        thread.on('message', onDone)
        thread.once('error', reject)
        thread.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`thread ${worker} ended with ${code}`))))
      }),
  )
  return Promise.all(work).then(() => undefined)
}

/** Issues so many on so many threads and measures it. Memory is of the whole process, seen every tenth of the way. */
export const measureBulk = async (
  count: number,
  threads: number,
  url = '',
): Promise<{ rows: readonly Measured[]; memoryMb: readonly number[] }> => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-bulk-'))
  const config = testConfig(folder, url ? { DATABASE_URL: url } : {})
  const platform = await openPlatform(config, { log: pino({ level: 'silent' }), isWatching: false })
  try {
    await seedCrowd(platform, count, shanghaiDate(new Date()))
    let done = 0
    const memoryMb: number[] = []
    // The first tenth opens presses and warms the code: of 170,000 it is nothing, of a short run a good part.
    const warmUp = Math.min(300, Math.floor(count / 10))
    let usage = process.cpuUsage()
    let began = performance.now()
    const onDone = (): void => {
      done += 1
      if (done === warmUp) [usage, began] = [process.cpuUsage(), performance.now()]
      if (Math.floor((done * 10) / count) > Math.floor(((done - 1) * 10) / count)) memoryMb.push(rssMb())
    }
    await (url ? onPlatforms({ folder, count, threads, url }, onDone) : onOneWriter(platform, { folder, count, threads }, onDone))
    const seconds = (performance.now() - began) / 1_000
    const cpu = cpuMs(usage)
    const sealBegan = performance.now()
    const sealed = await platform.seal()
    const sealSeconds = (performance.now() - sealBegan) / 1_000
    if (done !== count) throw new Error(`${done} of ${count} were issued`)
    const late = memoryMb.slice(Math.floor(memoryMb.length / 2))
    const rows: Measured[] = [
      {
        what: `bulk: certificates a second, ${threads} threads`,
        value: (count - warmUp) / seconds,
        unit: '/s',
        line: cityCount / 1_200,
        wants: 'least',
      },
      { what: 'bulk: CPU for each', value: cpu / (count - warmUp), unit: 'ms', line: 12 },
      { what: `bulk: projected for ${cityCount}`, value: ((seconds / (count - warmUp)) * cityCount) / 60, unit: 'min', line: 20 },
      { what: `bulk: sealing ${sealed} audit rows`, value: sealSeconds, unit: 's' },
      { what: 'bulk: memory, median of the second half', value: median(late), unit: 'MB' },
      { what: 'bulk: memory, growth over the second half', value: quantile(late, 1) - (late[0] ?? 0), unit: 'MB' },
    ]
    return { rows, memoryMb }
  } finally {
    await platform.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const { rows, memoryMb } = await measureBulk(countFrom(word(0), 2_000), countFrom(word(1), 2), word(2))
  console.log(`memory every tenth: ${memoryMb.map((mb) => mb.toFixed(0)).join(' ')} MB`)
  finish(rows)
}
