import { counting } from './counts.ts'
import type { Reading } from './reading.ts'

const calls = counting('cue callback')
const again = counting('cue again')

/** Calls after the work is done (回访): closed, unless it is said that it began again. */
export const isCallback = (reading: Reading): boolean => calls(reading) > 0 && again(reading) === 0
