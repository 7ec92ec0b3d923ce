import { type ApplicationSubject, isInstitution, type Subject } from '../../core/applicants.ts'
import type { Application } from '../../core/certificates.ts'
import type { DeskActRow } from '../../core/desk-store.ts'
import { ConflictError, NotFoundError } from '../../core/errors.ts'
import type { AnswerWord } from '../../core/officer-desk.ts'
import type { Citizen, Officer } from '../../core/people.ts'
import type { Records } from '../../core/ports.ts'
import { registryKey } from '../records/embedded.ts'
import type { OfficerGround } from './ground.ts'
import { subjectOf } from './persons.ts'

/** Legal basis of look-ups at the desk (查询依据), as the person reads it. */
export const deskBasis = '《公安机关办理犯罪记录查询工作规定》第八条、第十一条（办理与复查）'

const isWord = (value: unknown): value is AnswerWord =>
  value === 'clear' || value === 'hit' || value === 'uncertain' || value === 'unavailable'

/** What the registry said last (平台答复): by the steps of the machine, or by an officer who asked again later. */
export const lastAnswer = (application: Application, acts: readonly DeskActRow[]): AnswerWord | undefined => {
  const said = [
    ...application.history.flatMap(({ event, at }) => (isWord(event) ? [{ word: event, at: new Date(at).getTime() }] : [])),
    ...acts.flatMap(({ content, at }) => (isWord(content.answer) ? [{ word: content.answer, at: at.getTime() }] : [])),
  ]
  return said.toSorted((a, b) => a.at - b.at).at(-1)?.word
}

/** What came of asking again: one word for the case, and the word for each person of a unit's list who was still open. */
export interface Asked {
  readonly answer: AnswerWord
  readonly rows: readonly { readonly row: ApplicationSubject; readonly answer: 'clear' | 'hit' | 'uncertain' }[]
}

const pageOf = 200

/** People of a unit's list whom the registry did not plainly clear, and whom nobody has settled yet. */
const openRows = (ground: Pick<OfficerGround, 'store'>, number: string) => listed(ground, number, ({ finding }) => finding === undefined)

const listed = async (
  { store }: Pick<OfficerGround, 'store'>,
  number: string,
  isMeant: (row: ApplicationSubject) => boolean,
): Promise<readonly ApplicationSubject[]> => {
  const found: ApplicationSubject[] = []
  for (let after = 0; ; ) {
    const page = await store.subjects.list(number, { after, limit: pageOf })
    found.push(...page.filter(isMeant))
    const last = page.at(-1)
    if (!last || page.length < pageOf) return found
    after = last.position
  }
}

/** People of whom the reply told a record (告知有犯罪记录): whom a recheck asks about again. */
export const recordedRows = async ({ store }: Pick<OfficerGround, 'store'>, number: string): Promise<readonly ApplicationSubject[]> =>
  listed({ store }, number, ({ finding }) => finding === 'record')

/** The word that holds for many: silence stops all, then doubt, then a hit. */
const worstOf = (answers: readonly AnswerWord[]): AnswerWord =>
  (['unavailable', 'uncertain', 'hit'] as const).find((word) => answers.includes(word)) ?? 'clear'

/** Asks the registry again, written down before it is asked: by whom, about whom, why. Of a list: about these, or about all who are open. */
export const askAgain = async (
  { store, registry, clock }: Pick<OfficerGround, 'store' | 'registry' | 'clock'>,
  application: Application,
  who: Officer,
  purpose: string,
  about?: readonly ApplicationSubject[],
): Promise<Asked> => {
  const ask = async (subject: Subject | Citizen): Promise<AnswerWord> => {
    await store.audit.append(
      {
        ...{ actor: who.id, actorKind: 'officer', action: 'look_up_record', target: application.number, isOk: true, detail: {} },
        lookup: { subject: store.keyed(registryKey(subject.document.number)), purpose, basis: deskBasis },
      },
      clock(),
    )
    const { name, birth, document } = subject
    // On a list nobody has given one.
    const formerName = isInstitution(application.applicant) ? undefined : application.facts.formerName
    return registry.ask({ documentNumber: document.number, name, formerName, birth, purpose, period: application.period })
  }
  if (isInstitution(application.applicant)) {
    const rows = []
    const answers: AnswerWord[] = []
    for (const row of about ?? (await openRows({ store }, application.number))) {
      const answer = await ask(row.subject)
      answers.push(answer)
      if (answer !== 'unavailable') rows.push({ row, answer })
    }
    return { answer: worstOf(answers), rows }
  }
  const subject = subjectOf(application, await store.people.find(application.person))
  if (!subject) throw new NotFoundError({ what: 'subject' })
  return { answer: await ask(subject), rows: [] }
}

/** Writes the words into a unit's list: clear settles a person; a record does so only once a second officer has signed. */
export const settleRows = async (records: Records, number: string, rows: Asked['rows'], isSigned: boolean): Promise<void> => {
  for (const { row, answer } of rows) {
    const finding = answer === 'clear' ? 'clear' : answer === 'hit' && isSigned ? 'record' : undefined
    const isMoved = await records.subjects.move(row, finding === undefined ? { answer } : { answer, finding })
    if (!isMoved) throw new ConflictError({ what: `subject of ${number}` })
  }
}
