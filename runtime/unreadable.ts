const ordinary = /[\p{L}\p{M}\p{N}，。！？、；：“”‘’（）《》「」【】,.!?;:'"()\-/%·…—～~*#+=_|]/gu

/** Text no person could read: mostly neither letters, Chinese, digits nor ordinary punctuation, or one thing over and over. */
export const isGarbage = (text: string): boolean => {
  if (/\uFFFD{2,}/.test(text)) return true
  const bare = text.replace(/\s/g, '')
  if (bare.length < 12) return false
  const readable = bare.match(ordinary)?.length ?? 0
  return readable / [...bare].length < 0.7 || /(.{1,8})\1{24,}/su.test(bare)
}

/** Text meant for a machine: a call written out as text, a fence, a tag of a chat template. */
export const isMachineTalk = (text: string): boolean =>
  /```|<\|[^|<>]{1,40}\|>|<\/?(?:tool_call|tool_response|function_call|function|invoke|think)\b|^\s*(?:[[{]\s*(?:"|\{)|[[\]{},]+\s*$|"[\w-]+"\s*:)/i.test(
    text,
  )

/** Takes out what nobody sees but which changes what they see: control characters, overrides of the writing direction. */
export const withoutControls = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF]/g, '')

const letters = (text: string): number => text.match(/\p{Script=Latin}/gu)?.length ?? 0

const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu
/** Letters that are neither Chinese nor Latin: Cyrillic, Hangul, Arabic, Mongolian, Tibetan, … */
const elsewhere = /(?![\p{Script=Han}\p{Script=Latin}\p{Script=Hiragana}\p{Script=Katakana}])\p{L}/gu

/**
 * True for a sentence in a language that the person did not ask in. Whoever writes in another script themself may be answered in one; a
 * name or an address in it does not make a sentence another language.
 */
export const isOtherLanguage = (sentence: string, isEnglish: boolean, asked = ''): boolean => {
  const [han, latin, kanas, others] = [
    count(sentence, /\p{Script=Han}/gu),
    letters(sentence),
    count(sentence, kana),
    count(sentence, elsewhere),
  ]
  if (kanas >= 5 && kanas > 0.3 * (han + kanas) && count(asked, kana) === 0) return true
  if (others >= 8 && han === 0 && others > latin && count(asked, elsewhere) === 0) return true
  return isEnglish ? han >= 8 && latin < han : han === 0 && /(?:(?<![\p{L}'’])[\p{Script=Latin}'’]+[\s,;]+){4}/iu.test(sentence)
}
