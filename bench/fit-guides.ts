import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Clock } from '../core/time.ts'
import { readQuestions } from '../evals/knowledge/questions.ts'
import { type Asks, entriesWith, openAsks } from '../knowledge/asks.ts'
import { openIndex } from '../knowledge/index/text-index.ts'
import type { GuideEvidence } from '../knowledge/judge/merits.ts'
import type { Judged } from '../knowledge/judge/order.ts'
import { guideLine, guideWeights } from '../knowledge/judge/weights.ts'
import { readLexicon } from '../knowledge/query/lexicon.ts'
import { openSearch } from '../knowledge/search.ts'
import { ingestShipped } from '../knowledge/shipped.ts'
import { guideEvidenceOf, isSupported, type SupportGround } from '../knowledge/support.ts'
import { openStore } from '../store/open.ts'
import { fitYes } from './fit.ts'

/**
 * Fits what tells that a section of a guide answers (knowledge/judge/weights.ts): ways of asking that are held out of the index, each asked on a
 * page that may quote its section, against questions that have no answer, each on six pages, and, by half, sections that are not the right one.
 * Run: node bench/fit-guides.ts
 */

const root = join(import.meta.dirname, '..')
const data = join(root, 'data')
const today = '2026-11-30'
const clock: Clock = () => new Date(`${today}T02:00:00Z`)
const folds = 10
const pagesEach = 6

const hashOf = (text: string): number => [...text].reduce((hash, char) => (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0, 7)
const allAsks = openAsks(join(data, 'asks'))
const isHeldOut = (title: string, article: string, all: readonly string[], at: number): boolean =>
  all.length > 1 && at === hashOf(title + article) % all.length
const fewerAsks: Asks['asksFor'] = (title, article, text) => {
  const all = allAsks(title, article, text)
  return all.filter((_, at) => !isHeldOut(title, article, all, at))
}

const front = z.looseObject({ audience: z.string(), knowledge: z.array(z.string()).default([]) })
const pages = readdirSync(join(root, 'agents'))
  .map((id) => front.parse(parse(readFileSync(join(root, 'agents', id, 'agent.md'), 'utf8').split(/^---$/m)[1] ?? '')))
  .filter(({ knowledge }) => knowledge.length > 0)
  .map(({ audience, knowledge }) => ({ audience: audience === 'citizen' ? ('public' as const) : ('internal' as const), topics: knowledge }))

const folder = mkdtempSync(join(tmpdir(), 'fenshen-fit-guides-'))
const store = await openStore({ url: join(folder, 'guides.db'), key: new Uint8Array(32).fill(7), clock })
const index = openIndex(store.knowledge)
await ingestShipped(join(data, 'policies'), { store, index, clock, entryOf: entriesWith({ asksFor: fewerAsks }) })
let watched: { ground: SupportGround; judged: readonly Judged[] } | undefined
const search = openSearch({
  store: store.knowledge,
  index,
  clock,
  lexicon: readLexicon(join(data, 'lexicon')),
  asksFor: fewerAsks,
  watch: (ground, judged) => {
    watched = { ground, judged }
  },
})

/** What one question came to on one page. */
interface Seen {
  readonly kind: 'right' | 'wrong' | 'none'
  readonly fold: number
  readonly evidence: GuideEvidence
  readonly isTakenNow: boolean
}

const look = async (ask: string, page: (typeof pages)[number], kindOf: (first: Judged) => Seen['kind'] | undefined): Promise<Seen[]> => {
  await search.for(page.audience).search(ask, { topics: page.topics, limit: 10, asOf: today })
  const first = watched?.judged[0]
  const kind = first && kindOf(first)
  if (!watched?.ground.isGuide || !kind) return []
  return [{ kind, fold: hashOf(ask) % folds, evidence: guideEvidenceOf(watched.ground), isTakenNow: isSupported(watched.ground) }]
}

const seen: Seen[] = []
const documents = await store.knowledge.documents()
for (const version of await store.knowledge.versions()) {
  const document = documents.find(({ id }) => id === version.document)
  if (version.state !== 'live' || !document) continue
  const fit = pages.filter(
    ({ audience, topics }) => topics.includes(document.topic) && (document.audience === 'public' || audience === 'internal'),
  )
  const keys = Array.from({ length: version.clauses }, (_, at) => version.firstClause + at)
  for (const clause of (await store.knowledge.clausesNow(keys, [])).clauses) {
    const all = allAsks(document.title, clause.article, clause.text)
    const ask = all.find((_, at) => isHeldOut(document.title, clause.article, all, at))
    const page = ask && fit[hashOf(ask) % fit.length]
    if (!ask || !page || [...ask].length < 5) continue
    const isNear = (): boolean => (watched?.judged ?? []).slice(0, 3).some((one) => one.clause.key === clause.key)
    seen.push(...(await look(ask, page, (first) => (first.clause.key === clause.key ? 'right' : isNear() ? undefined : 'wrong'))))
  }
}
const beside = z.array(z.object({ ask: z.string(), by: z.string() }))
const unanswerable = [
  ...beside.parse(parse(readFileSync(join(root, 'evals/knowledge/unanswerable.yaml'), 'utf8'))),
  ...readQuestions().filter(({ kind }) => kind === 'none'),
]
for (const { ask, by } of unanswerable) {
  const fit = pages.filter(({ audience }) => audience === (by === 'officer' ? 'internal' : 'public'))
  for (let at = 0; at < pagesEach; at++) {
    const page = fit[(hashOf(ask) + at * 7) % fit.length]
    if (page) seen.push(...(await look(ask, page, () => 'none')))
  }
}
await store.close()
rmSync(folder, { recursive: true, force: true })

// The keys of the weights are those of the evidence, by type.
const signs = Object.keys(guideWeights) as (keyof GuideEvidence)[]
const cases = seen.map(({ kind, evidence }) => ({
  signs: signs.map((sign) => evidence[sign]),
  isYes: kind === 'right',
  weight: kind === 'wrong' ? 0.5 : 1,
}))
const judges: ReturnType<typeof fitYes>[] = []
const worth = seen.map(({ fold }, at) => {
  const judge = judges[fold] ?? fitYes(cases.filter((_, other) => seen[other]?.fold !== fold))
  judges[fold] = judge
  return judge.worth(cases[at]?.signs ?? [])
})
const share = (kind: Seen['kind'], is: (at: number) => boolean): string => {
  const of = seen.flatMap((one, at) => (one.kind === kind ? [at] : []))
  return `${((100 * of.filter(is).length) / Math.max(1, of.length)).toFixed(1)} %`
}
const tell = (name: string, is: (at: number) => boolean): void =>
  console.log(
    `${name}: found first and told ${share('right', is)}; no answer, yet told ${share('none', is)}; another section told ${share('wrong', is)}`,
  )
tell('as it is now         ', (at) => seen[at]?.isTakenNow === true)
for (const line of [0.5, 0, -0.3, -0.6, -0.9]) tell(`held out, line ${line.toFixed(1).padStart(4)} `, (at) => (worth[at] ?? 0) >= line)
const fitted = fitYes(cases)
console.log(
  `guideWeights: ${signs.map((sign, at) => `${sign}: ${fitted.weights[at]?.toPrecision(3)}`).join(', ')}; bias ${fitted.bias.toPrecision(4)}; now ${guideLine}`,
)
