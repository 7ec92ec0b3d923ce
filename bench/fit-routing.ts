import { join } from 'node:path'
import type { Agent } from '../core/agent.ts'
import { openKnowledge, shippedTopics } from '../open-knowledge.ts'
import { readPages } from '../runtime/agent-pages.ts'
import { createFrontRouter } from '../runtime/front-router.ts'
import { type OwnSigns, ownAt, ownNumbers, ownWorth } from '../runtime/page-own.ts'
import { openTestPlatform } from '../testing.ts'
import { tools } from '../tools/index.ts'
import { fitYes, type Weighed } from './fit.ts'

/**
 * Fits what tells a page's own matter from nobody's (runtime/page-own.ts): each fifth of the examples and of what is nobody's
 * (data/lexicon/elsewhere.yaml) is held out in turn. Nothing of evals/routing is read. Deterministic.
 * Run: node bench/fit-routing.ts
 */

const folds = 5
/** What is nobody's is there less often than examples are; sending somebody to a page in vain counts double. */
const nobodysWeight = 2

await using p = await openTestPlatform()
const shelf = openKnowledge(p.platform.store, () => new Date('2026-11-29T00:00:00Z'))
const { agents } = readPages({ folder: join(import.meta.dirname, '..', 'agents'), tools, topics: shippedTopics() })
const isTaken = (at: number, fold: number): boolean => at % folds === fold

/** What one message that was held out was judged by. */
interface Seen {
  readonly signs: OwnSigns
  readonly isOurs: boolean
}
const seen: Seen[] = []
for (let fold = 0; fold < folds; fold++) {
  let last: OwnSigns | undefined
  const kept = agents.map((agent): Agent => ({ ...agent, examples: agent.examples.filter((_, at) => !isTaken(at, fold)) }))
  const elsewhere = shelf.elsewhere()
  for (const audience of ['citizen', 'officer', 'analyst'] as const) {
    const router = createFrontRouter(
      kept.filter((agent) => agent.audience === audience),
      {
        ...shelf,
        elsewhere: () => elsewhere.filter((_, at) => !isTaken(at, fold)),
        watch: ({ signs }) => {
          last = signs
        },
      },
    )
    const look = (text: string, isOurs: boolean): void => {
      last = undefined
      router.route(text)
      if (last) seen.push({ signs: last, isOurs })
    }
    for (const agent of agents.filter((one) => one.audience === audience))
      for (const { says } of agent.examples.filter((_, at) => isTaken(at, fold))) look(says, true)
    if (audience === 'citizen') for (const text of elsewhere.filter((_, at) => isTaken(at, fold))) look(text, false)
  }
}

const cases = seen.map(({ signs, isOurs }): Weighed => ({ signs: ownNumbers(signs), isYes: isOurs, weight: isOurs ? 1 : nobodysWeight }))
const { weights, bias } = fitYes(cases, 0.002)
console.log(`weights [${weights.map((weight) => weight.toFixed(2)).join(', ')}], bias ${bias.toFixed(2)}`)
const share = (is: boolean, worth: (signs: OwnSigns) => number, at: number): string => {
  const all = seen.filter(({ isOurs }) => isOurs === is)
  return `${((100 * all.filter(({ signs }) => worth(signs) >= at === is).length) / all.length).toFixed(1)} % of ${all.length}`
}
const fitted = (signs: OwnSigns): number => ownNumbers(signs).reduce((sum, sign, at) => sum + sign * (weights[at] ?? 0), bias)
for (const at of [-1, -0.5, 0, 0.5]) console.log(`from ${at}: heard ${share(true, fitted, at)}; nobody's left ${share(false, fitted, at)}`)
console.log(`as it is: heard ${share(true, ownWorth, ownAt)}; nobody's left ${share(false, ownWorth, ownAt)}`)
