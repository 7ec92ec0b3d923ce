import type { OfflineCheck, PublicCheck } from '../../core/certificates.ts'
import { internalPapers, type PaperKind } from '../../core/paper-kinds.ts'
import type { Records } from '../../core/ports.ts'
import type { PlainDate } from '../../core/time.ts'
import type { ServerParts } from '../parts.ts'

/** How somebody checked: by the code, by the file, by the text of the QR code. */
export type CheckedBy = 'code' | 'file' | 'text'

/** What anyone may learn of a paper (验真结果): is it genuine, and enough to compare with the paper in hand. Never why it was revoked. */
export type Finding =
  | PublicCheck
  | {
      readonly verdict: 'invalid'
      readonly reason: Extract<OfflineCheck, { verdict: 'invalid' }>['reason'] | 'foreign_address' | 'not_readable'
    }
  | {
      /** The signature is ours, but the number is not in our books. */
      readonly verdict: 'unrecorded'
      readonly kind: PaperKind
      readonly number: string
      readonly maskedName: string
      readonly issuedOn: PlainDate
      readonly validUntil: PlainDate | undefined
      readonly isDemo: boolean
    }

/**
 * A code has at least 100 bits in base 32. Shorter is refused unasked: a certificate number can be counted up, and whoever counts must
 * not learn who holds what.
 */
const codeLength = 20

/** Every way to check, each remembered when it names a certificate of ours. */
export const verifier = ({ verify, store, clock, config }: Pick<ServerParts, 'verify' | 'store' | 'clock' | 'config'>) => {
  /** Writes a check of one of our certificates down, without any address: who asked is nobody's business. */
  const noted = async (finding: PublicCheck, by: CheckedBy, records: Records = store): Promise<Finding> => {
    if (finding.verdict === 'unknown') return finding
    const deed = { actor: 'public', actorKind: 'system', action: 'verify_certificate', target: finding.number, isOk: true } as const
    await records.audit.append({ ...deed, detail: { verdict: finding.verdict, by } }, clock())
    return finding
  }

  /** A sound signature says what was once issued; only the books say whether it was taken back since. */
  const againstBooks = async (check: OfflineCheck, by: CheckedBy): Promise<Finding> => {
    if (check.verdict === 'invalid') return check
    // A paper of the house is no business of the public, signed or not.
    if (internalPapers.has(check.kind)) return { verdict: 'invalid', reason: 'internal' }
    const isCertificate = check.kind === 'certificate'
    const kept = isCertificate ? await store.certificates.find(check.number) : await store.papers.find(check.number)
    if (!kept) return { ...check, verdict: 'unrecorded' }
    const institution = (await store.people.findUnit(kept.unit))?.name ?? config.institution
    const verdict = kept.status === 'revoked' ? 'revoked' : check.verdict
    return store.transaction(async (records) => {
      if (isCertificate) await records.certificates.countCheck(check.number)
      return noted({ ...check, verdict, institution }, by, records)
    })
  }

  const byCode = async (text: string, by: CheckedBy = 'code'): Promise<Finding> => {
    if (text.replace(/[\s-]/g, '').length < codeLength) return { verdict: 'unknown' }
    return noted(await verify.byCode(text), by)
  }

  return {
    byCode,
    byFile: async (bytes: Uint8Array) => againstBooks(await verify.byFile(bytes), 'file'),
    /** What a QR code says: our address with the code in it, the code alone, or signed text. */
    async byText(text: string): Promise<Finding> {
      if (URL.canParse(text) && /^https?:/i.test(text)) {
        const url = new URL(text)
        const ours = [new URL(config.publicUrl).hostname, config.domainName.split(':')[0]]
        if (!ours.includes(url.hostname)) return { verdict: 'invalid', reason: 'foreign_address' }
        const code = /^\/verify\/([^/]+)$/.exec(url.pathname)?.[1]
        return code ? byCode(code, 'text') : { verdict: 'invalid', reason: 'not_readable' }
      }
      const found = await byCode(text, 'text')
      if (found.verdict !== 'unknown' || !verify.byText) return found
      return againstBooks(await verify.byText(text), 'text')
    },
  }
}
