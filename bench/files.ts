import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { countFrom, finish, type Measured, word } from './report.ts'

// Large files, read to the end: seconds, and the peak memory of the whole process that reads. `node bench/files.ts [PAGES] [MEGABYTES] [ROWS]`.

const run = promisify(execFile)
const node = (file: string, ...words: readonly string[]) => run(process.execPath, [join(import.meta.dirname, file), ...words])

/** What reading one file took. */
const measureFile = async (folder: string, kind: string, count: number, lineMb: number): Promise<readonly Measured[]> => {
  const path = join(folder, `large.${kind}`)
  await node('files-made.ts', kind, path, String(count))
  const { stdout } = await node('files-read.ts', path)
  const { seconds, peakMb, items }: { seconds: number; peakMb: number; items: number } = JSON.parse(stdout)
  if (items < count) throw new Error(`${kind}: ${items} read of ${count}`)
  const what = `files: ${kind} of ${count} ${{ pdf: 'pages', html: 'MB' }[kind] ?? 'rows'}, ${(statSync(path).size / 1_048_576).toFixed(0)} MB`
  rmSync(path)
  return [
    { what, value: seconds, unit: 's' },
    { what: `${what}: peak memory`, value: peakMb, unit: 'MB', line: lineMb },
  ]
}

const [pages, megabytes, rows] = [countFrom(word(0), 1_600), countFrom(word(1), 30), countFrom(word(2), 1_048_576)]
const folder = mkdtempSync(join(tmpdir(), 'fenshen-files-'))
try {
  finish([
    ...(await measureFile(folder, 'pdf', pages, 400)),
    ...(await measureFile(folder, 'html', megabytes, 400)),
    ...(await measureFile(folder, 'xlsx', rows, 300)),
    ...(await measureFile(folder, 'csv', rows, 300)),
  ])
} finally {
  rmSync(folder, { recursive: true, force: true })
}
