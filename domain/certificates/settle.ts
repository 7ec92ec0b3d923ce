import { randomBytes } from 'node:crypto'
import { isInstitution, type Subject } from '../../core/applicants.ts'
import type { Application, ApplicationState, Certificate, HistoryEntry } from '../../core/certificates.ts'
import { NotFoundError } from '../../core/errors.ts'
import { sha256 } from '../../core/ids.ts'
import { shanghaiDate } from '../../core/time.ts'
import { tell } from '../notices/tell.ts'
import { registryKey } from '../records/embedded.ts'
import { type DeskGround, institutionOf, lookupReason, system, walk } from './desk-ground.ts'
import { keepAndTell, receiptOf } from './machine-papers.ts'
import { maskName } from './masking.ts'
import { certificateNumber, parseAcceptanceNumber, verifyCodeOf } from './numbers.ts'
import { validUntil } from './rules.ts'
import { institutionSettlement } from './settle-institution.ts'
import { isLookedAtAgain } from './spot-check.ts'
import { eventOfAnswer } from './states.ts'

/** So long somebody waits in front of the page. */
const presentMs = 60_000

/** What this process has just issued. */
export interface Issued {
  readonly application: Application
  readonly certificate: Certificate
}

/** Carries accepted applications on (查询、出证). Each step may be repeated from anywhere; of two at once one changes nothing. */
export const settlement = (ground: DeskGround, declared: Set<string>) => {
  const { store, clock } = ground

  /** Writes one look-up by itself: the one that accepted the application is long past. */
  const writeLookup = async (application: Application, who: Subject): Promise<void> => {
    await store.audit.append(
      {
        actor: 'system',
        actorKind: 'system',
        action: 'look_up_record',
        target: application.number,
        lookup: { subject: store.keyed(registryKey(who.document.number)), ...lookupReason(application, ground.book) },
        isOk: true,
        detail: {},
      },
      clock(),
    )
  }

  /** Whose record is asked for, and whose name is printed: whoever somebody acts for, else the person themself. */
  const subjectOf = async (application: Application): Promise<Subject> => {
    if (application.facts.subject) return application.facts.subject
    const who = await store.people.find(application.person)
    if (who?.kind !== 'citizen') throw new NotFoundError({ what: 'applicant' })
    return who
  }

  /** What an officer has accepted goes on by itself (受理后自动查询). Undefined: somebody else was faster. */
  const queried = async (application: Application): Promise<Application | undefined> => {
    if (application.state !== 'ACCEPTED') return application
    const step = { ...walk(application, clock(), [['query', system]]), review: undefined }
    if (!(await store.applications.move(application, step))) return undefined
    return { ...application, ...step, revision: application.revision + 1 }
  }
  const institution = institutionSettlement(ground, queried)

  /** Prints outside, then numbers, keeps and audits in one transaction. Of two at once the slower one changes nothing. */
  const issue = async (
    application: Application,
    who: Subject,
    walked: { state: ApplicationState; history: readonly HistoryEntry[] },
  ): Promise<Issued | undefined> => {
    const at = clock()
    const read = parseAcceptanceNumber(application.number)
    if (!read) throw new NotFoundError({ what: `sequence of ${application.number}` })
    const unit = await institutionOf(store, application.unit)
    const issuedOn = shanghaiDate(at)
    const verifyCode = verifyCodeOf(randomBytes(15))
    const number = certificateNumber(read)
    const until = validUntil(issuedOn, ground.validityDays)
    const pdf = await ground.press.print(
      'certificate',
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
    const isMine = await store.transaction(async (records) => {
      if (!(await records.applications.move(application, { ...walked, certificate: number }))) return false
      await records.certificates.insert(certificate, pdf)
      if (isLookedAtAgain({ ...application, ...walked }))
        await records.spotChecks.pick({ application: application.number, certificate: number, unit: application.unit, pickedAt: at })
      // Who has it in front of them as it is made needs no notice; who has gone away does. Nothing here depends on any record.
      if (at.getTime() - application.submittedAt.getTime() > presentMs)
        await tell(records, { person: application.person, kind: 'done', target: application.number, step: 'issue' }, at)
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
      return true
    })
    return isMine ? { application: { ...application, ...walked, certificate: number }, certificate } : undefined
  }

  /** One application carried as far as the machine may; undefined when it did not issue, or another process did. */
  const settleOne = async (given: Application): Promise<Issued | undefined> => {
    if (isInstitution(given.applicant)) return institution(given).then(() => undefined)
    const application = await queried(given)
    if (!application) return undefined
    const who = await subjectOf(application)
    if (application.state === 'CLEAR') return issue(application, who, walk(application, clock(), [['issue', system]]))
    if (application.state !== 'QUERYING') return undefined
    if (!declared.delete(application.number)) await writeLookup(application, who)
    const answer = await ground.registry.ask({
      documentNumber: who.document.number,
      name: who.name,
      formerName: application.facts.formerName,
      birth: who.birth,
      purpose: lookupReason(application, ground.book).purpose,
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
    const walked = { ...walk(application, at, [[event, system]]), review: 'registry' as const }
    const written = await receiptOf(ground, application, at)
    await store.transaction(async (records) => {
      if (!(await records.applications.move(application, walked))) return
      if (written) await keepAndTell(records, { ...application, ...walked }, written, 'accepted', at)
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
    return undefined
  }

  return settleOne
}
