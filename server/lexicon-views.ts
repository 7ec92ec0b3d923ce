import type { LexiconDraft, LexiconEdit, LexiconVersion } from '../core/lexicon.ts'

/** A draft as it leaves. */
export const draftJson = ({ shipped: _, at, changedAt, proposal, signature, ...draft }: LexiconDraft) => ({
  ...{ ...draft, at: at.toISOString(), changedAt: changedAt.toISOString() },
  ...{ proposal: proposal ?? null, signature: signature ?? null },
})

/** A version as it leaves. */
export const versionJson = ({ number, base, by, byName, at, proposal, signature }: LexiconVersion) => ({
  ...{ number, base, by, byName, at: at.toISOString(), scanner: proposal.scanner.after, why: proposal.why },
  ...{ proposal, signature: signature ?? null },
})

/** An edit as it leaves. */
export const editJson = ({ file, by, byName, at, before, after }: LexiconEdit) => ({
  file,
  by,
  byName,
  at: at.toISOString(),
  before,
  after,
})
