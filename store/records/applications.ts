import { and, asc, count, desc, eq, getTableColumns, gte, inArray, lt, notInArray, or, sql } from 'drizzle-orm'
import type { ApplicationFacts } from '../../core/applicants.ts'
import type { Application } from '../../core/certificates.ts'
import { deskGroupOf } from '../../core/desk-store.ts'
import type { ApplicationKeys, Applications } from '../../core/ports.ts'
import type { Cipher } from '../cipher.ts'
import type { Tables } from '../database.ts'
import { markNames, marksOf } from './certificate-marks.ts'
import { type Ground, orUndefined } from './ground.ts'
import { gap, gaps, once } from './prepared.ts'

type Row = Omit<Tables['applications']['$inferSelect'], keyof ApplicationKeys>

interface Personal {
  readonly purposeDetail?: string | undefined
  readonly recipient?: string | undefined
  readonly facts?: ApplicationFacts | undefined
}

/** Keys as the columns hold them. */
const keyColumns = ({ deedKey, sameKey, subjectKey, nameKey }: ApplicationKeys) => ({
  deedKey,
  sameKey,
  subjectKey: subjectKey ?? null,
  nameKey: nameKey ?? null,
})

/** An empty list costs no bytes. */
const orNull = <T>(list: readonly T[]): readonly T[] | null => (list.length > 0 ? list : null)

/** What is encrypted of an application. */
export const personalOf = ({ id, personal }: Pick<Row, 'id' | 'personal'>, cipher: Cipher): Personal =>
  personal ? cipher.openJson<Personal>('applications.personal', id, personal) : {}

/** An application as a row of its table holds it. */
export const applicationOf = (row: Row, cipher: Cipher): Application => {
  const personal = personalOf(row, cipher)
  return {
    id: row.id,
    number: row.number,
    person: row.person,
    applicant: row.applicant,
    facts: personal.facts ?? {},
    wanted: row.wanted ?? [],
    rules: row.rules ?? [],
    unit: row.unit,
    state: row.state,
    purpose: row.purpose,
    purposeDetail: personal.purposeDetail,
    recipient: personal.recipient,
    period: row.periodFrom !== null && row.periodTo !== null ? { from: row.periodFrom, to: row.periodTo } : undefined,
    delivery: row.delivery,
    submittedAt: row.submittedAt,
    acceptedAt: orUndefined(row.acceptedAt),
    dueOn: row.dueOn,
    history: row.history,
    review: orUndefined(row.review),
    certificate: orUndefined(row.certificate),
    revision: row.revision,
    begunAt: orUndefined(row.begunAt),
  }
}

/** The row of an application, but for its keys. */
export const rowOf = (application: Application, cipher: Cipher): Row => {
  const { purposeDetail, recipient, period, id } = application
  const facts = Object.values(application.facts).some((value) => value !== undefined) ? application.facts : undefined
  const hasPersonal = purposeDetail !== undefined || recipient !== undefined || facts !== undefined
  return {
    id,
    number: application.number,
    person: application.person,
    applicant: application.applicant,
    wanted: orNull(application.wanted),
    rules: orNull(application.rules),
    unit: application.unit,
    state: application.state,
    purpose: application.purpose,
    personal: hasPersonal ? cipher.sealJson('applications.personal', id, { purposeDetail, recipient, facts } satisfies Personal) : null,
    periodFrom: period?.from ?? null,
    periodTo: period?.to ?? null,
    delivery: application.delivery,
    submittedAt: application.submittedAt,
    acceptedAt: application.acceptedAt ?? null,
    dueOn: application.dueOn,
    history: application.history,
    review: application.review ?? null,
    certificate: application.certificate ?? null,
    revision: application.revision,
    begunAt: application.begunAt ?? null,
    ...marksOf(application),
    issueDueOn: null,
    desk: deskGroupOf(application) ?? null,
  }
}

