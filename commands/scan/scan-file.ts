import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Field } from './columns.ts'
import type { Crew } from './crew.ts'
import { writeFindings } from './findings-xlsx.ts'
import { keyOf, openJournal, type Progress } from './journal.ts'
import { lotsOf } from './lots.ts'

/** A file of incidents, and where its findings go. */
export interface ScanJob {
  readonly input: string
  readonly out: string
  readonly map: Partial<Record<Field, string>>
  /** Told of what is done, with the share of the input that was read. */
  readonly onProgress?: (progress: Progress) => void
}

/** What became of it. */
export interface ScanReport extends Progress {
  /** Incidents that an earlier scan, which was cut off, had done. */
  readonly before: number
  readonly files: readonly string[]
}

/** The hash of what is in a file. */
export const hashOfFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

/** Scans a file into another, which has its name only when all is in it. Cut off and begun again, it goes on where it was. */
export const scanFile = async (crew: Crew, { input, out, map, onProgress }: ScanJob): Promise<ScanReport> => {
  const key = await keyOf(input, [crew.version, JSON.stringify(map)])
  await using journal = await openJournal(out, key)
  const before = journal.begun.count
  const file = { name: basename(input), path: input }
  for await (const { lot, done } of crew.scan(lotsOf(file, { from: journal.begun.next, map }))) {
    await journal.take(done, lot.next, lot.tooLong)
    crew.giveBack(done)
    onProgress?.(journal.progress)
  }
  let files: readonly string[] = [out]
  await journal.finish(
    /\.xlsx$/i.test(out)
      ? async (part) => {
          files = await writeFindings(part, out)
        }
      : undefined,
  )
  return { ...journal.progress, before, files }
}

/** Bytes of a file, for a progress bar. */
export const bytesOf = (path: string): number => statSync(path).size
