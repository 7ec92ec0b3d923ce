import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import type { Store } from '../core/ports.ts'
import type { IndexEntry } from '../knowledge/index/build.ts'
import { openIndex, type TextIndex, type WeightedTerm } from '../knowledge/index/text-index.ts'
import { entryOf } from '../knowledge/terms/entry.ts'
import { foldText, termsOf } from '../knowledge/terms/terms.ts'
import { noon, testKey } from '../store/contract/fixtures.ts'
import { openStore } from '../store/open.ts'
import { cpuMs, finish, type Measured, median, quantile, rssMb } from './report.ts'

/**
 * The full-text index alone (issue 3): 55,404 clauses of law on SQLite, and with `--postgres=postgres://…` a million on PostgreSQL, which
 * are put into that database the first time (some minutes). Questions are pieces of 20 to 40 characters out of the clauses themselves.
 * Run: FENSHEN_CORPORA=<folder with stard/> node bench/search-engine.ts [--postgres=URL]
 */

const corpora = process.env.FENSHEN_CORPORA
if (!corpora) throw new Error('FENSHEN_CORPORA names no folder; it has to hold stard/')
const clause = z.object({ law: z.string(), article: z.string(), text: z.string() })
type Clause = z.infer<typeof clause>

const readClauses = (): Clause[] =>
  gunzipSync(readFileSync(join(corpora, 'stard', 'articles.jsonl.gz')))
    .toString()
    .trim()
    .split('\n')
    .map((line) => clause.parse(JSON.parse(line)))

/** Clauses in a transaction. */
const atOnce = 4_096
/** Copies of the corpus that make a million. */
const copies = 18
const limit = 100

