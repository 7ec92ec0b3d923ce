import type { Agent } from '../core/agent.ts'
import { sha256 } from '../core/ids.ts'
import type { Heading } from '../core/knowledge.ts'
import { type Numbers, pack, unpack } from './packed.ts'
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

const packed = ({ owners, bags }: PagesRead): Uint8Array => {
  const { classes, unheard, features, ...rows } = owners
  const { features: words, ...bagRows } = bags
  const named = (prefix: string, all: Readonly<Record<string, Numbers>>) =>
    Object.fromEntries(Object.entries(all).map(([name, row]) => [`${prefix}.${name}`, row]))
  return pack(
    { classes, unheard },
    { ...named('owners', { ...rows, places: features.places }), ...named('bags', { ...bagRows, places: words.places }) },
  )
}

const unpacked = (bytes: Uint8Array | undefined): PagesRead | undefined => {
  const found = bytes && unpack(bytes)
  if (!found) return undefined
  const { classes, unheard } = found.plain as Pick<Learned, 'classes' | 'unheard'>
  // The key says that this version wrote it, so each row is there and of its kind.
  const row = <T extends Numbers>(name: string): T => found.rows.get(name) as T
  return {
    owners: {
      ...{ classes, unheard, features: { places: row('owners.places') } },
      ...{ rarity: row('owners.rarity'), rows: row('owners.rows'), of: row('owners.of'), weights: row('owners.weights') },
    },
    bags: {
      features: { places: row('bags.places') },
      ...{ rows: row('bags.rows'), of: row('bags.of'), counts: row('bags.counts'), lengths: row('bags.lengths') },
    },
  }
}

/** What stands for a set of pages and what they are learned with. */
const keyOf = (agents: readonly Agent[], learnedWith: unknown): string => {
  const pages = agents.map(({ id, version, name, purpose, knowledge, examples, suggestions, refuses }) => ({
    ...{ id, version, name, purpose, knowledge, examples, suggestions, refuses },
  }))
  return sha256(JSON.stringify([pages, learnedWith]))
}

/** True for a set of pages that need not be learned. */
export const isLearned = (agents: readonly Agent[], shelf: LearnedShelf): boolean => {
  const key = keyOf(agents, shelf.mark())
  return readHere.has(key) || shelf.find(key) !== undefined
}

/** Learns a set of pages, or finds what was learned of it. */
export const readPages = (agents: readonly Agent[], headings: () => readonly Heading[], words: Words, shelf?: LearnedShelf): PagesRead => {
  const key = keyOf(agents, shelf ? shelf.mark() : [headings(), words.elsewhere()])
  const known = readHere.get(key) ?? unpacked(shelf?.find(key))
  const read = known ?? learnPages(agents, headings(), words)
  if (!known) shelf?.keep(key, packed(read))
  if (readHere.size >= 8) readHere.clear()
  readHere.set(key, read)
  return read
}

const learnPages = (agents: readonly Agent[], headings: readonly Heading[], words: Words): PagesRead => {
  const { learned, sections } = learnOwners(agents, headings, words)
  return { owners: learned, bags: bagsOf(agents, sections, words.kindsOf) }
}
