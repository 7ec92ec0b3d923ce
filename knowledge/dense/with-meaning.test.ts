import { expect, it } from 'vitest'
import type { StoredClause } from '../../core/knowledge-store.ts'
import { nearTo, type Scored, withMeaning } from './with-meaning.ts'

const clause = (key: number): StoredClause => ({
  ...{ key, version: 1, ordinal: key, anchor: `a${key}`, article: `第${key}条`, path: `第${key}条`, text: `条文${key}` },
  externalId: undefined,
})
const byWords: readonly Scored[] = [1, 2, 3].map((key, at) => ({ clause: clause(key), score: 9 - at }))
const store = { clauses: async (keys: readonly number[]) => keys.map(clause) }
const ground = { store, question: '问', near: undefined, without: new Set<number>(), isAllowed: () => true }
const keys = (found: readonly Scored[]): number[] => found.map((one) => one.clause.key)

it('leaves what words found exactly as it is where meaning is not available', async () => {
  expect(await withMeaning(byWords, ground)).toEqual(byWords)
  expect(await withMeaning(byWords, { ...ground, near: [], reranker: { order: async () => undefined } })).toEqual(byWords)
  expect(await nearTo({}, '问', () => true)).toBeUndefined()
})

it('brings in what meaning alone has found, puts first what both have, and repeats nothing that stands elsewhere', async () => {
  const near = [7, 3, 8].map((key) => ({ clause: key, score: 0.9 }))
  const found = await withMeaning(byWords, { ...ground, near })
  expect(keys(found)).toEqual([3, 1, 7, 2, 8])
  expect(found.map(({ score }) => score)).toEqual([9, 8, 7, 7, 7])
  expect(keys(await withMeaning(byWords, { ...ground, near, without: new Set([7]) }))).toEqual([3, 1, 2, 8])
  expect(keys(await withMeaning([], { ...ground, near }))).toEqual([7, 3, 8])
  expect(keys(await withMeaning(byWords, { ...ground, near, isAllowed: () => false }))).toEqual([3, 1, 2])
})

it('takes the order of a reranker for the first twenty, with scores that still fall', async () => {
  const many = Array.from({ length: 25 }, (_, at) => ({ clause: clause(at + 1), score: 100 - at }))
  const read: string[] = []
  const order = async (_: string, texts: readonly string[]) => {
    read.push(...texts)
    return texts.map((__, at) => texts.length - 1 - at)
  }
  const found = await withMeaning(many, { ...ground, reranker: { order } })
  expect(read).toHaveLength(20)
  expect(keys(found)).toEqual([20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 21, 22, 23, 24, 25])
  expect(found.map(({ score }) => score)).toEqual(many.map(({ score }) => score))
})
