import { articleAnchor } from '../structure/articles.ts'
import { numberOf, numeralClass } from '../structure/numerals.ts'

/** An article (条) that a question names. */
export interface NamedArticle {
  readonly start: number
  readonly end: number
  /** As clauses are addressed: `a88`, `a60-1`. */
  readonly anchor: string
}

const number = `[${numeralClass}]`
const written = new RegExp(
  `第?\\s*(${number}+)\\s*条(?:\\s*之\\s*(${number}{1,3})(?!${number}))?(?:第?${number}+款)?(?:第?[（(]?${number}+[)）]?项)?`,
  'g',
)
/** 治安法88, 刑法第234: right after the name of a law a number is an article, unless it counts something. */
const bare = new RegExp(`^\\s*》?\\s*第?\\s*(${number}+)(?:\\s*之\\s*(${number}{1,3}))?(?![${numeralClass}年月日号届次元个])`)

const anchorOf = (count: string | undefined, sub: string | undefined): string | undefined => {
  const [main, after] = [numberOf(count ?? ''), sub === undefined ? 0 : numberOf(sub)]
  return main === undefined || main < 1 || main > 2_000 || after === undefined ? undefined : articleAnchor(main, after)
}

/** The articles that a folded question names; `afterLaws` are the places where names of laws end. */
export const articlesIn = (question: string, afterLaws: readonly number[]): readonly NamedArticle[] => {
  const found: NamedArticle[] = []
  for (const match of question.matchAll(written)) {
    const anchor = anchorOf(match[1], match[2])
    // 三条狗, 两条路: a count of long things has no 第 and stands before one. 三条规定 is no article either.
    const isCount =
      !/^第/.test(match[0]) &&
      /^[一二两三四五六七八九十几]{1,2}条(?:狗|犬|路|船|腿|命|鱼|蛇|规定|意见|建议|理由)/.test(question.slice(match.index))
    if (anchor && !isCount) found.push({ start: match.index, end: match.index + match[0].length, anchor })
  }
  for (const end of afterLaws) {
    if (found.some(({ start }) => start >= end && start - end <= 2)) continue
    const match = bare.exec(question.slice(end))
    const anchor = anchorOf(match?.[1], match?.[2])
    if (match && anchor) found.push({ start: end, end: end + match[0].length, anchor })
  }
  return found.sort((a, z) => a.start - z.start)
}
