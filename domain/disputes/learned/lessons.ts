import { disputeClasses } from '../../../core/disputes.ts'
import { tableOf } from '../context/codes.ts'
import { readContext } from '../context/read.ts'
import { openReading } from '../context/reading.ts'
import type { Lexicon } from '../lexicon/read-lexicon.ts'
import { openFold } from '../matcher/fold.ts'
import { openMatcher } from '../matcher/matcher.ts'
import { formsOf } from '../scanner.ts'
import type { DangerLesson } from './danger.ts'
import { hitRowsOf, openPairs, rowsOf, unitsFor } from './features.ts'
import type { DangerText, TaughtText } from './teaching.ts'
import type { Lesson } from './train.ts'
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
  const rowsIn = (text: string): Int32Array => {
    matcher.match(text)
    const scene = readContext(reading, matcher.segment(), text)
    return kernel.rows.slice(0, rowsOf(reading, scene, given))
  }
  return {
    pairs,
    of: ({ text, classes, live, weight }) => ({ rows: rowsIn(text), classes, live, weight }),
    ofDanger: ({ text, isDanger, weight }) => ({ rows: rowsIn(text), isDanger, weight }),
  }
}
