import { writeSync } from 'node:fs'
import { enableCompileCache } from 'node:module'

// One life of a process that takes incidents in, and is killed: `intake-child.ts FOLDER`. Says `batch` on stdout as each is answered.

enableCompileCache()
const { pino } = await import('pino')
const { openPlatform } = await import('../platform.ts')
const { testConfig, testKey } = await import('../testing.ts')
const { callsOfDay } = await import('./intake-calls.ts')

const [folder = ''] = process.argv.slice(2)
const platform = await openPlatform(testConfig(folder, { DATA_KEY: testKey }), { log: pino({ level: 'silent' }), isWatching: false })
await platform.disputes()
writeSync(1, 'ready\n')
const calls = callsOfDay()
for (let from = 0; from < calls.length; from += 40) {
  await platform.loop.intake.take(calls.slice(from, from + 40), { kind: 'system', id: 'bureau-110' })
  writeSync(1, 'batch\n')
}
writeSync(1, 'done\n')
await platform.close()
