import type { Hits } from '../lexicon/entry.ts'
import { checkConditions } from './conditions.ts'
import { coverWords } from './covered.ts'
import { clearLookalikes } from './lookalikes.ts'
import { negate } from './negation.ts'
import { setAsideNotNow } from './not-now.ts'
import { beginReading, type Reading, type Trap } from './reading.ts'
import { sceneOf } from './scene.ts'

/** Reads the hits of a text as they are meant (先判语境): what is set aside, and in what scene all of it stands. */
export const readContext = (reading: Reading, hits: Hits, text: string): Trap => {
  beginReading(reading, hits, text)
  checkConditions(reading)
  coverWords(reading)
  negate(reading)
  clearLookalikes(reading)
  setAsideNotNow(reading)
  return sceneOf(reading)
}
