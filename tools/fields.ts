import { z } from 'zod'
import { applicantKinds } from '../core/applicants.ts'
import { publicStatuses, purposes } from '../core/certificates.ts'
import type { PlainDate } from '../core/time.ts'

/** What an input field tells a model that fills forms: rides in the JSON schema, and hurts nobody who ignores it. */
export interface FieldMeta {
  readonly title: string
  /** The question asked when it is missing; optional fields are never asked. */
  readonly ask?: string
  readonly ask_en?: string
  readonly kind: 'choice' | 'text' | 'period' | 'query' | 'certificate_number' | 'application_number'
  readonly examples?: readonly string[]
  readonly choices?: Readonly<Record<string, { readonly label: string; readonly en?: string; readonly says: readonly string[] }>>
}

/** Types a field's meta; zod takes any record. */
export const fieldMeta = (meta: FieldMeta): Record<string, unknown> => ({ ...meta })

/** A day in a tool's output. */
export const plainDate = z.custom<PlainDate>((value) => typeof value === 'string')

/** A certificate as its holder may see it, in a tool's output. */
export const certificateView = z.object({
  number: z.string(),
  maskedName: z.string(),
  issuedOn: plainDate,
  validUntil: plainDate.optional(),
  status: z.enum(['valid', 'revoked', 'expired']),
  verifyCode: z.string(),
  checks: z.number(),
})

/** An application as its applicant may see it, in a tool's output. */
export const applicationView = z.object({
  number: z.string(),
  applicant: z.enum(applicantKinds).default('self'),
  status: z.enum(publicStatuses),
  purpose: z.enum(purposes),
  submittedAt: z.string(),
  dueOn: plainDate,
  certificate: certificateView.optional(),
})
