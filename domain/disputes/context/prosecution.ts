import { counting } from './counts.ts'
import type { Reading } from './reading.ts'

const accusing = counting('cue prosecution')
const happening = counting('cue real')

/** Indictments and judgments of crimes (刑事案件文书): the matter is with the courts, and whatever was done in it was done long ago. One such word alone is none. */
export const isProsecution = (reading: Reading): boolean => accusing(reading) > 1 && happening(reading) === 0
