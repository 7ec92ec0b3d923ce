import { Converter } from 'opencc-js/t2cn'

/** What a UTF-16 unit counts as when texts and words are compared (归一): itself, another unit, or one of the marks below. */
export type Fold = Uint16Array

// Marks are noncharacters (U+FDD0 …), which no text should hold; one that does is read as `nothingUnit`.

/** Passed over inside words: spaces, zero-width characters, dots and strokes that people put between characters. */
export const passedOver = 0xfdd0
/** Ends a clause (分句). */
export const clauseEnd = 0xfdd1
/** Ends a sentence (句子). */
export const sentenceEnd = 0xfdd2
/** Stands for a character that is part of no word. */
export const nothingUnit = 0xfdd3

const units = 0x10000

// 欠·薪, 欠-薪, 欠*薪, 欠_薪, 欠~薪; the tilde also as people type it in Chinese.
const strokes = new Set('·•・‧∙⋅᛫*＊_＿~～^`´+＋|｜\\=-‐‑‒–—')
/** Controls, soft hyphen, joiners, marks of direction, variation selectors, and fillers that look like spaces (from, to). */
const unseen = [
  [0x0, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
] as const
const isPassed = (char: string): boolean =>
  strokes.has(char) || /\s/.test(char) || unseen.some(([from, to]) => char.charCodeAt(0) >= from && char.charCodeAt(0) <= to)
const ofClause = /[，,：:︰﹐﹕]/
const ofSentence = /[。！？!?；;｡﹗﹖﹔\n\r\u0085\u2028\u2029]/

const isMark = (unit: number): boolean => unit >= passedOver && unit <= sentenceEnd
const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff

/** Traditional and other forms of one character → the simplified one, where both are one unit. */
const simplify = (fold: Fold): void => {
  const han: string[] = []
  for (let unit = 0x3400; unit < 0xfb00; unit++) if (unit < 0xa000 || unit >= 0xf900) han.push(String.fromCharCode(unit))
  const text = han.join('\n')
  // Taiwan first: where the two differ Hong Kong has the older form.
  for (const from of ['hk', 'tw'] as const)
    for (const [index, simple] of Converter({ from, to: 'cn' })(text).split('\n').entries()) {
      const given = han[index]
      if (given !== undefined && simple !== given && simple.length === 1) fold[given.charCodeAt(0)] = simple.charCodeAt(0)
    }
}

let usual: Fold | undefined

const makeUsual = (): Fold => {
  const fold = Uint16Array.from({ length: units }, (_, unit) => unit)
  simplify(fold)
  for (let unit = 0; unit < units; unit++) {
    if (isSurrogate(unit)) continue
    if (isMark(unit)) {
      fold[unit] = nothingUnit
      continue
    }
    const char = String.fromCharCode(unit)
    if (ofSentence.test(char)) fold[unit] = sentenceEnd
    else if (ofClause.test(char)) fold[unit] = clauseEnd
    else if (isPassed(char)) fold[unit] = passedOver
    else {
      // Compatibility forms: full-width letters, circled digits, 兀 U+FA0C.
      const plain = char.normalize('NFKC').toLowerCase()
      if (plain.length === 1 && plain !== char) fold[unit] = fold[plain.charCodeAt(0)] ?? unit
    }
  }
  // One table may lead to a character that another changes.
  for (let unit = 0; unit < units; unit++) if (!isMark(fold[unit] ?? 0)) fold[unit] = fold[fold[unit] ?? unit] ?? unit
  return fold
}

/**
 * How units are folded: full-width forms, letters of either case, traditional script, and `same` characters (账帐: all count as the first).
 * One unit becomes one unit, so places in the folded text are places in the text as it was given. The usual fold is made once.
 */
export const openFold = (same: readonly string[] = []): Fold => {
  usual ??= makeUsual()
  const fold = usual.slice()
  for (const group of same) {
    const first = fold[group.charCodeAt(0)] ?? 0
    const others = new Set(Array.from(group, (char) => fold[char.charCodeAt(0)]))
    for (let unit = 0; unit < units; unit++) if (others.has(fold[unit])) fold[unit] = first
  }
  return fold
}

/** A word as the matcher compares it: folded, without what is passed over. */
export const folded = (word: string, fold: Fold): string => {
  let text = ''
  for (let at = 0; at < word.length; at++) {
    const unit = fold[word.charCodeAt(at)] ?? 0
    // Marks stay what they were written as.
    if (unit !== passedOver) text += unit === clauseEnd || unit === sentenceEnd ? word[at] : String.fromCharCode(unit)
  }
  return text
}
