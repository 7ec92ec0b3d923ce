import { isOnBehalf, isQuestion, wantsKnowledge } from './acts.ts'
import { isForeign, topicsOf } from './lexicon.ts'
import type { Page } from './page.ts'
import type { Sheet } from './sheets.ts'
import { createIndex, type Index, type Sample } from './similarity.ts'
import { identifierIn, tellingKinds } from './values/identifiers.ts'

/** What a message seems to want. */
export type Intent =
  | { readonly kind: 'use'; readonly tool: string }
  /** Likely, but too weak to begin a form on: ask. */
  | { readonly kind: 'offer'; readonly tool: string }
  | { readonly kind: 'choose'; readonly tools: readonly [string, string] }
  | { readonly kind: 'search' }
  | { readonly kind: 'lost' }

/** What intents are read with: one index over everything the page and its tools say. */
export interface Desk {
  readonly page: Page
  readonly sheets: readonly Sheet[]
  readonly search: Sheet | undefined
  readonly person: Sheet | undefined
  readonly index: Index<string>
  /** Topics that the page itself speaks of. */
  readonly topics: ReadonlySet<string>
}

/** Above this a message plainly means the tool; below the second it says nothing of it. */
const sure = 0.34
const maybe = 0.16
/** Two tools nearer than this are asked about. */
const near = 0.06

const byTitle = (sheets: readonly Sheet[]): Sample<string>[] =>
  sheets.flatMap((sheet) => [
    { says: sheet.title, of: sheet.name, weight: 0.85 },
    { says: sheet.description, of: sheet.name, weight: 0.6 },
    ...sheet.fields.flatMap((field) => field.choices.flatMap((choice) => choice.says.map((says) => ({ says, of: sheet.name, weight: 0.2 })))),
  ])

/** Gives an example without a tool to the tool it most likely means. */
const toolOf = (says: string, sheets: readonly Sheet[], titles: Index<string>, search: Sheet | undefined): string | undefined => {
  const topics = topicsOf(says)
  if (search && (wantsKnowledge(says) || isOnBehalf(says))) return search.name
  const best = titles.rank(says).find(({ of, score }) => of !== search?.name && score >= maybe)
  const form = sheets.find((sheet) => sheet.fields.some((field) => field.isRequired && field.kind !== 'query') && sheet.name !== 'hand_to_officer')
  if (topics.includes('no_record') && !topics.includes('progress') && !topics.includes('verify') && form) return best && best.score > sure ? best.of : form.name
  return best?.of ?? (search && isQuestion(says) ? search.name : undefined)
}

/** Makes a desk of a page and its tools. */
export const createDesk = (page: Page, sheets: readonly Sheet[]): Desk => {
  const search = sheets.find(({ query }) => query)
  const titles = createIndex(byTitle(sheets))
  const names = new Set(sheets.map(({ name }) => name))
  const examples = page.examples.flatMap(({ says, tool }) => {
    const of = tool && names.has(tool) ? tool : toolOf(says, sheets, titles, search)
    return of === undefined ? [] : [{ says, of, weight: 1 }]
  })
  const spoken = [page.name, page.purpose, ...page.examples.map(({ says }) => says), ...page.suggestions, ...sheets.map(({ title }) => title)]
  return {
    page,
    sheets,
    search,
    person: sheets.find(({ name }) => name === 'hand_to_officer'),
    index: createIndex([...examples, ...byTitle(sheets)]),
    topics: new Set(spoken.flatMap((text) => topicsOf(text))),
  }
}

/** True when the message holds a number that this tool asks for. */
const holdsNumberOf = (desk: Desk, name: string, text: string): boolean => {
  if (!/\d{4}|[A-Za-z0-9]{16}/.test(text)) return false
  const fields = desk.sheets.find((sheet) => sheet.name === name)?.fields ?? []
  return fields.some(({ kind }) => tellingKinds.includes(kind) && identifierIn(kind, text, false) !== undefined)
}

/** Reads what a message wants. `text` is Chinese, or the Chinese keywords of an English message. */
export const intentOf = (desk: Desk, text: string): Intent => {
  const topics = topicsOf(text)
  if (isForeign(topics, desk.topics)) return { kind: 'lost' }
  const asksToKnow = wantsKnowledge(text) || isOnBehalf(text)
  const has = (topic: string): boolean => topics.includes(topic)
  const ranked = desk.index.rank(text).map(({ of, score, sharesTopic }) => {
    const isSearch = of === desk.search?.name
    if (holdsNumberOf(desk, of, text)) return { of, score: score + 0.4, sharesTopic: true }
    const lift = (isSearch === asksToKnow ? 0.1 : -0.12) + (sharesTopic ? 0.06 : 0)
    return { of, score: score + (desk.search ? lift : 0), sharesTopic }
  })
  const candidates = ranked.filter(({ of }) => of !== desk.person?.name).sort((a, b) => b.score - a.score)
  const [first, second] = candidates
  const isOurs = topics.some((topic) => desk.topics.has(topic) || topic === 'record' || topic === 'own_record') || (first?.score ?? 0) >= maybe
  if (asksToKnow && desk.search && !(first && first.of !== desk.search.name && (has('progress') || has('verify')) && first.score > sure)) return { kind: 'search' }
  if (!first || first.score < maybe) return desk.search && isQuestion(text) && isOurs ? { kind: 'search' } : { kind: 'lost' }
  if (first.of === desk.search?.name) return { kind: 'search' }
  const isClear = first.score >= sure || (first.sharesTopic && first.score >= maybe + 0.06)
  if (second && second.of !== desk.search?.name && first.score - second.score < near && second.score >= maybe) return { kind: 'choose', tools: [first.of, second.of] }
  const isVague = has('proof') && !first.sharesTopic
  if (isClear && !isVague) return { kind: 'use', tool: first.of }
  if (desk.search && isQuestion(text) && isOurs) return { kind: 'search' }
  return { kind: 'offer', tool: first.of }
}
