import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type FileHandle, open, readFile, rename, rm, stat, truncate } from 'node:fs/promises'
import type { BrokenLine, LotDone } from './lot.ts'
import type { Mark } from './lots.ts'

/** What has been done so far (进度), as the journal of a scan keeps it. */
export interface Progress {
  /** Where the input goes on. */
  readonly next: Mark
  /** Bytes of findings that count; whatever stands behind them was written by a scan that was cut off. */
  readonly bytes: number
  readonly count: number
  readonly unreadTimes: number
  readonly tiers: LotDone['tiers']
  readonly broken: readonly BrokenLine[]
}

const nothing: Progress = {
  next: { byte: 0, line: 1 },
  bytes: 0,
  count: 0,
  unreadTimes: 0,
  tiers: { red: 0, orange: 0, yellow: 0, blue: 0, white: 0 },
  broken: [],
}

/** Longest time between two moments at which all is safely on disk, ms. */
const syncEveryMs = 1_000

/** The same input, read by the same lexicon with the same columns: only then a scan goes on where it was cut off. */
export const keyOf = async (path: string, facts: readonly string[]): Promise<string> => {
  const { size, mtimeMs, ino } = await stat(path)
  return createHash('sha256')
    .update(JSON.stringify([size, mtimeMs, ino, ...facts]))
    .digest('hex')
}

const add = (before: Progress, done: LotDone, next: Mark, tooLong: readonly BrokenLine[]): Progress => {
  const tiers = { ...before.tiers }
  for (const tier of ['red', 'orange', 'yellow', 'blue', 'white'] as const) tiers[tier] += done.tiers[tier]
  return {
    next,
    bytes: before.bytes + done.findings.length,
    count: before.count + done.count,
    unreadTimes: before.unreadTimes + done.unreadTimes,
    tiers,
    broken: [...before.broken, ...done.broken, ...tooLong],
  }
}

/** Findings on their way to a file: `OUT.part` with what is done, `OUT.part.journal` with how far that is. */
export interface Journal extends AsyncDisposable {
  /** What an earlier scan had done. */
  readonly begun: Progress
  readonly progress: Progress
  /** Puts the findings of a lot behind the others. */
  take(done: LotDone, next: Mark, tooLong: readonly BrokenLine[]): Promise<void>
  /** All is there: gives the finished file its name. */
  finish(finishPart?: (part: string) => Promise<void>): Promise<void>
}

/** The last whole line of a journal that has this key. A line that was cut off does not count, nor one whose findings are not there. */
const lastOf = async (journal: string, part: string, key: string): Promise<Progress | undefined> => {
  if (!existsSync(journal) || !existsSync(part)) return undefined
  const [head = '', ...lines] = (await readFile(journal, 'utf8')).split('\n').slice(0, -1)
  if (head !== key) return undefined
  const { size } = await stat(part)
  const broken: BrokenLine[] = []
  let last: Progress | undefined
  for (const line of lines) {
    // Written below and nowhere else; broken lines are told once each.
    const told = JSON.parse(line) as Progress
    if (told.bytes > size) break
    broken.push(...told.broken)
    last = told
  }
  return last ? { ...last, broken } : undefined
}

/** Opens one for `out`, and goes on where an earlier scan of the same input was cut off. */
export const openJournal = async (out: string, key: string): Promise<Journal> => {
  const [part, file] = [`${out}.part`, `${out}.part.journal`]
  const begun = (await lastOf(file, part, key)) ?? nothing
  if (begun === nothing) await rm(file, { force: true })
  const findings: FileHandle = await open(part, begun === nothing ? 'w' : 'r+')
  const journal: FileHandle = await open(file, 'a')
  // Findings that the journal does not know of would be written twice; a journal line that was cut off would spoil the next.
  if (begun === nothing) await journal.write(`${key}\n`)
  else {
    await truncate(part, begun.bytes)
    const whole = (await readFile(file)).lastIndexOf(0x0a) + 1
    await journal.truncate(whole)
  }
  let [progress, syncedAt] = [begun, performance.now()]
  const sync = async (): Promise<void> => {
    await findings.datasync()
    await journal.datasync()
    syncedAt = performance.now()
  }
  return {
    begun,
    get progress() {
      return progress
    },
    async take(done, next, tooLong) {
      await findings.write(done.findings, 0, done.findings.length, progress.bytes)
      progress = add(progress, done, next, tooLong)
      await journal.write(`${JSON.stringify({ ...progress, broken: [...done.broken, ...tooLong] })}\n`)
      if (performance.now() - syncedAt > syncEveryMs) await sync()
    },
    async finish(finishPart) {
      await sync()
      await findings.close()
      await journal.close()
      if (finishPart) {
        await finishPart(part)
        await rm(part)
      } else await rename(part, out)
      await rm(file)
    },
    async [Symbol.asyncDispose]() {
      await findings.close().catch(() => undefined)
      await journal.close().catch(() => undefined)
      // Nothing was done, so there is nothing to go on with.
      if (progress === nothing) for (const path of [part, file]) await rm(path, { force: true })
    },
  }
}
