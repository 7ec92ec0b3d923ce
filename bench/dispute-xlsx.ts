import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { writeXlsxStream } from 'hucre/xlsx'
import { incidentTexts } from './dispute-texts.ts'
import { countFrom, finish, word } from './report.ts'
import { scanFile } from './scan-run.ts'

/** A workbook as full as one can be (issue 4): 1,048,576 rows, the headings among them, scanned into findings. Run: node bench/dispute-xlsx.ts [rows] */

const incidents = countFrom(word(0), 1_048_576) - 1
const texts = incidentTexts(5_000)

function* rows(): Generator<string[]> {
  for (let id = 0; id < incidents; id++) yield [`JQ${id}`, texts[id % texts.length] ?? '', '2026-11-22 09:00']
}

const folder = mkdtempSync(join(tmpdir(), 'fenshen-bench-'))
try {
  const [input, out] = [join(folder, '警情.xlsx'), join(folder, 'findings.ndjson')]
  const columns = ['警情编号', '简要警情', '报警时间'].map((header) => ({ header }))
  // The platform's stream and Node's are one thing with two types.
  const sheet = writeXlsxStream(rows(), { name: '警情', columns }) as Parameters<typeof Readable.fromWeb>[0]
  await pipeline(Readable.fromWeb(sheet), createWriteStream(input))
  const took = await scanFile(input, out, { workers: 2, incidents })
  finish([
    { what: `workbook of ${(incidents + 1).toLocaleString('en')} rows`, value: statSync(input).size / 1_048_576, unit: 'MB' },
    { what: 'to findings on disk, two threads', value: took.seconds, unit: 's by the clock' },
    { what: 'the same, CPU', value: took.cpuS, unit: 's' },
    { what: 'the same, most memory', value: took.mostMb, unit: 'MB', line: 400 },
  ])
} finally {
  rmSync(folder, { recursive: true, force: true })
}
