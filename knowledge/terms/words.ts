import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Jieba } from '@node-rs/jieba'

/** jieba's dictionary. Its own `dict.js` would read another table beside it and keep both, 11 MB, as long as the process lives. */
const dictionary = (): Buffer => readFileSync(createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt'))

/** Cuts a text into words (分词). */
export type CutWords = (text: string) => readonly string[]

/**
 * A cutter that knows these words besides its own dictionary: names of law are often longer than a common word. It takes 40 MB and a
 * quarter of a second, so that it is opened when the first question comes.
 */
export const openWords = (words: Iterable<string>): CutWords => {
  let jieba: Jieba | undefined
  const open = (): Jieba => {
    const made = Jieba.withDict(dictionary())
    const known = [...new Set(words)].filter((word) => /^\p{Script=Han}{2,12}$/u.test(word))
    if (known.length > 0) made.loadDict(Buffer.from(known.map((word) => `${word} 1000 n`).join('\n')))
    return made
  }
  return (text) => {
    jieba ??= open()
    return jieba.cut(text, true)
  }
}
