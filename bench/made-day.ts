import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseUnits } from '../demo.ts'
import { madeIncidents } from '../demo-incidents.ts'
import { openDisputes } from '../open-disputes.ts'

// How the scanner reads a made day beside what its incidents are: `node bench/made-day.ts [COUNT] [SEED] [--wrong]`. The texts come of a grammar that
// was written without looking at the lexicon, and are simpler than life: a check, not a measure of quality.

const [count = '5000', seed = '1'] = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const units = parseUnits(readFileSync(join(import.meta.dirname, '..', 'data', 'demo', 'units.yaml'), 'utf8'))
const before = process.cpuUsage()
const day = [...madeIncidents(units, { seed: Number(seed), day: '2026-11-28', count: Number(count) })]
const made = process.cpuUsage(before)
const scanner = await openDisputes()
const begun = process.cpuUsage()
const read = day.map((one) => ({ ...one, finding: scanner.scan(one.text, { at: one.at }) }))
const scanned = process.cpuUsage(begun)

const share = (part: number, whole: number): string => `${part} of ${whole} (${((100 * part) / Math.max(1, whole)).toFixed(1)} %)`
const disputes = read.filter(({ labels }) => labels.classes.length > 0)
const others = read.filter(({ labels }) => labels.classes.length === 0)
const red = read.filter(({ labels }) => labels.red)
const right = ({ finding, labels }: (typeof read)[number]): boolean => finding.classes[0] === labels.classes[0]
const rows: readonly (readonly [string, string])[] = [
  ['made, CPU', `${((made.user + made.system) / 1000).toFixed(0)} ms for ${day.length}`],
  ['read, CPU', `${((scanned.user + scanned.system) / 1000).toFixed(0)} ms`],
  ['disputes found', share(disputes.filter(({ finding }) => finding.classes.length > 0).length, disputes.length)],
  ['main class right', share(disputes.filter(right).length, disputes.length)],
  ['taken for a dispute and none', share(others.filter(({ finding }) => finding.classes.length > 0).length, others.length)],
  ['dangers that are red', share(red.filter(({ finding }) => finding.tier === 'red').length, red.length)],
  [
    'red and no danger',
    share(read.filter(({ finding, labels }) => finding.tier === 'red' && !labels.red).length, read.length - red.length),
  ],
]
for (const [what, figure] of rows) process.stdout.write(`${what.padEnd(30)} ${figure}\n`)
if (process.argv.includes('--wrong')) {
  const wrong = read.filter((one) => !right(one) || one.labels.red !== (one.finding.tier === 'red'))
  for (const text of new Set(
    wrong.map(
      ({ text, labels, finding }) =>
        `${labels.classes[0] ?? 'none'}${labels.red ? ' red' : ''} → ${finding.classes.join(',') || 'none'} ${finding.tier}: ${text}`,
    ),
  ))
    process.stdout.write(`${text}\n`)
}
