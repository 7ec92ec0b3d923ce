import type { PageDraft, PageProposal, PageRelease } from '../core/agent-studio.ts'

const proposalJson = ({ beside, trial, ...proposal }: PageProposal) => ({
  ...{ ...proposal, beside: beside ?? null },
  trial: { ...trial, cases: trial.cases.map(({ before, ...one }) => ({ ...one, before: before ?? null })) },
})

/** A draft as it leaves. */
export const pageDraftJson = ({ authors: _, ...draft }: PageDraft) => ({
  ...{ ...draft, at: draft.at.toISOString(), changedAt: draft.changedAt.toISOString() },
  ...{ base: draft.base ?? null, restores: draft.restores ?? null, stopped: draft.stopped ?? null },
  ...{ proposal: draft.proposal ? proposalJson(draft.proposal) : null, approval: draft.approval ?? null },
})

/** A draft in a list: without its texts and figures. */
export const briefDraftJson = (draft: PageDraft) => {
  const { page: _, cases: __, proposal, ...brief } = pageDraftJson(draft)
  return { ...brief, worse: proposal?.worse ?? null }
}

/** A release as it leaves. */
export const pageReleaseJson = ({ proposal, cases: _, fileVersion: __, at, source, signature, ...release }: PageRelease) => {
  const tried = proposal?.trial.cases ?? []
  const isBeside = tried.some(({ before }) => before !== undefined)
  return {
    ...{ ...release, at: at.toISOString(), source: source ?? null, signature: signature ?? null, worse: proposal?.worse ?? [] },
    held: proposal
      ? {
          before: isBeside ? tried.filter(({ before }) => before).length : null,
          ...{ after: tried.filter(({ after }) => after).length, of: tried.length },
        }
      : null,
  }
}
