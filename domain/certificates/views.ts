import type { Application, ApplicationView, Certificate, CertificateView } from '../../core/certificates.ts'
import type { Records } from '../../core/ports.ts'
import type { PlainDate } from '../../core/time.ts'
import { publicStatus } from './states.ts'

/** The state of a certificate on a day. */
export const statusOf = (certificate: Certificate, today: PlainDate): CertificateView['status'] =>
  certificate.status === 'revoked'
    ? 'revoked'
    : certificate.validUntil !== undefined && certificate.validUntil < today
      ? 'expired'
      : 'valid'

/** An application as its applicant may see it. */
export const applicationViewOf = (application: Application, certificate: Certificate | undefined, today: PlainDate): ApplicationView => ({
  number: application.number,
  applicant: application.applicant,
  status: publicStatus(application.state, application.history),
  purpose: application.purpose,
  submittedAt: application.submittedAt,
  dueOn: application.dueOn,
  certificate: certificate && {
    number: certificate.number,
    maskedName: certificate.maskedName,
    issuedOn: certificate.issuedOn,
    validUntil: certificate.validUntil,
    status: statusOf(certificate, today),
    verifyCode: certificate.verifyCode,
    checks: certificate.checks,
  },
})

/** All applications of a person as they may see them, newest first: two look-ups, however many there are. */
export const applicationViews = async (records: Records, person: string, today: PlainDate): Promise<readonly ApplicationView[]> => {
  const [applications, certificates] = await Promise.all([
    records.applications.listByPerson(person, 50),
    records.certificates.listByPerson(person, 50),
  ])
  const byNumber = new Map(certificates.map((certificate) => [certificate.number, certificate]))
  // What was never handed in is a draft, and no application yet.
  const handedIn = applications.filter(({ history }) => history.some(({ event }) => event === 'submit'))
  return handedIn.map((application) => applicationViewOf(application, byNumber.get(application.certificate ?? ''), today))
}
