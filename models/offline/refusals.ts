import { isPrying } from './acts.ts'
import type { Desk } from './intent.ts'
import { topicsOf } from './lexicon.ts'
import { createIndex, type Index } from './similarity.ts'

/** What a page refuses, ready to be compared. */
interface Refusals {
  /** Entries about other people's records; only the plain rule of `isPrying` leads to them. */
  readonly prying: readonly string[]
  readonly others: Index<string>
}

/** How near a message must come: a person who asks for their own papers must never be turned away by a likeness. */
const refuseAt = 0.5

const isAboutOthers = (entry: { when: string; says: readonly string[] }): boolean =>
  /(?:别人|他人|第三人|前男友|前女友|配偶|员工|不是本人|非本人).{0,14}(?:前科|案底|记录|犯罪|有没有事)|代查|查别人|查他人/.test(entry.when) || (entry.says.length > 0 && entry.says.filter(isPrying).length * 2 > entry.says.length)

const made = new WeakMap<Desk, Refusals>()
const refusalsOf = (desk: Desk): Refusals => {
  const known = made.get(desk)
  if (known) return known
  const { refuses } = desk.page
  const refusals: Refusals = {
    prying: refuses.filter(isAboutOthers).map(({ say }) => say),
    others: createIndex(
      refuses.filter((entry) => !isAboutOthers(entry)).flatMap(({ when, says, say }) => [{ says: when, of: say, weight: 0.9 }, ...says.map((text) => ({ says: text, of: say, weight: 1 }))]),
      0.8,
    ),
  }
  made.set(desk, refusals)
  return refusals
}

/** What the page says to a wish that it refuses; undefined when it does not refuse it. */
export const refusalFor = (desk: Desk, text: string, kind: 'prying' | 'other', isEnglish: boolean): string | undefined => {
  const refusals = refusalsOf(desk)
  // The page's words are Chinese; an English reader gets the platform's own sentence.
  if (kind === 'prying') return isEnglish ? undefined : refusals.prying[0]
  if (topicsOf(text).includes('own_record')) return undefined
  const best = refusals.others.rank(text)[0]
  if (!best || best.score < refuseAt) return undefined
  const wish = desk.index.rank(text)[0]
  return wish && wish.score >= best.score ? undefined : best.of
}
