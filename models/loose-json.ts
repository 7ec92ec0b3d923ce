/** JSON as small models write it, and where it ends in the text. */
export interface LooseJson {
  readonly value: unknown
  /** The place after it. */
  readonly end: number
}

/** Signs outside of strings that Chinese keyboards, and models that learnt from them, put in place of JSON's own. */
const wide: Readonly<Record<string, string>> = { '｛': '{', '｝': '}', '［': '[', '］': ']', '：': ':', '，': ',', '、': ',' }
/** What opens a string, and what may close it. */
const quotes: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '”': '”“', '‘': '’' }
const words: Readonly<Record<string, unknown>> = { true: true, false: false, null: null, True: true, False: false, None: null }
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '\n': '' }
const deepest = 32

class NoJsonError extends Error {}

/** One value of a text, read from a place on. Throws NoJsonError where there is none, or where it is not whole. */
const reader = (text: string, from: number) => {
  let at = from
  const fail = (): never => {
    throw new NoJsonError()
  }
  const sign = (): string => {
    while (at < text.length && /\s/.test(text[at] ?? '')) at++
    const char = text[at] ?? fail()
    return wide[char] ?? char
  }
  const takes = (char: string): boolean => {
    if (sign() !== char) return false
    at++
    return true
  }
  /** A quote ends a string where what follows goes on with JSON; inside a sentence it is a sign like others. */
  const isEnd = (): boolean => /^\s*(?:[,:}\])，：｝］、]|$)/u.test(text.slice(at, at + 8))
  const string = (): string => {
    const closers = quotes[text[at++] ?? ''] ?? fail()
    const isStrict = closers === '"'
    let value = ''
    for (;;) {
      const char = text[at++] ?? fail()
      if (closers.includes(char) && (isStrict || isEnd())) return value
      if (char !== '\\') value += char
      else {
        const next = text[at++] ?? fail()
        const code = next === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(at, at + 4))?.[0] : undefined
        if (code) at += 4
        value += code ? String.fromCharCode(Number.parseInt(code, 16)) : (escapes[next] ?? next)
      }
    }
  }
  const name = (): string => {
    const char = sign()
    if (char in quotes) return string()
    const found = /^[\p{L}_$][\p{L}\p{N}_$-]*/u.exec(text.slice(at, at + 80))?.[0] ?? fail()
    at += found.length
    return found
  }
  const list = <T>(close: string, one: () => T): T[] => {
    const all: T[] = []
    while (!takes(close)) {
      all.push(one())
      if (!takes(',') && sign() !== close) fail()
    }
    return all
  }
  const value = (depth: number): unknown => {
    if (depth > deepest) fail()
    const char = sign()
    if (char === '{') {
      at++
      const pairs = list('}', (): [string, unknown] => {
        const key = name()
        if (!takes(':')) fail()
        return [key, value(depth + 1)]
      })
      return Object.fromEntries(pairs)
    }
    if (char === '[') {
      at++
      return list(']', () => value(depth + 1))
    }
    if (char in quotes) return string()
    const word = /^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z]+)/.exec(text.slice(at, at + 40))?.[0] ?? fail()
    at += word.length
    if (word in words) return words[word]
    return /^[A-Za-z]/.test(word) ? fail() : Number(word)
  }
  return {
    value: () => value(0),
    at: () => at,
  }
}

/**
 * Reads JSON with the slips of small models: commas at the end, single, curly or full-width signs, words of Python, line breaks inside
 * strings, names without quotes. It has to be whole: what was cut off is never a smaller wish. Undefined where there is none.
 */
export const readLoose = (text: string, from = 0): LooseJson | undefined => {
  const one = reader(text, from)
  try {
    const value = one.value()
    return { value, end: one.at() }
  } catch (cause) {
    if (cause instanceof NoJsonError) return undefined
    throw cause
  }
}
