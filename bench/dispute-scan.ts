import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDisputes } from '../open-disputes.ts'
import { incidentTexts } from './dispute-texts.ts'
import { countFrom, cpuMs, finish, type Measured, word } from './report.ts'
import { scanFile } from './scan-run.ts'

/**
 * The whole decision (issue 4): texts of 188 characters on one core, one of 2,000, and a file of incidents from disk to findings on disk by
 * `main.ts scan`, on one thread and on two. Run: node bench/dispute-scan.ts [incidents 1000000] [texts 20000]
 */

const incidents = countFrom(word(0), 1_000_000)
const texts = incidentTexts(countFrom(word(1), 20_000))
const scanner = await openDisputes()

/** Microseconds of CPU a text, the best of some rounds. */
const perText = (some: readonly string[], rounds: number): number => {
  let best = Number.POSITIVE_INFINITY
  let points = 0
  for (let round = 0; round < rounds; round++) {
    const from = process.cpuUsage()
    for (const text of some) points += scanner.scan(text).points
    best = Math.min(best, (cpuMs(from) * 1_000) / some.length)
  }
  if (points < 0) throw new Error('points are never below 0')
  return best
}

const writeIncidents = async (path: string): Promise<void> => {
  const out = createWriteStream(path)
  for (let id = 0; id < incidents; ) {
    let lines = ''
    for (const end = Math.min(incidents, id + 2_000); id < end; id++)
      lines += `${JSON.stringify({ id: `JQ${id}`, text: texts[id % texts.length], at: '2026-11-22T09:00:00+08:00' })}\n`
    if (!out.write(lines)) await once(out, 'drain')
  }
  out.end()
  await once(out, 'close')
}

const one = perText(texts, 5)
const long = perText(incidentTexts(200, 2_000), 5)
const folder = mkdtempSync(join(tmpdir(), 'fenshen-bench-'))
try {
  const [input, out] = [join(folder, 'incidents.ndjson'), join(folder, 'findings.ndjson')]
  await writeIncidents(input)
  const two = await scanFile(input, out, { workers: 2, incidents })
  const written = statSync(out).size / 1_048_576
  const single = await scanFile(input, out, { workers: 1, incidents })
  const thousands = `${incidents.toLocaleString('en')} incidents, file to file`
  const rows: Measured[] = [
    { what: 'whole decision, 188 characters, one core', value: one, unit: 'µs CPU' },
    { what: 'the same', value: 1_000_000 / one, unit: 'texts/s', line: 150_000, wants: 'least' },
    { what: 'whole decision, 2,000 characters', value: long / 1_000, unit: 'ms CPU', line: 1 },
    { what: `${thousands}, two threads`, value: two.seconds, unit: 's by the clock', line: (15 * incidents) / 1_000_000 },
    { what: 'the same, CPU', value: two.cpuS, unit: 's' },
    { what: 'the same, most memory', value: two.mostMb, unit: 'MB', line: 300 },
    { what: 'findings', value: written, unit: 'MB' },
    { what: `${thousands}, one thread`, value: single.seconds, unit: 's by the clock' },
    { what: 'two threads beside one', value: single.seconds / two.seconds, unit: 'times', line: 1.8, wants: 'least' },
  ]
  finish(rows)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
