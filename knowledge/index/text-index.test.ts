import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { IndexDamagedError } from '../../core/errors.ts'
import type { KnowledgeStore } from '../../core/knowledge-store.ts'
import type { Store } from '../../core/ports.ts'
import { openTestStore, type TestStore } from '../../testing.ts'
import type { IndexEntry } from './build.ts'
import { bruteForce, lawLike, numbersFrom } from './fixture.ts'
import { openIndex, type RankOptions, type WeightedTerm } from './text-index.ts'

const all: RankOptions = { limit: 10, isAllowed: () => true }

/** Few words, few clauses, everything that can meet. */
const someClauses = fc
  .uniqueArray(
    fc.record({
      clause: fc.integer({ min: 1, max: 500 }),
      version: fc.integer({ min: 1, max: 12 }),
      terms: fc.uniqueArray(fc.tuple(fc.constantFrom(...'abcdefgh'), fc.integer({ min: 1, max: 60 })), {
        minLength: 1,
        selector: ([term]) => term,
      }),
      length: fc.integer({ min: 1, max: 4_000 }),
    }),
    { minLength: 1, maxLength: 60, selector: ({ clause }) => clause },
  )
  .map((clauses) =>
    clauses.map(
      ({ terms, length, ...keys }): IndexEntry => ({
        ...keys,
        terms: new Map(terms.map(([term, n]) => [term, n / 4])),
        length: length / 4,
      }),
    ),
  )

/** Puts entries into an empty index, so many to a segment. */
const fill = async (store: Store, entries: readonly IndexEntry[], each = entries.length): Promise<void> => {
  await store.transaction(async ({ knowledge }) => {
    await knowledge.removeSegments((await knowledge.segments()).map(({ id }) => id))
    for (let at = 0; at < entries.length; at += each) await openIndex(knowledge).add(knowledge, entries.slice(at, at + each))
  })
}

const segmentSizes = async (store: Store): Promise<number[]> => (await store.knowledge.segments()).map(({ clauses }) => clauses)

for (const [name, url] of [
  ['SQLite', undefined],
  ['PGlite', 'pglite:'],
] as const)
  describe(`the index on ${name}`, () => {
    let opened: TestStore
    let store: Store
    const merge = (isGone?: (version: number) => boolean): Promise<void> => openIndex(store.knowledge).merge(store, isGone)

    beforeAll(async () => {
      opened = await openTestStore(url)
      store = opened.store
    })
    afterAll(() => opened.close())
    beforeEach(() => fill(store, []))

    it('gives the same hits and scores however clauses are spread over segments, and those of plain BM25', async () => {
      const question = fc.array(fc.record({ term: fc.constantFrom(...'abcdefgh'), weight: fc.constantFrom(0.25, 0.5, 1, 2) }), {
        minLength: 1,
        maxLength: 8,
      })
      const run = fc.asyncProperty(
        someClauses,
        question,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 8 }),
        async (entries, terms, limit, each) => {
          const options: RankOptions = { limit, isAllowed: (version) => version % 5 !== 0, prior: (version) => 1 / (1 + (version % 3)) }
          const wanted = bruteForce(entries, terms, options)
          await fill(store, entries)
          expect(await openIndex(store.knowledge).search(terms, options)).toEqual(wanted)
          await fill(store, entries, each)
          expect(await openIndex(store.knowledge).search(terms, options)).toEqual(wanted)
          await merge()
          expect(await openIndex(store.knowledge).search(terms, options)).toEqual(wanted)
        },
      )
      await fc.assert(run, { numRuns: name === 'SQLite' ? 60 : 15 })
    })

    it('finds the same clauses in the same order as plain BM25 where most of them are never looked at', async () => {
      const entries = lawLike(9_000, 11)
      const next = numbersFrom(3)
      const weighed: RankOptions = { limit: 20, isAllowed: (version) => version % 7 !== 0, prior: (version) => 0.5 + (version % 4) / 4 }
      const asked = Array.from({ length: 12 }, (_, at) => {
        const terms = Array.from({ length: 5 + next(40) }, (): WeightedTerm => {
          // Common and rare words alike.
          return { term: `w${Math.floor(600 ** (next(1_000) / 1_000))}`, weight: 0.5 + next(3) / 2 }
        })
        const options = at % 2 ? weighed : { ...all, limit: 1 + at * 4 }
        return { terms, options, wanted: bruteForce(entries, terms, options) }
      })
      for (const each of [9_000, 2_000]) {
        await fill(store, entries, each)
        const index = openIndex(store.knowledge)
        for (const { terms, options, wanted } of asked) expect(await index.search(terms, options)).toEqual(wanted)
      }
    })

    it('says in how many clauses a term is', async () => {
      await fill(store, lawLike(700, 5), 100)
      const { clauses, of } = await openIndex(store.knowledge).frequencies(['w1', 'nowhere', 'w1'])
      const held = lawLike(700, 5).filter(({ terms }) => terms.has('w1')).length
      expect([clauses, [...of]]).toEqual([
        700,
        [
          ['w1', held],
          ['nowhere', 0],
        ],
      ])
    })
  })

