import { disputeClasses } from '../../../core/disputes.ts'
import { tableOf } from '../context/codes.ts'
import { readContext } from '../context/read.ts'
import { openReading } from '../context/reading.ts'
import type { Lexicon } from '../lexicon/read-lexicon.ts'
import { openFold } from '../matcher/fold.ts'
import { openMatcher } from '../matcher/matcher.ts'
import { formsOf } from '../scanner.ts'
import { hitRowsOf, openPairs, rowsOf, unitsFor } from './features.ts'
import { stepsOf } from './kernel.ts'
import { type Manner, mannerOf } from './manner.ts'
import type { DangerText, TaughtText } from './teaching.ts'
import type { DangerLesson, Lesson } from './train.ts'
import type { Seen } from './vectors.ts'
import { choosePairs, vocabularyOf } from './vocabulary.ts'

/** Makes lessons of texts, seen exactly as the scanner sees them, and the pairs that are to be known. */
export const openLessons = (
  lexicon: Lexicon,
  taught: readonly TaughtText[],
): { readonly pairs: readonly number[]; of(taught: TaughtText): Lesson; ofDanger(told: DangerText): DangerLesson } => {
  const fold = openFold()
  const matcher = openMatcher(formsOf(lexicon), fold)
  const reading = openReading(tableOf(lexicon.entries, disputeClasses))
  const units = unitsFor(fold)
  const pairs = choosePairs(
    taught.map(({ text }) => text),
    units,
  )
  const kernel = openPairs(units, vocabularyOf(pairs))
  const given = { kernel, rows: hitRowsOf(lexicon.entries) }
  const seenIn = (text: string): Seen & { manner: Manner } => {
    matcher.match(text)
    const scene = readContext(reading, matcher.segment(), text)
    const rows = kernel.rows.slice(0, kernel.unite(rowsOf(reading, scene, given)))
    const steps = Uint8Array.from(rows, (row) => stepsOf[kernel.times[row] as number] as number)
    kernel.times.fill(0)
    return { rows, steps, manner: mannerOf(reading) }
  }
  return {
    pairs,
    of: ({ text, classes, live, weight }) => ({ ...seenIn(text), classes, live, weight }),
    ofDanger: ({ text, isDanger, weight }) => ({ ...seenIn(text), isDanger, weight }),
  }
}
