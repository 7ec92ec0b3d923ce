import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMap, isSeq, parseDocument } from 'yaml'
import { z } from 'zod'
import { readUtterances } from '../routing/utterances.ts'
import { type Ground, openGrounds } from '../run/ground.ts'
import type { Item } from '../run/result.ts'
import type { Job, Suite } from './suite.ts'

/** What POST /api/route answers. */
interface Route {
  readonly decision: 'route' | 'clarify' | 'none' | 'emergency'
  readonly candidates: readonly { readonly agent: string; readonly score: number }[]
  readonly next?: Route['candidates']
}

const folds = 5
const nobody = 'none'
const persona = { citizen: 'zhao-qinghe', officer: 'officer-qinghe', analyst: 'analyst-bureau' } as const

/** `a / b` in the file of utterances: two pages that quote the same sections, and either is right. */
const pagesOf = (agent: string): readonly string[] => agent.split(' / ')

const audienceIn = (ground: Ground, agent: string): keyof typeof persona =>
  ground.p.platform.pages.current().agents.find(({ id }) => pagesOf(agent).includes(id))?.audience ?? 'citizen'

const routeOf = async (ground: Ground, agent: string, text: string): Promise<Route> =>
  // Held to its schema by the tests of the server.
  (await (await ground.p.ask(persona[audienceIn(ground, agent)], 'POST', '/api/route', { text })).json()) as Route

/** One sentence, where it belongs (pages `beside` that one are as right), and where it went. `set` names the figures it counts for. */
const itemOf = (id: string, set: string, agent: string, text: string, route: Route, beside: readonly string[] = []): Item => {
  // Danger is answered first (the suite `emergency`); which page the matter goes on with is judged here.
  const names = route.decision === 'none' ? [] : (route.next ?? route.candidates).map((one) => one.agent)
  const [first, second] = names
  const got = first ?? (route.decision === 'emergency' ? '（先救人）' : '（没有人接）')
  const isNobodys = agent === nobody
  const isLeft = route.decision === 'none' || route.decision === 'emergency'
  const isAt = (page: string | undefined): boolean => page !== undefined && (pagesOf(agent).includes(page) || beside.includes(page))
  const marks = isNobodys
    ? { [`${set}_nobody`]: isLeft }
    : {
        [`${set}_top1`]: isAt(first),
        [`${set}_top2`]: isAt(first) || isAt(second),
        ...(set === 'heldout' || set === 'said' ? { [`${set}_sure`]: route.decision === 'route' } : {}),
      }
  const isRight = isNobodys ? isLeft : isAt(first)
  return {
    ...{ id, title: text, group: agent, marks },
    ...(isNobodys ? {} : { pair: [agent, got] as const }),
    faults: isRight ? [] : [`${route.decision}: ${route.candidates.map((one) => `${one.agent} ${one.score}`).join(', ') || 'nobody'}`],
  }
}

/** An example that was taken away, with the tool that it names. */
interface Taken {
  readonly says: string
  readonly tool: string | undefined
}

/** Pages beside this one (`beside` of its page) that have the tool an example needs: they answer it as well. */
const besideFor = (ground: Ground, agent: string, tool: string | undefined): readonly string[] => {
  const { agents } = ground.p.platform.pages.current()
  const page = agents.find(({ id }) => id === agent)
  const needed = tool === undefined ? (page?.tools ?? []) : [tool]
  const has = (id: string): boolean => needed.every((one) => agents.find((other) => other.id === id)?.tools.includes(one) === true)
  return (page?.beside ?? []).filter(has)
}

/** A page without every fifth of its examples, beginning at `fold`; what was taken away beside it. */
const heldOut = (page: string, fold: number): { page: string; taken: readonly Taken[] } => {
  const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n?([\s\S]*)$/.exec(page) ?? []
  const yaml = parseDocument(front)
  const examples = yaml.get('examples')
  if (!isSeq(examples)) return { page, taken: [] }
  const taken: Taken[] = []
  const kept = examples.items.filter((item, at) => {
    if (at % folds !== fold || examples.items.length < folds) return true
    taken.push(
      isMap(item)
        ? { says: String(item.get('says')), tool: item.has('tool') ? String(item.get('tool')) : undefined }
        : { says: String(item), tool: undefined },
    )
    return false
  })
  examples.items = kept
  return { page: `---\n${yaml.toString({ lineWidth: 0 })}---\n${body}`, taken }
}

const foldJob = (fold: number, agentsFolder: string): Job => ({
  id: `fold-${fold}`,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'fenshen-fold-'))
    try {
      const questions: (Taken & { agent: string })[] = []
      for (const agent of readdirSync(agentsFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
        const { page, taken } = heldOut(readFileSync(join(agentsFolder, agent.name, 'agent.md'), 'utf8'), fold)
        mkdirSync(join(folder, agent.name))
        writeFileSync(join(folder, agent.name, 'agent.md'), page)
        questions.push(...taken.map((one) => ({ agent: agent.name, ...one })))
      }
      await using grounds = await openGrounds({ agentsFolder: folder })
      const ground = await grounds.take()
      const items: Item[] = []
      for (const { agent, says, tool } of questions) {
        const route = await routeOf(ground, agent, says)
        items.push(itemOf(`heldout/${agent}/${says}`, 'heldout', agent, says, route, besideFor(ground, agent, tool)))
      }
      return items
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
})

