import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { openTestPlatform, type TestPlatform } from '../testing.ts'
import { readUtterances } from './routing/utterances.ts'

/** What POST /api/route answers. */
interface Route {
  readonly decision: 'route' | 'clarify' | 'none' | 'emergency'
  readonly next?: readonly { readonly agent: string }[]
  readonly candidates: readonly { readonly agent: string; readonly score: number }[]
}

/** Of what people say, the share that must reach the right page at once, and as one of the first two. */
const lines = { first: 0.85, firstTwo: 0.93 }
const nobody = 'none'
/** Tools of a page that answers from documents and texts; whoever issues papers or works tasks has cases of its own. */
const reading = new Set(['search_policy', 'hand_to_officer', 'detect_dispute'])
/** Who comes to a page of each audience. */
const visitors = { citizen: 'zhao-qinghe', officer: 'officer-qinghe', analyst: 'analyst-bureau' }

const utterances = z
  .record(z.string(), z.array(z.string().min(1)))
  .parse(parse(readFileSync(join(import.meta.dirname, 'routing', 'utterances.yaml'), 'utf8')))

/** One sentence that no page has for an example, who should hear it (either, where two pages quote the same sections), and what the front desk made of it. */
interface Heard {
  readonly text: string
  readonly agents: readonly string[]
  readonly route: Route
}

/** Where the right page stands in a route: 0 first; `undefined` where nobody was chosen, or not this page. */
const placeOf = ({ agents, route }: Heard): number | undefined => {
  const at =
    route.decision === 'none' || route.decision === 'emergency' ? -1 : route.candidates.findIndex((one) => agents.includes(one.agent))
  return at < 0 ? undefined : at
}

const share = (heard: readonly Heard[], holds: (one: Heard) => boolean): number => heard.filter(holds).length / heard.length

const shown = ({ text, agents, route }: Heard): string =>
  `${agents.join(' / ')}: “${text}” → ${route.decision} ${route.candidates.map((one) => `${one.agent} ${one.score}`).join(', ')}`

describe('the front desk, on sentences that it was not given', () => {
  let p: TestPlatform
  const heard: Heard[] = []
  beforeAll(async () => {
    p = await openTestPlatform()
    const pages = p.platform.pages.current().agents
    for (const [key, says] of Object.entries(utterances)) {
      const agents = key.split(' / ')
      const persona = visitors[pages.find(({ id }) => id === agents[0])?.audience ?? 'citizen']
      for (const text of says) {
        // The answer is described by the schema of the route itself.
        const route = (await (await p.ask(persona, 'POST', '/api/route', { text })).json()) as Route
        heard.push({ text, agents, route })
      }
    }
  })
  afterAll(() => p[Symbol.asyncDispose]())
  const ours = (): readonly Heard[] => heard.filter(({ agents }) => !agents.includes(nobody))

  it('are six or more for each page that answers from documents, and forty for nobody', () => {
    const pages = new Map(p.platform.pages.current().agents.map((agent) => [agent.id, agent]))
    for (const [key, says] of Object.entries(utterances)) {
      const agents = key.split(' / ')
      for (const agent of agents) expect(agent === nobody || pages.has(agent), agent).toBe(true)
      if (agents.length === 1) expect(says.length, key).toBeGreaterThanOrEqual(key === nobody ? 40 : 4)
    }
    for (const { id, tools } of pages.values())
      if (id !== 'proof-menu' && tools.every((tool) => reading.has(tool)))
        expect(heard.filter(({ agents }) => agents.includes(id)).length, id).toBeGreaterThanOrEqual(6)
    const examples = new Set([...pages.values()].flatMap((agent) => agent.examples.map(({ says }) => says)))
    const written = (['utterances', 'fresh-utterances', 'fourth-utterances'] as const).flatMap((file) => readUtterances(1, file))
    expect(written.filter(({ text }) => examples.has(text)).map(({ text }) => text)).toEqual([])
    for (const { agent } of written) for (const page of agent.split(' / ')) expect(page === nobody || pages.has(page), page).toBe(true)
  })

  it('are no cry for help that the emergency guard would take away: where it speaks first, the right page comes next', () => {
    const taken = heard.filter(({ route, agents }) => route.decision === 'emergency' && !agents.includes(route.next?.[0]?.agent ?? ''))
    expect(taken.map(({ text }) => text)).toEqual([])
    expect(share(heard, ({ route }) => route.decision === 'emergency')).toBeLessThan(0.01)
  })

  it(`reach the right page first in ${lines.first * 100} % and among two in ${lines.firstTwo * 100} %`, () => {
    const figures = {
      first: share(ours(), (one) => placeOf(one) === 0),
      firstTwo: share(ours(), (one) => (placeOf(one) ?? 2) < 2),
      nobody: share(
        heard.filter(({ agents }) => agents.includes(nobody)),
        ({ route }) => route.decision === 'none',
      ),
    }
    const missed = ours().filter((one) => placeOf(one) !== 0)
    const why = `${JSON.stringify(figures)}\n${missed.map(shown).join('\n')}`
    expect(figures.first, why).toBeGreaterThanOrEqual(lines.first)
    expect(figures.firstTwo, why).toBeGreaterThanOrEqual(lines.firstTwo)
  })
})
