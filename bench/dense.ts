import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Embedder } from '../core/embeddings.ts'
import type { Clock } from '../core/time.ts'
import { bring } from '../knowledge/bring.ts'
import { embedClauses } from '../knowledge/dense/embed-clauses.ts'
import { openDenseLeg } from '../knowledge/dense/leg.ts'
import { fuse, fuseWithMeaning, nearestWithSay } from '../knowledge/fusion.ts'
import { openIndex } from '../knowledge/index/text-index.ts'
import { ingest } from '../knowledge/ingest.ts'
import { emptyLexicon } from '../knowledge/query/lexicon.ts'
import { openSearch } from '../knowledge/search.ts'
import { entryOf } from '../knowledge/terms/entry.ts'
import { openEmbedder } from '../models/embeddings.ts'
import { openTestEmbeddings } from '../models/test-embeddings.ts'
import { openStore } from '../store/open.ts'
import { type KnownItem, knownItems, questionsIn, readCorpus, vectorsFor } from './dense-ground.ts'
import { cpuMs, finish, type Measured, median, quantile, rssMb } from './report.ts'

/**
 * The leg of search that goes by meaning (issue 3), over 55,404 clauses × 512 numbers from a loopback server that speaks the protocol.
 * Run: FENSHEN_CORPORA=<folder with stard/> node bench/dense.ts [--database postgres://…/empty] [--queries FILE.jsonl] [--count N] [--weights]
 */

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    queries: { type: 'string' },
    count: { type: 'string', default: '400' },
    weights: { type: 'boolean' },
    json: { type: 'boolean' },
  },
})
const corpora = process.env.FENSHEN_CORPORA
if (!corpora) throw new Error('FENSHEN_CORPORA names no folder; it has to hold stard/')
const today = '2026-11-22'
const clock: Clock = () => new Date(`${today}T02:00:00Z`)
const folder = mkdtempSync(join(tmpdir(), 'fenshen-dense-'))
const store = await openStore({ url: values.database ?? join(folder, 'dense.db'), key: new Uint8Array(32).fill(7), clock })
const { knowledge } = store

const path = join(folder, 'articles.jsonl')
const articles = await readCorpus(corpora, path)
const index = openIndex(knowledge)
await ingest(
  bring([{ file: { name: 'articles.jsonl', path }, source: 'articles.jsonl', topic: 'laws', audience: 'public' }], {
    today,
    isKnown: () => false,
  }),
  { by: 'operator', clock, store, index, entryOf },
)

const vectorOf = vectorsFor(articles)
await using endpoint = await openTestEmbeddings(vectorOf)
const embedder = openEmbedder({ baseUrl: endpoint.url, apiKey: undefined, name: 'characters-512' }, clock)
const began = performance.now()
const report = await embedClauses({ store: knowledge, embedder })
const embedSeconds = (performance.now() - began) / 1_000
if (report.fault) throw new Error(report.fault)

