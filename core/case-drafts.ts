/** What somebody thought of an answer (评价). */
export type Opinion = 'good' | 'bad'

/** Where a draft came from: a thumb on a reply, or a question that an officer corrected or that nobody could answer. */
export type DraftSource = 'thumb' | 'question'

/**
 * A case on its way in (用例草稿): what was said and what came back, personal values replaced, waiting for a person who decides whether
 * it becomes a case of an agent. Who said it is not kept.
 */
export interface CaseDraft {
  /** Id of the turn, or of the question. */
  readonly id: string
  readonly at: Date
  readonly agent: string | undefined
  readonly source: DraftSource
  readonly opinion: Opinion
  /** A ready `cases.yaml`. */
  readonly yaml: string
  /** What the person added, personal values replaced. */
  readonly note: string | undefined
  readonly state: 'open' | 'kept' | 'dropped'
  /** Person id of whoever decided. */
  readonly decidedBy: string | undefined
}

/** Drafts of cases; texts are encrypted at rest. */
export interface CaseDrafts {
  /** Inserts, or replaces a draft that is open; one that was decided stays as it is. */
  save(draft: CaseDraft): Promise<void>
  find(id: string): Promise<CaseDraft | undefined>
  /** Newest first. */
  list(options: { readonly state: CaseDraft['state']; readonly limit: number }): Promise<readonly CaseDraft[]>
  /** False when it was decided before, or is not there. */
  decide(id: string, decision: { readonly state: 'kept' | 'dropped'; readonly by: string }): Promise<boolean>
}
