/**
 * How hard a Chinese text is to read, by two published measures. Words are cut by the segmenter of the runtime (ICU), so that the same
 * version of Node gives the same numbers.
 */
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** Adverbs and conjunctions that join or bend a sentence (副词, 连词): the ones that office prose is full of. */
const joining = new Set(
  `但是 但 不过 然而 可是 因此 因而 所以 从而 以及 并且 并 而且 而 或者 或 还是 如果 若 倘若 假如 只要 只有 除非 虽然 尽管 即使 即便 无论 不论 不管 既然 因为 由于 以便 以免 于是 则 即 且
   同时 此外 另外 其中 已经 已 曾经 曾 正在 正 将 将要 均 皆 都 也 还 又 再 仍 仍然 依然 就 才 只 仅 仅仅 不 没有 没 未 勿 应当 必须 必 须 暂 暂时 立即 及时 分别 统一 依法 非常 十分 特别 尤其 更 更加 最 较 比较
   不再 不得 不能 往往 通常 一般 一律 逐一 逐步 重新 另行 自行`
    .split(/\s+/)
    .filter(Boolean),
)

const hasHan = (text: string): boolean => /\p{Script=Han}/u.test(text)

/** Whole sentences (句). */
export const sentencesOf = (text: string): readonly string[] =>
  text
    .split(/[。！？!?；;\n]/)
    .map((one) => one.trim())
    .filter(hasHan)

/** Stretches between any two marks (分句). */
const clausesOf = (text: string): readonly string[] =>
  text
    .split(/[。！？!?；;，,：:\n]/)
    .map((one) => one.trim())
    .filter(hasHan)

const wordsOf = (text: string): readonly string[] =>
  [...segmenter.segment(text)].filter(({ isWordLike, segment }) => isWordLike && hasHan(segment)).map(({ segment }) => segment)

/** What a text comes to. */
export interface Readability {
  readonly sentences: number
  /** Words of the average sentence. */
  readonly wordsPerSentence: number
  /**
   * Level by sentences in a hundred words: over 10 simple, 6 to 10 primary, fewer intermediate and harder (the criteria that BMJ Open,
   * highwire 187768, table 1, states for Chinese health materials).
   */
  readonly level: 'simple' | 'primary' | 'harder'
  /**
   * (characters a clause + adverbs and conjunctions a sentence) × 0.5; higher is harder. 徐巍、姚振晔、陈冬华：《中文年报可读性：衡量与检验》，
   * 《会计研究》2021 年第 3 期.
   */
  readonly index: number
}

/** Measures a text; undefined where there is no Chinese sentence in it. */
export const readabilityOf = (text: string): Readability | undefined => {
  const sentences = sentencesOf(text)
  const words = sentences.map(wordsOf)
  const count = words.reduce((sum, { length }) => sum + length, 0)
  if (sentences.length === 0 || count === 0) return undefined
  const inHundred = (100 * sentences.length) / count
  const clauses = clausesOf(text)
  const characters = clauses.reduce((sum, clause) => sum + [...clause].filter(hasHan).length, 0) / clauses.length
  const joined = words.flat().filter((word) => joining.has(word)).length / sentences.length
  return {
    ...{ sentences: sentences.length, wordsPerSentence: count / sentences.length },
    level: inHundred > 10 ? 'simple' : inHundred >= 6 ? 'primary' : 'harder',
    index: (characters + joined) * 0.5,
  }
}
