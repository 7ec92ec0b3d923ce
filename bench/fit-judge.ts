import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Clock } from '../core/time.ts'
import { type GoldClause, type Question, readQuestions } from '../evals/knowledge/questions.ts'
import { type Asks, entriesWith, openAsks } from '../knowledge/asks.ts'
import { bring } from '../knowledge/bring.ts'
import { openIndex } from '../knowledge/index/text-index.ts'
import { ingest } from '../knowledge/ingest.ts'
import type { Evidence, Merits } from '../knowledge/judge/merits.ts'
import { type Judged, judgedAtMost } from '../knowledge/judge/order.ts'
import { clauseWeights } from '../knowledge/judge/weights.ts'
import { readLexicon } from '../knowledge/query/lexicon.ts'
import { openSearch } from '../knowledge/search.ts'
import { ingestShipped } from '../knowledge/shipped.ts'
import { evidenceOf, type SupportGround } from '../knowledge/support.ts'
import { openStore } from '../store/open.ts'
import { fitChoice, fitYes, type Weighed } from './fit.ts'
import { filesIn } from './law-files.ts'

/**
 * Fits what speaks for a clause and for an answer (knowledge/judge/weights.ts) on the 200 questions, the unanswerable ones and ways of asking
 * that are held out of the index. Deterministic; each figure that it prints is of questions held out (ten folds).
 * Run: FENSHEN_CORPORA=<folder with laws/> node bench/fit-judge.ts
 */

const corpora = process.env.FENSHEN_CORPORA
if (!corpora) throw new Error('FENSHEN_CORPORA names no folder; it has to hold laws/')
const data = join(import.meta.dirname, '..', 'data')
const today = '2026-11-22'
const clock: Clock = () => new Date(`${today}T02:00:00Z`)
const folds = 10
/** How many ways of asking are held out, and what one of them counts beside one of the 200 questions: they are short, and alike. */
const heldOut = { asks: 400, weight: 0.05 }
/** 200 questions are few: what was learned beside the search's own score is trusted by half. bench/stard.ts falls without this. */
const trust = 0.5

