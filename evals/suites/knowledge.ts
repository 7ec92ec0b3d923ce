import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCases } from '../cases/read.ts'
import { type EverydayQuestion, readEveryday } from '../knowledge/everyday.ts'
import { type Question, readQuestions, saysIn } from '../knowledge/questions.ts'
import { readUtterances } from '../routing/utterances.ts'
import { type Ground, openGrounds } from '../run/ground.ts'
import type { Item } from '../run/result.ts'
import { transcriptOf } from '../run/transcript.ts'
import { beginVisit } from '../run/visit.ts'
import { agentCaseFiles } from './case-suite.ts'
import { citationFault } from './citations.ts'
import type { Job, Suite, SuiteOptions } from './suite.ts'

interface FoundAnswer {
  readonly passages: readonly { readonly document: string; readonly path: string; readonly article: string }[]
  readonly isSupported: boolean
}

/** Somebody whom a page serves. */
const readers = { citizen: 'lin-anran', officer: 'officer-qinghe', analyst: 'analyst-bureau' } as const
const readerOf = (ground: Ground, agent: string): string =>
  readers[ground.p.platform.pages.current().agents.find(({ id }) => id === agent)?.audience ?? 'citizen']

/** First messages of the agents' cases that name what has to be cited: questions with their place, over what ships. */
const placed = ({ agentsFolder, agents }: SuiteOptions) =>
  agentCaseFiles(agentsFolder, agents).flatMap((file) =>
    readCases(readFileSync(file.path, 'utf8'), file.file).flatMap((one) => {
      const [first] = one.visit
      return first?.says && first.cites
        ? [{ agent: file.group, says: first.says, places: first.cites, source: `${file.file}:${one.line}` }]
        : []
    }),
  )

const retrievalJob = (options: SuiteOptions): Job => ({
  id: 'retrieval',
  run: (bench) =>
    bench.use(async (ground) => {
      const items: Item[] = []
      for (const { agent, says, places, source } of placed(options)) {
        ground.clock.advance(1_000)
        const reader = readerOf(ground, agent)
        const response = await ground.p.ask(reader, 'GET', `/api/policies/search?k=10&q=${encodeURIComponent(says)}`)
        // Held to its schema by the tests of the server.
        const { passages, isSupported } = (await response.json()) as FoundAnswer
        const rank = passages.findIndex(({ document, path, article }) =>
          places.some((place) => place.split(/\s+/).every((word) => `${document} ${path} ${article}`.includes(word))),
        )
        items.push({
          ...{ id: `find/${agent}/${says}`, title: says, group: agent },
          marks: { recall_1: rank === 0, recall_3: rank >= 0 && rank < 3, recall_10: rank >= 0, supported: isSupported },
          values: { reciprocal_rank: rank < 0 ? 0 : 1 / (rank + 1) },
          faults:
            rank === 0
              ? []
              : [
                  `${places.join(' / ')} (${source}): rank ${rank < 0 ? 'none' : rank + 1}; first ${passages[0]?.document ?? 'nothing'} ${passages[0]?.article ?? ''}`,
                ],
        })
      }
      return { value: items, isChanged: false }
    }),
})

/** Asks in one visit of its own, and looks whether what is cited stands. */
const askJob = (id: string, agent: string, says: string, isAnswerable: boolean): Job => ({
  id,
  run: (bench) =>
    bench.use(async (ground) => {
      const reader = readerOf(ground, agent)
      const visit = await beginVisit(ground, reader)
      const reply = await visit.say(says)
      const visited = await visit.end()
      const faults = (await Promise.all(reply.citations.map((one) => citationFault(ground, reader, one)))).flatMap((fault) => fault ?? [])
      const isAnswered = reply.outcome === 'answered' && reply.citations.length > 0
      const isLost = reply.outcome === 'unanswered'
      const item: Item = {
        ...{ id, title: says, group: agent },
        marks: {
          ...(reply.citations.length > 0 ? { quotes_stand: faults.length === 0 } : {}),
          ...(isAnswerable ? { not_refused: !isLost } : { abstains: !isAnswered }),
        },
        faults: [
          ...faults,
          ...(isAnswerable && isLost ? ['没有答'] : []),
          ...(!isAnswerable && isAnswered ? ['拿答不了这个问题的文件作了答'] : []),
        ],
        transcript: transcriptOf(visited.exchanges),
        ms: visited.exchanges.map(({ ms }) => ms),
      }
      return { value: [item], isChanged: visited.left.applications.length + visited.left.handoffs.length > 0 }
    }),
})

