import { type Quotable, quotedWords, whereItStands } from '../../core/quoted.ts'
import type { Phrases } from './phrases.ts'
import { isRecord, textIn } from './sheets.ts'

const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item !== '') : [])

const passageIn = (item: unknown): Quotable | undefined => {
  const text = isRecord(item) ? (textIn(item.text) ?? textIn(item.quote)) : undefined
  if (!isRecord(item) || text === undefined) return undefined
  return {
    document: textIn(item.document) ?? '',
    place: textIn(item.place) ?? textIn(item.path) ?? '',
    text,
    quotes: textsIn(item.quotes).filter((quote) => text.includes(quote)),
    isOld: item.isOld === true,
    effective: textIn(item.effective),
    until: textIn(item.until),
    ...(item.kind === 'law' ? { kind: 'law' } : {}),
  }
}

/** What a search found: its passages, and how many of them, from the first, answer the question. */
export interface FoundPassages {
  readonly passages: readonly Quotable[]
  readonly quoted: number
}

/** The passages of a tool's data; undefined when the tool does not search. */
export const passagesIn = (data: unknown): FoundPassages | undefined => {
  if (!isRecord(data) || !Array.isArray(data.passages)) return undefined
  const passages = data.isSupported === false ? [] : data.passages.flatMap((item) => passageIn(item) ?? [])
  return { passages, quoted: typeof data.quoted === 'number' ? data.quoted : 1 }
}

/** An answer made of quotations in the order of the search, or undefined when nothing supports one. */
export const answerFrom = ({ passages, quoted }: FoundPassages, say: Phrases, isEnglish: boolean): string | undefined => {
  const [first, ...rest] = passages.slice(0, Math.max(1, quoted))
  if (!first) return undefined
  const words = (passage: Quotable): string => `${quotedWords(passage)}${whereItStands(passage)}。`
  const lead = first.isOld ? say.quoteOldLead(isEnglish) : say.quoteLead(isEnglish)
  return [lead, words(first), ...rest.map((passage) => `${say.alsoLead}${words(passage)}`)].join('')
}
