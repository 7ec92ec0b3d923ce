import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalJson } from '../../core/ids.ts'
import type { Case } from '../cases/format.ts'
import { readCases } from '../cases/read.ts'
import { openBench } from '../run/bench.ts'
import type { Ground } from '../run/ground.ts'
import type { Item } from '../run/result.ts'
import { jobOf } from '../suites/case-suite.ts'
import type { Bench } from '../suites/suite.ts'
import type { ServingPage, TrialOrder, TrialResult } from './order.ts'

type LinedCase = Case & { readonly line: number }

/** Who asks the front desk in the name of an audience. */
const callers: Readonly<Record<string, string>> = { citizen: 'zhao-qinghe', officer: 'officer-qinghe', analyst: 'analyst-bureau' }

const bodyOf = ({ line: _, ...one }: LinedCase): string => canonicalJson(one)

/** Cases of both sides; one that stands unchanged in both is the draft's and counts once. */
const allCases = (mine: readonly LinedCase[], serving: readonly LinedCase[]) => {
  const same = new Set(mine.map(bodyOf))
  return [
    ...mine.map((one) => ({ one, of: 'draft' as const })),
    ...serving.filter((one) => !same.has(bodyOf(one))).map((one) => ({ one, of: 'service' as const })),
  ]
}

/** First sentences of other agents: their examples, and how their cases begin where the front desk hears them. */
const sayingsOf = ({ id, examples, cases }: ServingPage): readonly { readonly says: string; readonly from: string }[] => {
  const said = cases.trim() === '' ? [] : readCases(cases, `${id}/cases.yaml`)
  const begun = said.flatMap(({ at, gap, visit: [first] }) =>
    at === undefined && gap === undefined && first?.says && first.agent === id ? [first.says] : [],
  )
  return [...new Set([...examples, ...begun])].map((says) => ({ says, from: id }))
}

const heardBy = async ({ p }: Ground, persona: string, text: string): Promise<string> => {
  const response = await p.ask(persona, 'POST', '/api/route', { text })
  // Held to its schema by the tests of the server.
  const { decision, candidates } = (await response.json()) as { decision: string; candidates: { agent: string }[] }
  return decision === 'route' ? (candidates[0]?.agent ?? 'none') : decision
}

const routesOf = (bench: Bench, persona: string, sayings: readonly { says: string }[]): Promise<readonly string[]> =>
  bench.use(async (ground) => {
    const heard: string[] = []
    for (const { says } of sayings) heard.push(await heardBy(ground, persona, says))
    return { value: heard, isChanged: false }
  })

/** A folder of pages as they serve, with one of them put in another way. */
const folderOf = (at: string, others: readonly ServingPage[], one: { readonly id: string; readonly page: string } | undefined): string => {
  mkdirSync(at, { recursive: true })
  for (const { id, page } of one ? [...others, one] : others) {
    mkdirSync(join(at, id), { recursive: true })
    writeFileSync(join(at, id, 'agent.md'), page)
  }
  return at
}

const isHeld = ({ marks }: Item): boolean => Object.values(marks).every(Boolean)
const harmWords: Readonly<Record<string, string>> = {
  true_claims: '答复说了与库里不符的话',
  no_wrongs: '出现了越权的查询或办理',
}

/**
 * Runs the cases of a page and of the one in service, with both, each on the same prepared database; and asks the front desk for whom it
 * hears what the other agents should hear.
 */
export const runTrial = async (
  order: TrialOrder,
  onStep: (done: number, total: number) => void = () => undefined,
): Promise<TrialResult> => {
  const { agent, serving, settings } = order
  const now = order.beside
  const cases = allCases(
    order.cases.trim() === '' ? [] : readCases(order.cases, 'cases.yaml'),
    now && now.cases.trim() !== '' ? readCases(now.cases, 'cases.yaml') : [],
  )
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-trial-'))
  const options = {
    seed: 1,
    isWhole: false,
    corpora: undefined,
    agents: undefined,
    size: undefined,
    hasModel: settings.MODEL !== undefined,
  }
  const others = serving.filter(({ id, audience }) => id !== agent && audience === order.audience)
  const sayings = others.flatMap(sayingsOf)
  const total = cases.length * (now ? 2 : 1)
  let done = 0
  const run = async (bench: Bench): Promise<readonly Item[]> => {
    const items: Item[] = []
    for (const [at, { one, of }] of cases.entries()) {
      const [item] = await jobOf(one, { group: `${of} ${at}`, file: 'cases.yaml' }).run(bench)
      if (item) items.push(item)
      onStep(++done, total)
    }
    return items
  }
  try {
    const rest = serving.filter(({ id }) => id !== agent)
    // Also a page that nobody published yet may be in service: then it takes no sentence that it has not already.
    const served = now ?? serving.find(({ id }) => id === agent)
    const before = folderOf(join(folder, 'before'), rest, served && { id: agent, page: served.page })
    const after = folderOf(join(folder, 'after'), rest, { id: agent, page: order.page })
    await using newer = await openBench({ options: { ...options, agentsFolder: after }, settings })
    await using older = await openBench({ options: { ...options, agentsFolder: before }, settings, template: newer.grounds.template })
    const second = await run(newer)
    const first = now ? await run(older) : undefined
    const persona = callers[order.audience] ?? 'zhao-qinghe'
    const [heardBefore, heardAfter] = [await routesOf(older, persona, sayings), await routesOf(newer, persona, sayings)]
    return {
      // What a case says is not met today is no measure of either page.
      cases: cases.flatMap(({ one, of }, at) => {
        const [old, fresh] = [first?.[at], second[at]]
        if (one.gap !== undefined || !fresh) return []
        return [{ title: one.title, of, before: old && isHeld(old), after: isHeld(fresh), faults: fresh.faults.slice(0, 10) }]
      }),
      taken: sayings.flatMap((saying, at) =>
        heardBefore[at] === saying.from && heardAfter[at] === agent ? [{ ...saying, got: agent }] : [],
      ),
      routed: sayings.length,
      harms: second.flatMap(({ title, marks }) =>
        Object.entries(harmWords).flatMap(([mark, words]) => (marks[mark] === false ? [`案例“${title}”：${words}`] : [])),
      ),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
