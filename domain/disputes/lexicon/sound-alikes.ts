import { pinyin } from 'pinyin-pro'
import type { Entry } from './entry.ts'

/** Shorter words are hardly ever told apart from others once a character is exchanged (不给钱 / 不给前台); those stand in variants.yaml by hand. */
const shortest = 4
/** The last characters stay as they are: the matcher's gate goes by them, and would open twice as often. */
const kept = 2

/** First characters that are words of their own: what sounds like them is often the end of another word (未签合同, 单位签合同). */
const fixedFirst = /^[未不没无非被把要给对向和与还又也都在有是]/

/** The 3,755 commonest characters (GB/T 2312-1980, level 1), which is what an input method offers first. */
const common = (): string[] => {
  const decoder = new TextDecoder('gb18030')
  const chars: string[] = []
  for (let first = 0xb0; first <= 0xd7; first++)
    for (let second = 0xa1; second <= 0xfe; second++) {
      const char = decoder.decode(Uint8Array.of(first, second))
      if (/^\p{Script=Han}$/u.test(char)) chars.push(char)
    }
  return chars
}

let bySound: ReadonlyMap<string, readonly string[]> | undefined

/** Syllable with its tone → the common characters that are read so first. */
const sounds = (): ReadonlyMap<string, readonly string[]> => {
  if (bySound) return bySound
  const map = new Map<string, string[]>()
  for (const char of common()) {
    const sound = pinyin(char)
    map.set(sound, [...(map.get(sound) ?? []), char])
  }
  bySound = map
  return map
}

/**
 * Ways in which a word is mistyped by its sound (同音错字): one character exchanged for another that is read the same, tone and all, in strong
 * words of four characters or more without a gap. `isWord` says what is a word itself and so no slip.
 */
export const soundAlikes = (
  { word, kind, isWeak }: Pick<Entry, 'word' | 'kind' | 'isWeak'>,
  isWord: (text: string) => boolean,
): string[] => {
  if (kind !== 'term' || isWeak || word.length < shortest || !/^\p{Script=Han}+$/u.test(word)) return []
  // Read as one word, since 还 of 还钱 and 还有 sound different.
  const read = pinyin(word, { type: 'array' })
  const found: string[] = []
  for (let at = fixedFirst.test(word) ? 1 : 0; at < word.length - kept; at++)
    for (const other of sounds().get(read[at] ?? '') ?? []) {
      const variant = `${word.slice(0, at)}${other}${word.slice(at + 1)}`
      if (other !== word[at] && !isWord(variant)) found.push(variant)
    }
  return found
}
