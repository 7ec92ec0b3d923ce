import { type ApplicantKind, isInstitution } from '../../core/applicants.ts'
import { type Actor, type Application, type ApplicationEvent, revokeReasonNames } from '../../core/certificates.ts'
import type { AuthorityCheck, DeskAct, DeskActInput } from '../../core/desk-acts.ts'
import { authorityCheckNames, clearGroundNames } from '../../core/desk-acts.ts'
import {
  AnswerUncertainError,
  AuthorityUncheckedError,
  ExtendedOnceError,
  NothingToCorrectError,
  OtherOfficerError,
  RegistryNotClearError,
  SupplementOnceError,
} from '../../core/desk-errors.ts'
import { BadInputError, type IllegalTransitionError } from '../../core/errors.ts'
import type { Officer } from '../../core/people.ts'
import { dateText, shanghaiDate } from '../../core/time.ts'
import { maskName } from '../certificates/masking.ts'
import { findEdge, illegalStep } from '../certificates/states.ts'
import { leaveOut, setApart, settlePerson } from './list-people.ts'
import type { Plan, PlannedStep, Planning } from './planning.ts'
import { reassign } from './reassign.ts'

const system: Actor = { kind: 'system' }
const officer = (who: Officer): Actor => ({ kind: 'officer', id: who.id })
const nothing = { steps: [], content: {}, detail: {}, papers: [] } as const

/** Says that it takes another person before the state machine says only that it may not be. */
const demandFresh = ({ who, application }: Planning, event: ApplicationEvent): void => {
  const row = findEdge(application.state, event)
  const isPart = application.history.some(
    (entry) => row?.notBy?.includes(entry.event) && entry.actor.kind === 'officer' && entry.actor.id === who.id,
  )
  if (isPart) throw new OtherOfficerError({ number: application.number, event })
}

const illegal = ({ application }: Planning, event: string, why: string): IllegalTransitionError => illegalStep(application, event, why)

const isOver = (planning: Planning): boolean => planning.pending !== undefined && planning.pending.expiresAt <= planning.at

/** By its steps a case is known again: claims and words do not change what was put before the second person, a step does. */
const stepsAfter = ({ history }: Application, isAgain: boolean): number => history.length + (isAgain ? 0 : 1)

const supplement = (planning: Planning, { missing }: DeskActInput<'supplement'>): Plan => {
  const first = planning.asked[0]
  const fresh = first ? missing.map(({ what }) => what).filter((what) => !first.includes(what)) : []
  if (first && fresh.length > 0) throw new SupplementOnceError({ number: planning.application.number, fresh })
  return {
    steps: [['incomplete', officer(planning.who)]],
    content: { missing },
    detail: { items: missing.length },
    papers: [{ kind: 'supplement', missing }],
  }
}

/** What has to be looked at where somebody acts for another. */
const authorityOf: Partial<Record<ApplicantKind, readonly AuthorityCheck[]>> = {
  delegate: ['letter', 'person', 'agent'],
  guardian: ['guardianship', 'person', 'agent'],
}

/** Accepted, the machine looks up and goes on by itself; for somebody else only once an officer has seen the right and both identities. */
const accept = (planning: Planning, { checked }: DeskActInput<'accept'>): Plan => {
  const wanted = authorityOf[planning.application.applicant] ?? []
  const open = wanted.filter((check) => !checked.includes(check))
  if (open.length > 0) throw new AuthorityUncheckedError({ number: planning.application.number, open })
  return {
    steps: [
      ['complete', officer(planning.who)],
      ['query', system],
    ],
    content: wanted.length > 0 ? { checked: wanted, says: wanted.map((check) => authorityCheckNames[check]) } : {},
    detail: wanted.length > 0 ? { checked: wanted } : {},
    papers: [{ kind: 'receipt' }],
    review: undefined,
  }
}

const deliver = (planning: Planning, { how, signed_by, note }: DeskActInput<'deliver'>): Plan => {
  const { application } = planning
  // §2 row 7: a refusal reaches whoever entrusted, never the one who carries the papers.
  if (application.applicant === 'delegate' && application.state === 'REFUSED' && (how !== 'window' || signed_by !== 'self'))
    throw new BadInputError({ what: 'signed_by', hint: '不予出具通知书只能由委托人本人到窗口签收，不能交给受托人，也不能电子送达。' })
  return { ...nothing, steps: [['deliver', officer(planning.who)]], content: { how, signed_by, note }, detail: { how, signed_by } }
}

