import { randomBytes } from 'node:crypto'
import type {
  Actor,
  Application,
  ApplicationEvent,
  ApplicationState,
  ApplicationView,
  Certificate,
  CertificateDesk,
  CertificatePress,
  CertificateRequest,
  CertificateView,
  HistoryEntry,
} from '../../core/certificates.ts'
import { ConflictError, NotAllowedError, NotFoundError } from '../../core/errors.ts'
import { canonicalJson, sha256, uuidv7 } from '../../core/ids.ts'
import type { Citizen, Unit } from '../../core/people.ts'
import type { Records, Store } from '../../core/ports.ts'
import type { RecordRegistry } from '../../core/records.ts'
import { type Clock, type PlainDate, shanghaiDate } from '../../core/time.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { registryKey } from '../records/embedded.ts'
import { maskName } from './masking.ts'
import {
  acceptanceNumber,
  certificateNumber,
  parseAcceptanceNumber,
  parseCertificateNumber,
  parseVerifyCode,
  verifyCodeOf,
} from './numbers.ts'
import { pathOf } from './path.ts'
import { checkRepeat, defaultRepeatRule, type RepeatRule, repeatWindowStart, validUntil } from './rules.ts'
import { advance, eventOfAnswer, publicStatus } from './states.ts'
import { defaultTermRule } from './terms.ts'

/** What the desk stands on; `platform.ts` gives it. */
export interface DeskGround {
  readonly store: Store
  readonly registry: RecordRegistry
  readonly press: CertificatePress
  /** False when a character of the name has no glyph: an officer then writes the certificate. */
  readonly canPrint: (name: string) => boolean
  readonly calendar: Calendar
  readonly clock: Clock
  /** The bureau's own unit id: takes what no station can. */
  readonly bureau: string
  readonly publicUrl: string
  readonly isDemo: boolean
  /** Days a certificate holds; undefined: as the receiving party demands (`certificate.md` §1.4 有效期). */
  readonly validityDays: number | undefined
  readonly repeatRule?: RepeatRule
}

/** Legal basis of every look-up at this desk (查询依据). */
export const lookupBasis = '《公安机关办理犯罪记录查询工作规定》第四条（个人查询本人）'

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
const system: Actor = { kind: 'system' }

/** State and history after some steps, each checked by the state machine. */
const walk = (
  from: { state: ApplicationState; history: readonly HistoryEntry[] },
  at: Date,
  steps: readonly (readonly [ApplicationEvent, Actor])[],
): { state: ApplicationState; history: readonly HistoryEntry[] } =>
  steps.reduce(({ state, history }, [event, actor]) => {
    const next = advance(state, event, actor, history)
    return { state: next.state, history: [...history, { event, to: next.state, at: at.toISOString(), actor }] }
  }, from)

