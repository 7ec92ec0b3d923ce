import { randomBytes } from 'node:crypto'
import { isInstitution, type Subject } from '../../core/applicants.ts'
import type { DeskWords } from '../../core/certificate-rules.ts'
import type { Application } from '../../core/certificates.ts'
import type { NotAcceptReason } from '../../core/desk-acts.ts'
import { NotFoundError } from '../../core/errors.ts'
import { sha256 } from '../../core/ids.ts'
import { materialNames } from '../../core/materials.ts'
import { kindOfNumber, paperTitles } from '../../core/paper-kinds.ts'
import type {
  Paper,
  PaperContact,
  PaperFacts,
  PaperHead,
  PaperPerson,
  PaperPress,
  PaperRemedy,
  PaperSignature,
  RecheckStep,
} from '../../core/papers.ts'
import type { Citizen, Officer, Unit } from '../../core/people.ts'
import type { Records, Store } from '../../core/ports.ts'
import { addDays, shanghaiDate } from '../../core/time.ts'
import { unitTree } from '../../core/units.ts'
import { maskName } from '../certificates/masking.ts'
import { certificateNumber, verifyCodeOf } from '../certificates/numbers.ts'
import { validUntil } from '../certificates/rules.ts'
import type { PaperOffice } from '../papers/office.ts'
import type { CasePapers, PaperNeed, WrittenPaper } from './papers.ts'
import { subjectOf } from './persons.ts'

/** What the desk's papers are written with. */
export interface PaperGround {
  readonly store: Store
  readonly office: PaperOffice
  readonly press: PaperPress
  readonly publicUrl: string
  readonly isDemo: boolean
  readonly validityDays: number | undefined
  /** Days for material that is missing (补正期限). */
  readonly supplementDays: number
  readonly remedy: PaperRemedy
  readonly words: DeskWords
  /** A legal basis of a unit in words (法律依据), by its id in the rules. */
  readonly basisText: (id: string) => string | undefined
}

const item = '犯罪记录查询'

interface Known {
  readonly application: Application
  readonly at: Date
  readonly unit: Unit
  readonly subject: Subject | Citizen | undefined
  readonly applicant: Citizen
}

const personOf = ({ subject, applicant }: Known): PaperPerson => {
  const { name, document } = subject ?? applicant
  return { name, document: { kind: document.kind, number: document.number } }
}
const contactOf = ({ name, address, phone }: Unit): PaperContact => ({ institution: name, address, phone })
const appliedOn = ({ application }: Known) => shanghaiDate(application.submittedAt)
const applicantName = ({ application, subject, applicant }: Known): string => application.facts.unit?.name ?? (subject ?? applicant).name

/** Writes the papers of the desk: each draft is kept in the transaction of its step. */
export const writtenPapers = (ground: PaperGround): CasePapers => ({
  write: (needs, application, at, records = ground.store) => writerOver(ground, records)(needs, application, at),
})

