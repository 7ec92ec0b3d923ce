import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Heading } from './core/knowledge.ts'
import type { Library, UploadResult } from './core/library.ts'
import type { Store } from './core/ports.ts'
import type { Clock } from './core/time.ts'
import { withoutPersonal } from './domain/personal-data/mask-personal.ts'
import { type Asks, entriesWith, openAsks, readAsks } from './knowledge/asks.ts'
import type { Meaning } from './knowledge/dense/with-meaning.ts'
import { readHeadings } from './knowledge/headings.ts'
import { openIndex, type TextIndex } from './knowledge/index/text-index.ts'
import type { IngestReport } from './knowledge/ingest.ts'
import type { IngestGround } from './knowledge/landing.ts'
import { readLexicon } from './knowledge/query/lexicon.ts'
import { openSearch, type Search } from './knowledge/search.ts'
import { openShelf } from './knowledge/shelf.ts'
import { ingestShipped } from './knowledge/shipped.ts'
import { foldText } from './knowledge/terms/terms.ts'
import { bringUpload, type Upload } from './knowledge/upload.ts'
import { isReindexDue, noteIndexed, wordsOf } from './knowledge/words-in-use.ts'

const dataFolder = join(import.meta.dirname, 'data')

/** The topic of laws that a bureau brings in itself: always there for pages to name, also while it is empty. */
const lawsTopic = 'laws'

/** Documents, their index and the search over them, with the tables of `data/`. */
export interface Knowledge {
  readonly index: TextIndex
  readonly entryOf: IngestGround['entryOf']
  readonly search: Search
  readonly library: Library
  /** Sections of the guides that ship, for the front desk. */
  headings(): readonly Heading[]
  /** True for a question that no law text and no guide tells, by its words. */
  isBeyond(text: string): boolean
  /** A message without what names a person: values tell no matter. */
  withoutPersonal(text: string): string
  /** Words of the law behind the everyday words of a text. */
  plainWords(text: string): readonly string[]
  /** Kinds of what a text names (一类之物): 狗 for 金毛. */
  kindsOf(text: string): readonly string[]
  /** What people ask that other offices or nobody does, for the front desk. */
  elsewhere(): readonly string[]
  /** Brings in what ships; costs a few milliseconds and no write when it is in already. */
  bringShipped(): Promise<IngestReport>
  /** True where ways of asking (data/asks) have changed since the laws that people brought in were indexed. */
  isReindexDue(): Promise<boolean>
  /** Writes down that everything is indexed with the ways of asking there are. */
  noteIndexed(by: string): Promise<unknown>
  /** Brings in what an analyst uploads; `tidy` merges the index afterwards. */
  upload(file: Upload): Promise<UploadResult>
  /** Merges the index where its segments have become many, for a timer; reads one row where nothing changed. */
  tidy(): Promise<void>
}

/** Topics that an agent's page may name: what ships, the laws, and whatever was brought in under a name of its own. */
export const shippedTopics = (): readonly string[] => [
  ...readdirSync(join(dataFolder, 'policies'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort(),
  lawsTopic,
]

/** A value that is made when it is asked for, once. */
const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** What the front desk knows of documents, by files alone; tables of words are read when they are asked for. */
export const openShelfWords = () => {
  const lexicon = lazily(() => readLexicon(join(dataFolder, 'lexicon')))
  return {
    lexicon,
    headings: lazily(() =>
      readHeadings(
        join(dataFolder, 'policies'),
        readAsks(join(dataFolder, 'asks'), (name) => name.startsWith('guide-')),
      ),
    ),
    isBeyond: (text: string): boolean => lexicon().isBeyond(foldText(text)),
    withoutPersonal,
    plainWords: (text: string): readonly string[] => [
      ...new Set(
        lexicon()
          .everyday.matchesIn(foldText(text))
          .flatMap(({ value }) => value),
      ),
    ],
    kindsOf: (text: string): readonly string[] => [
      ...new Set(
        lexicon()
          .kinds.matchesIn(foldText(text))
          .flatMap(({ value }) => value),
      ),
    ],
    elsewhere: (): readonly string[] => lexicon().elsewhere,
  }
}

/** What may be set of it. */
export interface KnowledgeOptions {
  readonly meaning?: Meaning
  /** Most megabytes of the index that stay in memory. */
  readonly cacheMb?: number
}

/** Opens them over a store. Tables of words are read when the first question or the first law comes. */
export const openKnowledge = (store: Store, clock: Clock, { meaning = {}, cacheMb }: KnowledgeOptions = {}): Knowledge => {
  const index = openIndex(store.knowledge, cacheMb === undefined ? {} : { cacheBytes: cacheMb * 1_048_576 })
  let tidied: number | undefined
  const asks = join(dataFolder, 'asks')
  const asksOf = lazily(() => (existsSync(asks) ? openAsks(asks) : () => []))
  const asksFor: Asks['asksFor'] = (title, article, text) => asksOf()(title, article, text)
  const words: IngestGround['entryOf'] = entriesWith({ asksFor })
  const { lexicon, ...shelfWords } = openShelfWords()
  const opened = lazily(() => openSearch({ store: store.knowledge, index, clock, meaning, asksFor, lexicon: lexicon() }))
  const search: Search = { for: (audience) => ({ search: (query, options) => opened().for(audience).search(query, options) }) }
  const policies = join(dataFolder, 'policies')
  return {
    index,
    entryOf: words,
    ...shelfWords,
    search,
    library: openShelf({ store: store.knowledge, searchFor: (reader) => search.for(reader), clock }),
    bringShipped: () => ingestShipped(policies, { store, index, entryOf: words, clock, asks }),
    isReindexDue: () => isReindexDue(store, wordsOf(asks)),
    noteIndexed: (by) => noteIndexed(store, { words: wordsOf(asks), by, clock }),
    upload: (file) => bringUpload(file, { store, index, entryOf: words, clock, isMergedLater: true }),
    async tidy() {
      const revision = await store.knowledge.revision()
      if (revision === tidied) return
      await index.merge(store)
      // What a merge raised itself is looked at once more.
      tidied = revision
    },
  }
}
