import { isOnBehalf, isQuestion, moodOf, wantsKnowledge } from './acts.ts'
import { gloss } from './gloss.ts'
import { isForeign, subjectsOf, topicsOf } from './lexicon.ts'
import type { Page } from './page.ts'
import type { Sheet } from './sheets.ts'
import { createIndex, type Index, type Sample } from './similarity.ts'
import { languageOf } from './text.ts'
import { choiceIn } from './values/choices.ts'
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
  /** The page only answers questions: it searches, hands over, and does nothing else. */
  readonly onlySearches: boolean
  readonly index: Index<string>
  /** Topics that the page itself speaks of. */
  readonly topics: ReadonlySet<string>
}

/** Above this a message plainly means the tool; below the second it says nothing of it. */
const sure = 0.34
const maybe = 0.16
/** Enough where message and tool speak of the same thing by name. */
const clearWithTopic = 0.22
/** Nearly the words of an example: its tool is meant, whatever else the message sounds like. */
const sameWords = 0.85
/** Enough to ask “do you mean…?”. */
const offerAt = 0.22
/** A question up to here may leave out what it is about (要多久？); a longer one names it, and must name something of ours. */
const shortChars = 24
/** Two tools nearer than this are asked about. */
const near = 0.06
/** A remark up to here (哈哈) tells no situation. */
const remarkChars = 3

/** Topics that a person's own file answers. */
const ownFile = new Set(['progress', 'verify', 'lookups'])
/** Papers other than the one a desk issues. */
const proofs = new Set(['no_record', 'kinship_proof', 'same_person_proof', 'other_proof'])

/** An example in the words that messages are read in. */
const inChinese = (says: string): string => (languageOf(says) === 'en' ? gloss(says) || says : says)

const byTitle = (sheets: readonly Sheet[]): Sample<string>[] =>
  sheets.flatMap((sheet) => [
    { says: sheet.title, of: sheet.name, weight: 0.85 },
    { says: sheet.description, of: sheet.name, weight: 0.6 },
    ...sheet.fields.flatMap((field) =>
      field.choices.flatMap((choice) => choice.says.map((says) => ({ says, of: sheet.name, weight: 0.2 }))),
    ),
  ])

/** Gives an example without a tool to the tool it most likely means. */
const toolOf = (says: string, sheets: readonly Sheet[], titles: Index<string>, search: Sheet | undefined): string | undefined => {
  const topics = topicsOf(says)
  if (search && (wantsKnowledge(says) || isOnBehalf(says))) return search.name
  const best = titles.rank(says).find(({ of, score }) => of !== search?.name && score >= maybe)
  const form = sheets.find(
    (sheet) => sheet.fields.some((field) => field.isRequired && field.kind !== 'query') && sheet.name !== 'hand_to_officer',
  )
  if (topics.includes('no_record') && !topics.includes('progress') && !topics.includes('verify') && form)
    return best && best.score > sure ? best.of : form.name
  return best?.of ?? (search && (!form || isQuestion(says)) ? search.name : undefined)
}

/** Makes a desk of a page and its tools. */
export const createDesk = (page: Page, sheets: readonly Sheet[]): Desk => {
  const search = sheets.find(({ query }) => query)
  const person = sheets.find(({ name }) => name === 'hand_to_officer')
  const titles = createIndex(byTitle(sheets))
  const names = new Set(sheets.map(({ name }) => name))
  const examples = page.examples.flatMap(({ says, tool }) => {
    const of = tool && names.has(tool) ? tool : toolOf(says, sheets, titles, search)
    return of === undefined ? [] : [{ says: inChinese(says), of, weight: 1 }]
  })
  const spoken = [
    page.name,
    page.purpose,
    ...page.examples.map(({ says }) => says),
    ...page.suggestions,
    ...sheets.map(({ title }) => title),
  ]
  return {
    page,
    sheets,
    search,
    person,
    onlySearches: search !== undefined && sheets.every((sheet) => sheet === search || sheet === person),
    index: createIndex([...examples, ...byTitle(sheets)]),
    topics: new Set(spoken.flatMap((text) => subjectsOf(text))),
  }
}

/** True when the message holds a number that this tool asks for. */
const holdsNumberOf = (desk: Desk, name: string, text: string): boolean => {
  if (!/\d{4}|[A-Za-z0-9]{16}/.test(text)) return false
  const fields = desk.sheets.find((sheet) => sheet.name === name)?.fields ?? []
  return fields.some(({ kind }) => tellingKinds.includes(kind) && identifierIn(kind, text, false) !== undefined)
}

/** What is left of a message when the words of a form's choices are gone: 我要出国 says nothing of a certificate. */
const withoutChoices = (sheet: Sheet | undefined, text: string): string =>
  (sheet?.fields ?? [])
    .flatMap(({ choices }) => choices)
    .reduce((rest, choice) => [choice.label, ...choice.says].reduce((left, word) => left.replaceAll(word, ' '), rest), text)

/** A tool with how much speaks for it. */
interface Candidate {
  readonly of: string
  readonly score: number
  readonly sharesTopic: boolean
}

/** The topic without which a tool is hardly meant: a message about progress speaks of progress. */
const needsTopic = (desk: Desk, name: string): string | undefined =>
  topicsOf(desk.sheets.find((sheet) => sheet.name === name)?.title ?? '').find((topic) => ownFile.has(topic))