const everything = { isAllowed: () => true }
/** The same vectors without the way there and back. */
const direct: Embedder = {
  model: 'characters-512',
  embed: async (texts) => ({ vectors: texts.map((text) => unit(vectorOf(text))) }),
}
const unit = (vector: Float32Array): Float32Array => {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

const before = rssMb()
const leg = openDenseLeg({ store: knowledge, embedder: direct, patienceMs: 60_000 })
const firstBegan = performance.now()
await leg.nearest('热身：离婚', { limit: 10, ...everything })
const firstMs = performance.now() - firstBegan
const memory = rssMb() - before

const idOf = new Map<number, number>()
for (let after = 0; ; ) {
  const clauses = await knowledge.clauses(Array.from({ length: 2_000 }, (_, at) => after + 1 + at))
  if (clauses.length === 0) break
  for (const { key, externalId } of clauses) idOf.set(key, Number(externalId))
  after += 2_000
}
const keyOf = new Map([...idOf].map(([clause, id]) => [id, clause]))

/** Agreement with exact search, and time, over plain pieces of clauses. */
const plain = knownItems(articles, { count: 200, holes: 0.2, twins: 0 })
const all: { clause: number; vector: Float32Array }[] = []
for (let after = 0; ; ) {
  const page = await knowledge.vectors('characters-512', { afterClause: after, limit: 4_000 })
  const last = page.at(-1)
  if (!last) break
  for (const { clause, vector } of page) all.push({ clause, vector })
  after = last.clause
}
const exact = (question: string): number[] => {
  const q = unit(vectorOf(question))
  return all
    .map(({ clause, vector }) => ({ clause, score: vector.reduce((sum, value, at) => sum + value * (q[at] ?? 0), 0) }))
    .sort((a, z) => z.score - a.score || a.clause - z.clause)
    .slice(0, 10)
    .map(({ clause }) => clause)
}
const [agreement, times10, times100, cpu10]: [number[], number[], number[], number[]] = [[], [], [], []]
for (const { question } of plain) {
  let from = performance.now()
  const used = process.cpuUsage()
  const ten = (await leg.nearest(question, { limit: 10, ...everything })) ?? []
  times10.push(performance.now() - from)
  cpu10.push(cpuMs(used))
  from = performance.now()
  await leg.nearest(question, { limit: 100, ...everything })
  times100.push(performance.now() - from)
  const wanted = new Set(exact(question))
  agreement.push(ten.filter(({ clause }) => wanted.has(clause)).length / 10)
}
all.length = 0

const throughHttp = openDenseLeg({ store: knowledge, embedder, patienceMs: 60_000 })
await throughHttp.nearest('热身：离婚', { limit: 10, ...everything })
const httpTimes: number[] = []
for (const { question } of plain) {
  const from = performance.now()
  await throughHttp.nearest(question, { limit: 100, ...everything })
  httpTimes.push(performance.now() - from)
}

/** Recall of both legs and of their fusion. */
const words = openSearch({ store: knowledge, index, clock, lexicon: emptyLexicon }).for('public')
const recall = (found: readonly number[], gold: readonly number[], depth: number): number =>
  gold.filter((id) => found.slice(0, depth).includes(id)).length / gold.length
const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / Math.max(1, all.length)
const legsFor = async ({ question, gold }: KnownItem) => {
  const { passages } = await words.search(question, { topics: undefined, limit: nearestWithSay, asOf: today })
  const lexical = passages.map(({ id, score }) => ({ clause: keyOf.get(Number(id)) ?? 0, score }))
  const dense = ((await leg.nearest(question, { limit: 100, ...everything })) ?? []).map(({ clause }) => clause)
  return { lexical, dense, gold: gold.map((id) => keyOf.get(id) ?? 0) }
}

const count = Number(values.count)
const sets: readonly (readonly [string, readonly KnownItem[]])[] = values.queries
  ? [['questions of the file', questionsIn(values.queries)]]
  : [
      // The rule of fusion was chosen on other clauses (`from: 0`), and on half of these kinds.
      ...(
        [
          ['pieces with holes', 0.35, 0],
          ['pieces with more holes', 0.6, 0],
          ['pieces with most left out', 0.7, 0],
          ['pieces half in other words', 0.2, 0.5],
          ['pieces with holes, half in other words', 0.5, 0.5],
          ['pieces mostly in other words', 0.35, 0.8],
          ['pieces nearly all in other words', 0, 0.9],
          ['pieces a third in other words', 0.1, 0.3],
        ] as const
      ).map(([name, holes, twins]) => [name, knownItems(articles, { count, holes, twins, from: 7 })] as const),
      ['questions of laymen (STARD), which these vectors understand badly', questionsIn(join(corpora, 'stard', 'queries.dev.jsonl'))],
    ]
const rows: Measured[] = [
  { what: 'embedding 55,404 clauses, endpoint included', value: embedSeconds, unit: 's' },
  { what: 'agreement with exact search at 10', value: mean(agreement), unit: '', line: 0.97, wants: 'least' },
  { what: 'nearest 10, median', value: median(times10), unit: 'ms', line: 5 },
  { what: 'nearest 10, CPU of this process, median', value: median(cpu10), unit: 'ms', line: 5 },
  { what: 'nearest 10, p95', value: quantile(times10, 0.95), unit: 'ms' },
  { what: 'nearest 100, median', value: median(times100), unit: 'ms', line: 5 },
  { what: 'nearest 100 with the way to a loopback endpoint, median', value: median(httpTimes), unit: 'ms' },
  { what: `first question, ${report.inDatabase ? 'index in the database' : 'vectors read into memory'}`, value: firstMs, unit: 'ms' },
  { what: 'memory added', value: memory, unit: 'MB' },
]
for (const [name, items] of sets) {
  const legs: Awaited<ReturnType<typeof legsFor>>[] = []
  for (const item of items) legs.push(await legsFor(item))
  const of = (pick: (one: (typeof legs)[number]) => readonly number[], depth = 10): number =>
    mean(legs.map((one) => recall(pick(one), one.gold, depth)))
  const fused = ({ lexical, dense }: (typeof legs)[number]): readonly number[] =>
    fuseWithMeaning(lexical, dense).map(({ clause }) => clause)
  const fusedWith =
    (weight: number) =>
    ({ lexical, dense }: (typeof legs)[number]): readonly number[] =>
      fuse([
        { clauses: lexical.map(({ clause }) => clause), weight: 1 },
        { clauses: dense.slice(0, nearestWithSay), weight },
      ]).map(({ clause }) => clause)
  const [byWords, byVectors, byBoth] = [of((one) => one.lexical.map(({ clause }) => clause)), of((one) => one.dense), of(fused)]
  rows.push({ what: `${name}: words, recall@10`, value: byWords, unit: '' })
  rows.push({ what: `${name}: vectors, recall@10`, value: byVectors, unit: '' })
  rows.push({ what: `${name}: fused, recall@10`, value: byBoth, unit: '', line: Math.max(byWords, byVectors), wants: 'least' })
  if (values.weights)
    for (const weight of [0.25, 0.5, 0.75, 1, 1.5, 2])
      console.error(`${name}  weight ${weight}: ${of(fusedWith(weight)).toFixed(4)} / ${of(fusedWith(weight), 100).toFixed(4)}`)
}
finish(rows)
await store.close()
rmSync(folder, { recursive: true, force: true })
