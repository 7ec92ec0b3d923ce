import { isInstitution } from '../../core/applicants.ts'
import type { Application } from '../../core/certificates.ts'
import { type DeskActInput, type OpenPurpose, openPurposeNames } from '../../core/desk-acts.ts'
import type { DeskActRow } from '../../core/desk-store.ts'
import { materialNames } from '../../core/materials.ts'
import type { CaseView, PersonFacts } from '../../core/officer-desk.ts'
import { paperTitles } from '../../core/paper-kinds.ts'
import type { Officer, Who } from '../../core/people.ts'
import type { UnitTree } from '../../core/units.ts'
import { publicStatus } from '../certificates/states.ts'
import { registryKey } from '../records/embedded.ts'
import { clockView } from './clock-view.ts'
import { type OfficerGround, termsOf } from './ground.ts'
import { actsAllowed } from './may.ts'
import { personFacts, subjectOf } from './persons.ts'
import { deskBasis, lastAnswer, recordedRows } from './registry.ts'
import { rowOf, showingOf } from './rows.ts'

/** People of a unit's list shown on the page; the rest is paged. */
const subjectsShown = 200
const lookupsRead = 200

const nobody: PersonFacts = {
  ...{ name: '*', documentKind: 'resident_id', documentNumber: '*', birth: undefined, sex: undefined, nationality: '', phone: undefined },
}

/** What the registry said is for those who review and approve; the rest of the desk works without. */
const seesAnswers = ({ roles }: Officer): boolean => roles.includes('reviewer') || roles.includes('approver')

/**
 * People of a list as the page shows them: who has no tie to the unit first of all, however far down, and whoever waits for an officer, to those
 * who may know that something was found.
 */
const shownRows = async ({ subjects }: Pick<OfficerGround['store'], 'subjects'>, number: string, isAnswerSeen: boolean) => {
  const [first, unrelated, open] = await Promise.all([
    subjects.list(number, { limit: subjectsShown }),
    subjects.list(number, { limit: subjectsShown, only: 'unrelated' }),
    isAnswerSeen ? subjects.list(number, { limit: subjectsShown, only: 'open' }) : [],
  ])
  const rows = new Map([...first, ...open, ...unrelated].map((row) => [row.position, row]))
  return [...rows.values()].toSorted((a, b) => a.position - b.position)
}

const institutionOf = async (
  { store, basisText }: OfficerGround,
  application: Application,
  { isOpened, isAnswerSeen }: { readonly isOpened: boolean; readonly isAnswerSeen: boolean },
): Promise<CaseView['institution']> => {
  const { unit } = application.facts
  if (!isInstitution(application.applicant) || !unit) return undefined
  const [{ hits: _hits, ...counts }, subjects] = await Promise.all([
    store.subjects.count(application.number),
    shownRows(store, application.number, isAnswerSeen),
  ])
  return {
    name: unit.name,
    uscc: unit.uscc,
    isUsccDoubtful: unit.isUsccDoubtful,
    basis: (unit.basis === undefined ? undefined : (basisText?.(unit.basis) ?? unit.basis)) ?? unit.basisText,
    letter: unit.letter,
    apartFrom: application.facts.apartFrom,
    counts,
    subjects: subjects.map(({ position, relation, answer, finding, subject }) => ({
      ...personFacts(subject, { isOpened }),
      ...{ position, relation, ...(isAnswerSeen ? { answer, finding } : { answer: undefined, finding: undefined }) },
    })),
  }
}

const materialsOf = ({ wanted }: Application, acts: readonly DeskActRow[]): Pick<CaseView, 'missing' | 'received'> => {
  // Only this desk writes these contents, in the shape of its own acts.
  const asked = acts.flatMap(({ act, content }) => (act === 'supplement' ? [content as Pick<DeskActInput<'supplement'>, 'missing'>] : []))
  const brought = acts.flatMap(({ act, content }) =>
    act === 'supply' ? (content as Pick<DeskActInput<'supply'>, 'received'>).received : [],
  )
  return {
    missing: asked.at(-1)?.missing ?? wanted.map((kind) => ({ what: materialNames[kind], how: '见补正告知书' })),
    received: brought,
  }
}

/** Who looked at the record for this very case. Look-ups for other matters are none of this desk's business. */
const lookupsOf = async ({ store }: OfficerGround, application: Application, applicant: Who | undefined) => {
  const subject = subjectOf(application, applicant)
  if (!subject) return []
  const rows = await store.audit.listLookups(store.keyed(registryKey(subject.document.number)), lookupsRead)
  return rows.filter(({ target }) => target === application.number)
}

