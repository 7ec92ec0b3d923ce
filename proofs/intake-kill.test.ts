import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import type { Task } from '../core/tasks.ts'
import { openTestPlatform } from '../testing.ts'
import { callsOfDay } from './intake-calls.ts'

const kills = 5
const program = join(import.meta.dirname, 'intake-child.ts')

/** One life: killed after so many batches and a little, in the middle of one. True when it was killed. */
const live = async (folder: string, batches: number, afterMs: number): Promise<boolean> => {
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  let left = batches
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'done') break
    if (line !== 'batch' && line !== 'ready') continue
    left -= 1
    if (left < 0) {
      await new Promise((resolve) => setTimeout(resolve, afterMs))
      child.kill('SIGKILL')
      break
    }
  }
  const [, signal] = await exited
  return signal === 'SIGKILL'
}

it('a process killed in the middle of taking incidents in loses none, doubles none, and leaves chains, tasks and history that agree', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-intake-'))
  const killed: boolean[] = []
  // What was taken before is only seen again, so each life dies further on.
  for (let n = 0; n < kills; n += 1) killed.push(await live(folder, n * 2, n * 3))
  expect(killed.filter(Boolean).length).toBeGreaterThanOrEqual(kills - 1)

  await using p = await openTestPlatform({ folder })
  const { store, loop } = p.platform
  const calls = callsOfDay()
  const last = await loop.intake.take(calls, { kind: 'system', id: 'bureau-110' })
  const seen = last.filter(({ outcome }) => outcome === 'seen').length
  expect(seen).toBeGreaterThan(0)
  expect(last.filter(({ outcome }) => outcome === 'refused')).toEqual([])
  const again = await loop.intake.take(calls, { kind: 'system', id: 'bureau-110' })
  expect(again.every(({ outcome }) => outcome === 'seen')).toBe(true)
  expect(again.map(({ incident }) => incident)).toEqual(last.map(({ incident }) => incident))
  expect(new Set(again.map(({ incident }) => incident)).size).toBe(calls.length)

  const units = (await store.people.listUnits()).map(({ id }) => id)
  const incidents = await store.incidents.list({ units, limit: 10_000 })
  expect(incidents).toHaveLength(calls.length)
  const tasks: readonly Task[] = await store.tasks.list({ units, limit: 10_000 })
  expect(new Set(tasks.map(({ event }) => event))).toEqual(new Set(incidents.flatMap(({ event }) => event ?? [])))
  for (const task of tasks) {
    const own = incidents.filter(({ event, mergedInto }) => event === task.event && mergedInto === undefined)
    const event = await store.incidents.findEvent(task.event)
    expect([task.incidents, event?.incidents]).toEqual([own.length, own.length])
    const steps = await store.tasks.steps(task.id)
    expect(steps.map(({ n }) => n)).toEqual(steps.map((_, index) => index + 1))
    expect(steps.filter(({ event: what }) => what === 'dispatch')).toHaveLength(1)
  }
  const rows = (await store.audit.list({ afterSeq: 0, limit: 10_000 })).filter(({ action }) => action === 'take_incidents')
  expect(rows.flatMap(({ detail }) => detail.incidents)).toHaveLength(calls.length)
  rmSync(folder, { recursive: true, force: true })
}, 180_000)
