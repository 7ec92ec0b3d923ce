import { counting } from './counts.ts'
import type { Reading } from './reading.ts'

const examples = counting('cue training_text')
const real = counting('cue real')

/** Test papers, samples for training, exercises (试题、语料、样例): texts about texts. */
export const isTaught = (reading: Reading): boolean => examples(reading) > 0 && real(reading) === 0
