import { counting } from './counts.ts'
import type { Reading } from './reading.ts'

const conditions = counting('cue hypothetical')
const now = counting('happening', 'cue again')

/** What might come (假设、将来): nothing has happened yet. */
export const isHypothetical = (reading: Reading): boolean => conditions(reading) > 0 && now(reading) === 0
