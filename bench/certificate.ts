import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { shanghaiDate } from '../core/time.ts'
import { openPlatform } from '../platform.ts'
import { testConfig } from '../testing.ts'
import { citizenAt, issueTo, seedCrowd } from './crowd.ts'
import { countFrom, cpuMs, finish, type Measured, median, quantile, word } from './report.ts'

// One certificate after the other through the whole desk: accepted, looked up, decided, numbered, laid out, signed, stored, audited.
// `node bench/certificate.ts [COUNT]`.

/** CPU and wall clock of each. */
export const measureCertificate = async (count: number): Promise<readonly Measured[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-certificate-'))
  const warmUp = 20
  const platform = await openPlatform(testConfig(folder), { log: pino({ level: 'silent' }), isWatching: false })
  try {
    await seedCrowd(platform, count + warmUp, shanghaiDate(new Date()))
    const [cpu, wall]: [number[], number[]] = [[], []]
    const trips = platform.store.roundTrips()
    for (let n = 0; n < count + warmUp; n += 1) {
      const [usage, began] = [process.cpuUsage(), performance.now()]
      await issueTo(platform, citizenAt(n))
      if (n < warmUp) continue
      cpu.push(cpuMs(usage))
      wall.push(performance.now() - began)
    }
    return [
      { what: 'certificate: CPU, median', value: median(cpu), unit: 'ms', line: 12 },
      { what: 'certificate: CPU, nine of ten below', value: quantile(cpu, 0.9), unit: 'ms' },
      { what: 'certificate: wall clock, median', value: median(wall), unit: 'ms' },
      { what: 'certificate: database round trips', value: (platform.store.roundTrips() - trips) / (count + warmUp), unit: '' },
    ]
  } finally {
    await platform.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) finish(await measureCertificate(countFrom(word(0), 300)))
