import type { PageError } from '../../../core/errors.ts'
import type { LexiconFault } from '../../../core/lexicon.ts'

/** What the reader of the lexicon finds wrong, and the same for an analyst. The first that fits counts. */
const sayings: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/^"(.*)": a word needs characters on both sides of …$/s, (word = '') => `“${word}”的“…”两边都要有字`],
  [/^"(.*)": a word needs characters$/s, () => '有一个词是空的'],
  [/an empty word$/, () => '有一个词是空的'],
  [/^"(.*)": a word may not hold/s, (word = '') => `“${word}”里不能有逗号、句号这样的标点，也不能换行`],
  [
    /^"(.*)" stands already at (?:.*\/)?([^/]+):(\d+)$/s,
    (word = '', file = '', line = '') => `“${word}”在 ${file} 第 ${line} 行已经写过，一个词在一处写一次就够`,
  ],
  [/^"(.*)" is no word of the lexicon$/s, (word = '') => `“${word}”不在词库里，变体只能写给已有的词`],
  [
    /^class: (\w+) stands in (\S+); it should be (\w+)$/,
    (has = '', file = '', wants = '') => `${file} 的 class 应该是 ${wants}，写成了 ${has}`,
  ],
  [/^role "(.*)" is none of (.*)$/s, (role = '', known = '') => `没有“${role}”这种作用，可以写的有：${known}`],
  [/^no such file/, () => '词库里没有这个文件'],
  [/a class is one of/, () => '类别只能是 D1 到 D8'],
  [/a day like/, () => '日期要写成 2026-11-29 这样'],
  [/a word is text/, () => '词要是文字；数字和 yes、no 请加引号'],
  [/Unrecognized keys?: (.*)$/, (keys = '') => `没有 ${keys} 这一项，请看看是不是写错了`],
  [/a word, or \{/, () => '这里要写一个词（数字和 yes、no 请加引号），或 { term: 词, … } 这样的一项；请看看项的名字有没有写错'],
]

/** One fault as an analyst reads it (词库错误): file, line, and what to mend. */
export const faultOf = ({ file, line, dev }: PageError): LexiconFault => {
  const why = dev.replace(`${file}:${line}: `, '')
  const name = file.split('/').at(-1) ?? file
  for (const [pattern, say] of sayings) {
    const found = pattern.exec(why)
    if (found) return { file: name, line, why: say(...found.slice(1)) }
  }
  return { file: name, line, why: `写法不对（${why}）` }
}
