import { parentPort, workerData } from 'node:worker_threads'
import { pino } from 'pino'
import { openPlatform } from '../platform.ts'
import { testConfig } from '../testing.ts'
import { citizenAt, issueTo } from './crowd.ts'

// One thread of bulk.ts: its share of the crowd, several at once.

/** What bulk.ts hands over. */
interface Share {
  readonly folder: string
  readonly url: string
  readonly count: number
  readonly threads: number
  readonly worker: number
  readonly atOnce: number
}

// Written by bulk.ts and nobody else.
const { folder, url, count, threads, worker, atOnce } = workerData as Share
const config = testConfig(folder, { DATABASE_URL: url, SHARED_DATABASE: 'true' })
const platform = await openPlatform(config, { log: pino({ level: 'silent' }), isWatching: false })
let next = worker
const walk = async (): Promise<void> => {
  for (let n = next; n < count; n = next) {
    next += threads
    await issueTo(platform, citizenAt(n))
    parentPort?.postMessage(1)
  }
}
await Promise.all(Array.from({ length: atOnce }, walk))
await platform.close()