/** A case on one page, as this officer may see it. */
export const caseView = async (
  ground: OfficerGround,
  tree: UnitTree,
  who: Officer,
  application: Application,
  { isOpened }: { readonly isOpened: boolean },
): Promise<CaseView> => {
  const { store, clock, calendar } = ground
  const { number } = application
  const [acts, claim, proposals, escalations, applicant, papers] = await Promise.all([
    store.desk.acts(number),
    store.desk.claimOf(number),
    store.approvals.ofTarget(number),
    store.desk.escalations(number),
    store.people.find(application.person),
    store.papers.listByApplication(number),
  ])
  const lookups = await lookupsOf(ground, application, applicant)
  const officers = [
    ...acts.map(({ by }) => by),
    ...lookups.map(({ actor }) => actor),
    ...application.history.flatMap(({ actor }) => (actor.kind === 'officer' ? [actor.id] : [])),
    ...escalations.flatMap(({ superior }) => superior ?? []),
  ]
  const showing = await showingOf(store, [{ claim }], { who, now: clock(), tree }, officers)
  const nameOf = (id: string): string => showing.names.get(id) ?? (id === 'system' ? '系统' : id)
  const subject = subjectOf(application, applicant)
  const isAgent = application.facts.subject !== undefined || isInstitution(application.applicant)
  const isAnswerSeen = seesAnswers(who)
  const isReplyInRecheck = isInstitution(application.applicant) && application.state === 'RECHECK_ACCEPTED'
  const hasToldRecord = isReplyInRecheck ? (await recordedRows(ground, number)).length > 0 : undefined
  return {
    ...rowOf({ application, applicant, claim }, showing),
    status: publicStatus(application.state, application.history),
    purposeDetail: application.purposeDetail,
    recipient: application.recipient,
    period: application.period,
    delivery: application.delivery,
    acceptedAt: application.acceptedAt,
    certificate: application.certificate,
    isOpened,
    person: subject ? personFacts(subject, { isOpened }) : nobody,
    agent: isAgent && applicant?.kind === 'citizen' ? personFacts(applicant, { isOpened }) : undefined,
    institution: await institutionOf(ground, application, { isOpened, isAnswerSeen }),
    answer: isAnswerSeen ? lastAnswer(application, acts) : undefined,
    wanted: application.wanted,
    ...materialsOf(application, acts),
    objection: application.facts.objection,
    clock: clockView(application, { calendar, now: clock(), terms: termsOf(ground) }),
    rules: application.rules.flatMap((id) => ground.ruleNote(id) ?? []),
    history: application.history.map(({ event, to, at, actor }) => ({
      ...{ event, to, at },
      by: actor.kind === 'officer' ? nameOf(actor.id) : actor.kind === 'applicant' ? '申请人' : undefined,
    })),
    acts: acts
      .filter(({ act }) => act !== 'claim' && act !== 'release')
      .map(({ act, at, by, content }) => ({ act, at, by: nameOf(by), content: isAnswerSeen ? content : withoutAnswer(content) })),
    lookups: lookups.map(({ at, actor, lookup }) => ({ at, by: nameOf(actor), purpose: lookup?.purpose ?? '' })),
    papers: papers.map(({ number: paper, kind, issuedOn, status, removedAt }) => ({
      isRemoved: removedAt !== undefined,
      number: paper,
      kind,
      title: paperTitles[kind],
      issuedOn,
      status,
    })),
    approvals: await Promise.all(proposals.map(({ id }) => ground.approvals.find(who, id))),
    escalations: escalations.map(({ stage, at, superior }) => ({ stage, at, to: superior && nameOf(superior) })),
    may: actsAllowed(application, {
      who,
      tree,
      claim: showing.now < (claim?.until ?? showing.now) ? claim : undefined,
      proposals,
      now: clock(),
      hasToldRecord,
    }),
  }
}

const withoutAnswer = ({ answer: _answer, ...content }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => content

/** Writes down who is about to see the facts in full, and why: each person can read it in their own list. */
export const noteOpening = async (ground: OfficerGround, who: Officer, application: Application, purpose: OpenPurpose): Promise<void> => {
  const { store, clock } = ground
  const subject = subjectOf(application, await store.people.find(application.person))
  const shown = subject ? [subject] : (await shownRows(store, application.number, seesAnswers(who))).map((row) => row.subject)
  await store.transaction(async (records) => {
    for (const { document } of shown)
      await records.audit.append(
        {
          ...{ actor: who.id, actorKind: 'officer', action: 'open_case', target: application.number, isOk: true },
          detail: { purpose, unit: who.unit },
          lookup: { subject: store.keyed(registryKey(document.number)), purpose: openPurposeNames[purpose], basis: deskBasis },
        },
        clock(),
      )
  })
}