describe('the index over time', () => {
  let opened: TestStore
  let store: Store
  const entry = (clause: number, version: number, ...words: string[]): IndexEntry => ({
    clause,
    version,
    terms: new Map(words.map((word) => [word, 1])),
    length: words.length,
  })
  const found = async (index: ReturnType<typeof openIndex>, term: string): Promise<number[]> =>
    (await index.search([{ term, weight: 1 }], all)).map(({ clause }) => clause)
  const add = (...entries: IndexEntry[]): Promise<void> =>
    store.transaction(({ knowledge }) => openIndex(knowledge).add(knowledge, entries))

  beforeAll(async () => {
    opened = await openTestStore()
    store = opened.store
  })
  afterAll(() => opened.close())
  beforeEach(() => fill(store, []))

  it('finds nothing in an empty index, and nothing for no words', async () => {
    const index = openIndex(store.knowledge)
    expect(await found(index, '户口')).toEqual([])
    await add(entry(1, 1, '户口'))
    index.refresh()
    expect(await index.search([], all)).toEqual([])
    expect(await index.search([{ term: '户口', weight: 1 }], { ...all, limit: 0 })).toEqual([])
    expect(await found(index, '户口')).toEqual([1])
  })

  it('sees what another process added once it is told to look', async () => {
    await add(entry(1, 1, '户口'))
    const index = openIndex(store.knowledge)
    expect(await found(index, '户口')).toEqual([1])
    await add(entry(2, 2, '户口'))
    expect(await found(index, '户口')).toEqual([1])
    index.refresh()
    expect(await found(index, '户口')).toEqual([1, 2])
  })

  it('keeps nothing of a transaction that is rolled back', async () => {
    const index = openIndex(store.knowledge)
    const failing = store.transaction(async ({ knowledge }) => {
      await index.add(knowledge, [entry(1, 1, '户口')])
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    await add(entry(2, 2, '户口'))
    expect(await found(index, '户口')).toEqual([2])
  })

  it('goes on when another process merges its segments away', async () => {
    const entries = lawLike(300, 2)
    await fill(store, entries, 50)
    // Without a cache, so that every block is read when it is needed.
    const index = openIndex(store.knowledge, { cacheBytes: 0 })
    const terms = [{ term: 'w3', weight: 1 }]
    const before = await index.search(terms, all)
    await openIndex(store.knowledge).merge(store)
    expect(await segmentSizes(store)).toEqual([300])
    expect(await index.search(terms, all)).toEqual(before)
  })

  it('takes documents in while segments are merged, and loses none of them', async () => {
    await fill(store, lawLike(600, 7), 100)
    const index = openIndex(store.knowledge)
    const { segmentBlocks } = store.knowledge
    let isIn = false
    // In the middle of the merge another document comes in; it would wait here for ever if the merge held a transaction.
    const meanwhile: KnowledgeStore['segmentBlocks'] = async (wanted) => {
      if (!isIn) {
        isIn = true
        await add(entry(9_001, 9_001, '养犬'))
      }
      return segmentBlocks(wanted)
    }
    await index.merge({ ...store, knowledge: { ...store.knowledge, segmentBlocks: meanwhile } })
    expect(isIn).toBe(true)
    expect(await segmentSizes(store)).toEqual([1, 600])
    index.refresh()
    expect(await found(index, '养犬')).toEqual([9_001])
  })

  it('gives up a merge when another process was faster, and doubles nothing', async () => {
    const entries = lawLike(600, 8)
    for (const cacheless of [true, false]) {
      await fill(store, entries, 100)
      const { segmentBlocks } = store.knowledge
      let isMerged = false
      const meanwhile: KnowledgeStore['segmentBlocks'] = async (wanted) => {
        const mergeElsewhere = async (): Promise<void> => {
          isMerged = true
          await openIndex(store.knowledge).merge(store)
        }
        // Before its blocks are read, they are gone; after, they are no longer to be replaced.
        if (cacheless && !isMerged) await mergeElsewhere()
        const blocks = await segmentBlocks(wanted)
        if (!cacheless && !isMerged) await mergeElsewhere()
        return blocks
      }
      await openIndex(store.knowledge).merge({ ...store, knowledge: { ...store.knowledge, segmentBlocks: meanwhile } })
      expect(await segmentSizes(store)).toEqual([600])
    }
  })

  it('never finds a withdrawn version, and a merge forgets it', async () => {
    const entries = Array.from({ length: 12 }, (_, at) => entry(at + 1, at % 2, '户口'))
    await fill(store, entries, 2)
    const index = openIndex(store.knowledge)
    const options = { ...all, limit: 20, isAllowed: (version: number) => version === 0 }
    const odd = [1, 3, 5, 7, 9, 11]
    expect((await index.search([{ term: '户口', weight: 1 }], options)).map(({ clause }) => clause)).toEqual(odd)
    await index.merge(store, (version) => version === 1)
    index.refresh()
    expect(await segmentSizes(store)).toEqual([6])
    expect((await index.frequencies(['户口'])).clauses).toBe(6)
    expect((await index.search([{ term: '户口', weight: 1 }], { ...all, limit: 20 })).map(({ clause }) => clause)).toEqual(odd)
  })

  it('writes a lone segment anew when much of it is withdrawn, and drops one that is withdrawn as a whole', async () => {
    await fill(store, [entry(1, 1, '户口'), entry(2, 1, '迁移'), entry(3, 2, '户口')])
    const merge = (gone: number[]) => openIndex(store.knowledge).merge(store, (version) => gone.includes(version))
    await merge([2])
    expect(await segmentSizes(store)).toEqual([2])
    await merge([1, 2])
    expect(await segmentSizes(store)).toEqual([])
  })

  it('keeps few segments when documents come one by one', async () => {
    const index = openIndex(store.knowledge)
    for (const one of lawLike(200, 3)) {
      await add(one)
      await index.merge(store)
    }
    const sizes = await segmentSizes(store)
    expect(sizes.length).toBeLessThanOrEqual(10)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(200)
  })

  it('says so when a block is missing or its bytes have changed, and finds nothing by half', async () => {
    await fill(store, lawLike(200, 4))
    const terms = [{ term: 'w2', weight: 1 }]
    const changed = (bytes: Uint8Array | undefined): Uint8Array | undefined => bytes?.map((byte, at) => (at === 5 ? byte ^ 1 : byte))
    const over = (broken: Partial<KnowledgeStore>): Promise<unknown> => openIndex({ ...store.knowledge, ...broken }).search(terms, all)
    const { segmentBlocks, segmentHeader } = store.knowledge
    await expect(over({ segmentBlocks: async (wanted) => wanted.map(() => undefined) })).rejects.toThrow(IndexDamagedError)
    await expect(over({ segmentBlocks: async (wanted) => (await segmentBlocks(wanted)).map(changed) })).rejects.toThrow(/checksum/)
    await expect(over({ segmentHeader: async () => undefined })).rejects.toThrow(/header is missing/)
    await expect(over({ segmentHeader: async (id) => changed(await segmentHeader(id)) })).rejects.toThrow(IndexDamagedError)
  })

  it('does not take a block of another segment for its own', async () => {
    await fill(store, lawLike(200, 4), 100)
    const { segmentBlocks } = store.knowledge
    const [first] = await store.knowledge.segments()
    const swapped: KnowledgeStore['segmentBlocks'] = (wanted) =>
      segmentBlocks(wanted.map(({ block }) => ({ segment: first?.id ?? 0, block })))
    const search = openIndex({ ...store.knowledge, segmentBlocks: swapped }).search([{ term: 'w2', weight: 1 }], all)
    await expect(search).rejects.toThrow(IndexDamagedError)
  })

  it('reads all blocks of a question in one round trip, two where a term is everywhere, and none the next time', async () => {
    await fill(store, lawLike(2_000, 6), 500)
    let trips = 0
    const { segmentBlocks } = store.knowledge
    const counted: KnowledgeStore['segmentBlocks'] = (wanted) => {
      trips += 1
      return segmentBlocks(wanted)
    }
    const index = openIndex({ ...store.knowledge, segmentBlocks: counted })
    const rare = ['w300', 'w301', 'w302'].map((term) => ({ term, weight: 1 }))
    await index.search(rare, all)
    expect(trips).toBe(1)
    await index.search([...rare, { term: 'w1', weight: 1 }], all)
    expect(trips).toBeLessThanOrEqual(3)
    trips = 0
    await index.search([...rare, { term: 'w1', weight: 1 }], all)
    expect(trips).toBe(0)
  })
})
