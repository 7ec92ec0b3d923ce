/** A piece of a clause that is never cut: a sentence of a paragraph (款), the words before a list, or one item (项). Offsets are into the text. */
export interface ClausePart {
  readonly start: number
  readonly end: number
  /** Counted from 1, as 第一款 is. */
  readonly paragraph: number
  /** `（三）` of an item. */
  readonly item: string | undefined
  /** True for the words before a list (有下列情形之一的…：), without which no item means anything. */
  readonly isChapeau: boolean
}

const label = /^\s*第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?[\s\u3000]+/
const itemMark = /^[（(][一二三四五六七八九十百]+[)）]/
const entryMark = /^(?:[-*•]\s+|\d{1,2}[.．、]\s*)/
/** Where a list begins inside a line: （一） after a colon or semicolon. */
const inlineItem = /(?<=[：:；;。])\s*(?=[（(][一二三四五六七八九十]{1,3}[)）])/

/** Sentences of a stretch by their ends; `；` does not end one, for its second half lives on the first. */
const sentencesOf = (text: string, from: number): { start: number; end: number }[] => {
  const found: { start: number; end: number }[] = []
  for (const match of text.matchAll(/[^。！？!?]*[。！？!?]+[”’」』）)]*|[^。！？!?]+$/g))
    if (match[0].trim())
      found.push({
        start: from + match.index + (match[0].length - match[0].trimStart().length),
        end: from + match.index + match[0].trimEnd().length,
      })
  return found
}

/** The parts of a clause in their order. Paragraphs (款) are lines, and items (项) belong to the paragraph above them. */
export const partsOf = (text: string): readonly ClausePart[] => {
  const parts: ClausePart[] = []
  let paragraph = 0
  let item: string | undefined
  let at = 0
  for (const line of text.split('\n')) {
    const skipped = at === 0 ? (label.exec(line)?.[0].length ?? 0) : 0
    let offset = at + skipped
    for (const piece of line.slice(skipped).split(inlineItem)) {
      const start = offset + (piece.length - piece.trimStart().length)
      const body = piece.trim()
      offset = text.indexOf(piece, offset) + piece.length
      if (!body) continue
      const mark = itemMark.exec(body)?.[0]
      if (mark) item = mark.replace('(', '（').replace(')', '）')
      else if (!entryMark.test(body) || parts.length === 0) {
        paragraph += 1
        item = undefined
      }
      const entry = entryMark.exec(body)?.[0].length ?? 0
      if (mark || entry > 0)
        parts.push({ start: start + entry, end: start + body.length, paragraph: Math.max(1, paragraph), item, isChapeau: false })
      else
        for (const sentence of sentencesOf(body, start))
          parts.push({ ...sentence, paragraph, item: undefined, isChapeau: /[：:]$/.test(text.slice(sentence.start, sentence.end)) })
    }
    at += line.length + 1
  }
  return parts
}

const numerals = '零一二三四五六七八九十'
const ordinal = (n: number): string => (n <= 10 ? (numerals[n] ?? String(n)) : n < 20 ? `十${numerals[n - 10]}` : String(n))

/**
 * Where quoted words stand: `第八十八条第二款第（三）项`. Only as deep as all of them agree, and the article alone where the clause has one
 * paragraph, no items, or is no article of a law.
 */
export const placeOf = (article: string, text: string, quotes: readonly string[]): string => {
  if (!/^第.+条/.test(article)) return article
  const parts = partsOf(text)
  const spans = quotes
    .map((quote) => ({ start: text.indexOf(quote), end: text.indexOf(quote) + quote.length }))
    .filter(({ start }) => start >= 0)
  const touched = parts.filter((part) => spans.some(({ start, end }) => part.start < end && part.end > start))
  const items = touched.filter(({ item }) => item !== undefined)
  // The words before a list are only its frame; the place is that of the items.
  const meant = items.length > 0 ? touched.filter(({ item, isChapeau }) => item !== undefined || !isChapeau) : touched
  const paragraphs = [...new Set(meant.map((part) => part.paragraph))]
  const [paragraph] = paragraphs
  if (paragraphs.length !== 1 || paragraph === undefined) return article
  const inParagraph = new Set(parts.map((part) => part.paragraph)).size > 1 ? `第${ordinal(paragraph)}款` : ''
  const marks = [...new Set(meant.map(({ item }) => item))]
  const all = new Set(parts.filter((part) => part.paragraph === paragraph && part.item !== undefined).map(({ item }) => item))
  const inItem =
    marks.length < all.size && marks.length <= 3 && !marks.includes(undefined) ? marks.map((mark) => `第${mark}项`).join('、') : ''
  return `${article}${inParagraph}${inItem}`
}
