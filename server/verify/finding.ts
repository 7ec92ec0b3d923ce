import type { OfflineCheck } from '../../core/certificates.ts'
import type { Records, Store } from '../../core/ports.ts'
import { type Clock, type PlainDate, shanghaiDate } from '../../core/time.ts'
import { statusOf } from '../certificate-views.ts'
import type { CodeCheck, ServerParts } from '../parts.ts'

/** How somebody checked: by the code, by the file, by the text of the QR code. */
export type CheckedBy = 'code' | 'file' | 'text'

/** What anyone may learn of a certificate (验真结果): is it genuine, and enough to compare with the paper in hand. Never why it was revoked. */
export type Finding =
  | { readonly verdict: 'unknown' }
  | {
      readonly verdict: 'invalid'
      readonly reason: Extract<OfflineCheck, { verdict: 'invalid' }>['reason'] | 'foreign_address' | 'not_readable'
    }
  | {
      /** `unrecorded`: the signature is ours, but the number is not in our books. */
      readonly verdict: 'valid' | 'revoked' | 'expired' | 'unrecorded'
      readonly number: string
      readonly maskedName: string
      readonly issuedOn: PlainDate
      readonly validUntil: PlainDate | undefined
      readonly isDemo: boolean
      /** Name of the unit that issued it; undefined when the unit is gone. */
      readonly institution: string | undefined
    }

/** Checks by code against the books; `parse` reads a code as people type it. What `platform.ts` plugs in as `verify.byCode`. */
export const codeChecker =
  ({ store, clock, parse }: { store: Pick<Store, 'certificates' | 'people'>; clock: Clock; parse: (text: string) => string | undefined }) =>
  async (text: string): Promise<CodeCheck> => {
    const code = parse(text)
    const found = code === undefined ? undefined : await store.certificates.findByCode(code)
    if (!found) return { verdict: 'unknown' }
    const { number, maskedName, issuedOn, validUntil, isDemo } = found
    const institution = (await store.people.findUnit(found.unit))?.name
    return { verdict: statusOf(found, shanghaiDate(clock())), number, maskedName, issuedOn, validUntil, isDemo, institution }
  }

/** Counts a check and writes it down, without any address: who asked is nobody's business. */
const remember = async (records: Records, number: string, detail: { verdict: string; by: CheckedBy }, at: Date): Promise<void> => {
  await records.certificates.countCheck(number)
  const deed = { actor: 'public', actorKind: 'system', action: 'verify_certificate', target: number, isOk: true } as const
  await records.audit.append({ ...deed, detail }, at)
}

/** Every way to check, each remembered when it names a certificate of ours. */
export const verifier = ({ verify, store, clock, config }: Pick<ServerParts, 'verify' | 'store' | 'clock' | 'config'>) => {
  const noted = async (finding: Finding, by: CheckedBy): Promise<Finding> => {
    if (!('number' in finding) || finding.verdict === 'unrecorded') return finding
    const { number, verdict } = finding
    await store.transaction((records) => remember(records, number, { verdict, by }, clock()))
    return finding
  }

  /** A sound signature says what was once issued; only the books say whether it was taken back since. */
  const againstBooks = async (check: OfflineCheck, by: CheckedBy): Promise<Finding> => {
    if (check.verdict === 'invalid') return check
    const kept = await store.certificates.find(check.number)
    if (!kept) return { ...check, verdict: 'unrecorded', institution: undefined }
    const institution = (await store.people.findUnit(kept.unit))?.name
    return noted({ ...check, institution, ...(kept.status === 'revoked' ? { verdict: 'revoked' } : {}) }, by)
  }

  const byCode = async (code: string, by: CheckedBy = 'code') => noted(await verify.byCode(code), by)

  return {
    byCode,
    /** What a code leads to without it counting as a check: for a HEAD request. */
    glance: (code: string) => verify.byCode(code),
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

export type Verifier = ReturnType<typeof verifier>
