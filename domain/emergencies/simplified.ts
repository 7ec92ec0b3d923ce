import { createRequire } from 'node:module'
import { isTraditional } from '../../core/script.ts'

type Simplify = (text: string) => string
let loaded: Simplify | undefined
/** The converter (opencc-js), loaded when the first message in traditional script comes; a guard cannot wait, so it is required and not imported. */
const load = (text: string): string => {
  // What the package exports by require is what it exports by import, which has types.
  const { Converter } = createRequire(import.meta.url)('opencc-js/t2cn') as typeof import('opencc-js/t2cn')
  const simplify: Simplify = Converter({ from: 'tw', to: 'cn' })
  loaded = simplify
  return simplify(text)
}

/** A message in simplified characters: what hears danger was taught with those. */
export const inSimplified = (text: string): string => (isTraditional(text) ? (loaded ?? load)(text) : text)
