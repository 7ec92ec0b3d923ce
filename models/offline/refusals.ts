import { isOnBehalf, isPrying, wantsKnowledge } from './acts.ts'
import type { Desk } from './intent.ts'
import { askingTopics, topicsOf } from './lexicon.ts'
import { createIndex, type Index } from './similarity.ts'

/** What a page refuses, ready to be compared. */
interface Refusals {
  /** What the page says to those who pry into other people's records; only the plain rule of `isPrying` leads there. */
  readonly prying: string | undefined
  /** What it says to those who act for somebody else (代办); only the plain rule of `isOnBehalf` leads there. */
  readonly onBehalf: string | undefined
  /** What it says to those who want a record changed. */
  readonly tampering: string | undefined
  /** The words themselves in which these are asked, as the page has them (他是不是封存的), beside what it is glad to do. */
  readonly asWritten: Index<string | undefined>
  /** Everything else it refuses, beside what it is glad to do: both on one scale. */
  readonly index: Index<string | undefined>
}

/** How near a message must come, and how much nearer than to a wish: nobody is turned away from their own papers by a likeness. */
const refuseAt = 0.5
/** Enough where the message names the very matter (封存, 改成没有). */
const refuseOnTopicAt = 0.3
/** Enough where a message asks to have a record changed or removed: there are endless ways to say it. */
const refuseTamperingAt = 0.2
/** So near are the page's own words said again: enough also for what only a plain rule leads to otherwise. */
const asWrittenAt = 0.8
const margin = 0.05
/** Topics weigh less than words: 我有案底，能开吗 and 我有案底，改成没有 share most of them. */
const topicWeight = 1.5

interface Entry {
  readonly when: string
  readonly says: readonly string[]
  readonly say: string
}

const mostly = (says: readonly string[], test: (text: string) => boolean): boolean =>
  says.length > 0 && says.filter(test).length * 2 > says.length

const isAboutOthers = ({ when, says }: Entry): boolean =>
  /(?:别人|他人|某个?人|第三人|前男友|前女友|配偶|员工|不是本人|非本人).{0,14}(?:前科|案底|记录|犯罪|有没有事)|代查|查别人|查他人/.test(
    when,
  ) || mostly(says, isPrying)
const isAboutProxies = (entry: Entry): boolean =>
  !isAboutOthers(entry) && (/代办|替别人|替他人|帮家人/.test(entry.when) || mostly(entry.says, isOnBehalf))

const made = new WeakMap<Desk, Refusals>()
const refusalsOf = (desk: Desk): Refusals => {
  const known = made.get(desk)
  if (known) return known
  const { refuses, examples, suggestions } = desk.page
  const others = refuses.filter((entry) => !isAboutOthers(entry) && !isAboutProxies(entry))
  const glad = [...examples.map(({ says }) => says), ...suggestions, ...desk.sheets.map(({ title }) => title)].map((text) => ({
    says: text,
    of: undefined,
    weight: 1,
  }))
  const apart = refuses.filter((entry) => !others.includes(entry))
  const refusals: Refusals = {
    prying: refuses.find(isAboutOthers)?.say,
    onBehalf: refuses.find(isAboutProxies)?.say,
    tampering: others.find(({ says }) => mostly(says, (text) => topicsOf(text).includes('tamper')))?.say,
    index: createIndex<string | undefined>(
      [...others.flatMap(({ when, says, say }) => [when, ...says].map((text) => ({ says: text, of: say, weight: 1 }))), ...glad],
      topicWeight,
    ),
    asWritten: createIndex<string | undefined>(
      [...apart.flatMap(({ says, say }) => says.map((text) => ({ says: text, of: say, weight: 1 }))), ...glad],
      topicWeight,
    ),
  }
  made.set(desk, refusals)
  return refusals
}

/**
 * What the page says to a wish that it refuses; undefined when it does not refuse it. An English reader gets the page's English words,
 * where there are any.
 */
export const refusalFor = (desk: Desk, text: string, kind: 'prying' | 'other', isEnglish: boolean): string | undefined => {
  const said = chineseRefusal(desk, text, kind)
  if (said === undefined || !isEnglish) return said
  const english = desk.page.refuses.find(({ say }) => say === said)?.sayEn
  // Of these two the platform has a sentence of its own.
  return english ?? (kind === 'prying' || isOnBehalf(text) ? undefined : said)
}

/** What the page says to whoever acts for somebody else, where it turns that down itself. */
export const proxyWords = (desk: Desk, isEnglish: boolean): string | undefined => {
  const said = refusalsOf(desk).onBehalf
  return isEnglish ? desk.page.refuses.find(({ say }) => say === said)?.sayEn : said
}

const chineseRefusal = (desk: Desk, text: string, kind: 'prying' | 'other'): string | undefined => {
  const refusals = refusalsOf(desk)
  if (kind === 'prying') return refusals.prying
  const [written] = refusals.asWritten.rank(text)
  if (written?.of !== undefined && written.score >= asWrittenAt) return written.of
  // 能代办吗 asks for the rule; 我能替他开吗 wants it done.
  if (isOnBehalf(text))
    return wantsKnowledge(text) && !/我.{0,12}(?:替|帮|拿)(?:他|她|我).{0,10}(?:办|开|领)/.test(text) ? undefined : refusals.onBehalf
  const topics = topicsOf(text)
  // 要收钱吗 is no bribe, though both speak of money.
  if (topics.length > 0 && topics.every((topic) => askingTopics.has(topic))) return undefined
  if (topics.includes('own_record')) return undefined
  const ranked = refusals.index.rank(text)
  const best = ranked.find(({ of }) => of !== undefined)
  const wish = ranked.find(({ of }) => of === undefined)
  // 我有案底，给我抹了 and 我有案底，能开吗 share most words: what is to be done with the record decides.
  if (best?.sharesTopic && topics.includes('tamper') && best.of === refusals.tampering) return best.of
  if (!best || best.score - (wish?.score ?? 0) < margin) return undefined
  const enough = !best.sharesTopic ? refuseAt : topics.includes('tamper') ? refuseTamperingAt : refuseOnTopicAt
  return best.score >= enough ? best.of : undefined
}
