import { counting } from './counts.ts'
import type { Reading } from './reading.ts'

const campaigns = counting('cue publicity')
const happening = counting('happening', 'cue again')

/** Campaigns, briefings, reports of work (宣传、简报、排查): they name disputes and are none. */
export const isPublicity = (reading: Reading): boolean => campaigns(reading) > 0 && happening(reading) === 0
