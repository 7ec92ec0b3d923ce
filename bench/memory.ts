import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { seedPeople } from '../demo.ts'
import { openPlatform } from '../platform.ts'
import { testConfig } from '../testing.ts'
import { countFrom, finish, type Measured, word } from './report.ts'
import { type ServedPlatform, serve } from './server.ts'
import { inventPeople, personId } from './visitor.ts'

// Memory of a server as people run it: with many conversations open, then after it has issued. The load comes by the network from
// this process. `node bench/memory.ts [CONVERSATIONS] [CERTIFICATES]`.

/** Talking at the same time. */
const atOnce = 20

/** Does the work for 0 … count - 1, some at once. */
const forAll = async (count: number, work: (n: number) => Promise<unknown>): Promise<void> => {
  let next = 0
  const walk = async (): Promise<void> => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, walk))
}

/** Resident memory of the server on the way. */
export const measureMemory = async (conversations: number, certificates: number): Promise<readonly Measured[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-memory-'))
  try {
    const platform = await openPlatform(testConfig(folder), { log: pino({ level: 'silent' }), isWatching: false })
    const people = inventPeople(0, Math.max(conversations, certificates))
    await seedPeople(platform.store, people, { dataFolder: join(import.meta.dirname, '..', 'data'), clock: () => new Date() })
    await platform.close()
    await using server = await serve(folder)
    const started = server.memoryMb() ?? Number.NaN
    const visits: Awaited<ReturnType<ServedPlatform['visit']>>[] = []
    await forAll(conversations, async (n) => {
      const visit = await server.visit(personId(n))
      await visit.say('我要开无犯罪记录证明')
      visits.push(visit)
    })
    await forAll(visits.length, async (n) => visits[n]?.say('证明有效期多长'))
    const talking = server.memoryMb() ?? Number.NaN
    await forAll(certificates, async (n) => {
      const visit = await server.visit(personId(n))
      await visit.say('开无犯罪记录证明，留学用')
      const done = await visit.say('确认')
      if (done.cards[0]?.kind !== 'certificate') throw new Error(`person ${n} got ${done.outcome}`)
    })
    return [
      { what: 'memory: just started', value: started, unit: 'MB' },
      { what: `memory: ${conversations} open conversations`, value: talking, unit: 'MB', line: 400 },
      { what: `memory: and ${certificates} certificates issued`, value: server.memoryMb() ?? Number.NaN, unit: 'MB', line: 400 },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) finish(await measureMemory(countFrom(word(0), 1_000), countFrom(word(1), 500)))
