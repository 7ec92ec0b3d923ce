import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DisputeScanner, OpenDisputes } from './core/disputes.ts'
import type { Model } from './domain/disputes/learned/model.ts'
import type { Lexicon, LexiconFile } from './domain/disputes/lexicon/read-lexicon.ts'

const folder = join(import.meta.dirname, 'data', 'lexicon', 'disputes')

/** The files of the lexicon that ships (随带词库), with their texts. */
export const shippedLexiconFiles = (): readonly LexiconFile[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))

/** The files of a lexicon, read and checked. Throws PageError with file and line. */
export const lexiconOver = async (files: readonly LexiconFile[]): Promise<Lexicon> => {
  const { readLexicon } = await import('./domain/disputes/lexicon/read-lexicon.ts')
  return readLexicon(files)
}

/** The lexicon that ships, read and checked. Throws PageError with file and line. */
export const shippedLexicon = (): Promise<Lexicon> => lexiconOver(shippedLexiconFiles())

/** The learned part that ships; `main.ts disputes train --shipped` makes it. */
export const shippedModelFile = join(folder, 'learned.bin')
/** Where a bureau's own learned part lies; `main.ts disputes train FILE.jsonl` makes it. */
export const modelFileIn = (dataDir: string): string => join(dataDir, 'disputes', 'learned.bin')

/** The learned part in force: the bureau's own if it has one, else the one that ships. */
export const modelFor = async (dataDir: string | undefined): Promise<Model | undefined> => {
  const { readModel } = await import('./domain/disputes/learned/model.ts')
  const file = [...(dataDir === undefined ? [] : [modelFileIn(dataDir)]), shippedModelFile].find((path) => existsSync(path))
  if (file === undefined) return undefined
  const model = readModel(readFileSync(file))
  if (!model) throw new Error(`${file}: not a learned part that this version can read; teach it again: main.ts disputes train FILE.jsonl`)
  return model
}

/** A scanner over any lexicon. Making one takes a good part of a second: keep it. */
export const scannerOf = async (lexicon: Lexicon, dataDir?: string): Promise<DisputeScanner> => {
  const { openScanner } = await import('./domain/disputes/scanner.ts')
  return openScanner(lexicon, await modelFor(dataDir))
}

/** The same from the files of one. Throws PageError with file and line. */
export const scannerOver = async (files: readonly LexiconFile[], dataDir?: string): Promise<DisputeScanner> =>
  scannerOf(await lexiconOver(files), dataDir)

/** A scanner over the lexicon that ships, made when the first text comes and kept: until then it costs nothing. */
export const lazyDisputes = (): OpenDisputes => {
  let opened: ReturnType<OpenDisputes> | undefined
  return () => {
    opened ??= scannerOver(shippedLexiconFiles())
    return opened
  }
}

/** A scanner over the lexicon that ships. Making one takes a good part of a second: keep it. */
export const openDisputes: OpenDisputes = () => lazyDisputes()()