const notAccept = (planning: Planning, { because, note }: DeskActInput<'not-accept'>): Plan => ({
  steps: [[because === 'basis_insufficient' || because === 'unrelated_person' ? 'illegal_unit' : 'not_eligible', officer(planning.who)]],
  content: { because, says: planning.words.notAccepted(because).says, note },
  detail: { because },
  papers: [{ kind: 'not_accepted', because }],
})

const verify = (planning: Planning, { cause, matters, expected_on: expectedOn }: DeskActInput<'verify'>): Plan => {
  const { application, who } = planning
  if (expectedOn < shanghaiDate(planning.at)) throw new BadInputError({ what: 'expected_on', hint: '预计核实完的日期不能早于今天。' })
  const isAgain = application.state === 'VERIFY_PENDING'
  if (isAgain && !isOver(planning)) throw illegal(planning, 'need_verify', 'a proposal is open')
  return {
    steps: isAgain ? [] : [['need_verify', officer(who)]],
    content: { cause, says: planning.words.cause(cause), matters, expected_on: expectedOn },
    detail: { cause },
    papers: [],
    proposal: {
      kind: 'certificate_verification',
      target: application.number,
      unit: application.unit,
      role: 'approver',
      level: 'county',
      args: { steps: stepsAfter(application, isAgain), cause, matters, expectedOn },
      shown: {
        title: '调查核实审批（核实期间办理期限停止计算）',
        fields: [
          ...planning.about,
          { label: '核实事由', value: planning.words.cause(cause) },
          { label: '拟核事项', value: matters.join('；') },
          { label: '预计核实完', value: dateText(expectedOn) },
        ],
      },
    },
  }
}

/** Of whom a reply would tell a record: bound by the hash, like everything else that the second person sees. */
const recordedOf = ({ people, said }: Planning): readonly { readonly label: string; readonly value: string }[] => {
  if (!people) return []
  const hits = said.filter(({ answer }) => answer === 'hit').map(({ row }) => `第${row.position}行 ${maskName(row.subject.name)}`)
  return [{ label: '拟告知有犯罪记录', value: `名单共${people.all}人，其中${hits.length}人：${hits.join('、')}` }]
}

/** The registry is asked again before anybody proposes a refusal: clear goes clear, doubt is checked first. */
const refuse = (planning: Planning, { note }: DeskActInput<'refuse'>): Plan => {
  const { application, who, answer } = planning
  const isAgain = application.state === 'REFUSAL_2ND'
  if (isAgain && !isOver(planning)) throw illegal(planning, 'confirm_hit', 'a proposal is open')
  if (answer === 'uncertain') throw new AnswerUncertainError({ number: application.number })
  if (answer === 'clear')
    return {
      steps: isAgain ? [['clear', system]] : [['confirm_clear', officer(who)]],
      content: { answer, note },
      detail: { outcome: 'clear' },
      papers: [],
    }
  return {
    steps: isAgain ? [] : [['confirm_hit', officer(who)]],
    content: { answer, note },
    detail: { outcome: 'proposed' },
    papers: [],
    proposal: {
      kind: 'certificate_refusal',
      target: application.number,
      unit: application.unit,
      role: 'approver',
      level: 'any',
      args: { steps: stepsAfter(application, isAgain) },
      shown: {
        title: planning.people ? '查询告知函（有犯罪记录）审批' : '不予出具无犯罪记录证明审批',
        fields: [
          ...planning.about,
          ...recordedOf(planning),
          { label: '再次查询的答复', value: '有需要人工认定的记录' },
          { label: '初核意见', value: note },
        ],
      },
    },
  }
}

/** The reply goes out once everybody on the list is settled, and an officer says so. */
const seal = (planning: Planning): Plan => {
  const { people, who } = planning
  if (!people || people.all === 0 || people.open > 0 || people.unasked > 0) throw illegal(planning, 'issue', 'not a list that is settled')
  return {
    ...nothing,
    steps: [['issue', officer(who)]],
    content: { people: people.all },
    detail: { people: people.all },
    papers: [{ kind: 'reply' }],
  }
}