/** Applications for certificates. */
export const applications = ({ db, tables, cipher }: Ground): Applications => {
  const { applications } = tables
  const insert = once(() => {
    // Object.keys forgets which strings they are.
    const names = Object.keys(getTableColumns(applications)) as (keyof Row | keyof ApplicationKeys)[]
    return db
      .insert(applications)
      .values(gaps(applications, ...names))
      .onConflictDoNothing()
      .returning({ id: applications.id })
      .prepare('insert_application')
  })
  const find = once(() =>
    db
      .select()
      .from(applications)
      .where(eq(applications.number, gap('number')))
      .prepare('find_application'),
  )
  const findByKeys = once(() =>
    db
      .select()
      .from(applications)
      .where(or(eq(applications.deedKey, gap('deedKey')), eq(applications.sameKey, gap('sameKey'))))
      // The very deed before a similar one.
      .orderBy(sql`case when ${eq(applications.deedKey, gap('deedKey'))} then 0 else 1 end`)
      .limit(1)
      .prepare('find_application_by_keys'),
  )
  const move = once(() =>
    db
      .update(applications)
      .set({
        ...gaps(applications, 'state', 'history', 'acceptedAt', 'dueOn', 'review', 'certificate', 'unit', 'wanted', 'rules', 'desk'),
        ...gaps(applications, ...markNames),
        issueDueOn: sql`coalesce(${applications.issueDueOn}, ${gaps(applications, 'issueDueOn').issueDueOn})`,
        revision: sql`${applications.revision} + 1`,
      })
      .where(and(eq(applications.id, gap('id')), eq(applications.revision, gap('seen'))))
      .returning({ id: applications.id })
      .prepare('move_application'),
  )
  const standing = once(() => {
    const isCounted = sql`${applications.submittedAt} >= ${gaps(applications, 'submittedAt').submittedAt} and ${applications.state} not in ('DRAFT', 'WITHDRAWN')`
    return db
      .select({
        count: sql<number>`coalesce(sum(case when ${isCounted} then 1 else 0 end), 0)`.mapWith(Number),
        draft: sql<string | null>`max(case when ${applications.state} = 'DRAFT' then ${applications.number} end)`,
      })
      .from(applications)
      .where(and(eq(applications.person, gap('person')), eq(applications.applicant, gap('applicant'))))
      .prepare('standing_of_applicant')
  })
  return {
    insert: async (application, keys) => {
      const inserted = await insert().execute({ ...rowOf(application, cipher), ...keyColumns(keys) })
      return inserted.length > 0 ? application : undefined
    },
    find: async (number) => {
      const [row] = await find().execute({ number })
      return row && applicationOf(row, cipher)
    },
    findByKeys: async (keys) => {
      const [row] = await findByKeys().execute({ ...keys })
      return row && applicationOf(row, cipher)
    },
    listByPerson: async (person, limit) => {
      const rows = await db
        .select()
        .from(applications)
        .where(eq(applications.person, person))
        .orderBy(desc(applications.submittedAt), desc(applications.id))
        .limit(limit)
      return rows.map((row) => applicationOf(row, cipher))
    },
    standing: async (person, kind, since) => {
      const [row] = await standing().execute({ person, applicant: kind, submittedAt: since })
      return { count: row?.count ?? 0, draft: orUndefined(row?.draft ?? null) }
    },
    countAbout: async (subjectKey, since) => {
      const { state, submittedAt } = applications
      const [row] = await db
        .select({ count: count() })
        .from(applications)
        .where(and(eq(applications.subjectKey, subjectKey), gte(submittedAt, since), notInArray(state, ['DRAFT', 'WITHDRAWN'])))
      return row?.count ?? 0
    },
    rewrite: async (draft, next, keys) => {
      const { id, number, revision, ...columns } = rowOf({ ...next, id: draft.id }, cipher)
      const written = await db
        .update(applications)
        .set({ ...columns, ...keyColumns(keys), revision: sql`${applications.revision} + 1` })
        .where(and(eq(applications.id, draft.id), eq(applications.revision, draft.revision), eq(applications.state, 'DRAFT')))
        .returning({ id: applications.id })
      return written.length > 0
    },
    move: async (application, step) => {
      const next = { ...application, ...step }
      const moved = await move().execute({
        id: application.id,
        seen: application.revision,
        state: next.state,
        history: next.history,
        acceptedAt: next.acceptedAt ?? acceptance(next.history),
        dueOn: next.dueOn,
        review: next.review ?? null,
        certificate: next.certificate ?? null,
        unit: next.unit,
        wanted: orNull(next.wanted),
        rules: orNull(next.rules),
        ...marksOf(next),
        issueDueOn: isObjected(next) && !isObjected(application) ? application.dueOn : null,
        desk: deskGroupOf(next) ?? null,
      })
      if (moved.length === 0) return false
      if (step.facts) {
        const { personal } = rowOf(next, cipher)
        await db.update(applications).set({ personal }).where(eq(applications.id, application.id))
      }
      return true
    },
    listByState: async (states, { units, limit, submittedBefore, kinds }) => {
      const rows = await db
        .select()
        .from(applications)
        .where(
          and(
            inArray(applications.state, [...states]),
            units && inArray(applications.unit, [...units]),
            kinds && inArray(applications.applicant, [...kinds]),
            submittedBefore && lt(applications.submittedAt, submittedBefore),
          ),
        )
        .orderBy(asc(applications.submittedAt), asc(applications.id))
        .limit(limit)
      return rows.map((row) => applicationOf(row, cipher))
    },
  }
}

const isObjected = ({ history }: Pick<Application, 'history'>): boolean => history.some(({ event }) => event === 'object')

/** When the application was first accepted (受理时间), by its own history. */
const acceptance = (history: Application['history']): Date | null => {
  const entry = history.find(({ to }) => to === 'ACCEPTED')
  return entry ? new Date(entry.at) : null
}
