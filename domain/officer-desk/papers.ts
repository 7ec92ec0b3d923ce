import type { Application } from '../../core/certificates.ts'
import type { Officer } from '../../core/people.ts'
import type { Records } from '../../core/ports.ts'

/** A paper that is written outside the transaction and put into the books inside it (文书). */
export interface WrittenPaper {
  readonly number: string
  /** A certificate, which becomes the application's own. */
  readonly isCertificate: boolean
  keep(records: Records): Promise<void>
}

/** What a step at the desk is put on paper as. Facts beyond the case are those of the act. */
export type PaperNeed =
  | { readonly kind: 'receipt' }
  /** The reply to an institution in which nobody has a record (查询告知函). */
  | { readonly kind: 'reply' }
  /** The same once more after a recheck, with what the registry says now of those of whom it told a record. */
  | { readonly kind: 'corrected_reply'; readonly by: Officer; readonly answers: ReadonlyMap<string, 'clear' | 'hit' | 'uncertain'> }
  | { readonly kind: 'supplement'; readonly missing: readonly { readonly what: string; readonly how: string }[] }
  | { readonly kind: 'not_accepted'; readonly because: string }
  | {
      readonly kind: 'refusal'
      readonly proposer: string
      readonly approver: Officer
      /** Of a unit's list, by id: what the registry has just said, which the books learn with this very paper. */
      readonly answers: ReadonlyMap<string, 'clear' | 'hit' | 'uncertain'>
    }
  | {
      readonly kind: 'verification_approval'
      readonly cause: string
      readonly matters: readonly string[]
      readonly proposer: string
      readonly approver: Officer
      readonly expectedOn: string
    }
  | { readonly kind: 'recheck_application'; readonly statement: string; readonly evidence: readonly string[] }
  | { readonly kind: 'recheck_opinion'; readonly conclusion: 'upheld' | 'corrected' }
  | { readonly kind: 'revocation'; readonly revoked: string; readonly of: 'certificate' | 'inquiry_letter' }
  | { readonly kind: 'replacement' }

/** Writes the papers of the desk (文书); `open-certificates.ts` plugs the press in. Over `records` where it must be inside a transaction. */
export interface CasePapers {
  write(needs: readonly PaperNeed[], application: Application, at: Date, records?: Records): Promise<readonly WrittenPaper[]>
}
