import type { PageDraft, PageProposal, PageTrial, TriedCase } from '../../core/agent-studio.ts'
import { canonicalJson, sha256 } from '../../core/ids.ts'
import type { Officer } from '../../core/people.ts'

const shown = 20

const titles = (cases: readonly TriedCase[]): string =>
  `${cases
    .slice(0, 3)
    .map(({ title }) => `“${title}”`)
    .join('、')}${cases.length > 3 ? ' 等' : ''}`

/**
 * What a draft does worse (变差的地方), in words; empty: nothing. A case of the page in service counts as it stood there: a draft cannot get
 * better by dropping or softening the cases it fails.
 */
export const worseIn = ({ cases, taken }: PageTrial): readonly string[] => {
  const lost = cases.filter(({ before, after }) => before === true && !after)
  const fails = cases.filter(({ of, before, after }) => of === 'draft' && before !== true && !after)
  return [
    ...(cases.some(({ of }) => of === 'draft') ? [] : ['没有自己的案例，量不出好坏']),
    ...(lost.length > 0 ? [`${lost.length} 个原来通过的案例不再通过：${titles(lost)}`] : []),
    ...(fails.length > 0 ? [`${fails.length} 个自己的案例没有通过：${titles(fails)}`] : []),
    ...(taken.length > 0
      ? [`${taken.length} 句该由别的分身接的话被这一版接走，例如“${taken[0]?.says ?? ''}”（应归 ${taken[0]?.from ?? ''}）`]
      : []),
  ]
}

/** What of a trial nobody can sign for: said by the harness, not by the cases. */
export const barredIn = (harms: readonly string[]): readonly string[] => [...new Set(harms)].slice(0, shown)

/** What a proposal and a signature are bound to: any other text, figure or reason gives another seal. */
export const sealOf = (draft: Pick<PageDraft, 'id' | 'agent' | 'page' | 'cases'>, proposal: Omit<PageProposal, 'seal'>): string =>
  sha256(canonicalJson({ draft: draft.id, agent: draft.agent, page: sha256(draft.page), cases: sha256(draft.cases), ...proposal }))

/** The seal is not that of what stands beside it: changed past the studio. */
export const isTampered = (draft: PageDraft, { seal, ...facts }: PageProposal): boolean => sealOf(draft, facts) !== seal

/** Whether somebody had a hand in a draft: they may not be its second pair of eyes. */
export const isAuthor = (draft: PageDraft, who: Pick<Officer, 'id'>): boolean =>
  [draft.by, draft.proposal?.by, ...draft.authors].includes(who.id)

/** Why a draft may not be published now, by one person alone or with the yes of a second. Undefined: it may. */
export const whyNotPublish = (
  draft: PageDraft,
  facts: { readonly seal: string; readonly beside: string | undefined; readonly isSigned: boolean },
): 'not_proposed' | 'other_seal' | 'barred' | 'behind' | 'needs_signature' | 'stale' | undefined => {
  const { proposal } = draft
  if (draft.state !== 'proposed' || !proposal) return 'not_proposed'
  if (proposal.seal !== facts.seal) return 'other_seal'
  if (isTampered(draft, proposal)) return 'stale'
  if (proposal.barred.length > 0) return 'barred'
  if (proposal.beside !== facts.beside) return 'behind'
  return proposal.worse.length > 0 && !facts.isSigned ? 'needs_signature' : undefined
}
