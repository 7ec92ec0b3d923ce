import { execFile } from 'node:child_process'
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createGunzip } from 'node:zlib'
import { z } from 'zod'
import type { PolicySearch } from '../core/knowledge.ts'
import type { Clock } from '../core/time.ts'
import { entriesWith, openAsks, readAsks } from '../knowledge/asks.ts'
import { bring } from '../knowledge/bring.ts'
import { openIndex } from '../knowledge/index/text-index.ts'
import { ingest } from '../knowledge/ingest.ts'
import { emptyLexicon, readLexicon } from '../knowledge/query/lexicon.ts'
import { usualWeights, type Weights } from '../knowledge/query/plan.ts'
import { type RankSettings, usualRank } from '../knowledge/rank.ts'
import { openSearch } from '../knowledge/search.ts'
import { entryOf } from '../knowledge/terms/entry.ts'
import { openStore } from '../store/open.ts'
import { cpuMs, finish, type Measured, quantile, rssMb, word } from './report.ts'

/**
 * Finding (issue 3): 914 questions of laymen over 55,404 clauses (STARD, dev part), the whole search over store and index.
 * `--ablate` takes parts away one by one; `--folds` chooses the settings on four fifths of the questions and measures the last fifth.
 * Run: FENSHEN_CORPORA=<folder with stard/> node bench/stard.ts [--ablate] [--folds]
 */

const corpora = process.env.FENSHEN_CORPORA
if (!corpora) throw new Error('FENSHEN_CORPORA names no folder; it has to hold stard/')
const data = join(import.meta.dirname, '..', 'data')
// The law of mid 2023 stands in this corpus, undated.
const today = '2026-11-22'
const clock: Clock = () => new Date(`${today}T02:00:00Z`)
const key = new Uint8Array(32).fill(7)

const article = z.object({ id: z.number(), law: z.string(), article: z.string(), text: z.string() })
const question = z.object({ id: z.string(), query: z.string(), gold: z.array(z.object({ id: z.number() })) })

/** Brings the corpus in as ready clauses; a process of its own, so that its memory is not counted. Prints the seconds of ingest. */
const build = async (folder: string, withAsks: boolean): Promise<void> => {
  const path = join(folder, 'articles.jsonl')
  const lines = createInterface({ input: createReadStream(join(corpora, 'stard', 'articles.jsonl.gz')).pipe(createGunzip()) })
  const out = createWriteStream(path)
  for await (const line of lines) {
    const one = article.parse(JSON.parse(line))
    out.write(`${JSON.stringify({ id: one.id, document: one.law, article: one.article, text: one.text })}\n`)
  }
  await new Promise<void>((done) => void out.end(done))
  const store = await openStore({ url: join(folder, withAsks ? 'asks.db' : 'plain.db'), key, clock })
  const began = performance.now()
  const report = await ingest(
    bring([{ file: { name: 'articles.jsonl', path }, source: 'articles.jsonl', topic: 'laws', audience: 'public' }], {
      today,
      isKnown: () => false,
    }),
    {
      by: 'operator',
      clock,
      store,
      index: openIndex(store.knowledge),
      entryOf: withAsks ? entriesWith(readAsks(join(data, 'asks'))) : entryOf,
    },
  )
  const seconds = (performance.now() - began) / 1_000
  await store.close()
  if (report.broken.length > 0) throw new Error(report.broken[0]?.why)
  console.log(JSON.stringify({ seconds }))
}

type Scores = readonly [recall10: number, recall100: number, mrr10: number]
const meanOf = (all: readonly Scores[]): Scores => {
  const of = (at: 0 | 1 | 2): number => all.reduce((sum, one) => sum + one[at], 0) / Math.max(1, all.length)
  return [of(0), of(1), of(2)]
}
const scoresOf = (found: readonly number[], gold: readonly number[]): Scores => {
  const recall = (depth: number): number => gold.filter((id) => found.slice(0, depth).includes(id)).length / gold.length
  const first = found.slice(0, 10).findIndex((id) => gold.includes(id))
  return [recall(10), recall(100), first < 0 ? 0 : 1 / (first + 1)]
}

