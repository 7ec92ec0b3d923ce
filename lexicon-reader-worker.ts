import { parentPort, workerData } from 'node:worker_threads'
import type { DisputeScanner, Finding } from './core/disputes.ts'
import { canonicalJson, sha256 } from './core/ids.ts'
import type { LexiconFault, LexiconFile } from './core/lexicon.ts'
import type { Entry } from './domain/disputes/lexicon/entry.ts'
import type { Lexicon } from './domain/disputes/lexicon/read-lexicon.ts'
import { checked } from './domain/disputes/lexicon-desk/check.ts'
import type { ReadText } from './domain/disputes/lexicon-desk/ground.ts'
import { scannerOf } from './open-disputes.ts'

// A thread of its own: an analyst's half-written lexicon is read here, and whoever else is served does not wait for it.

/** What the thread is asked, and what it answers. */
export type ReaderQuestion = { readonly id: number; readonly files: readonly LexiconFile[] } & (
  | { readonly want: 'check' }
  | { readonly want: 'entries' }
  | { readonly want: 'scan'; readonly texts: readonly ReadText[] }
)
export type ReaderAnswer = { readonly id: number } & (
  | { readonly faults: readonly LexiconFault[] }
  | { readonly entries: readonly Entry[] }
  | { readonly version: string; readonly findings: readonly Finding[] }
  | { readonly broken: string }
)

interface Kept {
  readonly read: { readonly lexicon: Lexicon } | { readonly faults: readonly LexiconFault[] }
  scanner: Promise<DisputeScanner> | undefined
}

/** Where the bureau's own learned part lies, if it has one: figures must be those of the scanner in force. */
const { dataDir }: { readonly dataDir?: string } = workerData ?? {}

/** The version in force, and the last edits of two people. */
const keptAtMost = 4
const kept = new Map<string, Kept>()

const keep = (files: readonly LexiconFile[]): Kept => {
  const key = sha256(canonicalJson(files))
  const known = kept.get(key) ?? { read: checked(files), scanner: undefined }
  // The last used stands last.
  kept.delete(key)
  kept.set(key, known)
  for (const old of [...kept.keys()].slice(0, Math.max(0, kept.size - keptAtMost))) kept.delete(old)
  return known
}

const answer = async (question: ReaderQuestion): Promise<ReaderAnswer> => {
  const { id, files, want } = question
  const one = keep(files)
  if ('faults' in one.read)
    return want === 'check' ? { id, faults: one.read.faults } : { id, broken: 'a lexicon with faults was to be read' }
  if (want === 'check') return { id, faults: [] }
  if (want === 'entries') return { id, entries: one.read.lexicon.entries }
  one.scanner ??= scannerOf(one.read.lexicon, dataDir)
  const scanner = await one.scanner
  return { id, version: scanner.version, findings: question.texts.map(({ text, facts }) => scanner.scan(text, facts)) }
}

const brokenBy = (cause: unknown): string => (cause instanceof Error ? `${cause.name}: ${cause.message}` : 'unknown')

parentPort?.on('message', (question: ReaderQuestion) => {
  answer(question)
    .catch((cause: unknown): ReaderAnswer => ({ id: question.id, broken: brokenBy(cause) }))
    .then((found) => parentPort?.postMessage(found))
})
