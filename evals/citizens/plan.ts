import { type Purpose, purposes } from '../../core/certificates.ts'
import { seeded } from '../run/statistics.ts'
import { dialects, moods, words } from './words.ts'

export const goals = ['certificate', 'cancel', 'ask', 'pry', 'progress', 'officer'] as const
/** What a simulated citizen comes for (来意). */
export type Goal = (typeof goals)[number]

/** A simulated citizen before they open their mouth (模拟群众). Each trait can be taken away; what stays is what a failure needs. */
export interface Plan {
  readonly index: number
  readonly seed: number
  readonly goal: Goal
  readonly purpose: Purpose
  /** Says what it is for before being asked. */
  readonly tellsUse: boolean
  readonly wantsWindow: boolean
  readonly mood: (typeof moods)[number]
  readonly dialect: (typeof dialects)[number]
  /** Slips of the pen in the first message. */
  readonly typos: number
  /** No punctuation, fillers: said to the phone. */
  readonly isSpoken: boolean
  /** Says another use first, and corrects it when it is read back. */
  readonly correctsFrom: Purpose | undefined
  /** Asks something in between. */
  readonly digresses: boolean
  /** Does not get the first question. */
  readonly isPuzzled: boolean
  /** Answers a list by its number. */
  readonly usesNumbers: boolean
  /** Presses the button instead of saying yes. */
  readonly pressesButton: boolean
  /** How often they say it again before they give up. */
  readonly patience: number
}

const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

/** Of a hundred visits: seventy-five come for the paper. */
const shares: readonly (readonly [Goal, number])[] = [
  ['certificate', 75],
  ['cancel', 7],
  ['ask', 7],
  ['pry', 5],
  ['progress', 3],
  ['officer', 3],
]

const goalFor = (draw: number): Goal => {
  let left = draw * 100
  for (const [goal, share] of shares) {
    left -= share
    if (left < 0) return goal
  }
  return 'certificate'
}

/** The plan of one visit: the same for the same seed and index. */
export const planOf = (seed: number, index: number): Plan => {
  const random = seeded(seed * 1_000_003 + index * 7_919)
  const chance = (share: number): boolean => random() < share
  const goal = goalFor(random())
  const purpose = pick(random, purposes)
  const other = pick(
    random,
    purposes.filter((one) => one !== purpose && one !== 'other'),
  )
  return {
    index,
    seed,
    goal,
    purpose,
    tellsUse: chance(0.55),
    wantsWindow: chance(0.08),
    mood: pick(random, moods),
    dialect: chance(0.6) ? 'standard' : pick(random, dialects),
    typos: chance(0.25) ? 1 + Math.floor(random() * 2) : 0,
    isSpoken: chance(0.2),
    correctsFrom: chance(0.1) ? other : undefined,
    digresses: chance(0.12),
    isPuzzled: chance(0.06),
    usesNumbers: chance(0.15),
    pressesButton: chance(0.2),
    patience: 2 + Math.floor(random() * 3),
  }
}

/** How a citizen of this plan talks: one source of chance for all that is said, so that a trait taken away leaves the rest as it was. */
export const speechOf = (plan: Plan) => {
  const draw = (what: string): (() => number) => {
    let hash = plan.seed * 31 + plan.index
    for (const sign of what) hash = Math.imul(hash ^ sign.charCodeAt(0), 0x9e3779b1)
    return seeded(hash >>> 0)
  }
  const filled = (template: string, what: string, use: string): string =>
    template
      .replace('{paper}', pick(draw('paper'), words.paper))
      .replace('{use}', use)
      .replace('{whom}', pick(draw(`whom${what}`), words.whom))
  const slip = (text: string, count: number): string => {
    const random = draw('typo')
    let said = text
    for (let at = 0; at < count; at++) {
      const fitting = words.typo.filter(([right]) => said.includes(right))
      if (fitting.length === 0) return said
      const [right, wrong] = pick(random, fitting)
      said = said.replace(right, wrong)
    }
    return said
  }
  const local = (text: string): string => words.dialect[plan.dialect].reduce((said, [from, to]) => said.replaceAll(from, to), text)
  const spoken = (text: string): string => (plan.isSpoken ? `嗯${text.replace(/[，。！？、]/g, ' ').trim()}` : text)
  /** As it leaves this person's mouth. */
  const voiced = (text: string, what: string, isFirst = false): string => {
    const mood = words.mood[plan.mood]
    const [before, after] = isFirst ? [pick(draw(`before${what}`), mood.before), pick(draw(`after${what}`), mood.after)] : ['', '']
    return spoken(local(slip(`${before}${text}${after}`, isFirst ? plan.typos : 0)))
  }
  const useOf = (purpose: Purpose, what: string): string => pick(draw(`use${what}`), words.use[purpose])
  const shortUse = (purpose: Purpose, what: string): string => pick(draw(`short${what}`), words.use_short[purpose])
  return {
    opening(): string {
      const first = plan.correctsFrom ?? plan.purpose
      if (plan.goal === 'pry') return voiced(filled(pick(draw('pry'), words.pry), 'pry', ''), 'pry', true)
      if (plan.goal === 'ask') return voiced(pick(draw('ask'), words.ask).says, 'ask', true)
      if (plan.goal === 'progress') return voiced(pick(draw('progress'), words.progress), 'progress', true)
      if (plan.goal === 'officer') return voiced(pick(draw('officer'), words.officer), 'officer', true)
      const tells = plan.tellsUse || plan.correctsFrom !== undefined
      const template = pick(draw('open'), tells ? words.open_with_use : words.open_without_use)
      return voiced(filled(template, 'open', useOf(first, 'open')), 'open', true)
    },
    asked: () => pick(draw('ask'), words.ask),
    answerUse: (n: number): string =>
      voiced(
        filled(
          pick(draw(`answer${n}`), words.answer_use),
          `answer${n}`,
          n === 0 ? useOf(plan.purpose, 'answer') : shortUse(plan.purpose, `answer${n}`),
        ),
        `answer${n}`,
      ),
    correctUse: (n: number): string =>
      voiced(filled(pick(draw(`correct${n}`), words.correct_use), `correct${n}`, shortUse(plan.purpose, `correct${n}`)), `correct${n}`),
    rephrase: (n: number): string =>
      voiced(filled(pick(draw(`again${n}`), words.rephrase), `again${n}`, useOf(plan.purpose, `again${n}`)), `again${n}`),
    yes: (n: number): string => local(pick(draw(`yes${n}`), words.yes)),
    no: (): string => pick(draw('no'), words.no),
    window: (): string => pick(draw('window'), words.delivery.window),
    digression: () => pick(draw('digress'), words.digress),
    puzzled: (): string => pick(draw('puzzled'), words.puzzled),
  }
}