/** What stays in memory is measured, not what the next collection takes away. */
const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc')
  // The flag puts a function of this name into every context that is made after it.
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
}

/** What a run changes of the usual search. */
interface Change {
  readonly asks?: false
  readonly lexicon?: false
  readonly weights?: Partial<Weights>
  readonly rank?: Partial<RankSettings>
}

const readQuestions = (): z.output<typeof question>[] =>
  readFileSync(join(corpora, 'stard', 'queries.dev.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => question.parse(JSON.parse(line)))

/** Searches as an answer does, for ten clauses, in a process that does nothing else. Prints ms of CPU and what it added to memory. */
const serve = async (folder: string): Promise<void> => {
  const questions = readQuestions()
  collectGarbage()
  const before = rssMb()
  const store = await openStore({ url: join(folder, 'asks.db'), key, clock })
  const lexicon = readLexicon(join(data, 'lexicon'))
  const search = openSearch({
    store: store.knowledge,
    index: openIndex(store.knowledge),
    clock,
    lexicon,
    asksFor: openAsks(join(data, 'asks')),
  }).for('public')
  const ms: number[] = []
  // The first round warms up: a service has answered before.
  for (const round of [1, 2])
    for (const { query } of questions) {
      const from = process.cpuUsage()
      await search.search(query, { topics: undefined, limit: 10, asOf: today })
      if (round === 2) ms.push(cpuMs(from))
    }
  collectGarbage()
  const mean = ms.reduce((sum, one) => sum + one, 0) / ms.length
  console.log(JSON.stringify({ mean, p95: quantile(ms, 0.95), memory: rssMb() - before }))
  await store.close()
}

/**
 * V8 as main.ts sets it for a server: without, the space for young objects grows to 128 MB while modules are loaded, and the search that
 * then fills it would be charged for it.
 */
const asServed = ['--import', "data:text/javascript,import{setFlagsFromString as set}from'node:v8';set('--semi-space-growth-factor=1')"]

const measure = async (folder: string): Promise<void> => {
  const seconds: number[] = []
  for (const kind of ['asks', 'plain']) {
    const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, 'build', folder, kind])
    seconds.push(z.object({ seconds: z.number() }).parse(JSON.parse(stdout)).seconds)
  }
  const { stdout } = await promisify(execFile)(process.execPath, [...asServed, import.meta.filename, 'serve', folder])
  const served = z.object({ mean: z.number(), p95: z.number(), memory: z.number() }).parse(JSON.parse(stdout))
  const questions = readQuestions()
  const [withAsks, plain] = await Promise.all(['asks.db', 'plain.db'].map((file) => openStore({ url: join(folder, file), key, clock })))
  if (!withAsks || !plain) throw new Error('no database')
  const lexicon = readLexicon(join(data, 'lexicon'))
  const asksFor = openAsks(join(data, 'asks'))
  const indexes = new Map([withAsks, plain].map((store) => [store, openIndex(store.knowledge)]))

  const searchWith = ({ asks, lexicon: words, weights, rank }: Change = {}): PolicySearch => {
    const store = asks === false ? plain : withAsks
    const index = indexes.get(store) ?? openIndex(store.knowledge)
    const settings = { weights: { ...usualWeights, ...weights }, rank: { ...usualRank, ...rank } }
    return openSearch({
      store: store.knowledge,
      index,
      clock,
      lexicon: words === false ? emptyLexicon : lexicon,
      ...(asks === false ? {} : { asksFor }),
      ...settings,
    }).for('public')
  }
  const run = async (change: Change = {}): Promise<Scores[]> => {
    const search = searchWith(change)
    const each: Scores[] = []
    for (const { query, gold } of questions) {
      const { passages } = await search.search(query, { topics: undefined, limit: 100, asOf: today })
      each.push(
        scoresOf(
          passages.map(({ id }) => Number(id)),
          gold.map(({ id }) => id),
        ),
      )
    }
    return each
  }

  const usual = await run()
  const [recall10, recall100, mrr10] = meanOf(usual)
  const rows: Measured[] = [
    { what: 'recall@10', value: recall10, unit: '', line: 0.5, wants: 'least' },
    { what: 'recall@100', value: recall100, unit: '', line: 0.72, wants: 'least' },
    { what: 'MRR@10', value: mrr10, unit: '', line: 0.43, wants: 'least' },
    { what: 'a search for 10, CPU, mean', value: served.mean, unit: 'ms', line: 5 },
    { what: 'a search for 10, CPU, p95', value: served.p95, unit: 'ms' },
    { what: 'memory added by opening and searching', value: served.memory, unit: 'MB', line: 150 },
    { what: 'ingest and index of 55,404 clauses', value: seconds[0] ?? Number.NaN, unit: 's', line: 15 },
  ]
  const show = (name: string, each: readonly Scores[]): void =>
    console.error(
      `${meanOf(each)
        .map((value) => value.toFixed(4))
        .join('  ')}  ${name}`,
    )
  if (process.argv.includes('--ablate')) {
    console.error('recall@10  recall@100  MRR@10')
    show('all of it', usual)
    for (const [name, change] of ablation) show(name, await run(change))
  }
  if (process.argv.includes('--folds')) {
    const grid: { change: Change; each: Scores[] }[] = []
    for (const change of choices()) grid.push({ change, each: await run(change) })
    show('settings as shipped', usual)
    show('chosen on four folds, measured on the fifth', heldOut(grid))
  }
  finish(rows)
  await Promise.all([withAsks.close(), plain.close()])
}

