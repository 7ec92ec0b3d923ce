import { createHash } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import type { Agent } from '../core/agent.ts'
import { sha256 } from '../core/ids.ts'
import type { Heading } from '../core/knowledge.ts'
import { type Bags, bagsOf } from './page-bags.ts'
import type { Learned } from './page-learner.ts'
import { learnOwners, type Words } from './page-lessons.ts'

/** What was learned of a set of pages, as numbers alone; pages are named by their place in the set. */
export interface PagesRead {
  readonly owners: Learned
  readonly bags: Bags
}

/** Where what was learned is kept from one start to the next. What it cannot read or keep, it leaves. */
export interface LearnedShelf {
  /** Stands for everything beside the pages that was learned from: another one, and all is learned anew. */
  readonly mark: () => string
  readonly find: (key: string) => Uint8Array | undefined
  readonly keep: (key: string, bytes: Uint8Array) => void
}

/** Platforms of one process share the same pages, and learning takes a good part of a second. */
const readHere = new Map<string, PagesRead>()

const sumChars = 32
const sumOf = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

/** What was learned, with its sum before it: a file that was cut off or changed is not believed. */
const packed = (read: PagesRead): Uint8Array => {
  const bytes = serialize(read)
  return Buffer.concat([sumOf(bytes), bytes])
}

const unpacked = (bytes: Uint8Array | undefined): PagesRead | undefined => {
  if (!bytes || bytes.length <= sumChars) return undefined
  const body = bytes.subarray(sumChars)
  if (!sumOf(body).equals(bytes.subarray(0, sumChars))) return undefined
  // The sum says that these are the bytes that `packed` wrote, and the key that it was this version.
  return deserialize(body) as PagesRead
}

/** Learns a set of pages, or finds what was learned of it. */
export const readPages = (agents: readonly Agent[], headings: () => readonly Heading[], words: Words, shelf?: LearnedShelf): PagesRead => {
  const pages = agents.map(({ id, version, name, purpose, knowledge, examples, suggestions, refuses }) => ({
    ...{ id, version, name, purpose, knowledge, examples, suggestions, refuses },
  }))
  const key = sha256(JSON.stringify([pages, shelf ? shelf.mark() : [headings(), words.elsewhere()]]))
  const known = readHere.get(key) ?? unpacked(shelf?.find(key))
  const read = known ?? learnPages(agents, headings(), words)
  if (!known) shelf?.keep(key, packed(read))
  if (readHere.size >= 8) readHere.clear()
  readHere.set(key, read)
  return read
}

const learnPages = (agents: readonly Agent[], headings: readonly Heading[], words: Words): PagesRead => {
  const { learned, sections } = learnOwners(agents, headings, words)
  return { owners: learned, bags: bagsOf(agents, sections) }
}
