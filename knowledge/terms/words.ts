import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Jieba } from '@node-rs/jieba'
import { type Dictionary, readDictionary, wordsAt } from './dictionary.ts'

/** jieba's dictionary. */
const dictionary = (): Buffer => readFileSync(createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt'))

/** Cuts a text into words (分词). */
export type CutWords = (text: string) => readonly string[]

/** What jieba takes for parts of words; all else stands alone, sign by sign. */
const block =
  /([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b820}-\u{2ceaf}\u{2ceb0}-\u{2ebef}\u{2f800}-\u{2fa1f}a-zA-Z0-9+#&._%-]+)/u

/** The likeliest way through a block, by how often words are met: where each word ends, by where it begins. */
const wayThrough = (known: Dictionary, bytes: Uint8Array): Int32Array => {
  const ends = new Int32Array(bytes.length + 1)
  const worth = new Float64Array(bytes.length + 1)
  const whole = Math.log(known.total)
  for (let from = bytes.length - 1, next = bytes.length; from >= 0; from--) {
    if (((bytes[from] ?? 0) & 0xc0) === 0x80) continue
    let [best, end] = [Number.NEGATIVE_INFINITY, 0]
    wordsAt(known, bytes, from, (at, count) => {
      const sum = Math.log(count) - whole + (worth[at] ?? 0)
      // Of two that are worth the same, the longer.
      if (sum >= best) [best, end] = [sum, at]
    })
    if (end === 0) [best, end] = [(worth[next] ?? 0) - whole, next]
    worth[from] = best
    ends[from] = end
    next = from
  }
  return ends
}

/**
 * A cutter that knows these words besides jieba's own dictionary: names of law are often longer than a common word. It cuts as jieba does
 * (https://github.com/messense/jieba-rs), but for its trie, which takes 36 MB: what is no word of the dictionary is cut by jieba itself,
 * by the model of signs that is compiled into it. Opened when the first question comes.
 */
export const openWords = (words: Iterable<string>): CutWords => {
  let opened: { readonly known: Dictionary; readonly unknown: Jieba } | undefined
  const open = () => {
    const own = [...new Set(words)].filter((word) => /^\p{Script=Han}{2,12}$/u.test(word))
    const shipped = dictionary()
    const known = readDictionary([shipped, Buffer.from(own.map((word) => `${word} 1000 n`).join('\n'))])
    // Its 5 MB are given back at once, not when memory is next looked through.
    if (shipped.buffer instanceof ArrayBuffer && shipped.byteLength === shipped.buffer.byteLength) shipped.buffer.transfer(0)
    return { known, unknown: new Jieba() }
  }
  const cutBlock = (text: string, found: string[]): void => {
    opened ??= open()
    const { known, unknown } = opened
    const bytes = Buffer.from(text)
    const ends = wayThrough(known, bytes)
    let alone = ''
    const flush = (): void => {
      if (alone === '') return
      const signs = [...alone]
      let isWord = false
      const run = Buffer.from(alone)
      wordsAt(known, run, 0, (end) => {
        isWord ||= end === run.length
      })
      found.push(...(signs.length === 1 || isWord ? signs : unknown.cut(alone, true)))
      alone = ''
    }
    for (let from = 0; from < bytes.length; from = ends[from] ?? bytes.length) {
      const word = bytes.toString('utf8', from, ends[from])
      if (word.length === 1 || [...word].length === 1) alone += word
      else {
        flush()
        found.push(word)
      }
    }
    flush()
  }
  return (text) => {
    const found: string[] = []
    for (const [at, part] of text.toWellFormed().split(block).entries()) {
      if (at % 2 === 1) cutBlock(part, found)
      else for (const sign of part.split(/(\r\n|\s)/u)) found.push(...(/^\s/.test(sign) ? [sign] : sign))
    }
    return found
  }
}
