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

/** Says these messages and gives back the last reply. */
const lastReply = (fresh: FreshVisit, messages: readonly string[]) =>
  fresh(async (ground, person) => {
    const visit = await beginVisit(ground, person)
    for (const text of messages) await visit.say(text)
    return visit.exchanges.at(-1)?.reply
  })

const clauses = (text: string): readonly string[] => text.split(/(?<=[，。！？ ])/).filter((part) => part.trim() !== '')

/**
 * The shortest messages that still end in the same misunderstanding: messages before the last are left out, then clauses of each, as long
 * as the last reply ends in the same way and is about the same page.
 */
export const shrinkMessages = async (messages: readonly string[], fresh: FreshVisit): Promise<readonly string[]> => {
  const wanted = await lastReply(fresh, messages)
  const stillFails = async (candidate: readonly string[]): Promise<boolean> => {
    const reply = await lastReply(fresh, candidate)
    return reply?.outcome === wanted?.outcome && reply?.agent === wanted?.agent && reply?.confirm?.text === wanted?.confirm?.text
  }
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
      // What the person came for has to stay in what they say: otherwise nothing was misunderstood.
      const isWhole = at > 0 || [...words.paper, '犯罪', '案底', '前科', '良民', '清白'].some((paper) => shorter.includes(paper))
      if (shorter && isWhole && (await stillFails(kept.toSpliced(at, 1, shorter)))) kept = kept.toSpliced(at, 1, shorter)
      else part += 1
    }
  }
  return kept
}

/** A ready case of a visit that failed: what was said up to the misunderstanding, and how it should have ended. */
export const caseOf = (plan: Plan, messages: readonly string[]): string => {
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
        visit: messages.map((says, at) => ({
          says,
          ...(at === last && isPaper ? wish : {}),
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
  const until = smaller.lived.stumbles.at(0) ?? exchanges.length
  const said = exchanges.slice(0, until).map(({ says }) => says)
  const spoken = said.filter((text) => !text.startsWith('【'))
  const messages = await shrinkMessages(spoken, fresh)
  return { messages, asCase: caseOf(smaller.plan, messages), plan: smaller.plan }
}
