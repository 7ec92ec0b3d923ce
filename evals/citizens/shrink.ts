import { stringify } from 'yaml'
import type { Ground } from '../run/ground.ts'
import { reportable } from '../run/transcript.ts'
import { beginVisit } from '../run/visit.ts'
import { faultsOfLife, type Lived, liveVisit } from './live.ts'
import { type Plan, speechOf } from './plan.ts'
import { words } from './words.ts'

/** Somebody new, on a platform where nothing was done before. */
export type FreshVisit = <T>(work: (ground: Ground, person: string) => Promise<T>) => Promise<T>

const plainer: readonly Partial<Plan>[] = [
  { mood: 'terse' },
  { dialect: 'standard' },
  { typos: 0 },
  { isSpoken: false },
  { digresses: false },
  { isPuzzled: false },
  { wantsWindow: false },
  { usesNumbers: false },
  { pressesButton: false },
  { correctsFrom: undefined },
  { patience: 0 },
]

/** Takes traits away one by one as long as the visit still fails. */
export const shrinkPlan = async (plan: Plan, fresh: FreshVisit): Promise<{ plan: Plan; lived: Lived }> => {
  const live = (one: Plan) => fresh(async (ground, person) => liveVisit(ground, one, person))
  let [smallest, lived] = [plan, await live(plan)]
  for (const change of plainer) {
    const candidate = { ...smallest, ...change }
    const tried = await live(candidate)
    if (faultsOfLife(candidate, tried).length > 0) [smallest, lived] = [candidate, tried]
  }
  return { plan: smallest, lived }
}

/** Says these messages; the last reply, and the visit as it ended. */
const said = (fresh: FreshVisit, messages: readonly string[]) =>
  fresh(async (ground, person) => {
    const visit = await beginVisit(ground, person)
    for (const text of messages) await visit.say(text)
    return { reply: visit.exchanges.at(-1)?.reply, visited: await visit.end() }
  })

const clauses = (text: string): readonly string[] => text.split(/(?<=[，。！？ ])/).filter((part) => part.trim() !== '')

/** What a reply comes back to: the form that it leaves open. */
const openIn = (text: string | undefined): string | undefined => text?.split('回到刚才：')[1]

const wishes: readonly ((text: string) => boolean)[] = [
  (text) => [...words.paper, '犯罪', '案底', '前科', '良民', '清白'].some((paper) => text.includes(paper)),
  (text) => words.delivery.window.some((window) => text.includes(window)),
]

/**
 * The shortest messages that still fail: messages before the last are left out, then clauses of each. What the person came for has to stay
 * in what they say: otherwise nothing was misunderstood.
 */
const shortest = async (
  messages: readonly string[],
  fails: (candidate: readonly string[]) => Promise<boolean>,
): Promise<readonly string[]> => {
  const told = wishes.filter((isWish) => messages.some(isWish))
  const stillFails = async (candidate: readonly string[]): Promise<boolean> =>
    told.every((isWish) => candidate.some(isWish)) && (await fails(candidate))
  let kept = [...messages]
  for (let at = 0; at < kept.length - 1; ) {
    const without = kept.toSpliced(at, 1)
    if (await stillFails(without)) kept = without
    else at += 1
  }
  for (let at = 0; at < kept.length; at++) {
    for (let part = 0; part < clauses(kept[at] ?? '').length; ) {
      const shorter = clauses(kept[at] ?? '')
        .toSpliced(part, 1)
        .join('')
        .replace(/[，\s]+$/, '')
      if (shorter && (await stillFails(kept.toSpliced(at, 1, shorter)))) kept = kept.toSpliced(at, 1, shorter)
      else part += 1
    }
  }
  return kept
}

/** The shortest that end in the same misunderstanding: in the same way, at the same page, with the same left open. */
export const shrinkMessages = async (messages: readonly string[], fresh: FreshVisit): Promise<readonly string[]> => {
  const { reply: wanted } = await said(fresh, messages)
  return shortest(messages, async (candidate) => {
    const { reply } = await said(fresh, candidate)
    const isSameEnd = reply?.outcome === wanted?.outcome && reply?.agent === wanted?.agent && reply?.confirm?.text === wanted?.confirm?.text
    return isSameEnd && openIn(reply?.text) === openIn(wanted?.text)
  })
}

/** The shortest that leave the same wrong in the database, where everything was understood and the deed is another. */
const shrinkDeed = async (plan: Plan, messages: readonly string[], fresh: FreshVisit): Promise<readonly string[]> => {
  const faultsOf = async (candidate: readonly string[]): Promise<string> =>
    faultsOfLife(plan, { visited: (await said(fresh, candidate)).visited, stumbles: [] }).join()
  const wanted = await faultsOf(messages)
  return wanted ? shortest(messages, async (candidate) => (await faultsOf(candidate)) === wanted) : messages
}

/** What the deed should have been. */
const wantedOf = ({ purpose, wantsWindow }: Plan) => ({ applications: [{ purpose, delivery: wantsWindow ? 'window' : 'electronic' }] })

/** A ready case of a visit that failed: what was said up to the misunderstanding or to the deed, and how it should have ended. */
export const caseOf = (plan: Plan, messages: readonly string[], isDeed = false): string => {
  const label = words.label[plan.purpose]
  const isPaper = plan.goal === 'certificate' || plan.goal === 'cancel'
  const last = messages.length - 1
  const speech = speechOf(plan)
  const isYes = [0, 1, 2, 3, 4].some((n) => speech.yes(n) === messages[last])
  const wish = isYes ? { card: 'certificate' } : { agent: 'cert-navigator', says_one_of: [label, '做什么用'] }
  const end = isYes ? 'answered' : ['confirming', 'clarified']
  return stringify(
    [
      {
        title: `模拟群众 ${plan.seed}-${plan.index}：${reportable(messages[last] ?? '').slice(0, 30)}`,
        as: 'lin-anran',
        ...(isDeed ? { leaves: wantedOf(plan) } : {}),
        visit: messages.map((says, at) => ({
          says,
          ...(at === last && isPaper && !isDeed ? wish : {}),
          ends: at < last ? ['confirming', 'clarified', 'answered', 'unanswered'] : isPaper ? end : ['answered', 'refused', 'handed_off'],
        })),
      },
    ],
    { lineWidth: 0, collectionStyle: 'any' },
  )
}

/** Shrinks a failing visit, first the person, then the words. */
export const shrink = async (plan: Plan, fresh: FreshVisit): Promise<{ messages: readonly string[]; asCase: string; plan: Plan }> => {
  const smaller = await shrinkPlan(plan, fresh)
  const { exchanges } = smaller.lived.visited
  const isDeed = smaller.lived.stumbles.length === 0 && smaller.lived.visited.left.applications.length > 0
  const until = smaller.lived.stumbles.at(0) ?? exchanges.length
  const spoken = exchanges
    .slice(0, until)
    .map(({ says }) => says)
    .filter((text) => !text.startsWith('【'))
  const messages = isDeed ? await shrinkDeed(smaller.plan, spoken, fresh) : await shrinkMessages(spoken, fresh)
  return { messages, asCase: caseOf(smaller.plan, messages, isDeed), plan: smaller.plan }
}
