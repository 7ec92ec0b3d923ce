import type { DisputeScanner } from '../../core/disputes.ts'
import { openDecision } from './decision/decision.ts'
import type { Model } from './learned/model.ts'
import type { Lexicon } from './lexicon/read-lexicon.ts'
import { soundAlikes } from './lexicon/sound-alikes.ts'
import { openFold } from './matcher/fold.ts'
import type { Form } from './matcher/forms.ts'
import { openMatcher } from './matcher/matcher.ts'

/** Every way in which the entries that a text is searched for are written (词形): as they stand, by hand, and by slips of sound. */
export const formsOf = ({ entries }: Lexicon): Form[] => {
  const words = new Set(entries.flatMap(({ word, variants }) => [word, ...variants]))
  const isWord = (text: string): boolean => words.has(text)
  return entries.flatMap((one, entry) =>
    one.kind === 'slot'
      ? []
      : [...new Set([one.word, ...one.variants, ...soundAlikes(one, isWord)])].map((word) => ({ entry, word, gap: one.gap })),
  )
}

const nothingKnown = {}

/** Opens a scanner over a lexicon: one pass for the words, then the decision over what was found. Without a model, words alone decide. */
export const openScanner = (lexicon: Lexicon, model?: Model): DisputeScanner => {
  const fold = openFold()
  const matcher = openMatcher(formsOf(lexicon), fold)
  const decide = openDecision(lexicon.entries, { fold, model })
  return {
    version: model ? `${lexicon.version}-${model.version}` : lexicon.version,
    scan(text, facts = nothingKnown) {
      matcher.match(text)
      return decide(matcher.segment(), text, facts)
    },
  }
}
