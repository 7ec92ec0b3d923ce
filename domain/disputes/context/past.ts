import { counting } from './counts.ts'
import type { Reading } from './reading.ts'

const once = counting('cue past')
const over = counting('cue ended')
const now = counting('cue ongoing', 'happening', 'cue again')

/** What is long over (历史): a label of history, unless the same text tells of today. */
export const isPast = (reading: Reading): boolean => once(reading) + over(reading) > 0 && now(reading) === 0
