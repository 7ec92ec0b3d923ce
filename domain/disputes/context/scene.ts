import { isCallback } from './callback.ts'
import { isCourtRecord } from './court.ts'
import { isDrill } from './drill.ts'
import { isFiction } from './fiction.ts'
import { isHearsay } from './hearsay.ts'
import { isHypothetical } from './hypothetical.ts'
import { isLawQuestion } from './law-question.ts'
import { isPast } from './past.ts'
import { isProsecution } from './prosecution.ts'
import { isPublicity } from './publicity.ts'
import type { Reading, Trap } from './reading.ts'
import { isTaught } from './taught.ts'

/** What kind of text this is, when it tells of no incident of now (语境). The first that fits. */
const scenes: readonly (readonly [name: Trap, holds: (reading: Reading) => boolean])[] = [
  ['drill', isDrill],
  ['training_text', isTaught],
  ['prosecution', isProsecution],
  ['fiction', isFiction],
  ['callback', isCallback],
  ['publicity', isPublicity],
  ['hearsay', isHearsay],
  ['law_question', isLawQuestion],
  ['past', isPast],
  ['hypothetical', isHypothetical],
]

/** The scene of a text: '' where it tells of something that happens. What a court found is neither played nor hearsay, whatever words stand in it. */
export const sceneOf = (reading: Reading): Trap => {
  if (isCourtRecord(reading)) return isProsecution(reading) ? 'prosecution' : ''
  for (let at = 0; at < scenes.length; at++) {
    const scene = scenes[at] as (typeof scenes)[number]
    if (scene[1](reading)) return scene[0]
  }
  return ''
}
