import type { CertificateDesk } from '../../core/certificate-desk.ts'
import { internalPapers, paperKinds, paperPrefixes } from '../../core/paper-kinds.ts'
import type { Paper } from '../../core/papers.ts'
import type { Store } from '../../core/ports.ts'
import { type Clock, shanghaiDate } from '../../core/time.ts'
import { institutionOf } from '../certificates/desk-ground.ts'
import { checkCharacter, parseCertificateNumber, parseVerifyCode } from '../certificates/numbers.ts'
import { statusOf } from '../certificates/views.ts'

/** Reads the number of any paper but a certificate as people type it; undefined when it cannot be one. */
export const parsePaperNumber = (text: string): string | undefined => {
  const match = /^([A-Z]{3})(\d{4})(\d{8})([0-9A-Z])$/.exec(
    text
      .slice(0, 100)
      .replace(/[\s\-‐‑–—]/g, '')
      .toUpperCase(),
  )
  const [, prefix = '', year = '', sequence = '', check] = match ?? []
  if (!match || !paperKinds.some((kind) => paperPrefixes[kind] === prefix)) return undefined
  return checkCharacter(`${prefix}${year}${sequence}`) === check ? `${prefix}-${year}-${sequence}-${check}` : undefined
}

/** What anybody may learn of a document (验真), each check of a certificate counted for its holder. Internal papers are unknown here. */
export const publicCheck = ({ store, clock }: { readonly store: Store; readonly clock: Clock }): CertificateDesk['check'] => {
  const nameOf = async (unit: string): Promise<string> => (await institutionOf(store, unit)).name
  const hidden = '凭验真码可看'

  const checkPaper = async (paper: Paper | undefined, byCode: boolean) => {
    if (!paper || internalPapers.has(paper.kind)) return { verdict: 'unknown' } as const
    const { number, kind, maskedName, issuedOn, isDemo } = paper
    return {
      verdict: paper.status,
      ...{ kind, number, issuedOn, isDemo },
      maskedName: byCode ? maskedName : hidden,
      validUntil: undefined,
      institution: await nameOf(paper.unit),
    }
  }

  return async (text) => {
    const number = parseCertificateNumber(text)?.number
    const paperNumber = number ? undefined : parsePaperNumber(text)
    if (paperNumber) return checkPaper(await store.papers.find(paperNumber), false)
    const code = number ? undefined : parseVerifyCode(text)
    const certificate = number ? await store.certificates.find(number) : code ? await store.certificates.findByCode(code) : undefined
    if (!certificate) return code ? checkPaper(await store.papers.findByCode(code), true) : { verdict: 'unknown' }
    await store.certificates.countCheck(certificate.number)
    return {
      verdict: statusOf(certificate, shanghaiDate(clock())),
      kind: 'certificate',
      number: certificate.number,
      // Numbers can be counted up, codes cannot be guessed: only who holds the code sees whose it is.
      maskedName: code ? certificate.maskedName : hidden,
      issuedOn: certificate.issuedOn,
      validUntil: certificate.validUntil,
      institution: await nameOf(certificate.unit),
      isDemo: certificate.isDemo,
    }
  }
}