const lawPage = (audience: string): string =>
  `---\nname: 法律条文\naudience: ${audience}\npurpose: 按法律条文回答。\ntools: [search_policy]\nknowledge: [laws]\nexamples: [{ says: 法律怎么规定, tool: search_policy }]\n---\n先查再答。\n`

/** A platform whose analyst has brought in a folder of laws, with one page for citizens and one for officers. */
const openLaws = async (corpora: string): Promise<AsyncDisposable & { ground: Ground }> => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-laws-'))
  for (const [id, audience] of [
    ['law-outside', 'citizen'],
    ['law-inside', 'officer'],
  ] as const) {
    mkdirSync(join(folder, id))
    writeFileSync(join(folder, id, 'agent.md'), lawPage(audience))
  }
  const grounds = await openGrounds({ agentsFolder: folder })
  const ground = await grounds.take()
  for (const name of readdirSync(join(corpora, 'laws')).filter((file) => /\(\d{4}-\d{2}-\d{2}\)\.md$/.test(file))) {
    const form = new FormData()
    form.append('file', new File([readFileSync(join(corpora, 'laws', name))], name))
    form.append('topic', 'laws')
    form.append('audience', 'public')
    const response = await ground.p.platform.server.request('/api/knowledge/documents', {
      method: 'POST',
      headers: await ground.p.as('analyst-bureau'),
      body: form,
    })
    if (response.status !== 200) throw new Error(`${name} is not taken in: ${response.status} ${await response.text()}`)
  }
  return {
    ground,
    async [Symbol.asyncDispose]() {
      await grounds[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const bareLaw = (law: string): string => law.replace(/^中华人民共和国/, '').replace(/[《》\s]/g, '')
const isSameLaw = (cited: string, law: string): boolean =>
  bareLaw(cited) === bareLaw(law) || (bareLaw(cited).startsWith('民法典') && law.startsWith('民法典'))

const dayInWords = (day: string): string => day.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')

const lawJob = (question: Question, corpora: string): Job => ({
  id: `law/${question.id}`,
  async run(bench) {
    const { ground } = await bench.shared('laws', () => openLaws(corpora))
    const reader = question.by === 'officer' ? 'approver-bureau' : 'lin-anran'
    const visit = await beginVisit(ground, reader, question.by === 'officer' ? 'law-inside' : 'law-outside')
    // A day outside the words is told as an officer would: before the question.
    const isDated = question.asOf !== undefined && question.kind === 'versions'
    const reply = await visit.say(isDated ? `${dayInWords(question.asOf ?? '')}的事：${question.ask}` : question.ask)
    const visited = await visit.end()
    const stands = (await Promise.all(reply.citations.map((one) => citationFault(ground, reader, one)))).flatMap((fault) => fault ?? [])
    const isAnswered = reply.outcome === 'answered' && reply.citations.length > 0
    const cites = (gold: { law: string; article: string; version?: string | undefined }): boolean =>
      reply.citations.some(
        (one) => isSameLaw(one.document, gold.law) && one.path.includes(gold.article) && (!gold.version || one.version === gold.version),
      )
    const isRight = question.gold.some(cites)
    const marks =
      question.kind === 'none'
        ? { law_abstains: !isAnswered }
        : {
            law_answers: isAnswered,
            ...(isAnswered ? { law_right_clause: isRight, law_says: question.says.some((phrase) => saysIn(reply.text, phrase)) } : {}),
            ...(question.kind === 'versions' && isAnswered ? { law_right_day: !question.notGold.some(cites) || isRight } : {}),
          }
    return [
      {
        ...{ id: `law/${question.id}`, title: question.ask, group: `${question.kind} ${question.by}` },
        marks: { ...marks, ...(reply.citations.length > 0 ? { quotes_stand: stands.length === 0 } : {}) },
        faults: [
          ...stands,
          ...(question.kind === 'none' && isAnswered ? ['拿答不了这个问题的条款作了答'] : []),
          ...(question.kind !== 'none' && isAnswered && !isRight
            ? [`没有引 ${question.gold.map(({ law, article }) => `${law} ${article}`).join(' / ')}`]
            : []),
          ...(question.kind !== 'none' && !isAnswered ? ['没有答'] : []),
        ],
        transcript: transcriptOf(visited.exchanges),
        ms: visited.exchanges.map(({ ms }) => ms),
      },
    ]
  },
})

/** Asked at the front desk by the one who would ask it: answered from the right section, from another, or not at all. */
const everydayJob = ({ ask, by, where, urgent, isFresh }: EverydayQuestion): Job => ({
  id: `everyday/${by}/${ask}`,
  run: (bench) =>
    bench.use(async (ground) => {
      const visit = await beginVisit(ground, readers[by])
      const reply = await visit.say(ask)
      const visited = await visit.end()
      const isAnswered = reply.outcome === 'answered' && reply.citations.length > 0
      const isRight = isAnswered && reply.citations.some(({ path }) => where.some((words) => path.includes(words)))
      const isHelped = isRight || (urgent && reply.cards.some(({ kind }) => kind === 'emergency')) || (where.length === 0 && !isAnswered)
      const isWrong = isAnswered && !isHelped
      const marks = isFresh
        ? { everyday_fresh: isHelped, everyday_fresh_wrong: !isWrong }
        : { everyday: isHelped, everyday_wrong: !isWrong }
      const item: Item = {
        ...{ id: `everyday/${by}/${ask}`, title: ask, group: `everyday ${by}` },
        marks,
        faults: isHelped
          ? []
          : [`${where.join(' / ') || 'nothing'} is wanted; ${reply.outcome}: ${reply.citations[0]?.path ?? 'nothing'} (${reply.agent})`],
        transcript: transcriptOf(visited.exchanges),
        ms: visited.exchanges.map(({ ms }) => ms),
      }
      return { value: [item], isChanged: visited.left.applications.length + visited.left.handoffs.length > 0 }
    }),
})

/** 有依据才答: what is found, what is said of it, and what is left unsaid. */
export const knowledge: Suite = {
  name: 'knowledge',
  title: '有依据才答',
  about: '检索、引用、拒答；引用逐条打开核对原文。法律两百问要本地放有法律文本（FENSHEN_CORPORA）。',
  figures: [
    { id: 'quotes_stand', title: '引用的话确实在原文里', kind: 'share', wants: 'most', line: 1, isCountFree: true },
    // A case names one place, and another may be as right: the first place is told, the first three are held.
    { id: 'recall_1', title: '检索第一条就是', kind: 'share', wants: 'most', isToldOnly: true },
    { id: 'recall_3', title: '检索前三条里有', kind: 'share', wants: 'most' },
    { id: 'recall_10', title: '检索前十条里有', kind: 'share', wants: 'most' },
    { id: 'reciprocal_rank', title: 'MRR@10', kind: 'mean', wants: 'most', isToldOnly: true },
    { id: 'supported', title: '找到时认定有依据', kind: 'share', wants: 'most' },
    { id: 'abstains', title: '没有依据的不答', kind: 'share', wants: 'most' },
    { id: 'not_refused', title: '归某页的话，没有说不知道（有没有答案未标注）', kind: 'share', wants: 'most', isToldOnly: true },
    { id: 'everyday', title: '日常问题（照着改过的），说的是该说的那一节', kind: 'share', wants: 'most' },
    { id: 'everyday_wrong', title: '日常问题，没有答成别的事', kind: 'share', wants: 'most' },
    { id: 'everyday_fresh', title: '日常问题（没看过的），说的是该说的那一节', kind: 'share', wants: 'most' },
    { id: 'everyday_fresh_wrong', title: '日常问题（没看过的），没有答成别的事', kind: 'share', wants: 'most' },
    { id: 'law_answers', title: '法律问题答了', kind: 'share', wants: 'most' },
    { id: 'law_right_clause', title: '答了的，条文对', kind: 'share', wants: 'most', isCountFree: true },
    { id: 'law_says', title: '答了的，说出关键数字或短语', kind: 'share', wants: 'most', isCountFree: true },
    { id: 'law_right_day', title: '新旧法，用对了哪天的', kind: 'share', wants: 'most', isCountFree: true },
    { id: 'law_abstains', title: '法律没有答案的不答', kind: 'share', wants: 'most' },
  ],
  jobs: (options) => {
    const said = readUtterances(options.isWhole ? 1 : 4)
    return [
      retrievalJob(options),
      ...said.map(({ agent, text }) => askJob(`ask/${agent}/${text}`, agent, text, agent !== 'none')),
      ...(options.isWhole ? readEveryday().map(everydayJob) : []),
      ...(options.isWhole && options.corpora ? readQuestions().map((question) => lawJob(question, options.corpora ?? '')) : []),
    ]
  },
}