/** The desk over one set of records: a transaction's own, or the store's. */
export const createDesk = (ground: DeskGround) => {
  const { store, clock } = ground
  /** Applications whose look-up is already in the audit entry that accepted them; after a restart a look-up is written anew. */
  const declared = new Set<string>()

  const statusOf = (certificate: Certificate, today: PlainDate): CertificateView['status'] =>
    certificate.status === 'revoked'
      ? 'revoked'
      : certificate.validUntil !== undefined && certificate.validUntil < today
        ? 'expired'
        : 'valid'

  const viewOf = async (records: Records, application: Application): Promise<ApplicationView> => {
    const certificate = application.certificate ? await records.certificates.find(application.certificate) : undefined
    return {
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
        status: statusOf(certificate, shanghaiDate(clock())),
        verifyCode: certificate.verifyCode,
        checks: certificate.checks,
      },
    }
  }

  /** The same wish on the same day is one application, however often it is sent (two tabs, a hundred clicks). */
  const sameWish = async (records: Records, who: Citizen, request: CertificateRequest, deedKey: string, today: PlainDate) => {
    for (let attempt = 0; ; attempt++) {
      const sameKey = store.keyed(
        canonicalJson([who.id, request.purpose, request.purposeDetail, request.recipient, request.period, today, attempt]),
      )
      const found = await records.applications.findByKeys({ deedKey, sameKey })
      if (!found || !overAndDone.includes(found.state)) return { sameKey, found }
    }
  }

  const accept =
    (records: Records): CertificateDesk['accept'] =>
    async (request, { who, deedKey, declareLookup }) => {
      const at = clock()
      const today = shanghaiDate(at)
      const { sameKey, found } = await sameWish(records, who, request, deedKey, today)
      if (found) return { number: found.number, isNew: false }
      const path = pathOf(who, { today, bureau: ground.bureau, canPrint: ground.canPrint })
      const rule = ground.repeatRule ?? defaultRepeatRule
      const repeat = checkRepeat(await records.applications.countSince(who.id, repeatWindowStart(at, rule)), rule)
      const applicant: Actor = { kind: 'applicant', id: who.id }
      const isAutomatic = path.kind === 'automatic' && !repeat.needsMaterial
      const walked = walk({ state: 'DRAFT', history: [] }, at, [
        ['submit', applicant],
        ['id_ok', system],
        ...(repeat.needsMaterial
          ? [['incomplete', system] as const]
          : isAutomatic
            ? ([
                ['complete', system],
                ['query', system],
              ] as const)
            : []),
      ])
      const year = Number(today.slice(0, 4))
      const number = acceptanceNumber({ area: path.unit, year, sequence: await records.sequences.next('certificate', year) })
      const review = repeat.needsMaterial ? 'frequency' : path.kind === 'officer' ? path.review : undefined
      const application: Application = {
        id: uuidv7(at),
        number,
        person: who.id,
        unit: path.unit,
        ...walked,
        purpose: request.purpose,
        purposeDetail: request.purposeDetail,
        recipient: request.recipient,
        period: request.period,
        delivery: request.delivery,
        submittedAt: at,
        acceptedAt: isAutomatic ? at : undefined,
        dueOn: ground.calendar.addWorkingDays(at, defaultTermRule.issueDays).date,
        review,
        certificate: undefined,
        revision: 1,
      }
      const kept = await records.applications.insert(application, { deedKey, sameKey })
      if (!kept) {
        const faster = await records.applications.findByKeys({ deedKey, sameKey })
        if (!faster) throw new ConflictError({ what: 'application' })
        return { number: faster.number, isNew: false }
      }
      if (isAutomatic) {
        declareLookup({ subject: store.keyed(registryKey(who.document.number)), purpose: '本人申请无犯罪记录证明', basis: lookupBasis })
        declared.add(number)
      }
      return { number, isNew: true }
    }

  /** Writes one look-up by itself: the one that accepted the application is long past. */
  const writeLookup = async (application: Application, who: Citizen): Promise<void> => {
    await store.audit.append(
      {
        actor: 'system',
        actorKind: 'system',
        action: 'look_up_record',
        target: application.number,
        lookup: { subject: store.keyed(registryKey(who.document.number)), purpose: '本人申请无犯罪记录证明', basis: lookupBasis },
        isOk: true,
        detail: {},
      },
      clock(),
    )
  }

  const applicantOf = async (application: Application): Promise<Citizen> => {
    const who = await store.people.find(application.person)
    if (who?.kind !== 'citizen') throw new NotFoundError({ what: 'applicant' })
    return who
  }

  const institutionOf = async (unit: string): Promise<Unit> => {
    const found = await store.people.findUnit(unit)
    if (!found) throw new NotFoundError({ what: `unit ${unit}` })
    return found
  }

  /** Prints outside, then numbers, keeps and audits in one transaction. Of two at once the slower one changes nothing. */
  const issue = async (
    application: Application,
    who: Citizen,
    walked: { state: ApplicationState; history: readonly HistoryEntry[] },
  ): Promise<void> => {
    const at = clock()
    const read = parseAcceptanceNumber(application.number)
    if (!read) throw new NotFoundError({ what: `sequence of ${application.number}` })
    const unit = await institutionOf(application.unit)
    const issuedOn = shanghaiDate(at)
    const verifyCode = verifyCodeOf(randomBytes(15))
    const number = certificateNumber(read)
    const until = validUntil(issuedOn, ground.validityDays)
    const pdf = await ground.press.print(
      {
        number,
        name: who.name,
        sex: who.sex,
        nationality: who.nationality,
        document: who.document,
        period: application.period,
        purpose: application.purpose,
        issuedOn,
        validUntil: until,
        institution: unit.name,
        isDemo: ground.isDemo,
        verifyCode,
        verifyUrl: `${ground.publicUrl}/verify/${verifyCode}`,
      },
      at,
    )
    const certificate: Certificate = {
      number,
      application: application.number,
      person: application.person,
      unit: application.unit,
      maskedName: maskName(who.name),
      verifyCode,
      issuedAt: at,
      issuedOn,
      validUntil: until,
      status: 'valid',
      revokedAt: undefined,
      sha256: sha256(pdf),
      isDemo: ground.isDemo,
      checks: 0,
    }
    await store.transaction(async (records) => {
      const isMine = await records.applications.move(application, { ...walked, certificate: number })
      if (!isMine) return
      await records.certificates.insert(certificate, pdf)
      await records.audit.append(
        {
          actor: 'system',
          actorKind: 'system',
          action: 'issue_certificate',
          target: number,
          isOk: true,
          detail: { application: application.number, sha256: certificate.sha256 },
          deedKey: `issue:${application.number}`,
        },
        at,
      )
    })
  }

  const settleOne = async (application: Application): Promise<void> => {
    const who = await applicantOf(application)
    if (application.state === 'CLEAR') return issue(application, who, walk(application, clock(), [['issue', system]]))
    if (application.state !== 'QUERYING') return
    if (!declared.delete(application.number)) await writeLookup(application, who)
    const answer = await ground.registry.ask({
      documentNumber: who.document.number,
      name: who.name,
      birth: who.birth,
      purpose: '本人申请无犯罪记录证明',
      period: application.period,
    })
    const event = eventOfAnswer(answer)
    const at = clock()
    if (event === 'clear')
      return issue(
        application,
        who,
        walk(application, at, [
          ['clear', system],
          ['issue', system],
        ]),
      )
    const walked = walk(application, at, [[event, system]])
    await store.transaction(async (records) => {
      if (!(await records.applications.move(application, { ...walked, review: 'registry' }))) return
      await records.audit.append(
        {
          actor: 'system',
          actorKind: 'system',
          action: 'hand_to_review',
          target: application.number,
          isOk: true,
          detail: {},
          deedKey: `review:${application.number}:${application.revision}`,
        },
        at,
      )
    })
  }

  const settle: CertificateDesk['settle'] = async (number) => {
    const application = await store.applications.find(number)
    if (!application) throw new NotFoundError({ what: 'application' })
    if (application.state === 'QUERYING' || application.state === 'CLEAR') await settleOne(application)
    const after = await store.applications.find(number)
    return viewOf(store, after ?? application)
  }

  const revoke: CertificateDesk['revoke'] = async (number, by, reason) => {
    const certificate = await store.certificates.find(number)
    const unit = certificate && (await institutionOf(certificate.unit))
    if (!certificate || !unit || (by.unit !== unit.id && by.unit !== unit.parent)) throw new NotFoundError({ what: 'certificate' })
    if (!by.roles.includes('approver')) throw new NotAllowedError({ what: 'revoke_certificate', needs: 'approver' })
    const application = await store.applications.find(certificate.application)
    if (!application) throw new NotFoundError({ what: 'application' })
    const at = clock()
    const walked = walk(application, at, [['recall', { kind: 'officer', id: by.id }]])
    await store.transaction(async (records) => {
      if (!(await records.applications.move(application, walked))) throw new ConflictError({ what: 'application' })
      await records.certificates.revoke(number, at)
      await records.audit.append(
        { actor: by.id, actorKind: 'officer', action: 'revoke_certificate', target: number, isOk: true, detail: { reason } },
        at,
      )
    })
  }

  const check: CertificateDesk['check'] = async (text) => {
    const number = parseCertificateNumber(text)?.number
    const code = number ? undefined : parseVerifyCode(text)
    const certificate = number ? await store.certificates.find(number) : code ? await store.certificates.findByCode(code) : undefined
    if (!certificate) return { verdict: 'unknown' }
    await store.certificates.countCheck(certificate.number)
    const { issuedOn, maskedName, isDemo } = certificate
    const institution = (await institutionOf(certificate.unit)).name
    return {
      verdict: statusOf(certificate, shanghaiDate(clock())),
      number: certificate.number,
      maskedName,
      issuedOn,
      validUntil: certificate.validUntil,
      institution,
      isDemo,
    }
  }

  return {
    /** The desk inside somebody's transaction, or over the store itself. */
    over: (records: Records): CertificateDesk => ({
      accept: accept(records),
      settle,
      applications: async (who) => {
        const list = await records.applications.listByPerson(who.id, 50)
        return Promise.all(list.map((application) => viewOf(records, application)))
      },
      check,
      revoke,
    }),
    /** Goes on with what a crash or an outage left in the middle. Gives back how many it moved. */
    resume: async (options: { olderThanMs: number; limit: number }): Promise<number> => {
      const before = new Date(clock().getTime() - options.olderThanMs)
      const left = await store.applications.listByState(['QUERYING', 'CLEAR'], { limit: options.limit, submittedBefore: before })
      for (const application of left) await settleOne(application)
      return left.length
    },
  }
}
