import type { Application, ApplicationView, Certificate, CertificateDesk, CertificateView } from '../../core/certificates.ts'
import type { Records } from '../../core/ports.ts'
import { type PlainDate, shanghaiDate } from '../../core/time.ts'
import { type DeskGround, institutionOf } from './desk-ground.ts'
import { parseCertificateNumber, parseVerifyCode } from './numbers.ts'
import { publicStatus } from './states.ts'

const statusOf = (certificate: Certificate, today: PlainDate): CertificateView['status'] =>
  certificate.status === 'revoked'
    ? 'revoked'
    : certificate.validUntil !== undefined && certificate.validUntil < today
      ? 'expired'
      : 'valid'

/** An application as its applicant may see it. */
export const applicationViewOf = (application: Application, certificate: Certificate | undefined, today: PlainDate): ApplicationView => ({
  number: application.number,
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
  return applications.map((application) => applicationViewOf(application, byNumber.get(application.certificate ?? ''), today))
}

/** What anybody may learn of a document (验真), each check counted for its holder. */
export const publicCheck = (ground: DeskGround): CertificateDesk['check'] => {
  const { store, clock } = ground
  return async (text) => {
    const number = parseCertificateNumber(text)?.number
    const code = number ? undefined : parseVerifyCode(text)
    const certificate = number ? await store.certificates.find(number) : code ? await store.certificates.findByCode(code) : undefined
    if (!certificate) return { verdict: 'unknown' }
    await store.certificates.countCheck(certificate.number)
    const { issuedOn, maskedName, isDemo } = certificate
    const institution = (await institutionOf(store, certificate.unit)).name
    return {
      verdict: statusOf(certificate, shanghaiDate(clock())),
      kind: 'certificate',
      number: certificate.number,
      // Numbers can be counted up, codes cannot be guessed: only who holds the code sees whose it is.
      maskedName: code ? maskedName : '凭验真码可看',
      issuedOn,
      validUntil: certificate.validUntil,
      institution,
      isDemo,
    }
  }
}