const candidatesFor = (desk: Desk, text: string, topics: readonly string[], asksToKnow: boolean): readonly Candidate[] =>
  desk.index
    .rank(text)
    .filter(({ of }) => of !== desk.person?.name)
    .map(({ of, score, sharesTopic }) => {
      if (holdsNumberOf(desk, of, text)) return { of, score: score + 0.4, sharesTopic: true }
      const isSearch = of === desk.search?.name
      const lift = desk.search ? (isSearch === asksToKnow ? 0.1 : -0.12) : 0
      // 我要开无犯罪记录证明 is no wish to check one, though both speak of it.
      const isOther = needsTopic(desk, of) !== undefined && !topics.includes(needsTopic(desk, of) ?? '')
      return { of, score: score + lift + (isOther ? -0.2 : sharesTopic ? 0.06 : 0), sharesTopic: sharesTopic && !isOther }
    })
    .sort((a, b) => b.score - a.score)

/** True when the best tool may be used without asking back. */
const isClear = (desk: Desk, first: Candidate, text: string, isVague: boolean): boolean => {
  if (first.sharesTopic) return first.score >= clearWithTopic
  if (isVague || first.score < sure) return false
  const sheet = desk.sheets.find(({ name }) => name === first.of)
  const bare = withoutChoices(sheet, text)
  return bare === text || (desk.index.rank(bare).find(({ of }) => of === first.of)?.score ?? 0) >= maybe
}

/** 考编要政审 names a choice of a form and nothing else: worth asking whether the form is meant. */
const offerByChoice = (desk: Desk, text: string): Intent | undefined => {
  if (text.length > shortChars || isQuestion(text)) return undefined
  const names = (sheet: Sheet): boolean =>
    sheet.fields.some((field) => {
      const read = field.isRequired && field.kind === 'choice' ? choiceIn(field, text, false) : undefined
      return read !== undefined && !('fault' in read)
    })
  const sheet = desk.sheets.find((candidate) => candidate !== desk.person && names(candidate))
  return sheet && { kind: 'offer', tool: sheet.name }
}

/** A question, or a situation told: 被邻居打了, 那孩子归谁呢. A wish for a person is none, nor is anger alone. */
const isMatter = (text: string): boolean =>
  !topicsOf(text).includes('person') && (isQuestion(text) || (text.length > remarkChars && moodOf(text) !== 'angry'))

/** Reads what a message wants. `text` is Chinese, or the Chinese keywords of an English message. */
export const intentOf = (desk: Desk, text: string): Intent => {
  const intent = likeliest(desk, text)
  // Where nothing else can be meant, the search itself tells best whether there is an answer.
  return desk.onlySearches && intent.kind !== 'search' && isMatter(text) ? { kind: 'search' } : intent
}

const likeliest = (desk: Desk, text: string): Intent => {
  const topics = topicsOf(text)
  if (isForeign(topics, desk.topics)) return { kind: 'lost' }
  const asksToKnow = wantsKnowledge(text) || isOnBehalf(text)
  const candidates = candidatesFor(desk, text, topics, asksToKnow)
  const [first, second] = candidates
  const { search } = desk
  const exact = desk.index.rank(text)[0]
  if (exact && exact.score >= sameWords && exact.of !== desk.person?.name)
    return exact.of === search?.name ? { kind: 'search' } : { kind: 'use', tool: exact.of }
  const isOurs = topics.some((topic) => desk.topics.has(topic) || topic === 'record') || (first?.score ?? 0) >= maybe
  const ask: Intent = search && isQuestion(text) && isOurs ? { kind: 'search' } : { kind: 'lost' }
  if (search && asksToKnow && (isOurs || text.length <= shortChars)) {
    // 怎么还没办好 sounds like a question of rules, but only the person's own file answers it.
    const isOwnFile = first !== undefined && first.of !== search.name && first.score > sure && topics.some((topic) => ownFile.has(topic))
    const asksOfOwn = topics.includes('progress') && /我|昨|前天|上周|那个|一直|还没|办理中/.test(text) && !/规定|期限|超过/.test(text)
    const file = asksOfOwn ? candidates.find(({ of, score }) => needsTopic(desk, of) === 'progress' && score >= maybe) : undefined
    const checks = topics.includes('verify') && /这|那|对方|人家|我的?证明|编号|假的/.test(text) && !/怎么|二维码|扫码/.test(text)
    const check = checks ? candidates.find(({ of, score }) => needsTopic(desk, of) === 'verify' && score >= maybe) : undefined
    if (check) return { kind: 'use', tool: check.of }
    if (file) return { kind: 'use', tool: file.of }
    if (!isOwnFile) return { kind: 'search' }
  }
  if (!first || first.score < maybe) return offerByChoice(desk, text) ?? ask
  if (first.of === search?.name) return { kind: 'search' }
  if (topics.some((topic) => proofs.has(topic)) && !topics.some((topic) => proofs.has(topic) && desk.topics.has(topic))) return ask
  if (second && second.of !== search?.name && first.score - second.score < near && second.score >= maybe)
    return { kind: 'choose', tools: [first.of, second.of] }
  if (isClear(desk, first, text, topics.includes('proof'))) return { kind: 'use', tool: first.of }
  if (ask.kind === 'search') return ask
  if (first.score < offerAt) return offerByChoice(desk, text) ?? ask
  return { kind: 'offer', tool: first.of }
}
