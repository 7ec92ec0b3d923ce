import type { Random } from './random.ts'

/** Words by the name that a sentence calls them by: `{mate}`. */
export type Words = Readonly<Record<string, readonly string[]>>

/** A sentence ready to be said, a little differently each time. */
export type Sentence = (random: Random) => string

/** A word that a sentence calls for and nobody gave. */
export class UnknownWordError extends Error {
  readonly word: string
  constructor(word: string) {
    super(`{${word}} is not among the words`)
    this.word = word
  }
}

type Part = string | readonly Sentence[]

/**
 * Makes sentences of templates. `{mate}` is one of the words of that name, which may call for words again. Compiled once: a made day asks for
 * a million of them.
 */
export const sentenceMaker = (words: Words): ((template: string) => Sentence) => {
  const known = new Map<string, readonly Sentence[]>()
  const open = new Set<string>()
  const wordsOf = (name: string): readonly Sentence[] => {
    const ready = known.get(name)
    if (ready) return ready
    const list = words[name]
    if (!list || open.has(name)) throw new UnknownWordError(name)
    open.add(name)
    const made = list.map(compile)
    open.delete(name)
    known.set(name, made)
    return made
  }
  const compile = (template: string): Sentence => {
    const parts: Part[] = template.split(/(\{\w+\})/).flatMap((piece): Part[] => {
      if (piece === '') return []
      return /^\{\w+\}$/.test(piece) ? [wordsOf(piece.slice(1, -1))] : [piece]
    })
    const [only] = parts
    if (parts.length <= 1 && (only === undefined || typeof only === 'string')) return () => only ?? ''
    return (random) => {
      let said = ''
      for (const part of parts) said += typeof part === 'string' ? part : random.of(part)(random)
      return said
    }
  }
  return compile
}

/** Signs that meet where a word was empty: the last one counts. */
export const tidySigns = (said: string): string => said.replace(/[，、]+(?=[，。、]|$)/g, '').replace(/。+(?=[，。])/g, '')
