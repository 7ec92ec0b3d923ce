import { isInstitution } from '../../core/applicants.ts'
import type { Application } from '../../core/certificates.ts'
import type { DeskAct, DeskActInput } from '../../core/desk-acts.ts'
import { CaseClaimedError, RegistrySilentError } from '../../core/desk-errors.ts'
import type { DeskActRow } from '../../core/desk-store.ts'
import { ConflictError } from '../../core/errors.ts'
import { materialNames } from '../../core/materials.ts'
import type { AnswerWord } from '../../core/officer-desk.ts'
import type { Officer } from '../../core/people.ts'
import type { Records } from '../../core/ports.ts'
import type { UnitTree } from '../../core/units.ts'
import { aboutFields } from './about.ts'
import { approvalMs, caseFor, claimMs, type OfficerGround } from './ground.ts'
import { findRows, keepApart, rowsAt } from './list-people.ts'
import { planOf } from './plan.ts'
import type { Plan, Planning } from './planning.ts'
import { type Asked, askAgain, lastAnswer, recordedRows, settleRows } from './registry.ts'
import { demandRole } from './rights.ts'
import { stepped, writePlan } from './write.ts'

/** Acts for which the registry is asked, and the word with which they are possible at all. */
const asks: Partial<Record<DeskAct['act'], { readonly best: AnswerWord; readonly purpose: string }>> = {
  'ask-again': { best: 'clear', purpose: '复核无犯罪记录证明申请' },
  refuse: { best: 'hit', purpose: '复核无犯罪记录证明申请（作出不利决定前再次查询）' },
  correct: { best: 'clear', purpose: '异议复查（更正前再次查询）' },
}

/** Lists of what is missing that were given before: by the machine when it came in, then by officers. */
const askedBefore = ({ history, wanted }: Application, acts: readonly DeskActRow[]): readonly (readonly string[])[] => {
  const lists = acts.flatMap(({ act, content }) =>
    // Only the desks write these contents, in the shape of the act.
    act === 'supplement' ? [(content.missing as DeskActInput<'supplement'>['missing']).map(({ what }) => what)] : [],
  )
  // What the machine asked for stands in full among the rules' papers; the list of its act may be shorter by what was there already.
  const byMachine = history.some(({ event, actor }) => event === 'incomplete' && actor.kind === 'system')
  return byMachine ? [wanted.map((kind) => materialNames[kind]), ...lists] : lists
}

const positionsOf = ({ facts }: DeskAct): readonly number[] =>
  'positions' in facts ? facts.positions : 'position' in facts ? [facts.position] : []

/** The people of a list that the act is about: those it names, or those whom a correction may clear. */
const rowsFor = (ground: OfficerGround, number: string, act: DeskAct) =>
  act.act === 'correct' ? recordedRows(ground, number) : rowsAt(ground.store, number, positionsOf(act))

/** What is known of the case before the act, from its records. */
const planningFor = async (
  ground: OfficerGround,
  who: Officer,
  application: Application,
  { tree, act }: { readonly tree: UnitTree; readonly act: DeskAct },
): Promise<Planning> => {
  const { store } = ground
  const [acts, proposals, papers, people] = await Promise.all([
    store.desk.acts(application.number),
    store.approvals.ofTarget(application.number),
    store.papers.listByApplication(application.number),
    isInstitution(application.applicant) ? store.subjects.count(application.number) : undefined,
  ])
  return {
    ...{ who, application, tree, words: ground.words, at: ground.clock(), answer: lastAnswer(application, acts), people },
    asked: askedBefore(application, acts),
    rows: isInstitution(application.applicant) ? await rowsFor(ground, application.number, act) : [],
    letter: papers.findLast(({ kind, status }) => kind === 'inquiry_letter' && status === 'valid')?.number,
    said: [],
    pending: proposals.find(({ state }) => state === 'open'),
    about: await aboutFields(ground, application),
  }
}

/** Everything is checked with the best word first, so that nobody's record is looked up for an act that may not be. */
const planned = async (ground: OfficerGround, act: DeskAct, planning: Planning): Promise<{ plan: Plan; rows: Asked['rows'] }> => {
  const asking = asks[act.act]
  const { application, who } = planning
  const check = (one: Planning): Plan => {
    const plan = planOf(act, one)
    stepped(ground, application, plan, one.at)
    return plan
  }
  if (!asking) return { plan: check(planning), rows: [] }
  check({ ...planning, answer: asking.best })
  const { answer, rows } = await askAgain(ground, application, who, asking.purpose, act.act === 'correct' ? planning.rows : undefined)
  if (answer === 'unavailable') throw new RegistrySilentError({ number: application.number })
  return { plan: check({ ...planning, answer, said: rows }), rows }
}

/** In the transaction: the case must be free or one's own, and is then held on. */
const hold = async (records: Records, act: DeskAct, who: Officer, application: Application, at: Date): Promise<void> => {
  if (act.act === 'release' || act.act === 'revoke') return
  const until = new Date(at.getTime() + claimMs)
  const claim = await records.desk.claim(application.number, { officer: who.id, at, until }, { isForced: act.act === 'take-over' })
  if (claim.officer !== who.id) throw new CaseClaimedError({ number: application.number, until: claim.until })
}

/** Does one thing about a case: rights, claim, rules, revision, words, papers and audit; then lets the machine go on. */
export const performAct = async (ground: OfficerGround, tree: UnitTree, who: Officer, number: string, act: DeskAct): Promise<void> => {
  const { store } = ground
  const application = await caseFor(store, who, number, tree)
  demandRole(act.act, who, application.unit, tree)
  if (act.facts.revision !== application.revision) throw new ConflictError({ what: `case ${number}` })
  const held = await store.desk.claimOf(number)
  const isForeign = held !== undefined && held.officer !== who.id && held.until > ground.clock()
  if (isForeign && act.act !== 'take-over' && act.act !== 'revoke') throw new CaseClaimedError({ number, until: held.until })
  const planning = await planningFor(ground, who, application, { tree, act })
  const { plan, rows } = await planned(ground, act, planning)
  const at = ground.clock()
  const walked = stepped(ground, application, plan, at)
  const written = await ground.papers.write(plan.papers, walked, at)
  const certificate = written.find(({ isCertificate }) => isCertificate)?.number
  const next = certificate === undefined ? walked : { ...walked, certificate }
  await store.transaction(async (records) => {
    await hold(records, act, who, application, at)
    const found = plan.rows ?? []
    const apart = plan.isApart && (await keepApart(records, { store, by: who.id, at, note: plan.content.note }, application, found))
    const content = apart ? { ...plan.content, apart } : plan.content
    await writePlan(
      records,
      application,
      next,
      { ...plan, content, written },
      { by: who.id, kind: 'officer', at, act: act.act, action: `desk_${act.act.replaceAll('-', '_')}` },
    )
    await settleRows(records, number, rows, false)
    await findRows(records, number, found)
    if (act.act === 'release' || act.act === 'reassign') await records.desk.release(number, who.id)
    // Whoever was told of its days up there is not above it any more: at the other unit it goes up anew.
    if (act.act === 'reassign') await records.desk.forgetEscalations(number)
    if (act.act === 'take-back' && planning.pending) await ground.approvals.withdraw(records, who, planning.pending.id)
    if (plan.proposal) await ground.approvals.propose(records, { ...plan.proposal, proposer: who, holdsMs: approvalMs })
  })
  if (next.state === 'QUERYING' || next.state === 'CLEAR') await ground.settle(number)
}
