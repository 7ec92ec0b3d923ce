import type { CertificateDesk } from '../../core/certificate-desk.ts'
import type { Application } from '../../core/certificates.ts'
import { NotReadyError } from '../../core/intake-errors.ts'
import type { Pages } from '../../core/pages.ts'
import type { Records } from '../../core/ports.ts'
import { shanghaiDate } from '../../core/time.ts'
import type { DeskGround } from './desk-ground.ts'
import type { Entry } from './intake/enter.ts'
import { isBlocking, isOfPeriod } from './intake/form-faults.ts'

/**
 * Takes the application of the person themself in from one sentence (受理), inside the caller's transaction. A draft of a form that the
 * person left open becomes this very application: its facts (route, stays) stay, the wish is what was said and confirmed.
 */
export const acceptance =
  ({ clock }: DeskGround, { blank, sameWish, read, enter, windowStart }: Entry) =>
  (records: Records, pages: Pages | undefined): CertificateDesk['accept'] =>
  async (request, by) => {
    const { who, deedKey } = by
    const at = clock()
    const wish = (form: Application): Application => ({
      ...form,
      facts: { ...form.facts, isPurposeOpen: undefined },
      purpose: request.purpose,
      purposeDetail: request.purposeDetail,
      recipient: request.recipient,
      period: request.period,
      delivery: request.delivery,
      begunAt: earliest(form.number === '' ? undefined : form.begunAt, request.begunAt, at),
    })
    const fresh = wish(blank('self', who, at))
    const { sameKey, found } = await sameWish(records, { form: fresh, isStored: false }, who, deedKey, shanghaiDate(at))
    if (found) return { number: found.number, isNew: false }
    const { count, draft } = await records.applications.standing(who.id, 'self', windowStart(at))
    const left = draft === undefined ? undefined : await records.applications.find(draft)
    const form = left ? wish(left) : fresh
    const assessment = await read(records, form, who, count)
    const wrong = assessment.faults.filter((fault) => isBlocking(fault) && isOfPeriod(fault))
    if (wrong.length > 0) throw new NotReadyError({ faults: wrong })
    const { number, isNew } = await enter(records, { form, isStored: left !== undefined }, by, { assessment, sameKey, pages })
    return { number, isNew }
  }

/** When it was first spoken of, by whichever door; undefined: now. */
const earliest = (drafted: Date | undefined, said: Date | undefined, now: Date): Date | undefined => {
  const [first] = [drafted, said].filter((at) => at !== undefined && at < now).sort((a, b) => Number(a) - Number(b))
  return first
}
