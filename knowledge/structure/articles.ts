import { numberOf, numeralClass } from './numerals.ts'

/** The printed head of an article (条): `第六十条之一`. */
export interface ArticleHead {
  readonly number: number
  /** 0 for the article itself, 1 for 之一. */
  readonly sub: number
  /** `第六十条之一`, spaces left out. */
  readonly printed: string
  /** What follows on the same line. */
  readonly rest: string
  /** Set apart from its text by a space or the end of the line: a heading, rather than a reference in a sentence. */
  readonly isApart: boolean
}

const head = new RegExp(`^第\\s*([${numeralClass}]+)\\s*条(?:\\s*之\\s*([${numeralClass}]{1,3})(?![${numeralClass}]))?`)
/** A sentence goes on so after it has named an article. */
const goesOn =
  /^\s*(?:规定|第|的|、|，|,|和|及|或|至|与|款|所列|所称|中|之规定|所规定|以及|修改|增加|相应|改为|删去|（[^）]*）[、，的]|[)）》〉])/

/** Reads the head of an article off a line; undefined where the line begins otherwise. */
export const articleHead = (line: string): ArticleHead | undefined => {
  const found = head.exec(line)
  const number = found ? numberOf(found[1] ?? '') : undefined
  if (!found || number === undefined) return undefined
  const after = line.slice(found[0].length)
  const sub = found[2] === undefined ? 0 : (numberOf(found[2]) ?? 0)
  const isApart = after === '' || /^[\s　]/.test(after) || /^[【［[]/.test(after)
  if (!isApart && goesOn.test(after)) return undefined
  return { number, sub, printed: found[0].replace(/\s/g, ''), rest: after.replace(/^[\s　:：]+/, ''), isApart }
}

/** The last part of an address: `a88`, `a60-1`. */
export const articleAnchor = (number: number, sub: number): string => (sub === 0 ? `a${number}` : `a${number}-${sub}`)

/** The anchor of a printed article, for ready clauses; undefined where it is not a plain article. */
export const anchorOfPrinted = (printed: string): string | undefined => {
  const found = articleHead(printed.trim())
  return found && found.rest === '' ? articleAnchor(found.number, found.sub) : undefined
}

/** Whether a head follows the one before it: the next, a gap, the same again, or backwards. */
export const stepOf = (
  before: { readonly number: number; readonly sub: number } | undefined,
  next: { readonly number: number; readonly sub: number },
): 'next' | 'gap' | 'same' | 'back' => {
  if (!before) return 'next'
  if (next.number === before.number) {
    if (next.sub === before.sub) return 'same'
    if (next.sub < before.sub) return 'back'
    return next.sub === before.sub + 1 ? 'next' : 'gap'
  }
  if (next.number < before.number) return 'back'
  return next.number === before.number + 1 && next.sub === 0 ? 'next' : 'gap'
}
