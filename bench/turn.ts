import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { seedPeople } from '../demo.ts'
import { openPlatform } from '../platform.ts'
import { testConfig } from '../testing.ts'
import { countFrom, cpuMs, finish, type Measured, median, quantile, word } from './report.ts'
import { inventPeople, personId, visitorAt } from './visitor.ts'

// Turns with the offline model by the front door, stored and audited: `node bench/turn.ts [VISITS]`. Each visit is a short talk as
// people have it; every turn is measured by itself.

const talk = [
  '你好',
  '开无犯罪记录证明要什么材料',
  '我要开无犯罪记录证明',
  '证明有效期多长',
  '留学用',
  '先不办了',
  '查一下我的办理进度',
  '谁查过我的记录',
] as const

/** CPU of a turn, by what was said. */
export const measureTurns = async (visits: number): Promise<readonly Measured[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-turn-'))
  const warmUp = 5
  const clock = () => new Date()
  const platform = await openPlatform(testConfig(folder), { log: pino({ level: 'silent' }), isWatching: false })
  try {
    await seedPeople(platform.store, inventPeople(0, visits + warmUp), { dataFolder: join(import.meta.dirname, '..', 'data'), clock })
    const spent = new Map<string, number[]>(talk.map((says) => [says, []]))
    const wall: number[] = []
    for (let visit = 0; visit < visits + warmUp; visit += 1) {
      const visitor = await visitorAt(platform, personId(visit))
      const conversation = await visitor.open()
      for (const says of talk) {
        const [usage, began] = [process.cpuUsage(), performance.now()]
        await visitor.say(conversation, says)
        if (visit < warmUp) continue
        spent.get(says)?.push(cpuMs(usage))
        wall.push(performance.now() - began)
      }
    }
    const all = [...spent.values()].flat()
    return [
      { what: 'turn: CPU, median', value: median(all), unit: 'ms', line: 10 },
      { what: 'turn: CPU, nine of ten below', value: quantile(all, 0.9), unit: 'ms' },
      { what: 'turn: wall clock, median', value: median(wall), unit: 'ms' },
      ...[...spent].map(([says, values]) => ({ what: `  ${says}`, value: median(values), unit: 'ms' })),
    ]
  } finally {
    await platform.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) finish(await measureTurns(countFrom(word(0), 60)))
