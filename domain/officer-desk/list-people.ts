import { type ApplicationSubject, isInstitution } from '../../core/applicants.ts'
import type { Actor, Application } from '../../core/certificates.ts'
import type { DeskActInput } from '../../core/desk-acts.ts'
import { clearGroundNames } from '../../core/desk-acts.ts'
import { NobodyLeftError } from '../../core/desk-errors.ts'
import { BadInputError, ConflictError, NotAllowedError } from '../../core/errors.ts'
import { canonicalJson, uuidv7 } from '../../core/ids.ts'
import type { Records, Store } from '../../core/ports.ts'
import { shanghaiDate } from '../../core/time.ts'
import { acceptanceNumber } from '../certificates/numbers.ts'
import { illegalStep } from '../certificates/states.ts'
import type { Plan, Planning, RowFinding } from './planning.ts'

/** Rows of the list that an act names; none of them may be missing. */
export const rowsAt = async ({ subjects }: Pick<Store, 'subjects'>, number: string, positions: readonly number[]) => {
  const rows: ApplicationSubject[] = []
  for (const position of new Set(positions)) {
    const [row] = await subjects.list(number, { after: position - 1, limit: 1 })
    if (row?.position !== position) throw new BadInputError({ what: 'position', hint: `名单里没有第 ${position} 行，请刷新后再选。` })
    rows.push(row)
  }
  return rows
}

const isOpen = ({ answer, finding }: ApplicationSubject): boolean => answer !== undefined && finding === undefined

const demandList = ({ application }: Planning, event: string, states: readonly Application['state'][]): void => {
  if (isInstitution(application.applicant) && states.includes(application.state)) return
  throw illegalStep(application, event, 'no list is being looked at')
}

/** Rows that still wait for an officer: what is settled stays settled, and whom the registry cleared nobody touches. */
const demandOpen = (rows: readonly ApplicationSubject[]): void => {
  const settled = rows.find((row) => !isOpen(row))
  if (settled) throw new BadInputError({ what: 'position', hint: `第 ${settled.position} 行已经有结果，不用再认定，请刷新后再选。` })
}

/** Once nobody waits any more the reply is ready for its seal. */
const onward = ({ people, application, who }: Planning, settled: number): Pick<Plan, 'steps' | 'review'> => {
  const by: Actor = { kind: 'officer', id: who.id }
  const isLast = application.state === 'HUMAN_REVIEW' && people !== undefined && people.unasked === 0 && people.open <= settled
  return isLast ? { steps: [['confirm_clear', by]], review: 'seal' } : { steps: [] }
}

/** Some people of a list are not asked about (名单中不予受理), and the reply gives no result of them; the others go on. */
export const leaveOut = (planning: Planning, { because, note }: DeskActInput<'leave-out'>): Plan => {
  const { application, who, people, rows } = planning
  demandList(planning, 'leave-out', ['ID_VERIFIED', 'HUMAN_REVIEW'])
  const isReview = application.state === 'HUMAN_REVIEW'
  if (isReview && !who.roles.includes('reviewer')) throw new NotAllowedError({ what: 'desk leave-out', needs: 'reviewer' })
  if (isReview) demandOpen(rows)
  const settled = rows.find(({ finding }) => finding !== undefined)
  if (settled) throw new BadInputError({ what: 'position', hint: `第 ${settled.position} 行已经有结果，请刷新后再选。` })
  if (!people || people.all - people.out <= rows.length) throw new NobodyLeftError({ number: application.number, act: 'leave-out' })
  const positions = rows.map(({ position }) => position)
  return {
    ...onward(planning, rows.length),
    content: { positions, because, says: planning.words.notAccepted(because).says, note },
    detail: { because, people: rows.length },
    papers: [],
    rows: rows.map((row) => ({ row, finding: 'not_accepted' })),
  }
}

/** One person of a list is found clear, with the ground (逐人认定): somebody else's record, a record that was mended, no judgment in force. */
export const settlePerson = (planning: Planning, { ground, note }: DeskActInput<'settle-person'>): Plan => {
  demandList(planning, 'settle-person', ['HUMAN_REVIEW'])
  demandOpen(planning.rows)
  return {
    ...onward(planning, planning.rows.length),
    content: { positions: planning.rows.map(({ position }) => position), ground, says: clearGroundNames[ground], note },
    detail: { ground },
    papers: [],
    rows: planning.rows.map((row) => ({ row, finding: 'clear' })),
  }
}

/**
 * People who take longer get a case of their own (分出另办), with the day of acceptance that they had, so that nobody else on the list
 * waits for them: what stops the clock of one stops it for that one alone.
 */
export const setApart = (planning: Planning, { note }: DeskActInput<'set-apart'>): Plan => {
  const { application, people, rows } = planning
  demandList(planning, 'set-apart', ['HUMAN_REVIEW'])
  demandOpen(rows)
  if (!people || people.all - people.out <= rows.length) throw new NobodyLeftError({ number: application.number, act: 'set-apart' })
  return {
    ...onward(planning, rows.length),
    content: { positions: rows.map(({ position }) => position), note },
    detail: { people: rows.length },
    papers: [],
    rows: rows.map((row) => ({ row, finding: 'apart' })),
    isApart: true,
  }
}

/** Writes findings into a list; whoever was faster is told so. */
export const findRows = async (records: Records, number: string, rows: readonly RowFinding[]): Promise<void> => {
  for (const { row, finding } of rows)
    if (!(await records.subjects.move(row, { finding }))) throw new ConflictError({ what: `subject of ${number}` })
}

/** The case of those who were set apart, as it stood; gives its number. */
export const keepApart = async (
  records: Records,
  { store, by, at, note }: { readonly store: Pick<Store, 'keyed'>; readonly by: string; readonly at: Date; readonly note: unknown },
  from: Application,
  rows: readonly RowFinding[],
): Promise<string> => {
  const year = Number(shanghaiDate(at).slice(0, 4))
  const number = acceptanceNumber({ area: from.unit, year, sequence: await records.sequences.next('certificate', year) })
  const people = rows.map(({ row }) => row)
  const sums = {
    count: people.length,
    unrelated: people.filter(({ relation }) => relation === 'none').length,
    foreigners: people.filter(({ subject }) => subject.document.kind.startsWith('foreign')).length,
  }
  const key = store.keyed(canonicalJson(['apart', number]))
  const facts = { ...from.facts, people: sums, apartFrom: from.number }
  const made = await records.applications.insert({ ...from, id: uuidv7(at), number, facts, revision: 1 }, { deedKey: key, sameKey: key })
  if (!made) throw new ConflictError({ what: `case apart of ${from.number}` })
  await records.subjects.replace(
    number,
    people.map(({ subject, relation, answer }) => ({ subject, relation, answer, finding: undefined })),
  )
  await records.desk.addAct({ id: uuidv7(at), application: number, act: 'set-apart', at, by, content: { from: from.number, note } })
  await records.notices.add({ id: uuidv7(at), person: from.person, kind: 'accepted', target: number, at }, `apart:${number}`)
  await records.audit.append(
    {
      ...{ actor: by, actorKind: 'officer', action: 'set_apart_case', target: number, isOk: true },
      detail: { from: from.number, people: people.length, unit: from.unit },
    },
    at,
  )
  return number
}
