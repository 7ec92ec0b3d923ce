import type {
  Actor,
  Application,
  ApplicationEvent,
  ApplicationState,
  CertificateDesk,
  CertificateRequest,
} from '../../core/certificates.ts'
import { ConflictError } from '../../core/errors.ts'
import { canonicalJson, uuidv7 } from '../../core/ids.ts'
import type { Citizen } from '../../core/people.ts'
import type { Records } from '../../core/ports.ts'
import { type PlainDate, shanghaiDate } from '../../core/time.ts'
import { registryKey } from '../records/embedded.ts'
import { type DeskGround, lookupBasis, lookupPurpose, system, walk } from './desk-ground.ts'
import { acceptanceNumber } from './numbers.ts'
import { pathOf } from './path.ts'
import { checkRepeat, defaultRepeatRule, repeatWindowStart } from './rules.ts'
import { defaultTermRule } from './terms.ts'

/** States that an application cannot come back from without a document in force: the same wish may be made again. */
const overAndDone: readonly ApplicationState[] = [
  'WITHDRAWN',
  'LAPSED',
  'NOT_ACCEPTED',
  'REFUSED',
  'REVOKED',
  'CORRECTED',
  'RECHECK_UPHELD',
]

/** Takes applications in (受理), inside the caller's transaction. `declared` learns whose look-up the audit entry already holds. */
export const acceptance = (ground: DeskGround, declared: Set<string>) => {
  const { store, clock } = ground

  /** The same wish on the same day is one application, however often it is sent (two tabs, a hundred clicks). */
  const sameWish = async (records: Records, who: Citizen, request: CertificateRequest, deedKey: string, today: PlainDate) => {
    let before: Application | undefined
    for (let attempt = 0; ; attempt++) {
      const sameKey = store.keyed(
        canonicalJson([who.id, request.purpose, request.purposeDetail, request.recipient, request.period, today, attempt]),
      )
      const found = await records.applications.findByKeys({ deedKey, sameKey })
      // Found twice under different wishes: it is the deed itself that is being repeated.
      if (!found || !overAndDone.includes(found.state) || found.id === before?.id) return { sameKey, found }
      before = found
    }
  }

  return (records: Records): CertificateDesk['accept'] =>
    async (request, { who, deedKey, declareLookup }) => {
      const at = clock()
      const today = shanghaiDate(at)
      const { sameKey, found } = await sameWish(records, who, request, deedKey, today)
      if (found) return { number: found.number, isNew: false }
      const path = pathOf(who, { today, bureau: ground.bureau, canPrint: ground.canPrint })
      const rule = ground.repeatRule ?? defaultRepeatRule
      const repeat = checkRepeat((await records.applications.standing(who.id, 'self', repeatWindowStart(at, rule))).count, rule)
      const isAutomatic = path.kind === 'automatic' && !repeat.needsMaterial
      const steps: (readonly [ApplicationEvent, Actor])[] = [
        ['submit', { kind: 'applicant', id: who.id }],
        ['id_ok', system],
      ]
      if (repeat.needsMaterial) steps.push(['incomplete', system])
      if (isAutomatic) steps.push(['complete', system], ['query', system])
      const walked = walk({ state: 'DRAFT', history: [] }, at, steps)
      const year = Number(today.slice(0, 4))
      const number = acceptanceNumber({ area: path.unit, year, sequence: await records.sequences.next('certificate', year) })
      const review = repeat.needsMaterial ? 'frequency' : path.kind === 'officer' ? path.review : undefined
      const application: Application = {
        id: uuidv7(at),
        number,
        person: who.id,
        applicant: 'self',
        facts: {},
        wanted: repeat.needsMaterial ? ['purpose_proof'] : [],
        rules: [],
        unit: path.unit,
        ...walked,
        purpose: request.purpose,
        purposeDetail: request.purposeDetail,
        recipient: request.recipient,
        period: request.period,
        delivery: request.delivery,
        begunAt: request.begunAt && request.begunAt < at ? request.begunAt : undefined,
        submittedAt: at,
        acceptedAt: isAutomatic ? at : undefined,
        dueOn: ground.calendar.addWorkingDays(at, defaultTermRule.issueDays).date,
        review,
        certificate: undefined,
        revision: 1,
      }
      const subjectKey = store.keyed(registryKey(who.document.number))
      const keys = { deedKey, sameKey, subjectKey, nameKey: store.keyed(who.name) }
      const kept = await records.applications.insert(application, keys)
      if (!kept) {
        const faster = await records.applications.findByKeys({ deedKey, sameKey })
        if (!faster) throw new ConflictError({ what: 'application' })
        return { number: faster.number, isNew: false }
      }
      if (isAutomatic) {
        declareLookup({ subject: subjectKey, purpose: lookupPurpose, basis: lookupBasis })
        declared.add(number)
      }
      return { number, isNew: true }
    }
}
