import type { ApplicationView, Certificate, CertificateView } from '../core/certificates.ts'
import type { PlainDate } from '../core/time.ts'

/** The state of a certificate on a day. Revoked comes first: such a one never passes (`certificate.md` §3 I6). */
export const statusOf = (certificate: Pick<Certificate, 'status' | 'validUntil'>, today: PlainDate): 'valid' | 'revoked' | 'expired' => {
  if (certificate.status === 'revoked') return 'revoked'
  return certificate.validUntil !== undefined && certificate.validUntil < today ? 'expired' : 'valid'
}

const pick = ({ number, maskedName, issuedOn, validUntil, verifyCode, checks }: Omit<CertificateView, 'status'>) => ({
  number,
  maskedName,
  issuedOn,
  validUntil: validUntil ?? null,
  verifyCode,
  checks,
})

/** A kept certificate as its holder reads it in JSON. */
export const certificateJson = (certificate: Certificate, today: PlainDate) => ({
  ...pick(certificate),
  status: statusOf(certificate, today),
})

/** An application as its applicant reads it in JSON. */
export const applicationJson = ({ number, applicant, status, purpose, submittedAt, dueOn, certificate }: ApplicationView) => ({
  number,
  applicant,
  status,
  purpose,
  submittedAt: submittedAt.toISOString(),
  dueOn,
  certificate: certificate ? { ...pick(certificate), status: certificate.status } : null,
})
