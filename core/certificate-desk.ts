import type { LookupFacts } from './audit.ts'
import type { ApplicationView, CertificateRequest, PublicCheck, RevokeReason } from './certificates.ts'
import type { IntakeDesk } from './intake.ts'
import type { Citizen, Officer } from './people.ts'

/** The certificate desk (证明窗口): every rule of the trade behind a few verbs. Reached by tools and by doors for officers. */
export interface CertificateDesk {
  /** Takes an application in, inside the caller's transaction. The same `deedKey` gives the same application. */
  accept(
    request: CertificateRequest,
    by: { who: Citizen; deedKey: string; declareLookup(facts: LookupFacts): void },
  ): Promise<{ number: string; isNew: boolean }>
  /** Asks the registry, prints and signs, outside any transaction. Safe to call again, from anywhere, at any time. */
  settle(number: string): Promise<ApplicationView>
  /** Forms, drafts, and every kind of applicant. */
  readonly intake: IntakeDesk
  /** The person's own applications, newest first; drafts are with `intake`. */
  applications(who: Citizen): Promise<readonly ApplicationView[]>
  /** What anybody may learn of a document by its code or number (验真): never a full name, never why it was revoked. Counts the check. */
  check(codeOrNumber: string): Promise<PublicCheck>
  /** Takes a certificate back (撤销), by an approver of the issuing unit or its bureau; others get NotFoundError. */
  revoke(number: string, by: Officer, reason: RevokeReason): Promise<void>
}
