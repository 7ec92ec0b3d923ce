import type { Passage } from './knowledge.ts'
import { dateText } from './time.ts'

/** What is needed to quote a passage and say where it stands. */
export interface Quotable extends Pick<Passage, 'document' | 'quotes' | 'text' | 'isOld' | 'effective' | 'until'> {
  readonly kind?: Passage['kind']
  /** `第八十八条第二款`, or the heading of a section. */
  readonly place: string
}

/** Most characters that are quoted where a search names no quotes. */
const quotedChars = 220

const quotesOrText = ({ quotes, text }: Pick<Quotable, 'quotes' | 'text'>): readonly string[] => {
  if (quotes.length > 0) return quotes
  const whole = text.match(/[^。！？\n]*[。！？\n]+|[^。！？\n]+$/g) ?? [text]
  let left = quotedChars
  return whole.filter((sentence, at) => {
    left -= sentence.length
    return at === 0 || left >= 0
  })
}

/**
 * Quoted words, each sentence in its own 「」 and without its full stop: whoever checks a reply sentence by sentence sees them together
 * with the place that follows.
 */
export const quotedWords = (passage: Pick<Quotable, 'quotes' | 'text'>): string =>
  quotesOrText(passage)
    .flatMap((quote) => quote.split(/(?<=[。！？])|\n/))
    .map((sentence) => sentence.trim().replace(/[。；！？!?\s]+$/, ''))
    .filter((sentence) => sentence.length > 1)
    .map((sentence) => `「${sentence}」`)
    .join('')

/** Where quoted words stand, and since when: （《治安管理处罚法》第八十八条，自2026年1月1日起施行）. Old text says that it is old. */
export const whereItStands = ({ document, place, effective, until, isOld, kind }: Quotable): string => {
  const name = document.replace(/^《|》$/g, '')
  if (!name && !place) return ''
  const since = isOld
    ? `旧规定，${effective ? `自${dateText(effective)}起施行，` : ''}${until ? `${dateText(until)}起不再有效` : '已被新规定代替'}`
    : kind === 'law'
      ? effective
        ? `自${dateText(effective)}起施行`
        : '未注明施行日期'
      : ''
  return `（${name ? `《${name}》` : ''}${place}${since ? `，${since}` : ''}）`
}

/** The quotation of a citation: stretches that stand apart are joined by ……, neighbours are one substring of the clause. */
export const citedWords = ({ quotes, text }: Pick<Quotable, 'quotes' | 'text'>): string => {
  let at = 0
  return quotesOrText({ quotes, text }).reduce((said, quote) => {
    const from = text.indexOf(quote, at)
    const gap = from < 0 ? '……' : text.slice(at, from)
    at = from < 0 ? at : from + quote.length
    if (said === '') return quote
    return `${said}${gap.trim() === '' ? gap : '……'}${quote}`
  }, '')
}