const utteranceJob: Job = {
  id: 'utterances',
  run: (bench) =>
    bench.use(async (ground) => {
      const items: Item[] = []
      for (const [set, file] of [
        ['said', 'utterances'],
        ['fresh', 'fresh-utterances'],
        ['third', 'third-utterances'],
        ['fourth', 'fourth-utterances'],
      ] as const)
        for (const { agent, text } of readUtterances(1, file))
          items.push(itemOf(`${set}/${agent}/${text}`, set, agent, text, await routeOf(ground, agent, text)))
      return { value: items, isChanged: false }
    }),
}

/** Real messages of a public set, by area of police work; ours are finer, so an area is held by several pages. */
const areas: Readonly<Record<string, readonly string[]>> = {
  hukou: ['hukou-move', 'hukou-change', 'birth-register', 'death-cancel', 'proof-menu'],
  id_card: ['id-card-apply', 'id-temp-travel'],
  residence_permit: ['residence-permit', 'rental-register'],
  exit_entry: ['passport-guide', 'foreigner-visa-basics'],
  driver_licence: ['driver-license'],
  vehicle: ['vehicle-register'],
  traffic_order: ['traffic-fine', 'accident-dispute', 'driver-license', 'vehicle-register'],
  dog: ['dog-license', 'neighbor-helper'],
  certificates: ['cert-navigator', 'cert-progress', 'proof-menu'],
  fraud_econ: ['fraud-first-aid', 'fraud-knowledge', 'debt-helper', 'law-desk'],
}

const publicJob = (corpora: string): Job => ({
  id: 'public',
  run: (bench) =>
    bench.use(async (ground) => {
      const rows = z.array(z.object({ id: z.string(), utterance: z.string(), domain: z.string() })).parse(
        readFileSync(join(corpora, 'routing', 'dev.jsonl'), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      )
      const items: Item[] = []
      for (const { id, utterance, domain } of rows) {
        const pages = areas[domain]
        if (!pages) continue
        const route = await routeOf(ground, 'cert-navigator', utterance)
        const first = route.decision === 'route' || route.decision === 'clarify' ? route.candidates[0]?.agent : undefined
        items.push({
          // The texts of the set stay where they are.
          ...{ id, title: `${domain} ${id}`, group: domain, marks: { public_area: first !== undefined && pages.includes(first) } },
          faults: first && pages.includes(first) ? [] : [`${route.decision}: ${first ?? 'nobody'}`],
        })
      }
      return { value: items, isChanged: false }
    }),
})

/** 总台: which page hears a sentence that none has for an example. */
export const routing: Suite = {
  name: 'routing',
  title: '总台分派',
  about: '没有写进例句的话归谁；每页的例句轮流抽掉五分之一再问；不归任何人的不乱接。',
  figures: [
    { id: 'heldout_top1', title: '抽掉的例句，第一个就对', kind: 'share', wants: 'most' },
    { id: 'heldout_top2', title: '抽掉的例句，前两个里有', kind: 'share', wants: 'most' },
    { id: 'heldout_sure', title: '抽掉的例句，没有反问', kind: 'share', wants: 'most', isToldOnly: true },
    { id: 'said_top1', title: '另写的话，第一个就对', kind: 'share', wants: 'most' },
    { id: 'said_top2', title: '另写的话，前两个里有', kind: 'share', wants: 'most' },
    { id: 'said_sure', title: '另写的话，没有反问', kind: 'share', wants: 'most', isToldOnly: true },
    { id: 'said_nobody', title: '不归谁管的，没有乱接', kind: 'share', wants: 'most' },
    { id: 'fresh_top1', title: '又另写的话，第一个就对', kind: 'share', wants: 'most' },
    { id: 'fresh_top2', title: '又另写的话，前两个里有', kind: 'share', wants: 'most' },
    { id: 'fresh_nobody', title: '又另写的，不归谁管的没有乱接', kind: 'share', wants: 'most' },
    { id: 'third_top1', title: '第三次另写的话，第一个就对', kind: 'share', wants: 'most' },
    { id: 'third_top2', title: '第三次另写的话，前两个里有', kind: 'share', wants: 'most' },
    { id: 'third_nobody', title: '第三次另写的，不归谁管的没有乱接', kind: 'share', wants: 'most' },
    { id: 'fourth_top1', title: '第四次另写的话，第一个就对', kind: 'share', wants: 'most' },
    { id: 'fourth_top2', title: '第四次另写的话，前两个里有', kind: 'share', wants: 'most' },
    { id: 'fourth_nobody', title: '第四次另写的，不归谁管的没有乱接', kind: 'share', wants: 'most' },
    { id: 'public_area', title: '公开留言，归到对的业务', kind: 'share', wants: 'most', isToldOnly: true },
  ],
  jobs: ({ isWhole, agentsFolder, corpora }) => [
    utteranceJob,
    ...(isWhole ? Array.from({ length: folds }, (_, fold) => foldJob(fold, agentsFolder)) : []),
    ...(isWhole && corpora ? [publicJob(corpora)] : []),
  ],
}
