const numeral = '[零〇一二三四五六七八九十百千两\\d]{1,9}'
const article = `第${numeral}条(?:之${numeral})?`

/** No sentence goes on like this: a printed number followed by a blank. */
const certain = new RegExp(`^(?:第${numeral}(?:编|分编|章|节)|${article}|附则|附件${numeral}?)(?:[ \\u3000]|$)`)
/** Begins a paragraph, unless a sentence that refers to it was wrapped just before. */
const likely = new RegExp(
  `^(?:${article}|第${numeral}[编章节]|[（(]${numeral}[)）]|${numeral}、|\\d{1,3}[.．](?!\\d)|[①-⑳]|[a-zA-Z][)）.．])`,
)
const sentenceEnd = /[。；：！？;:!?][”’」』）)]?$/

/** True when `line` begins a paragraph (条、款、项) rather than going on with `before`. */
export const beginsClause = (line: string, before: string): boolean =>
  certain.test(line) || (likely.test(line) && (before === '' || sentenceEnd.test(before)))

/** True when nothing more is expected in the sentence. */
export const endsSentence = (line: string): boolean => sentenceEnd.test(line)