const hashOf = (text: string): number => [...text].reduce((hash, char) => (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0, 7)

const allAsks = openAsks(join(data, 'asks'))
const isHeldOut = (title: string, article: string, all: readonly string[], at: number): boolean =>
  all.length > 1 && at === hashOf(title + article) % all.length
/** Ways of asking without the one of each clause that is held out. */
const fewerAsks: Asks['asksFor'] = (title, article, text) => {
  const all = allAsks(title, article, text)
  return all.filter((_, at) => !isHeldOut(title, article, all, at))
}

/** What one question came to. */
interface Seen {
  readonly ask: string
  readonly isAnswerable: boolean
  readonly weight: number
  readonly rows: readonly Merits[]
  /** Which of the rows are right. */
  readonly right: readonly boolean[]
  readonly evidence: Evidence
}

const bare = (law: string): string => law.replace(/^中华人民共和国/, '').replace(/[《》\s]/g, '')
const isSame = (found: string, law: string): boolean =>
  bare(found) === bare(law) || (bare(found).startsWith('民法典') && law.startsWith('民法典'))

const folder = mkdtempSync(join(tmpdir(), 'fenshen-fit-'))

/** The laws and what ships, found with these ways of asking. */
const openLibrary = async (name: string, asksFor: Asks['asksFor']) => {
  const store = await openStore({ url: join(folder, `${name}.db`), key: new Uint8Array(32).fill(7), clock })
  const index = openIndex(store.knowledge)
  const ground = { store, index, clock, entryOf: entriesWith({ asksFor }) }
  await ingestShipped(join(data, 'policies'), ground)
  await ingest(bring(filesIn(join(corpora, 'laws')), { today, isKnown: () => false }), { ...ground, by: 'operator' })
  let watched: { ground: SupportGround; judged: readonly Judged[] } | undefined
  const search = openSearch({
    store: store.knowledge,
    index,
    clock,
    lexicon: readLexicon(join(data, 'lexicon')),
    asksFor,
    watch: (ground, judged) => {
      watched = { ground, judged }
    },
  }).for('internal')
  const look = async (
    ask: string,
    isRight: (one: Judged) => boolean,
    { isAnswerable, weight }: Pick<Seen, 'isAnswerable' | 'weight'>,
  ): Promise<Seen[]> => {
    await search.search(ask, { topics: ['laws'], limit: 10, asOf: today })
    if (!watched || watched.judged.length === 0) return []
    const judged = watched.judged.slice(0, judgedAtMost)
    const { plan } = watched.ground
    // A clause that is named by its number is looked up, or is not there: nothing to be learned.
    if (plan.references.some(({ anchor }) => anchor !== undefined) || /《/.test(ask)) return []
    return [
      {
        ...{ ask, isAnswerable, weight },
        rows: judged.map(({ merits }) => merits),
        right: judged.map(isRight),
        evidence: evidenceOf(watched.ground),
      },
    ]
  }
  return { store, look }
}

const whole = await openLibrary('whole', allAsks)
const labels = new Map((await whole.store.knowledge.versions()).map(({ key, label }) => [key, label]))

const asSaid = ({ ask, asOf, kind }: Question): string =>
  asOf && kind === 'versions' ? `${asOf.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')}的事：${ask}` : ask
const isGold =
  (gold: readonly GoldClause[]) =>
  ({ clause, document }: Judged): boolean =>
    gold.some(
      ({ law, article, version }) =>
        isSame(document.title, law) && clause.path.includes(article) && (!version || labels.get(clause.version) === version),
    )

const seen: Seen[] = []
for (const question of readQuestions())
  seen.push(...(await whole.look(asSaid(question), isGold(question.gold), { isAnswerable: question.kind !== 'none', weight: 1 })))
const beside = z.array(z.object({ ask: z.string() }))
for (const { ask } of beside.parse(parse(readFileSync(join(import.meta.dirname, '..', 'evals/knowledge/unanswerable.yaml'), 'utf8'))))
  seen.push(...(await whole.look(ask, () => false, { isAnswerable: false, weight: 1 })))

await whole.store.close()

const fewer = await openLibrary('fewer', fewerAsks)
/** Ways of asking that are held out, evenly over all clauses of the laws in force. */
const documents = await fewer.store.knowledge.documents()
const held: { ask: string; key: number }[] = []
for (const version of await fewer.store.knowledge.versions()) {
  if (version.state !== 'live' || version.ingestedBy === 'system' || (version.repealed && version.repealed <= today)) continue
  const document = documents.find(({ id }) => id === version.document)
  const keys = Array.from({ length: version.clauses }, (_, at) => version.firstClause + at)
  for (const clause of (await fewer.store.knowledge.clausesNow(keys, [])).clauses) {
    const all = allAsks(document?.title ?? '', clause.article, clause.text)
    const ask = all.find((_, at) => isHeldOut(document?.title ?? '', clause.article, all, at))
    if (ask && [...ask].length >= 5) held.push({ ask, key: clause.key })
  }
}
held.sort((a, z) => hashOf(a.ask) - hashOf(z.ask))
for (const { ask, key } of held.slice(0, heldOut.asks))
  seen.push(...(await fewer.look(ask, ({ clause }) => clause.key === key, { isAnswerable: true, weight: heldOut.weight })))
await fewer.store.close()
rmSync(folder, { recursive: true, force: true })

const meritNames = Object.keys(clauseWeights) as (keyof Merits)[]
const choices = seen
  .filter(({ right }) => right.includes(true))
  .map(({ rows, right, weight }) => ({ rows: rows.map((one) => meritNames.map((name) => one[name])), right, weight }))
const inFold = (at: number, fold: number): boolean => at % folds === fold
const trusted = (weights: readonly number[]): readonly number[] =>
  weights.map((weight, at) => (meritNames[at] === 'rel' ? weight : weight * trust))
const rankOf = ({ rows, right }: (typeof choices)[number], weights: readonly number[]): number => {
  const worth = rows.map((row) => row.reduce((sum, one, at) => sum + one * (weights[at] ?? 0), 0))
  const order = worth.map((_, at) => at).sort((a, z) => (worth[z] ?? 0) - (worth[a] ?? 0) || a - z)
  return order.findIndex((at) => right[at])
}
const answerable = seen.filter(({ isAnswerable, weight }) => isAnswerable && weight === 1).length
const tops = (ranks: readonly number[]): string =>
  [1, 2, 3, 5].map((top) => `${top}: ${((100 * ranks.filter((rank) => rank < top).length) / answerable).toFixed(1)} %`).join('  ')
const relAlone = meritNames.map((name) => (name === 'rel' ? 1 : 0))
console.log('right clause among the first, of the 200')
console.log('  by the search alone ', tops(choices.filter(({ weight }) => weight === 1).map((one) => rankOf(one, relAlone))))
const heldRanks = Array.from({ length: folds }, (_, fold) => {
  const weights = trusted(fitChoice(choices.filter((_, at) => !inFold(at, fold))))
  return choices.filter(({ weight }, at) => weight === 1 && inFold(at, fold)).map((one) => rankOf(one, weights))
}).flat()
console.log('  judged, held out    ', tops(heldRanks))
const clause = trusted(fitChoice(choices))
console.log(`clauseWeights: ${meritNames.map((name, at) => `${name}: ${clause[at]?.toPrecision(3)}`).join(', ')}`)

const [first] = seen
if (!first) throw new Error('no question')
const signs = Object.keys(first.evidence) as (keyof Evidence)[]
const cases: Weighed[] = seen
  .filter(({ isAnswerable, right, weight }) => !isAnswerable || weight === 1 || right.slice(0, 3).includes(true))
  .map(({ evidence, isAnswerable, weight }) => ({
    signs: signs.map((sign) => evidence[sign]),
    isYes: isAnswerable,
    weight: weight === 1 ? 1 : 0.1,
  }))
const worth = Array.from({ length: folds }, (_, fold) => {
  const judge = fitYes(cases.filter((_, at) => !inFold(at, fold)))
  return cases.filter((one, at) => one.weight === 1 && inFold(at, fold)).map((one) => ({ ...one, worth: judge.worth(one.signs) }))
}).flat()
const of = (isYes: boolean): number[] =>
  worth
    .filter((one) => one.isYes === isYes)
    .map((one) => one.worth)
    .sort((a, z) => a - z)
const [yes, no] = [of(true), of(false)]
for (const refused of [0.04, 0.06, 0.08, 0.1, 0.12]) {
  const line = yes[Math.floor(refused * yes.length)] ?? 0
  console.log(
    `support, held out: refused ${(100 * refused).toFixed(0)} %: abstains ${((100 * no.filter((one) => one < line).length) / no.length).toFixed(1)} %, line ${line.toFixed(2)}`,
  )
}
const support = fitYes(cases)
console.log(
  `supportWeights: ${signs.map((sign, at) => `${sign}: ${support.weights[at]?.toPrecision(3)}`).join(', ')}; bias ${support.bias.toPrecision(4)}`,
)
if (process.argv.includes('--misses'))
  for (const one of seen.filter(({ weight }) => weight === 1)) {
    const value = support.worth(signs.map((sign) => one.evidence[sign]))
    if (one.isAnswerable === value < 0) console.log(one.isAnswerable ? 'refused ' : 'answered', value.toFixed(2), one.ask)
  }
