import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { PlatformError } from '../../core/errors.ts'
import { UsageError } from '../command.ts'
import type { Field } from './columns.ts'
import type { Crew } from './crew.ts'
import type { TakeFile } from './into-store.ts'
import { hashOfFile, scanFile } from './scan-file.ts'

/** A folder into which a bureau's system puts files of incidents (监看文件夹). */
export interface WatchFacts {
  readonly folder: string
  readonly outDir: string
  readonly map: Partial<Record<Field, string>>
  readonly crew: Crew
  /** Takes the incidents of a file into the store as well; taken twice they are there once. */
  readonly take?: TakeFile
  /** Works off what is there, and ends. */
  readonly isOnce: boolean
  readonly tell: (line: string) => void
}

const lookEveryMs = 2_000
/** A file that has not changed for so long is complete: systems write large ones for a while. */
const settledMs = 3_000
const wanted = /\.(?:ndjson|jsonl|csv|tsv|txt|xlsx)$/i

/** Files that are complete, the oldest first; all that there are where whoever asks says that they are. */
const ready = (folder: string, settled: number | undefined): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && wanted.test(entry.name) && !entry.name.startsWith('.') && !entry.name.startsWith('~'))
    .map(({ name }) => ({ name, changed: statSync(join(folder, name)).mtimeMs }))
    .filter(({ changed }) => settled === undefined || Date.now() - changed >= settled)
    .sort((a, b) => a.changed - b.changed || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name)

/** Why a file could not be read, in words for a person; undefined for what is no fault of the file. */
const faultOf = (cause: unknown): string | undefined =>
  cause instanceof PlatformError ? cause.detail : cause instanceof UsageError ? cause.message : undefined

/**
 * One file: its findings, then away with it to done/ or failed/. What is done has a name made of the file's own and of what is in it, so the
 * same file is scanned once, however often it comes and wherever the last run was cut off.
 */
const workOff = async (name: string, { folder, outDir, map, crew, take, tell }: WatchFacts): Promise<boolean> => {
  const input = join(folder, name)
  const { name: stem, ext } = parse(name)
  const mark = (await hashOfFile(input)).slice(0, 12)
  const away = (to: 'done' | 'failed'): string => join(folder, to, `${stem}-${mark}${ext}`)
  const out = join(outDir, `${stem}-${mark}.findings.ndjson`)
  try {
    if (existsSync(out)) tell(`${name}：以前研判过，不再重复。`)
    else {
      const { count, before, broken, tiers } = await scanFile(crew, { input, out, map })
      if (broken.length > 0)
        await writeFile(`${out}.broken.txt`, broken.map(({ line, why }) => `第 ${line} 行没有研判：${why}。\n`).join(''))
      const notes = `${before > 0 ? `，其中 ${before} 条上次已经研判` : ''}${broken.length > 0 ? `，${broken.length} 行没有研判` : ''}`
      tell(`${name}：研判了 ${count} 条，红 ${tiers.red}、橙 ${tiers.orange}${notes}。`)
    }
    if (take) {
      const { taken, seen, refused } = await take(input, map)
      tell(`${name}：接入 ${taken} 条，以前接过 ${seen} 条，没有接入 ${refused.length} 条。`)
    }
    await rename(input, away('done'))
    return true
  } catch (cause) {
    const why = faultOf(cause)
    if (why === undefined) throw cause
    await writeFile(`${away('failed')}.reason.txt`, `${why}\n`)
    await rename(input, away('failed'))
    tell(`${name}：没能研判，已移到 failed。${why}`)
    return false
  }
}

/** Watches until it is told to stop (Ctrl+C); with `isOnce` gives 1 when some file could not be read. */
export const watchFolder = async (facts: WatchFacts): Promise<number> => {
  for (const folder of [facts.folder, facts.outDir])
    if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`no folder ${folder}`)
  for (const to of ['done', 'failed']) mkdirSync(join(facts.folder, to), { recursive: true })
  let isStopped = facts.isOnce
  let wake = (): void => undefined
  const stop = (): void => {
    isStopped = true
    wake()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  let failed = 0
  do {
    for (const name of ready(facts.folder, facts.isOnce ? undefined : settledMs)) {
      if (!(await workOff(name, facts))) failed++
      if (isStopped && !facts.isOnce) break
    }
    if (!isStopped)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookEveryMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
  } while (!isStopped)
  return facts.isOnce && failed > 0 ? 1 : 0
}
