import { type CodeName, codeOf } from './codes.ts'
import type { Reading } from './reading.ts'

/** Asks how many hits of some roles count in a text. Codes are looked up once, when the rule is made. */
export const counting = (...names: readonly CodeName[]): ((reading: Reading) => number) => {
  const codes = Int32Array.from(names, codeOf)
  return ({ count }) => {
    let sum = 0
    for (let at = 0; at < codes.length; at++) sum += count[codes[at] as number] as number
    return sum
  }
}
