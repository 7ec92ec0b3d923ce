import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { countFrom, finish, type Measured, median, word } from './report.ts'
import { serve } from './server.ts'

// From `node main.ts serve` to the first reply of an agent, and the memory of a server that has nothing to do.
// `node bench/start.ts [STARTS]`. The first start of a new folder makes keys and people; the others are restarts.

/** How long a server is left alone before its memory counts as idle. */
const idleMs = 3_000

const startOnce = async (
  folder: string,
): Promise<{ agentsMs: number; replyMs: number; cpuS: number | undefined; idleMb: number | undefined }> => {
  await using server = await serve(folder)
  const visit = await server.visit('zhao-qinghe')
  await visit.say('证明有效期多长')
  const replyMs = performance.now() - server.began
  const cpuS = server.cpuS()
  await sleep(idleMs)
  return { agentsMs: server.agentsMs, replyMs, cpuS, idleMb: server.memoryMb() }
}

/** A first start, then so many restarts. */
export const measureStart = async (restarts: number): Promise<readonly Measured[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-start-'))
  try {
    const first = await startOnce(folder)
    const again: Awaited<ReturnType<typeof startOnce>>[] = []
    for (let n = 0; n < restarts; n += 1) again.push(await startOnce(folder))
    const cpu = again.flatMap(({ cpuS }) => (cpuS === undefined ? [] : [cpuS]))
    const idle = again.flatMap(({ idleMb }) => (idleMb === undefined ? [] : [idleMb]))
    return [
      { what: 'start: new folder → first reply', value: first.replyMs / 1_000, unit: 's', line: 60 },
      { what: 'start: restart → list of agents', value: median(again.map(({ agentsMs }) => agentsMs)) / 1_000, unit: 's' },
      { what: 'start: restart → first reply', value: median(again.map(({ replyMs }) => replyMs)) / 1_000, unit: 's', line: 2 },
      ...(cpu.length > 0 ? [{ what: 'start: restart → first reply, CPU', value: median(cpu), unit: 's' }] : []),
      ...(idle.length > 0 ? [{ what: 'start: idle memory', value: median(idle), unit: 'MB', line: 200 }] : []),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) finish(await measureStart(countFrom(word(0), 5)))
