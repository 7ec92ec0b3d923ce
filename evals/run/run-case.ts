import type { Case } from '../cases/format.ts'
import { faultsOf, shortfallsOf } from '../cases/judge.ts'
import { blindSpotsOf } from '../cases/spoil.ts'
import type { Bench } from '../suites/suite.ts'
import type { Ground } from './ground.ts'
import type { Item } from './result.ts'
import { transcriptOf } from './transcript.ts'
import { beginVisit, type Visited } from './visit.ts'
import { changedBy, wrongsIn } from './world.ts'

/** Says what a case says, in its order. */
export const visitOf = async (ground: Ground, one: Case): Promise<Visited> => {
  const visit = await beginVisit(ground, one.as, one.at)
  for (const step of one.visit) {
    if (step.says !== undefined) await visit.say(step.says)
    else await visit.confirm(step.confirms ?? false)
  }
  return visit.end()
}

/** Runs one case on a platform that nobody has changed, and proves that it could fail. */
export const runCase = async (
  bench: Bench,
  one: Case,
  named: { id: string; group: string; source: string },
): Promise<Item & { readonly blind: readonly string[] }> =>
  bench.use(async (ground) => {
    const visited = await visitOf(ground, one)
    const faults = faultsOf(one, visited)
    const wrongs = wrongsIn(visited.left, visited.person)
    const item = {
      ...named,
      title: one.title,
      marks: {
        passed: faults.length === 0,
        true_claims: visited.exchanges.every(({ untrue }) => untrue.length === 0),
        no_wrongs: wrongs.length === 0,
      },
      values: { messages: visited.exchanges.length },
      faults: [...faults, ...wrongs],
      ...(one.gap ? { gap: one.gap } : {}),
      transcript: transcriptOf(visited.exchanges, (at) => {
        const [step, exchange] = [one.visit[at], visited.exchanges[at]]
        return step && exchange ? shortfallsOf(step, exchange) : []
      }),
      ms: visited.exchanges.map(({ ms }) => ms),
      blind: blindSpotsOf(one, visited),
    }
    return { value: item, isChanged: changedBy(visited.left) }
  })
