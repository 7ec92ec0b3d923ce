import { counting } from './counts.ts'
import type { Reading } from './reading.ts'

const drills = counting('cue drill')
const real = counting('cue real')

/** Drills (演练): whatever happens in one happens to nobody. “不是演习，真有刀” is none. */
export const isDrill = (reading: Reading): boolean => drills(reading) > 0 && real(reading) === 0
