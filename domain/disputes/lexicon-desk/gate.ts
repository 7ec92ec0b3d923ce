import { canonicalJson, sha256 } from '../../../core/ids.ts'
import type {
  FileRef,
  LexiconDraft,
  LexiconEdit,
  LexiconFigures,
  LexiconProposal,
  LexiconSignature,
  Measured,
} from '../../../core/lexicon.ts'
import type { Officer } from '../../../core/people.ts'

/** Smaller than any change of one text in a million: keeps 0.1 + 0.2 from counting as worse. */
const noise = 1e-9

const percent = (value: number): string => `${(value * 100).toFixed(2)}%`

const lower = (name: string, set: string, before: number | null, after: number | null): readonly string[] =>
  before !== null && (after ?? 0) < before - noise ? [`${set}：${name}从 ${percent(before)} 降到 ${percent(after ?? 0)}`] : []

/** In which figures a draft is worse (变差的指标), on any set: F1 over the classes, or recall of red. Empty: none. */
export const worseIn = (measured: readonly Measured[]): readonly string[] =>
  measured.flatMap(({ set, before, after }: { set: string; before: LexiconFigures; after: LexiconFigures }) => [
    ...lower('分类宏平均 F1', set, before.macroF1, after.macroF1),
    ...lower('红档查全', set, before.red.recall.value, after.red.recall.value),
  ])

/** What a proposal and a signature are bound to: any other file, base, scanner, figure or reason gives another seal. */
export const sealOf = (
  draft: { readonly id: string; readonly base: number; readonly files: readonly FileRef[] },
  proposal: Omit<LexiconProposal, 'seal'>,
): string => sha256(canonicalJson({ draft: draft.id, base: draft.base, files: draft.files, ...proposal }))

/** The seal is not that of what stands beside it: text, figure or reason was changed past the desk. */
export const isTampered = (draft: Pick<LexiconDraft, 'id' | 'base' | 'files'>, { seal, ...facts }: LexiconProposal): boolean =>
  sealOf(draft, facts) !== seal

/** Why somebody may not sign (不能签字的理由): four eyes means that the second pair did not write it. Undefined: they may. */
export const whyNotSign = (
  draft: Pick<LexiconDraft, 'by' | 'state' | 'proposal'>,
  edits: readonly Pick<LexiconEdit, 'by'>[],
  signer: Pick<Officer, 'id'>,
): 'not_proposed' | 'not_needed' | 'own_work' | undefined => {
  if (draft.state !== 'proposed' || !draft.proposal) return 'not_proposed'
  if (draft.proposal.worse.length === 0) return 'not_needed'
  const authors = [draft.by, draft.proposal.by, ...edits.map(({ by }) => by)]
  return authors.includes(signer.id) ? 'own_work' : undefined
}

/** Why a draft may not be published now. Undefined: it may. */
export const whyNotPublish = (
  draft: Pick<LexiconDraft, 'state' | 'base' | 'proposal' | 'signature'>,
  facts: { readonly newest: number; readonly seal: string; readonly publisher: Pick<Officer, 'id'> },
): 'not_proposed' | 'other_seal' | 'behind' | 'needs_signature' | undefined => {
  if (draft.state !== 'proposed' || !draft.proposal) return 'not_proposed'
  if (draft.proposal.seal !== facts.seal) return 'other_seal'
  if (draft.base !== facts.newest) return 'behind'
  const isSigned = (signature: LexiconSignature | undefined): boolean =>
    signature !== undefined && signature.seal === facts.seal && signature.by !== facts.publisher.id
  return draft.proposal.worse.length > 0 && !isSigned(draft.signature) ? 'needs_signature' : undefined
}
