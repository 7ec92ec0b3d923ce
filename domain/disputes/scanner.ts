import type { DisputeScanner } from '../../core/disputes.ts'
import { openDecision } from './decision/decision.ts'
import type { Model } from './learned/model.ts'
import type { Lexicon } from './lexicon/read-lexicon.ts'
import { openFold } from './matcher/fold.ts'
import type { Form } from './matcher/forms.ts'
import { openMatcher } from './matcher/matcher.ts'

/** Every way in which the entries are written (词形). */
export const formsOf = ({ entries }: Lexicon): Form[] =>
  entries.flatMap(({ word, variants, gap }, entry) => [word, ...variants].map((form) => ({ entry, word: form, gap })))

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