const ablation: readonly (readonly [string, Change])[] = [
  ['without ways of asking', { asks: false }],
  ['without the tables of words', { lexicon: false, weights: { added: 0 } }],
  ['without both', { asks: false, lexicon: false, weights: { added: 0 } }],
  ['without the law of a clause', { rank: { lawShare: 0 } }],
  ['without the rank of a law', { rank: { belowStatute: 1 } }],
  ['without what is wanted', { rank: { tellsShare: 0 } }],
  ['without single characters', { weights: { single: 0 } }],
  ['without words of the dictionary', { weights: { word: 0 } }],
  ['ways of asking at full weight', { weights: { frame: 1 } }],
  [
    'pairs and single characters alone',
    { asks: false, lexicon: false, weights: { added: 0, word: 0, frame: 1 }, rank: { lawShare: 0, belowStatute: 1, tellsShare: 0 } },
  ],
]

const choices = (): Change[] =>
  [0.5, 1].flatMap((single) =>
    [0.25, 0.5, 0.75].flatMap((added) =>
      [0.7, 0.8, 0.9].flatMap((belowStatute) =>
        [0.2, 0.4, 0.6].map((lawShare) => ({ weights: { single, added }, rank: { belowStatute, lawShare } })),
      ),
    ),
  )

/** Five folds: each is measured with what was best on the four others. */
const heldOut = (grid: readonly { each: readonly Scores[] }[]): Scores[] => {
  const worth = ([recall10, , mrr10]: Scores): number => recall10 + mrr10
  const found: Scores[] = []
  for (let fold = 0; fold < 5; fold++) {
    const isIn = (_: Scores, at: number): boolean => at % 5 === fold
    const best = grid.reduce<{ each: readonly Scores[]; worth: number }>(
      (sofar, { each }) => {
        const own = worth(meanOf(each.filter((one, at) => !isIn(one, at))))
        return own > sofar.worth ? { each, worth: own } : sofar
      },
      { each: [], worth: -1 },
    )
    found.push(...best.each.filter(isIn))
  }
  return found
}

if (word(0) === 'build') await build(word(1) ?? '', word(2) === 'asks')
else if (word(0) === 'serve') await serve(word(1) ?? '')
else {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-stard-'))
  try {
    await measure(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
