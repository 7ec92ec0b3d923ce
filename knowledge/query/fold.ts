import { foldText } from '../terms/terms.ts'

/** A question is read up to here: more than anybody asks in one go, and what a pasted judgment begins with. In characters. */
export const readChars = 10_000

let simplified: ReadonlySet<string> | undefined
/** The 6,763 characters of GB 2312: what simplified Chinese is written with, and no character of traditional script alone. */
const gb2312 = (): ReadonlySet<string> => {
  if (simplified) return simplified
  const bytes: number[] = []
  for (let row = 0xb0; row <= 0xf7; row++) for (let cell = 0xa1; cell <= 0xfe; cell++) bytes.push(row, cell)
  simplified = new Set(new TextDecoder('gb18030').decode(Uint8Array.from(bytes)))
  return simplified
}

const isTraditional = (text: string): boolean => {
  const known = gb2312()
  for (const [char] of text.matchAll(/\p{Script=Han}/gu)) if (!known.has(char)) return true
  return false
}

type Simplify = (text: string) => string
let loading: Promise<Simplify> | undefined
/** The converter (opencc-js), loaded when the first question in traditional script comes. */
const loadSimplify = (): Promise<Simplify> => {
  loading ??= import('opencc-js/t2cn').then(({ Converter }) => Converter({ from: 'tw', to: 'cn' }))
  return loading
}

/** A question as it is read: simplified characters, half-width small letters, nothing invisible, one blank at most. */
export const foldQuestion = async (raw: string): Promise<string> => {
  const text = foldText(raw.slice(0, readChars).toWellFormed())
    // U+FFFD stands where half a character was.
    .replace(/[\p{Cc}\p{Cf}\uFFFD]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return isTraditional(text) ? foldText((await loadSimplify())(text)) : text
}
