import { counting } from './counts.ts'
import type { Reading } from './reading.ts'

const rumours = counting('cue hearsay')

/** What is only told (传言): information, no incident. Who sees or hears it himself reports, also as a stranger (第三方). */
export const isHearsay = (reading: Reading): boolean => rumours(reading) > 0