const writerOver = (ground: PaperGround, store: Records) => {
  const { office, publicUrl } = ground

  const signatureOf = async (officer: string, at: Date): Promise<PaperSignature> => {
    const who = await store.people.find(officer)
    if (who?.kind !== 'officer') throw new NotFoundError({ what: 'officer who signs' })
    return { name: who.name, unit: (await store.people.findUnit(who.unit))?.name ?? who.unit, on: shanghaiDate(at) }
  }

  const draft = async <K extends Paper['kind']>(
    known: Known,
    kind: K,
    facts: Omit<PaperFacts[K], keyof PaperHead>,
    { by, isInternal = false, unit = known.unit.id }: { by?: Officer | undefined; isInternal?: boolean; unit?: string } = {},
  ): Promise<WrittenPaper> => {
    const { number, person, applicant } = known.application
    // §2 row 7: what is adverse reaches whoever entrusted, at the window; whoever was entrusted never reads it.
    const isForPrincipal = applicant === 'delegate' && (kind === 'refusal' || kind === 'recheck_opinion')
    const reader = isInternal || isForPrincipal ? undefined : person
    const drafted = await office.draft({ kind, application: number, person: reader, unit, facts }, store)
    return {
      number: drafted.paper.number,
      isCertificate: false,
      keep: (records) => office.keep(records, drafted, by ? { kind: 'officer', id: by.id } : { kind: 'system' }),
    }
  }

  /** The paper that an objection is about: the refusal or reply, or the certificate. */
  const objectedTo = async ({ application }: Known): Promise<PaperFacts['recheck_opinion']['against']> => {
    const papers = await store.papers.listByApplication(application.number)
    const paper = papers.findLast(({ kind }) => kind === 'refusal' || kind === 'inquiry_letter')
    if (paper) return { kind: paper.kind, number: paper.number, issuedOn: paper.issuedOn }
    const certificate = application.certificate ? await store.certificates.find(application.certificate) : undefined
    if (!certificate) throw new NotFoundError({ what: 'paper that is objected to' })
    return { kind: 'certificate', number: certificate.number, issuedOn: certificate.issuedOn }
  }

  const recheckSteps = ({ application, at }: Known): PaperFacts['recheck_opinion']['steps'] => {
    const steps: { step: RecheckStep; on: string }[] = []
    for (const { event, at: when } of application.history) {
      if (event === 'object') steps.splice(0, steps.length, { step: 'accepted', on: shanghaiDate(new Date(when)) })
      if (event === 'extend') steps.push({ step: 'extended', on: shanghaiDate(new Date(when)) })
    }
    return [...steps, { step: 'files_read', on: shanghaiDate(at) }, { step: 'decided', on: shanghaiDate(at) }]
  }

  const objectedOn = ({ application }: Known): string =>
    shanghaiDate(new Date(application.history.findLast(({ event }) => event === 'object')?.at ?? application.submittedAt))

  /** The bureau of the county above the unit, in whose name a recheck is answered (以县级公安机关名义). */
  const countyOf = async (unit: Unit): Promise<Unit> => {
    const tree = unitTree(await store.people.listUnits())
    return [unit, ...tree.above(unit.id)].find(({ id }) => ['banner', 'city'].includes(tree.kindOf(id) ?? '')) ?? unit
  }

  /** A certificate in place of what was wrong: a number of its own, for the old one may have been shown to somebody. */
  const replacement = async (known: Known): Promise<WrittenPaper> => {
    const { application, at, unit, subject, applicant } = known
    const who = subject ?? applicant
    const issuedOn = shanghaiDate(at)
    const year = Number(issuedOn.slice(0, 4))
    const number = certificateNumber({ year, sequence: await store.sequences.next('certificate', year) })
    const verifyCode = verifyCodeOf(randomBytes(15))
    const until = validUntil(issuedOn, ground.validityDays)
    const { name, sex, nationality, document } = who
    const facts = {
      ...{ number, name, sex, nationality, document, period: application.period, purpose: application.purpose, issuedOn },
      ...{ validUntil: until, institution: unit.name, isDemo: ground.isDemo, verifyCode, verifyUrl: `${publicUrl}/verify/${verifyCode}` },
    }
    const pdf = await ground.press.print('certificate', facts, at)
    return {
      number,
      isCertificate: true,
      keep: (records) =>
        records.certificates.insert(
          {
            ...{ number, application: application.number, person: application.person, unit: unit.id, maskedName: maskName(name) },
            ...{ verifyCode, issuedAt: at, issuedOn, validUntil: until, status: 'valid', revokedAt: undefined },
            ...{ sha256: sha256(pdf), isDemo: ground.isDemo, checks: 0 },
          },
          pdf,
        ),
    }
  }

  const refusal = async (
    known: Known,
    { proposer, approver, answers }: Extract<PaperNeed, { kind: 'refusal' }>,
  ): Promise<WrittenPaper[]> => {
    const { application, unit, at } = known
    const person = personOf(known)
    if (isInstitution(application.applicant)) return [await reply(known, approver, answers)]
    const notice = await draft(
      known,
      'refusal',
      { person, application: application.number, appliedOn: appliedOn(known), contact: contactOf(unit) },
      { by: approver },
    )
    const record = await draft(
      known,
      'refusal_record',
      {
        ...{ person, application: application.number, notice: notice.number },
        ...{ handler: await signatureOf(proposer, at), approver: await signatureOf(approver.id, at) },
      },
      { by: approver, isInternal: true },
    )
    return [notice, record]
  }

  /** 查询告知函: one officer seals it where nobody has a record; that it tells of one, two officers have signed. */
  const reply = async (
    known: Known,
    approver: Officer | undefined,
    answers: Extract<PaperNeed, { kind: 'refusal' }>['answers'],
  ): Promise<WrittenPaper> => {
    const { application } = known
    const facts = application.facts.unit
    const people = []
    for (let after = 0; ; ) {
      const page = await store.subjects.list(application.number, { after, limit: 200 })
      for (const { id, subject, finding } of page) {
        // Whoever nobody settled has a record that two officers are signing; everything else was settled before.
        const isClear = finding === 'clear' || answers.get(id) === 'clear'
        const result = finding === 'not_accepted' || finding === 'apart' ? finding : isClear ? 'none' : 'found'
        people.push({ person: { name: subject.name, document: subject.document }, result } as const)
      }
      const last = page.at(-1)
      if (!last || page.length < 200) break
      after = last.position
    }
    return draft(
      known,
      'inquiry_letter',
      {
        ...{ to: facts?.name ?? '', reference: facts?.letter, application: application.number, appliedOn: appliedOn(known), people },
        basis: (facts?.basis === undefined ? undefined : ground.basisText(facts.basis)) ?? facts?.basisText ?? '',
      },
      { by: approver },
    )
  }

  const write = async (need: PaperNeed, known: Known, before: readonly WrittenPaper[]): Promise<readonly WrittenPaper[]> => {
    const { application, unit, at, applicant, subject } = known
    const base = { application: application.number, item, appliedOn: appliedOn(known), contact: contactOf(unit) }
    switch (need.kind) {
      case 'receipt':
        return [
          await draft(known, 'receipt', {
            ...{ applicant: applicantName(known), agent: subject && subject.name !== applicant.name ? applicant.name : undefined },
            ...{ application: application.number, item, acceptedOn: shanghaiDate(application.acceptedAt ?? at), dueOn: application.dueOn },
            materials: application.wanted.map((kind) => materialNames[kind]),
            ...{ progressUrl: `${publicUrl}/#progress`, contact: contactOf(unit), complaintPhone: undefined },
          }),
        ]
      case 'supplement': {
        const until = addDays(shanghaiDate(at), ground.supplementDays)
        const facts = { ...base, applicant: applicantName(known), missing: need.missing, until, uploadUrl: `${publicUrl}/#progress` }
        return [await draft(known, 'supplement', facts)]
      }
      case 'not_accepted': {
        // The act's own closed list.
        const because = need.because as NotAcceptReason
        const { says, cites, ways } = ground.words.notAccepted(because)
        const facts = { ...base, applicant: applicantName(known), reason: `${says}。`, basis: cites, otherWays: ways }
        return [await draft(known, 'not_accepted', { ...facts, remedy: ground.remedy })]
      }
      case 'reply':
        return [await reply(known, undefined, new Map())]
      case 'corrected_reply':
        return [await reply(known, need.by, need.answers)]
      case 'refusal':
        return refusal(known, need)
      case 'verification_approval': {
        const { cause, matters, expectedOn, proposer, approver } = need
        const facts = {
          ...{ person: personOf(known), application: application.number, cause, matters, dueOn: application.dueOn },
          ...{ acceptedOn: shanghaiDate(application.acceptedAt ?? application.submittedAt), clockFrom: shanghaiDate(at) },
          ...{ expectedUntil: expectedOn, proposer: await signatureOf(proposer, at), approver: await signatureOf(approver.id, at) },
        }
        return [await draft(known, 'verification_approval', facts, { by: approver, isInternal: true })]
      }
      case 'recheck_application': {
        const facts = { person: personOf(known), phone: applicant.phone, against: await objectedTo(known), reason: need.statement }
        return [
          await draft(known, 'recheck_application', {
            ...facts,
            evidence: need.evidence,
            objectedOn: shanghaiDate(at),
            contact: contactOf(unit),
          }),
        ]
      }
      case 'recheck_opinion': {
        const county = await countyOf(unit)
        const facts = {
          // An institution is answered by its name; who brought its application stands behind it.
          person: { ...personOf(known), name: applicantName(known) },
          against: await objectedTo(known),
          objectedOn: objectedOn(known),
          steps: recheckSteps(known),
        }
        const { conclusion } = need
        const number = conclusion === 'corrected' ? before.at(-1)?.number : undefined
        const replacing = number === undefined ? undefined : kindOfNumber(number)
        return [
          await draft(
            known,
            'recheck_opinion',
            {
              ...facts,
              conclusion,
              replacement: replacing && `《${paperTitles[replacing]}》（${number}）`,
              remedy: ground.remedy,
              contact: contactOf(county),
            },
            { unit: county.id },
          ),
        ]
      }
      case 'revocation': {
        const revoked = [{ kind: need.of, number: need.revoked, revokedOn: shanghaiDate(at) }]
        return [await draft(known, 'revocation', { revoked })]
      }
      case 'replacement':
        return [await replacement(known)]
    }
  }

  return async (needs: readonly PaperNeed[], application: Application, at: Date): Promise<readonly WrittenPaper[]> => {
    if (needs.length === 0) return []
    const [applicant, unit] = await Promise.all([store.people.find(application.person), store.people.findUnit(application.unit)])
    if (applicant?.kind !== 'citizen' || !unit) throw new NotFoundError({ what: 'applicant or unit of a paper' })
    const known: Known = { application, at, unit, applicant, subject: subjectOf(application, applicant) }
    const written: WrittenPaper[] = []
    // One after the other: what comes later may name what came before.
    for (const need of needs) written.push(...(await write(need, known, written)))
    return written
  }
}
