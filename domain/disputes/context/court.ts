import { counting } from './counts.ts'
import type { Reading } from './reading.ts'

const courtly = counting('cue court')

/** Told as a court or who goes to one tells it (裁判文书的说法): 原告, 被告, 审理查明. */
export const isCourtRecord = (reading: Reading): boolean => courtly(reading) > 0
