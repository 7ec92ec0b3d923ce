import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vector } from '@electric-sql/pglite-pgvector'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../core/ports.ts'
import { embedClauses, openEmbedding } from '../knowledge/dense/embed-clauses.ts'
import { type DenseState, openDenseLeg } from '../knowledge/dense/leg.ts'
import { openEmbedder } from '../models/embeddings.ts'
import { answers, embedsWith, openTestEmbeddings, partVectors, staysSilent, type TestEmbeddings } from '../models/test-embeddings.ts'
import { createCipher } from '../store/cipher.ts'
import { noon, testKey } from '../store/contract/fixtures.ts'
import { document, drafts, version } from '../store/contract/knowledge-fixtures.ts'
import { openStore } from '../store/open.ts'
import { openPglite } from '../store/postgres/pglite.ts'
import { preparedWith, storeOver } from '../store/store.ts'

// The leg of search that goes by meaning, from an endpoint on loopback to a real database and back.

interface Opened {
  readonly store: Store
  close(): Promise<void>
}

const onSqlite = async (): Promise<Opened> => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-dense-'))
  const store = await openStore({ url: join(folder, 'dense.db'), key: testKey, clock: () => noon })
  return {
    store,
    close: async () => {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}
const onPglite = (extensions: Parameters<typeof openPglite>[2]) => async (): Promise<Opened> => {
  const cipher = createCipher(testKey)
  const store = storeOver(await openPglite('', preparedWith(cipher), extensions), cipher, () => noon)
  return { store, close: store.close }
}
const onServer = (address: string) => async (): Promise<Opened> => {
  const admin = new pg.Client({ connectionString: address })
  await admin.connect()
  const name = `fenshen_test_${randomUUID().replaceAll('-', '_')}`
  await admin.query(`create database ${name}`)
  const url = new URL(address)
  url.pathname = `/${name}`
  const store = await openStore({ url: url.href, key: testKey, clock: () => noon })
  return {
    store,
    close: async () => {
      await store.close()
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

const server = process.env.TEST_DATABASE_URL
/** Not every PostgreSQL server brings pgvector; without it vectors are searched in memory there too. */
const offersPgvector = async (address: string): Promise<boolean> => {
  const admin = new pg.Client({ connectionString: address })
  await admin.connect()
  const { rowCount } = await admin.query("select 1 from pg_available_extensions where name = 'vector'")
  await admin.end()
  return rowCount === 1
}
const grounds: readonly (readonly [name: string, open: () => Promise<Opened>, inDatabase: boolean])[] = [
  ['SQLite', onSqlite, false],
  ['PGlite without pgvector', onPglite({}), false],
  ['PGlite with pgvector', onPglite({ vector }), true],
  ...(server ? [['a PostgreSQL server', onServer(server), await offersPgvector(server)] as const] : []),
]

const words = ['拘留', '罚款', '户口', '居住证', '驾驶证', '护照', '调解', '听证', '复议', '押金', '噪声', '养犬']
/** A clause of its own for each number. */
const sentence = (n: number): string => `第${n}号事项：${words[n % 12]}与${words[(n * 5 + 3) % 12]}由${n * 37}窗口办理，期限${n}日`
const every = { limit: 5, isAllowed: (_version: number): boolean => true }
const quick = { questionMs: 1_500, batchMs: 4_000, tries: 2, pauseMs: 5 }

describe.each(grounds)('the vectors on %s', (_, open, inDatabase) => {
  let opened: Opened
  let endpoint: TestEmbeddings
  beforeAll(async () => {
    opened = await open()
    endpoint = await openTestEmbeddings(partVectors(64))
  }, 120_000)
  afterAll(async () => {
    await endpoint[Symbol.asyncDispose]()
    await opened.close()
  })
  const knowledge = () => opened.store.knowledge
  const embedder = (name: string) => openEmbedder({ baseUrl: endpoint.url, apiKey: undefined, name }, () => noon, quick)

  /** A new document with these clauses. */
  const bring = async (numbers: readonly number[]) => {
    const one = document()
    await knowledge().saveDocument(one)
    return knowledge().addVersion(
      version(one.id),
      drafts(numbers.length).map((draft, at) => ({ ...draft, text: sentence(numbers[at] ?? 0) })),
    )
  }
  /** What is near on this ground, as sentences. */
  const near = async (leg: ReturnType<typeof openDenseLeg>, n: number, options = every): Promise<string[] | undefined> => {
    const found = await leg.nearest(sentence(n), options)
    return found && (await knowledge().clauses(found.map(({ clause }) => clause))).map(({ text }) => text)
  }

  it('embeds what has no vector, finds a clause by its own words first, and picks up what is new', async () => {
    endpoint.behave()
    const made = embedder('m1')
    const states: DenseState[] = []
    const leg = openDenseLeg({ store: knowledge(), embedder: made, onState: (state) => void states.push(state) })
    const { key } = await bring([1, 2, 3, 4, 5, 6, 7, 8])
    expect(await leg.nearest(sentence(3), every)).toBeUndefined()
    const report = await embedClauses({ store: knowledge(), embedder: made })
    expect(report).toMatchObject({ refused: [], fault: undefined, inDatabase })
    expect(await near(leg, 3)).toMatchObject([sentence(3), ...Array(4).fill(expect.any(String))])
    await bring([21, 22])
    expect(await embedClauses({ store: knowledge(), embedder: made })).toMatchObject({ embedded: 2, inDatabase })
    expect((await near(leg, 22))?.[0]).toBe(sentence(22))
    // Another reader's world: nothing of that version.
    expect(await near(leg, 3, { ...every, isAllowed: (one: number) => one !== key })).not.toContain(sentence(3))
    expect(await leg.nearest(sentence(3), { limit: 5, isAllowed: () => false })).toEqual([])
    expect(states).toEqual(['empty', 'answering'])
    expect(
      (await knowledge().nearest('m1', (await knowledge().vectors('m1', { afterClause: 0, limit: 1 }))[0]?.vector ?? new Float32Array(64), {
        limit: 1,
        versions: undefined,
      })) !== undefined,
    ).toBe(inDatabase)
  })

  it('gives the same order and the same scores as exact search', async () => {
    endpoint.behave()
    const made = embedder('m2')
    await bring(Array.from({ length: 150 }, (_, at) => at + 100))
    await embedClauses({ store: knowledge(), embedder: made })
    const all = await knowledge().vectors('m2', { afterClause: 0, limit: 10_000 })
    const leg = openDenseLeg({ store: knowledge(), embedder: made })
    for (const n of [101, 133, 170, 201, 249]) {
      const asked = await made.embed([sentence(n)], { purpose: 'question' })
      const question = 'vectors' in asked ? asked.vectors[0] : undefined
      const exact = all
        .map((one) => ({ clause: one.clause, score: one.vector.reduce((sum, value, at) => sum + value * (question?.[at] ?? 0), 0) }))
        .sort((a, z) => z.score - a.score)
        .slice(0, 120)
      const found = (await leg.nearest(sentence(n), { ...every, limit: 120 })) ?? []
      expect(found).toHaveLength(120)
      const scores = new Map(exact.map(({ clause, score }) => [clause, score]))
      expect(found.filter(({ clause }) => scores.has(clause)).length).toBeGreaterThan(115)
      // pgvector keeps 16 bits of each number.
      for (const { clause, score } of found) if (scores.has(clause)) expect(score).toBeCloseTo(scores.get(clause) ?? 0, 2)
    }
  })

  it('goes on where a run stopped when the endpoint went away, and loses nothing', async () => {
    const made = embedder('m3')
    await bring(Array.from({ length: 300 }, (_, at) => at + 400))
    const well = embedsWith(partVectors(64))
    endpoint.behave(well, well, well, well, well, answers(503))
    const first = await embedClauses({ store: knowledge(), embedder: made })
    expect(first).toMatchObject({ fault: 'failing', embedded: 128 })
    endpoint.behave()
    const second = await embedClauses({ store: knowledge(), embedder: made })
    expect(second.fault).toBeUndefined()
    expect(await knowledge().clausesWithoutVector('m3', 10)).toEqual([])
    expect((await knowledge().vectors('m3', { afterClause: 0, limit: 10_000 })).length).toBe(first.embedded + second.embedded)
    const leg = openDenseLeg({ store: knowledge(), embedder: made })
    expect((await near(leg, 650))?.[0]).toBe(sentence(650))
  })

  it('leaves the words alone while the endpoint is silent, and says why', async () => {
    endpoint.behave()
    const made = embedder('m3')
    const states: DenseState[] = []
    const leg = openDenseLeg({ store: knowledge(), embedder: made, onState: (state) => void states.push(state) })
    endpoint.behave(staysSilent)
    expect(await leg.nearest(sentence(1), every)).toBeUndefined()
    endpoint.behave(answers(200, 'garbage'))
    expect(await leg.nearest(sentence(1), every)).toBeUndefined()
    endpoint.behave()
    expect(await leg.nearest(sentence(1), every)).toHaveLength(5)
    expect(states).toEqual(['timed_out', 'unreadable', 'answering'])
    expect(await leg.nearest('  ', every)).toBeUndefined()
  })

  it('mixes no vectors of another length under the same name', async () => {
    endpoint.behave(embedsWith(partVectors(32)))
    await bring([900])
    expect(await embedClauses({ store: knowledge(), embedder: embedder('m3') })).toMatchObject({ fault: 'other_dimensions', embedded: 0 })
    const leg = openDenseLeg({ store: knowledge(), embedder: embedder('m3') })
    expect(await leg.nearest(sentence(1), every)).toBeUndefined()
    expect(leg.state()).toBe('other_dimensions')
  })

  it('keeps vectors up to date beside a server: only when something changed, and again after a fault', async () => {
    endpoint.behave()
    const reports: unknown[] = []
    const embedding = openEmbedding({ store: knowledge(), embedder: embedder('m3'), onReport: (report) => void reports.push(report) })
    await Promise.all([embedding.tick(), embedding.tick()])
    await embedding.tick()
    expect(reports).toMatchObject([{ embedded: 1 }])
    const before = endpoint.asked.length
    await embedding.tick()
    expect(endpoint.asked.length).toBe(before)
    await bring([901])
    endpoint.behave(answers(401))
    await embedding.tick()
    endpoint.behave()
    await embedding.tick()
    expect(reports).toMatchObject([{ embedded: 1 }, { fault: 'not_admitted' }, { embedded: 1, fault: undefined }])
  })

  it('takes no more memory than allowed where the database has no index', async () => {
    endpoint.behave()
    const leg = openDenseLeg({ store: knowledge(), embedder: embedder('m3'), mostBytes: 1 })
    expect((await leg.nearest(sentence(1), every)) !== undefined).toBe(inDatabase)
    expect(leg.state()).toBe(inDatabase ? 'answering' : 'too_large')
  })
})
