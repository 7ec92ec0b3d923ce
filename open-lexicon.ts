import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type DisputeScanner, disputeClasses, type OpenDisputes, tiers } from './core/disputes.ts'
import { sha256 } from './core/ids.ts'
import type { LexiconDesk, LexiconFile } from './core/lexicon.ts'
import type { Store } from './core/ports.ts'
import type { Clock } from './core/time.ts'
import { openLexiconDesk } from './domain/disputes/lexicon-desk/desk.ts'
import { LabelledSetError } from './domain/disputes/lexicon-desk/errors.ts'
import { type DeskGround, type LabelledSet, textsOf } from './domain/disputes/lexicon-desk/ground.ts'
import { openLexiconReader } from './lexicon-reader.ts'
import { scannerOver, shippedLexiconFiles } from './open-disputes.ts'

/** How old a look at the newest version may be, ms: a published lexicon is in force everywhere within a second. */
const lookEveryMs = 1_000
const ownSet = join(import.meta.dirname, 'evals', 'disputes', 'incidents.jsonl')

/** A line of a labelled file (标注集): as `evals/disputes/incidents.jsonl`, with fewer things required. */
const labelled = z.looseObject({
  text: z.string().min(1),
  classes: z.array(z.enum(disputeClasses)),
  red: z.boolean().optional(),
  tier: z.enum(tiers).optional(),
  doubt: z.enum(['class', 'red', 'tier']).optional(),
})

const readSet = (path: string, name: string): LabelledSet => {
  const text = readFileSync(path, 'utf8')
  const rows = text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return []
    try {
      const { text: words, classes, red, tier, doubt } = labelled.parse(JSON.parse(line))
      return [{ text: words, classes, red: red ?? tier === 'red', doubt }]
    } catch (cause) {
      throw new LabelledSetError({ file: path, line: at + 1, why: cause instanceof Error ? cause.message : 'unknown' })
    }
  })
  return { name, hash: sha256(text), rows }
}

/** The set that ships, and every `DATA_DIR/labelled/*.jsonl` of the bureau; each is read again when its file changes. */
const openSets = (dataDir: string): DeskGround['sets'] => {
  const kept = new Map<string, { readonly mark: string; readonly set: LabelledSet }>()
  const at = (path: string, name: string): LabelledSet => {
    const { mtimeMs, size } = statSync(path)
    const mark = `${mtimeMs} ${size}`
    const known = kept.get(path)
    if (known?.mark === mark) return known.set
    const set = readSet(path, name)
    kept.set(path, { mark, set })
    return set
  }
  const folder = join(dataDir, 'labelled')
  return async () => [
    at(ownSet, '随带标注集'),
    ...(existsSync(folder) ? readdirSync(folder) : [])
      .filter((name) => name.endsWith('.jsonl'))
      .sort()
      .map((name) => at(join(folder, name), name)),
  ]
}

/** The files of the lexicon that is in force (现行词库): the newest published, or what ships. */
export const filesInForce = async (store: Pick<Store, 'lexicon'>): Promise<readonly LexiconFile[]> => {
  const version = await store.lexicon.findVersion(await store.lexicon.newest())
  return version ? textsOf(store, version.files) : shippedLexiconFiles()
}

/** The lexicon of disputes as it lives: the scanner in force, and the desk where the next version is made. */
export interface LivingLexicon {
  readonly disputes: OpenDisputes
  readonly desk: LexiconDesk
  close(): Promise<void>
}

/** Opens it over a store. Nothing is read or made before somebody asks. */
export const openLexicon = (facts: {
  readonly store: Store
  readonly clock: Clock
  readonly dataDir: string
  readonly past: DeskGround['past']
}): LivingLexicon => {
  const { store, clock, dataDir, past } = facts
  const reader = openLexiconReader(dataDir)
  let shippedFiles: readonly LexiconFile[] | undefined
  const shipped = (): readonly LexiconFile[] => {
    shippedFiles ??= shippedLexiconFiles()
    return shippedFiles
  }

  let made: { readonly number: number; readonly scanner: Promise<DisputeScanner> } | undefined
  let looked: { readonly at: number; readonly newest: Promise<number> } | undefined
  /** By the machine's own clock: how long a look is good for has nothing to do with what day it is. */
  const newest = (): Promise<number> => {
    const now = performance.now()
    if (!looked || now - looked.at > lookEveryMs) looked = { at: now, newest: store.lexicon.newest() }
    return looked.newest
  }
  const make = async (number: number): Promise<DisputeScanner> => {
    const version = number === 0 ? undefined : await store.lexicon.findVersion(number)
    return scannerOver(version ? await textsOf(store, version.files) : shipped(), dataDir)
  }
  const disputes: OpenDisputes = async () => {
    const number = await newest().catch((cause: unknown) => {
      looked = undefined
      // A database that is gone for a moment is no reason to read with nothing.
      if (made) return made.number
      throw cause
    })
    if (made?.number !== number) {
      const scanner = make(number)
      made = { number, scanner }
      scanner.catch(() => {
        made = undefined
      })
    }
    return made.scanner
  }

  const desk = openLexiconDesk({ store, clock, reader, shipped, sets: openSets(dataDir), past })
  return {
    disputes,
    desk: {
      ...desk,
      async publish(id, seal, by) {
        const version = await desk.publish(id, seal, by)
        looked = undefined
        return version
      },
    },
    close: reader.close,
  }
}
