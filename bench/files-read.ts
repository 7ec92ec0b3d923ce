import { readFileSync } from 'node:fs'
import { readBlocks } from '../files/read-blocks.ts'
import { readRows } from '../files/read-rows.ts'

// Reads one file to its end and prints what it took, as one line of JSON: `node bench/files-read.ts PATH`. In a process of its own,
// since the peak of memory counts from its start.

/** Of this program alone: where Linux tells, not what a child takes over from the process that it was forked from. */
const peakKib = (): number => {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
  } catch {
    return process.resourceUsage().maxRSS
  }
}

const [path = ''] = process.argv.slice(2)
const started = performance.now()
const file = { name: path, path }
let [items, chars] = [0, 0]
if (/\.(?:xlsx|csv)$/.test(path))
  for await (const { cells } of readRows(file)) {
    items++
    for (const cell of cells) chars += cell.length
  }
else
  for await (const block of readBlocks(file)) {
    items++
    if ('text' in block) chars += block.text.length
  }
const seconds = (performance.now() - started) / 1_000
console.log(JSON.stringify({ seconds, peakMb: peakKib() / 1_024, items, chars }))
