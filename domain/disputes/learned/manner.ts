import { isCourtRecord } from '../context/court.ts'
import type { Reading } from '../context/reading.ts'

/**
 * How a text is told (说法): as people tell it, or as a court does. The same word speaks for another thing in a judgment, so each manner has weights of
 * its own; both are learned together, and what holds for all texts is learned from all.
 */
export const manners = ['people', 'court'] as const
export type Manner = 0 | 1

/** Which place of `manners` a text is told in. */
export const mannerOf = (reading: Reading): Manner => (isCourtRecord(reading) ? 1 : 0)
