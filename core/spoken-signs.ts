/** Signs (手势表情) that say yes or no by themselves at a counter, and the word for each. Others say nothing that may be acted on. */
const signs: readonly (readonly [RegExp, string])[] = [
  [/(?:👌|👍|🆗|✅|☑|✔|🙆|🫡)(?:[\u{1F3FB}-\u{1F3FF}\uFE0F]|\u200D[♀♂]\uFE0F?)*/gu, '好'],
  [/(?:👎|❌|✖|🙅|🚫)(?:[\u{1F3FB}-\u{1F3FF}\uFE0F]|\u200D[♀♂]\uFE0F?)*/gu, '不'],
]

/** A message that is nothing but such signs, said in words; any other as it is. */
export const signsInWords = (text: string): string => {
  if (/[\p{L}\p{N}]/u.test(text)) return text
  const said = new Set(signs.flatMap(([pattern, word]) => (text.match(pattern) ? [word] : [])))
  // 👍👎 says neither.
  const [only] = said
  return said.size === 1 && only !== undefined ? only : text
}
