import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { endianness } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Agent } from './core/agent.ts'
import { createFrontRouter, type Shelf } from './runtime/front-router.ts'
import { isLearned, type LearnedShelf } from './runtime/page-read.ts'
import type { Router } from './runtime/route.ts'

const home = import.meta.dirname

/** Sets of pages whose router is kept: each role of officers meets a set of its own. */
const keptRouters = 32
/** Files of what was learned that stay in the folder, those used last. Each has one to three megabytes. */
const keptFiles = 16

/** The front desk learns from these besides the pages: its own code, and texts that people wrote. */
const learnedFrom: readonly { readonly folder: string; readonly isWanted: (name: string) => boolean }[] = [
  ...['runtime', 'models/offline', 'knowledge'].map((folder) => ({
    folder,
    isWanted: (name: string) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  })),
  { folder: 'data/policies', isWanted: (name) => name.endsWith('.md') },
  { folder: 'data/asks', isWanted: (name) => name.startsWith('guide-') },
  { folder: 'data/lexicon', isWanted: (name) => /^[^/]+\.yaml$/.test(name) },
]

/** One mark for all of them, and for the order of bytes in a number. Some 350 files, 15 ms. */
const markOf = (): string => {
  const sum = createHash('sha256').update(endianness())
  for (const { folder, isWanted } of learnedFrom)
    for (const name of readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (isWanted(name)) sum.update(`\n${folder}/${name}\n`).update(readFileSync(join(home, folder, name)))
  return sum.digest('hex')
}

/**
 * A folder of what was learned, one file for a set of pages. It saves a second at the next start and is nothing else: whoever deletes it
 * loses that second. Files are written under another name and renamed, so that a process that dies, or two at once, leave no half of one.
 */
export const openLearnedShelf = (folder: string): LearnedShelf => {
  const fileOf = (key: string): string => join(folder, `front-desk-${key.slice(0, 32)}.bin`)
  const tidy = (): void => {
    const files = readdirSync(folder)
      .filter((name) => name.startsWith('front-desk-'))
      .map((name) => ({ path: join(folder, name), usedAt: statSync(join(folder, name)).mtimeMs }))
      .sort((a, b) => b.usedAt - a.usedAt)
    for (const { path } of files.slice(keptFiles)) rmSync(path, { force: true })
  }
  /** No room, no right, no folder: it is learned again next time. */
  const unlessHindered = <T>(work: () => T): T | undefined => {
    try {
      return work()
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause) return undefined
      throw cause
    }
  }
  let mark: string | undefined
  return {
    mark: () => {
      mark ??= markOf()
      return mark
    },
    find: (key) =>
      unlessHindered(() => {
        const bytes = readFileSync(fileOf(key))
        unlessHindered(() => utimesSync(fileOf(key), new Date(), new Date()))
        return bytes
      }),
    keep: (key, bytes) =>
      unlessHindered(() => {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        const draft = `${fileOf(key)}.${process.pid}`
        try {
          writeFileSync(draft, bytes, { mode: 0o600 })
          renameSync(draft, fileOf(key))
        } finally {
          rmSync(draft, { force: true })
        }
        tidy()
      }),
  }
}

/** Longer than any set of pages takes to be learned. */
const patienceMs = 120_000

/** The front desk of a platform. */
export interface FrontDesk {
  /** Who may be meant by a message, for a set of pages that people meet: learned once, then kept. */
  readonly router: (agents: readonly Agent[]) => Router
  /** Has a set learned by another process, so that nobody waits and its memory ends with it; a message that comes first has it learned here. */
  warm(agents: readonly Agent[]): Promise<void>
  /** Ends a process that still learns. */
  close(): void
}

/** Opens it over what is known of documents. */
export const openFrontDesk = (shelf: Shelf, cacheDir: string): FrontDesk => {
  const learned = openLearnedShelf(join(cacheDir, 'learned'))
  const routers = new Map<string, Router>()
  const end = new AbortController()
  const router = (agents: readonly Agent[]): Router => {
    const key = agents.map((agent) => `${agent.id}@${agent.version}`).join(' ')
    const known = routers.get(key)
    if (known) return known
    if (routers.size >= keptRouters) routers.clear()
    const made = createFrontRouter(agents, shelf, learned)
    routers.set(key, made)
    return made
  }
  return {
    router,
    async warm(agents) {
      if (!isLearned(agents, learned)) await learnElsewhere({ agents, cacheDir }, end.signal)
      if (!end.signal.aborted) router(agents)
    },
    close: () => end.abort(),
  }
}

/** What that process is told. */
export interface LearnerTask {
  readonly agents: readonly Agent[]
  readonly cacheDir: string
}

const learner = fileURLToPath(new URL('./front-desk-learner.ts', import.meta.url))

/** However it ends: what it left is found, and what it did not leave is learned here. */
const learnElsewhere = (task: LearnerTask, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const ends = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
    const child = spawn(process.execPath, [learner], { stdio: ['pipe', 'ignore', 'ignore'], signal: ends, killSignal: 'SIGKILL' })
    child.once('error', () => resolve()).once('exit', () => resolve())
    child.stdin.on('error', () => undefined).end(JSON.stringify(task))
  })