/** One officer may find somebody clear; a unit's list only when each of them was. */
const confirmClear = (planning: Planning, { ground, note }: DeskActInput<'confirm-clear'>): Plan => {
  const { application, people, answer, who } = planning
  if (people && (people.all === 0 || people.open > 0 || people.unasked > 0))
    throw illegal(planning, 'confirm_clear', 'not everybody was found clear')
  if (!people && ground === 'registry_now_clear' && answer !== 'clear') throw new RegistryNotClearError({ number: application.number })
  return {
    ...nothing,
    steps: [['confirm_clear', officer(who)]],
    content: { ground, says: clearGroundNames[ground], note },
    detail: { ground },
  }
}

const takeBack = (planning: Planning, { note }: DeskActInput<'take-back'>): Plan => {
  const { application, who, pending } = planning
  if (!pending || pending.proposer !== who.id) throw illegal(planning, 'take-back', 'no open proposal of this officer')
  const event =
    application.state === 'VERIFY_PENDING' ? 'reject_verify' : application.state === 'REFUSAL_2ND' ? 'reject_refusal' : undefined
  return {
    ...nothing,
    steps: event ? [[event, officer(who)]] : [],
    content: { note, approval: pending.id },
    detail: { kind: pending.kind },
  }
}

const object = (planning: Planning, { statement, evidence }: DeskActInput<'object'>): Plan => {
  // What was sent electronically has arrived; only a window or the post has to be written down.
  const arrived: PlannedStep[] =
    planning.application.state === 'ISSUED' && planning.application.delivery === 'electronic' ? [['deliver', system]] : []
  return {
    steps: [...arrived, ['object', officer(planning.who)]],
    content: { statement, evidence },
    detail: { evidence: evidence.length },
    papers: [{ kind: 'recheck_application', statement, evidence }],
  }
}

const extend = (planning: Planning, { reason }: DeskActInput<'extend'>): Plan => {
  const { application } = planning
  const isPending = planning.pending?.kind === 'recheck_extension' && !isOver(planning)
  if (application.state === 'RECHECK_EXTENDED' || isPending) throw new ExtendedOnceError({ number: application.number })
  if (application.state !== 'RECHECK_ACCEPTED') throw illegal(planning, 'extend', 'no recheck is open')
  return {
    ...nothing,
    content: { reason },
    proposal: {
      kind: 'recheck_extension',
      target: application.number,
      unit: application.unit,
      role: 'approver',
      level: 'county',
      args: { steps: application.history.length, reason },
      shown: {
        title: '延长复查期限审批（自受理起合计不超过30个工作日）',
        fields: [...planning.about, { label: '延长理由', value: reason }],
      },
    },
  }
}

const uphold = (planning: Planning, { note }: DeskActInput<'uphold'>): Plan => {
  demandFresh(planning, 'uphold')
  return {
    steps: [['uphold', officer(planning.who)]],
    content: { note },
    detail: {},
    papers: [{ kind: 'recheck_opinion', conclusion: 'upheld' }],
  }
}

/**
 * A reply to an institution is corrected towards clear alone (更正告知函): who is told of no record any more the registry has cleared; of whom
 * two officers told one before, and who has it still, is told again. A record that nobody told of goes by taking the letter back.
 */
const correctReply = (planning: Planning, { note, apologised }: Pick<DeskActInput<'correct'>, 'note' | 'apologised'>): Plan => {
  const { application, who, rows, said, answer } = planning
  if (rows.length === 0) throw new NothingToCorrectError({ number: application.number })
  const cleared = said.filter((one) => one.answer === 'clear')
  const isSure = answer === 'clear' || (cleared.length > 0 && said.every((one) => one.answer !== 'uncertain'))
  if (!isSure) throw new RegistryNotClearError({ number: application.number })
  return {
    steps: [['correct', officer(who)]],
    content: { note, apologised, positions: cleared.map(({ row }) => row.position) },
    detail: { people: cleared.length },
    papers: [
      { kind: 'corrected_reply', by: who, answers: new Map(said.map(({ row, answer: word }) => [row.id, word])) },
      { kind: 'recheck_opinion', conclusion: 'corrected' },
    ],
    isVoiding: true,
  }
}

