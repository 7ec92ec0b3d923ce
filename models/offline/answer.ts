import type { Phrases } from './phrases.ts'
import { isRecord, textIn } from './sheets.ts'
import { alike } from './similarity.ts'

/** A passage as a search tool gives it. */
interface Passage {
  readonly document: string
  readonly path: string
  readonly text: string
}

/** The passages of a tool's data; undefined when the tool does not search. */
export const passagesIn = (data: unknown): readonly Passage[] | undefined => {
  if (!isRecord(data) || !Array.isArray(data.passages)) return undefined
  return data.passages.flatMap((item) => {
    const text = isRecord(item) ? (textIn(item.text) ?? textIn(item.quote)) : undefined
    return isRecord(item) && text !== undefined ? [{ document: textIn(item.document) ?? '', path: textIn(item.path) ?? '', text }] : []
  })
}

/** Most characters quoted from one passage. */
const quoteChars = 160

const sentences = (text: string): string[] =>
  text
    .split(/(?<=[。！？；\n])/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length > 1)

/** The sentences of a passage that speak to the question, word for word and in their order. */
const bestSentences = (text: string, question: string): string[] => {
  const all = sentences(text)
  if (text.length <= quoteChars) return all
  const ranked = all
    .map((sentence, at) => ({ sentence, at, score: alike(question, sentence) * Math.min(1, sentence.length / 8) }))
    .sort((a, b) => b.score - a.score)
  const kept: typeof ranked = []
  let length = 0
  for (const item of ranked) {
    if (kept.length > 0 && (length + item.sentence.length > quoteChars || kept.length >= 3)) break
    kept.push(item)
    length += item.sentence.length
  }
  return kept.sort((a, b) => a.at - b.at).map(({ sentence }) => sentence)
}

const sourceOf = ({ document, path }: Passage): string => {
  const name = document.replace(/^《|》$/g, '')
  return name || path ? `（${name ? `《${name}》` : ''}${path}）` : ''
}

/**
 * A passage quoted with its place. Each sentence stands in its own 「」 and loses its full stop, so that whoever checks the
 * reply sentence by sentence sees quotation and source together.
 */
const quoted = (passage: Passage, question: string): string => {
  const parts = bestSentences(passage.text, question).map((sentence) => `「${sentence.slice(0, 400).replace(/[。；！？!?\s]+$/, '')}」`)
  return `${parts.join('')}${sourceOf(passage)}。`
}

/** How much of the question a passage touches: it may come from a search that always finds something. */
const touches = (question: string, passage: Passage): number =>
  Math.max(alike(question, passage.text), ...sentences(passage.text).map((sentence) => alike(question, sentence)))

/** An answer made of quotations, or undefined when nothing supports one. */
export const answerFrom = (passages: readonly Passage[], question: string, say: Phrases, isEnglish: boolean): string | undefined => {
  const [first, ...rest] = passages
  if (!first) return undefined
  const best = touches(question, first)
  // Of a question about one thing a second clause says something else (醉驾影响吗 is no matter of 行政拘留).
  const asksTwo = /和|跟|还有|以及|另外|顺便|、|[?？].+[?？]/.test(question)
  const second = asksTwo
    ? rest.slice(0, 2).find((passage) => passage.text !== first.text && touches(question, passage) >= Math.max(0.3, best))
    : undefined
  const lead = say.quoteLead(isEnglish)
  return `${lead}${quoted(first, question)}${second ? `${say.alsoLead}${quoted(second, question)}` : ''}`
}
