import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Officer } from '../core/people.ts'
import { madeIncidents } from '../demo-incidents.ts'
import { openPlatform } from '../platform.ts'
import { testConfig } from '../testing.ts'

// What a day costs: `node bench/intake.ts [COUNT] [DAYS]`. Invented incidents are taken in (read, chained, dispatched, stored, audited), then
// the board of the whole city and one station is read. CPU of the whole process.

const [count = '5000', days = '1'] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'fenshen-intake-'))
const platform = await openPlatform(testConfig(folder), { log: pino({ level: 'silent' }), isWatching: false })
const { store, loop } = platform
await platform.disputes()

const cpuMs = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const units = await store.people.listUnits()
for (let day = 0; day < Number(days); day += 1) {
  const date = new Date(Date.UTC(2026, 9, 1 + day)).toISOString().slice(0, 10)
  const incidents = [...madeIncidents(units, { seed: day + 1, day: date, count: Number(count) })]
  const trips = store.roundTrips()
  const ms = await cpuMs(() =>
    loop.intake.take(
      incidents.map(({ id, text, at, place }) => ({ source: 'bench', id: `${day}-${id}`, text, at: new Date(at), place })),
      { kind: 'system', id: 'bench' },
    ),
  )
  console.log(
    `day ${day + 1}: ${count} incidents, ${(ms / Number(count)).toFixed(3)} ms CPU each, ${((store.roundTrips() - trips) / Number(count)).toFixed(2)} statements each`,
  )
}

const whoIs = async (id: string): Promise<Officer> => {
  const who = await store.people.find(id)
  if (who?.kind !== 'officer') throw new Error(`no officer ${id}`)
  return who
}
for (const id of ['analyst-bureau', 'officer-qinghe']) {
  const who = await whoIs(id)
  const page = () => loop.tasks.board(who, { limit: 50 })
  await page()
  const ms = await cpuMs(async () => {
    for (let n = 0; n < 40; n += 1) await page()
  })
  const summary = await cpuMs(async () => {
    for (let n = 0; n < 40; n += 1) await loop.tasks.summary(who)
  })
  const { open } = await loop.tasks.summary(who)
  const all = Object.values(open).reduce((sum, tasks) => sum + tasks, 0)
  console.log(`${id}: ${all} open tasks; a page of 50 ${(ms / 40).toFixed(2)} ms CPU; today's counts ${(summary / 40).toFixed(2)} ms CPU`)
}
const ids = (await store.tasks.list({ units: units.map(({ id }) => id), limit: 1 })).map(({ id }) => id)
const bureau = await whoIs('approver-bureau')
const find = await cpuMs(async () => {
  for (let n = 0; n < 40; n += 1) for (const id of ids) await loop.tasks.find(bureau, id)
})
console.log(`one task with history and chain ${(find / 40).toFixed(2)} ms CPU`)
await platform.close()
rmSync(folder, { recursive: true })
