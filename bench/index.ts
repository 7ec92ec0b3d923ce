import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isHeld, type Measured, printTable } from './report.ts'

// Every size of DESIGN §11 that one machine can measure by itself, each in a process of its own, one after the other: `npm run bench`.
// Wants a quiet machine. `--quick` takes small counts, to see that all of it runs. kill.ts is a proof of some minutes and runs apart.

const run = promisify(execFile)
const isQuick = process.argv.includes('--quick')

const benches: readonly (readonly [file: string, full: readonly string[], quick: readonly string[]])[] = [
  ['start.ts', ['5'], ['1']],
  ['memory.ts', ['1000', '500'], ['50', '20']],
  ['turn.ts', ['60'], ['5']],
  ['certificate.ts', ['500'], ['20']],
  ['bulk.ts', ['4000', '2'], ['60', '1']],
]

const rows: Measured[] = []
for (const [file, full, quick] of benches) {
  console.error(`${file} …`)
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, file), ...(isQuick ? quick : full), '--json'], {
    maxBuffer: 1 << 24,
  })
  // The last line is what `finish` of report.ts printed.
  rows.push(...(JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]') as Measured[]))
}
printTable(rows)
if (!isQuick && !rows.every(isHeld)) process.exitCode = 1
