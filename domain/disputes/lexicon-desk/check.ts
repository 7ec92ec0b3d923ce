import { PageError } from '../../../core/errors.ts'
import type { LexiconFault, LexiconFile } from '../../../core/lexicon.ts'
import { type Lexicon, readLexicon } from '../lexicon/read-lexicon.ts'
import { faultOf } from './fault-words.ts'
import { unsettled } from './lines.ts'

const tried = (files: readonly LexiconFile[]): Lexicon | LexiconFault => {
  try {
    return readLexicon(files)
  } catch (cause) {
    if (cause instanceof PageError) return faultOf(cause)
    throw cause
  }
}

/** Reads files to a lexicon, or says what is wrong: the first fault of each file, and of all together. */
export const checked = (files: readonly LexiconFile[]): { readonly lexicon: Lexicon } | { readonly faults: readonly LexiconFault[] } => {
  const marks = files.flatMap(({ name, text }) => unsettled(name, text))
  if (marks.length > 0) return { faults: marks }
  const whole = tried(files)
  if ('entries' in whole) return { lexicon: whole }
  // Variants speak of words of the other files, and mean nothing alone.
  const alone = files.filter(({ name }) => name !== 'variants.yaml').map((file) => tried([file]))
  const faults = alone.filter((one): one is LexiconFault => 'why' in one)
  return { faults: faults.some(({ file, line }) => file === whole.file && line === whole.line) ? faults : [whole, ...faults] }
}