/** The same numbers every time. */
const numbersFrom = (seed: number): ((below: number) => number) => {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Exchanges 600 characters for others, another choice for each copy, so that lists of different copies differ. */
const exchange = (copy: number): ((text: string) => string) => {
  const next = numbersFrom(copy)
  const others = new Map(Array.from({ length: copy === 0 ? 0 : 600 }, () => [0x4e00 + next(8_000), 0x4e00 + next(8_000)]))
  return (text) =>
    others.size === 0 ? text : String.fromCharCode(...Array.from(text, (_, at) => others.get(text.charCodeAt(at)) ?? text.charCodeAt(at)))
}

/** Puts all clauses into the index, as often as asked. */
const build = async (store: Store, clauses: readonly Clause[], times: number): Promise<{ terms: number; index: number }> => {
  const index = openIndex(store.knowledge)
  let [terms, key, version, law] = [0, 0, 0, '']
  const start = performance.now()
  for (let copy = 0; copy < times; copy += 1) {
    const changed = exchange(copy)
    for (let at = 0; at < clauses.length; at += atOnce) {
      const began = performance.now()
      const entries = clauses.slice(at, at + atOnce).map((one): IndexEntry => {
        if (one.law !== law) version += 1
        law = one.law
        key += 1
        const { title, text } = { title: changed(one.law), text: changed(one.text) }
        return { clause: key, version, ...entryOf({ title, shortTitle: '', path: '', article: one.article, text, asks: [] }) }
      })
      terms += performance.now() - began
      await store.transaction(({ knowledge }) => index.add(knowledge, entries))
    }
    if (times > 1) console.error(`copy ${copy + 1} of ${times}, ${Math.round((performance.now() - start) / 1_000)} s`)
  }
  // As `ingest` does: once, when all is in.
  await index.merge(store)
  return { terms: terms / 1_000, index: (performance.now() - start - terms) / 1_000 }
}

type Question = readonly WeightedTerm[]

const questionsFrom = (clauses: readonly Clause[], count: number): Question[] => {
  const next = numbersFrom(7)
  const long = clauses.map(({ text }) => text.replace(/\s/g, '')).filter((text) => text.length > 40)
  return Array.from({ length: count }, () => {
    const text = long[next(long.length)] ?? ''
    const length = 20 + next(21)
    const from = next(text.length - length)
    return [...termsOf(foldText(text.slice(from, from + length))).keys()].map((term) => ({ term, weight: 1 }))
  })
}

const ask = async (index: TextIndex, questions: readonly Question[]): Promise<number[]> => {
  const ms: number[] = []
  for (const terms of questions) {
    const start = performance.now()
    await index.search(terms, { limit, isAllowed: () => true })
    ms.push(performance.now() - start)
  }
  return ms
}

interface Corpus {
  readonly what: string
  readonly cacheMb: number
  /** Most ms for a known question, most MB of memory added; undefined: no line. */
  readonly warm?: number
  readonly memory?: number
}

/** Memory that the engine adds, and how long it takes: first question, then each once, then each again. */
const searches = async (store: Store, questions: readonly Question[], { what, cacheMb, warm, memory }: Corpus): Promise<Measured[]> => {
  globalThis.gc?.()
  const before = rssMb()
  const index = openIndex(store.knowledge, { cacheBytes: cacheMb * 1_048_576 })
  const [first = Number.NaN, ...fresh] = await ask(index, questions)
  for (let round = 0; round < 2; round += 1) await ask(index, questions)
  const usage = process.cpuUsage()
  const known = await ask(index, questions)
  const cpu = cpuMs(usage) / questions.length
  globalThis.gc?.()
  const added = rssMb() - before
  return [
    { what: `${what}: first question`, value: first, unit: 'ms' },
    { what: `${what}: a new question, p50`, value: median(fresh), unit: 'ms' },
    { what: `${what}: a new question, p95`, value: quantile(fresh, 0.95), unit: 'ms' },
    { what: `${what}: a known question, p50`, value: median(known), unit: 'ms', ...(warm ? { line: warm } : {}) },
    { what: `${what}: a known question, p95`, value: quantile(known, 0.95), unit: 'ms' },
    { what: `${what}: a known question, CPU`, value: cpu, unit: 'ms' },
    { what: `${what}: memory added`, value: added, unit: 'MB', ...(memory ? { line: memory } : {}) },
  ]
}

/** Documents of 60 clauses, one after the other: their part of the index; and the same while segments are merged beside them, as in a server. */
const updates = async (store: Store, clauses: readonly Clause[]): Promise<Measured[]> => {
  const index = openIndex(store.knowledge)
  const alone: number[] = []
  const cpu: number[] = []
  const beside: number[] = []
  const merges: number[] = []
  let merging: Promise<void> | undefined
  const merge = async (): Promise<void> => {
    const [before, start] = [(await store.knowledge.segments()).length, performance.now()]
    await index.merge(store)
    if ((await store.knowledge.segments()).length < before) merges.push(performance.now() - start)
    merging = undefined
  }
  for (let round = 0; round < 80; round += 1) {
    const start = performance.now()
    const isAlone = merging === undefined
    const used = process.cpuUsage()
    const entries = clauses.slice(round * 60, round * 60 + 60).map(
      (one, at): IndexEntry => ({
        clause: 100_000 + round * 60 + at,
        version: 10_000 + round,
        ...entryOf({ title: one.law, shortTitle: '', path: '', article: one.article, text: one.text, asks: [] }),
      }),
    )
    await store.transaction(({ knowledge }) => index.add(knowledge, entries))
    const taken = isAlone ? alone : beside
    taken.push(performance.now() - start)
    if (isAlone) cpu.push(cpuMs(used))
    merging ??= merge()
    // A pause between two documents: at first none, so that a merge always runs beside them.
    if (round >= 40) await merging
  }
  await merging
  return [
    { what: 'a document of 60 clauses, p50', value: median(alone), unit: 'ms', line: 50 },
    { what: 'a document of 60 clauses, p95', value: quantile(alone, 0.95), unit: 'ms', line: 50 },
    { what: 'a document of 60 clauses, CPU, p50', value: median(cpu), unit: 'ms', line: 50 },
    { what: 'a document of 60 clauses, CPU, p95', value: quantile(cpu, 0.95), unit: 'ms', line: 50 },
    { what: 'a document of 60 clauses while segments are merged, p50', value: median(beside), unit: 'ms', line: 50 },
    { what: 'a document of 60 clauses while segments are merged, p95', value: quantile(beside, 0.95), unit: 'ms' },
    { what: 'a merge beside them, most', value: Math.max(...merges), unit: 'ms' },
  ]
}

const sizes = async (store: Store, what: string): Promise<Measured[]> => {
  const segments = await store.knowledge.segments()
  return [
    { what: `${what}: size`, value: segments.reduce((sum, { bytes }) => sum + bytes, 0) / 1_048_576, unit: 'MB' },
    { what: `${what}: segments`, value: segments.length, unit: '' },
  ]
}

const given = (name: string): string | undefined => process.argv.find((text) => text.startsWith(`--${name}=`))?.slice(name.length + 3)

/** Each in a process of its own, so that memory is that of searching alone; a file of questions goes from one to the next. */
const steps: Record<string, (store: Store, questions: string) => Promise<Measured[]>> = {
  async build(store, questions) {
    const clauses = readClauses()
    writeFileSync(questions, JSON.stringify(questionsFrom(clauses, 500)))
    const { terms, index } = await build(store, clauses, 1)
    return [
      { what: '55k clauses: terms', value: terms, unit: 's' },
      { what: '55k clauses: index and store', value: index, unit: 's' },
      { what: '55k clauses: all', value: terms + index, unit: 's', line: 15 },
      ...(await sizes(store, '55k clauses')),
    ]
  },
  search: (store, questions) => searches(store, readQuestions(questions), { what: '55k clauses', cacheMb: 64, warm: 2, memory: 80 }),
  update: (store) => updates(store, readClauses()),
  async million(store) {
    if ((await store.knowledge.segments()).length > 0) return sizes(store, '1M clauses')
    const { terms, index } = await build(store, readClauses(), copies)
    return [{ what: '1M clauses: all', value: terms + index, unit: 's' }, ...(await sizes(store, '1M clauses'))]
  },
  'million-64': (store, questions) => searches(store, readQuestions(questions), { what: '1M clauses, cache 64 MB', cacheMb: 64 }),
  'million-256': (store, questions) =>
    searches(store, readQuestions(questions), { what: '1M clauses, cache 256 MB', cacheMb: 256, warm: 25 }),
}

const readQuestions = (path: string): Question[] =>
  z.array(z.array(z.object({ term: z.string(), weight: z.number() }))).parse(JSON.parse(readFileSync(path, 'utf8')))

const runStep = async (name: string): Promise<void> => {
  const store = await openStore({ url: given('url') ?? '', key: testKey, clock: () => noon })
  const rows = await steps[name]?.(store, given('questions') ?? '')
  await store.close()
  console.log(JSON.stringify(rows))
}

const runAll = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-index-'))
  const run = async (step: string, url: string): Promise<Measured[]> => {
    const given = [`--step=${step}`, `--url=${url}`, `--questions=${join(folder, 'questions.json')}`]
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', import.meta.filename, ...given], { maxBuffer: 1 << 24 })
    // Written by `runStep`.
    return JSON.parse(stdout) as Measured[]
  }
  const server = given('postgres')
  try {
    const rows: Measured[] = []
    for (const step of ['build', 'search', 'update']) rows.push(...(await run(step, join(folder, 'index.db'))))
    if (server) for (const step of ['million', 'million-64', 'million-256']) rows.push(...(await run(step, server)))
    finish(rows)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const step = given('step')
await (step ? runStep(step) : runAll())
