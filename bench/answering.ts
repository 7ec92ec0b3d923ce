import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { plain, type Question, readFreshQuestions, readQuestions, saysIn } from '../evals/knowledge/questions.ts'
import { bring } from '../knowledge/bring.ts'
import { ingest } from '../knowledge/ingest.ts'
import { openKnowledge } from '../open-knowledge.ts'
import { handClock, openTestPlatform, type TestPlatform } from '../testing.ts'
import { filesIn } from './law-files.ts'

// Asks the 200 questions of evals/knowledge by the front door, offline model, over a folder of laws alone:
// FENSHEN_CORPORA=folder node bench/answering.ts [--misses]. All of them were looked at while the gate was set. The clean figure is
// `--fresh`: questions that nothing was tuned on, of which this bench tells the sums alone.

const corpora = process.env.FENSHEN_CORPORA
if (!corpora) throw new Error('set FENSHEN_CORPORA to a folder that holds laws/')
const today = '2026-11-22'

const page = (audience: string): string =>
  `---\nname: 法律条文\naudience: ${audience}\npurpose: 按法律条文回答。\ntools: [search_policy]\nknowledge: [laws]\nexamples: [{ says: 法律怎么规定, tool: search_policy }]\n---\n先查再答。\n`

const bare = (law: string): string => law.replace(/^中华人民共和国/, '').replace(/[《》\s]/g, '')
const isSame = (cited: string, law: string): boolean =>
  bare(cited) === bare(law) || (bare(cited).startsWith('民法典') && law.startsWith('民法典'))

/** What one answer came to. */
interface Seen {
  readonly question: Question
  readonly isAnswered: boolean
  readonly isCited: boolean
  readonly isSaid: boolean
  readonly showsOld: boolean
  readonly isInvented: boolean
}

const look = async (p: TestPlatform, question: Question): Promise<Seen> => {
  const isOfficer = question.by === 'officer'
  const visit = await p.visit(isOfficer ? 'approver-bureau' : 'lin-anran', isOfficer ? 'law-inside' : 'law-outside')
  // A day outside the words is told as an officer would: before the question.
  const reply = await visit.say(
    question.asOf && question.kind === 'versions'
      ? `${question.asOf.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')}的事：${question.ask}`
      : question.ask,
  )
  const isAnswered = reply.outcome === 'answered'
  const wanted = question.gold
  const isCited = reply.citations.some((one) =>
    wanted.some(
      ({ law, article, version }) => isSame(one.document, law) && one.path.includes(article) && (!version || one.version === version),
    ),
  )
  const clauses = await Promise.all(
    reply.citations.map(
      async (one) => (await p.ask(isOfficer ? 'approver-bureau' : 'lin-anran', 'GET', one.href.split('#')[0] ?? '')).status,
    ),
  )
  return {
    question,
    isAnswered,
    isCited: isAnswered && isCited,
    isSaid: isAnswered && (question.kind === 'none' ? [] : question.says).some((phrase) => saysIn(plain(reply.text), phrase)),
    showsOld: question.kind === 'versions' && isAnswered && reply.citations.some((one) => one.isOld) && !/当时|旧/.test(reply.text),
    isInvented: clauses.some((status) => status !== 200),
  }
}

const folder = mkdtempSync(join(tmpdir(), 'fenshen-answering-'))
for (const [id, audience] of [
  ['law-outside', 'citizen'],
  ['law-inside', 'officer'],
] as const) {
  mkdirSync(join(folder, 'agents', id), { recursive: true })
  writeFileSync(join(folder, 'agents', id, 'agent.md'), page(audience))
}
const clock = handClock(`${today}T02:00:00.000Z`)
const p = await openTestPlatform({ clock: clock.now, agentsFolder: join(folder, 'agents'), folder: join(folder, 'data') })
const knowledge = openKnowledge(p.platform.store, clock.now)
await ingest(bring(filesIn(join(corpora, 'laws')), { today, isKnown: () => false }), {
  by: 'operator',
  clock: clock.now,
  store: p.platform.store,
  index: knowledge.index,
  entryOf: knowledge.entryOf,
})
const seen: Seen[] = []
const isFresh = process.argv.includes('--fresh')
for (const question of isFresh ? readFreshQuestions() : readQuestions()) seen.push(await look(p, question))
await p[Symbol.asyncDispose]()
rmSync(folder, { recursive: true, force: true })

const share = (some: readonly Seen[], is: (one: Seen) => boolean): string =>
  `${some.filter(is).length}/${some.length} ${((100 * some.filter(is).length) / Math.max(1, some.length)).toFixed(1)} %`
const halves = [
  ['odd', 1],
  ['even', 0],
] as const
const parts: readonly (readonly [string, readonly Seen[]])[] = isFresh
  ? [['fresh', seen]]
  : halves.map(([name, half]) => [name, seen.filter(({ question }) => Number(question.id.slice(1)) % 2 === half)])
for (const [name, part] of parts) {
  const open = part.filter(({ question }) => question.kind !== 'none')
  const none = part.filter(({ question }) => question.kind === 'none')
  console.log(
    `${name}: right clause cited ${share(open, (one) => one.isCited)}; deciding words said ${share(open, (one) => one.isSaid)}; refused ${share(open, (one) => !one.isAnswered)}; abstained ${share(none, (one) => !one.isAnswered)}; old shown as current ${part.filter((one) => one.showsOld).length}; links that open nothing ${part.filter((one) => one.isInvented).length}`,
  )
}
if (process.argv.includes('--misses') && !isFresh)
  for (const one of seen.filter(({ question, isCited, isAnswered }) => (question.kind === 'none' ? isAnswered : !isCited)))
    console.log(one.question.id, one.question.kind, one.isAnswered ? 'answered' : 'refused', one.question.ask)
