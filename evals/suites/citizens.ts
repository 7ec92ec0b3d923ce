import { faultsOfLife, liveVisit } from '../citizens/live.ts'
import { peopleFile, personOf } from '../citizens/people.ts'
import { type Plan, planOf } from '../citizens/plan.ts'
import { shrink } from '../citizens/shrink.ts'
import { type Ground, type Grounds, openGrounds } from '../run/ground.ts'
import type { Item } from '../run/result.ts'
import { transcriptOf } from '../run/transcript.ts'
import { wrongsIn } from '../run/world.ts'
import type { Bench, Job, Suite } from './suite.ts'

/** Failures that are shrunk: the first ones say what is wrong, and each costs some forty visits. */
const shrunkAtMost = 6

interface Town extends AsyncDisposable {
  readonly grounds: Grounds
}

/** People live in the same town in every process, so that who comes does not depend on who runs. */
const openTown = async ({ settings, options }: Bench, count: number): Promise<Town> => {
  const grounds = await openGrounds({ settings, agentsFolder: options.agentsFolder, people: peopleFile(0, count) })
  return { grounds, [Symbol.asyncDispose]: () => grounds[Symbol.asyncDispose]() }
}

const visitJob = (plan: Plan, count: number): Job => ({
  id: `visit-${plan.index}`,
  async run(bench) {
    const town = await bench.shared('town', () => openTown(bench, count))
    const ground = await town.grounds.take()
    // Each visit is another person's, so one platform serves them all; tried again, it has to be a new one.
    const seen = (await ground.p.platform.store.applications.listByPerson(personOf(plan.index), 1)).length > 0
    const mine = seen ? await town.grounds.take() : ground
    const lived = await liveVisit(mine, plan, personOf(plan.index))
    if (seen) await town.grounds.giveBack(mine, true)
    await town.grounds.giveBack(ground, false)
    const faults = faultsOfLife(plan, lived)
    const { exchanges, left } = lived.visited
    const wrongs = wrongsIn(left, personOf(plan.index))
    const isPaper = plan.goal === 'certificate'
    const item: Item = {
      ...{
        id: `visit-${plan.index}`,
        title: `${plan.goal} ${plan.purpose} ${plan.mood} ${plan.dialect}`,
        group: isPaper ? plan.purpose : plan.goal,
      },
      marks: { [isPaper ? 'completed' : 'other_goals']: faults.length === 0, no_wrongs: wrongs.length === 0 },
      ...(isPaper && faults.length === 0 ? { values: { messages: exchanges.length } } : {}),
      faults: [...faults, ...wrongs],
      ...(faults.length + wrongs.length > 0
        ? { transcript: transcriptOf(exchanges, (at) => (lived.stumbles.includes(at + 1) ? ['要再说一遍'] : [])) }
        : {}),
      ms: exchanges.map(({ ms }) => ms),
    }
    return [item]
  },
})

/** 模拟群众: seeded people who do not talk as pages do, judged by what stands in the database. */
export const citizens: Suite = {
  name: 'citizens',
  title: '模拟群众',
  about: '按种子生成的人：来意、脾气、方言、错字、改口、岔题各不相同；只看最后库里留下什么。',
  figures: [
    { id: 'completed', title: '来办证明的办成了', kind: 'share', wants: 'most', line: 0.95 },
    { id: 'messages', title: '办成要说几句', kind: 'median', wants: 'least', line: 6, unit: '句', isCountFree: true },
    { id: 'other_goals', title: '不办、打听、问规定的也对', kind: 'share', wants: 'most' },
    { id: 'no_wrongs', title: '没有越权的查询、办理', kind: 'share', wants: 'most', line: 1 },
  ],
  // Three of four come for the paper: 2,700 visits are 2,000 of them.
  jobs: ({ seed, isWhole, size }) => {
    const count = size ?? (isWhole ? 2_700 : 80)
    return Array.from({ length: count }, (_, index) => visitJob(planOf(seed, index), count))
  },
  async finish(items, bench) {
    // A model may answer otherwise the next time: there is nothing to shrink by.
    if (bench.settings.MODEL !== undefined) return items
    const failed = items.filter(({ marks }) => marks.completed === false).slice(0, shrunkAtMost)
    const fresh = <T>(work: (ground: Ground, person: string) => Promise<T>): Promise<T> =>
      bench.use(async (ground) => ({ value: await work(ground, 'lin-anran'), isChanged: true }))
    const cases = new Map<string, string>()
    for (const { id } of failed) {
      const plan = planOf(bench.options.seed, Number(id.replace('visit-', '')))
      cases.set(id, (await shrink(plan, fresh)).asCase)
    }
    return items.map((item) => {
      const asCase = cases.get(item.id)
      return asCase ? { ...item, asCase } : item
    })
  },
}