/** What was wrong is void, and the right paper goes out with it: a certificate only where the registry now says so. */
const correct = (planning: Planning, { note, apologised }: DeskActInput<'correct'>): Plan => {
  const { application, answer } = planning
  demandFresh(planning, 'correct')
  if (isInstitution(application.applicant)) return correctReply(planning, { note, apologised })
  if (answer !== 'clear') throw new RegistryNotClearError({ number: application.number })
  return {
    steps: [['correct', officer(planning.who)]],
    content: { note, apologised },
    detail: {},
    papers: [{ kind: 'replacement' }, { kind: 'recheck_opinion', conclusion: 'corrected' }],
    isVoiding: true,
    ...(application.certificate === undefined ? {} : { revokes: application.certificate }),
  }
}

const revoke = (planning: Planning, { reason, note }: DeskActInput<'revoke'>): Plan => {
  const { certificate } = planning.application
  if (certificate === undefined) throw illegal(planning, 'recall', 'no certificate was issued')
  return {
    steps: [['recall', officer(planning.who)]],
    content: { reason, note },
    detail: { reason },
    papers: [{ kind: 'revocation', revoked: certificate, of: 'certificate' }],
    revokes: certificate,
  }
}

/** A letter to an institution is taken back by two: whoever proposes says what is wrong with it, and nothing of it is public but the number. */
const revokeLetter = (planning: Planning, { reason, note }: DeskActInput<'revoke-letter'>): Plan => {
  const { application, letter } = planning
  const isPending = planning.pending !== undefined && !isOver(planning)
  if (!isInstitution(application.applicant) || !findEdge(application.state, 'recall_reply') || letter === undefined || isPending)
    throw illegal(planning, 'recall_reply', 'no letter of an institution that may be taken back')
  return {
    ...nothing,
    content: { reason, says: revokeReasonNames[reason], note, letter },
    detail: { reason },
    proposal: {
      kind: 'letter_revocation',
      target: application.number,
      unit: application.unit,
      role: 'approver',
      level: 'any',
      args: { steps: application.history.length, reason, letter },
      shown: {
        title: '撤销查询告知函审批',
        fields: [
          ...planning.about,
          { label: '拟撤销的告知函', value: letter },
          { label: '原因', value: revokeReasonNames[reason] },
          { label: '错在哪里', value: note },
        ],
      },
    },
  }
}

/** What an act comes to for this case. Only the machine of states decides whether the steps may be taken. */
export const planOf = (act: DeskAct, planning: Planning): Plan => {
  const by = officer(planning.who)
  switch (act.act) {
    case 'claim':
    case 'release':
      return nothing
    case 'take-over':
      return { ...nothing, content: { reason: act.facts.reason } }
    case 'reassign':
      return reassign(planning, act.facts, planning.tree)
    case 'identify':
      return { ...nothing, steps: [[act.facts.passes ? 'id_ok' : 'id_fail', by]], content: { passes: act.facts.passes } }
    case 'supplement':
      return supplement(planning, act.facts)
    case 'supply':
      return { ...nothing, steps: [['supply', by]], content: { received: act.facts.received } }
    case 'accept':
      return accept(planning, act.facts)
    case 'not-accept':
      return notAccept(planning, act.facts)
    case 'leave-out':
      return leaveOut(planning, act.facts)
    case 'settle-person':
      return settlePerson(planning, act.facts)
    case 'set-apart':
      return setApart(planning, act.facts)
    case 'seal':
      return seal(planning)
    case 'ask-again':
      if (planning.application.state !== 'HUMAN_REVIEW') throw illegal(planning, 'ask-again', 'not in review')
      return { ...nothing, content: { answer: planning.answer }, detail: {} }
    case 'verify':
      return verify(planning, act.facts)
    case 'finish-verification':
      return { ...nothing, steps: [['verify_done', by]], content: { note: act.facts.note } }
    case 'confirm-clear':
      return confirmClear(planning, act.facts)
    case 'refuse':
      return refuse(planning, act.facts)
    case 'take-back':
      return takeBack(planning, act.facts)
    case 'deliver':
      return deliver(planning, act.facts)
    case 'object':
      return object(planning, act.facts)
    case 'extend':
      return extend(planning, act.facts)
    case 'uphold':
      return uphold(planning, act.facts)
    case 'correct':
      return correct(planning, act.facts)
    case 'revoke':
      return revoke(planning, act.facts)
    case 'revoke-letter':
      return revokeLetter(planning, act.facts)
    case 'withdraw':
      // Taken down at the counter: it stays the applicant's own step, the officer stands beside it in the act.
      return { ...nothing, steps: [['withdraw', { kind: 'applicant', id: planning.application.person }]], content: { signed: true } }
  }
}
