import { and, asc, count, desc, eq, getTableColumns, gte, inArray, lt, ne, or, sql } from 'drizzle-orm'
import type { Application } from '../../core/certificates.ts'
import type { Applications } from '../../core/ports.ts'
import type { Cipher } from '../cipher.ts'
import type { Tables } from '../database.ts'
import { type Ground, orUndefined } from './ground.ts'
import { gap, gaps, once } from './prepared.ts'

type Row = Omit<Tables['applications']['$inferSelect'], 'deedKey' | 'sameKey'>

interface Personal {
  readonly purposeDetail?: string | undefined
  readonly recipient?: string | undefined
}

const applicationOf = (row: Row, cipher: Cipher): Application => {
  const personal = row.personal ? cipher.openJson<Personal>('applications.personal', row.id, row.personal) : {}
  return {
    id: row.id,
    number: row.number,
    person: row.person,
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
  }
}

const rowOf = (application: Application, cipher: Cipher): Row => {
  const { purposeDetail, recipient, period, id } = application
  const hasPersonal = purposeDetail !== undefined || recipient !== undefined
  return {
    id,
    number: application.number,
    person: application.person,
    unit: application.unit,
    state: application.state,
    purpose: application.purpose,
    personal: hasPersonal ? cipher.sealJson('applications.personal', id, { purposeDetail, recipient } satisfies Personal) : null,
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
  }
}

/** Applications for certificates. */
export const applications = ({ db, tables, cipher }: Ground): Applications => {
  const { applications } = tables
  const insert = once(() => {
    const { deedKey, sameKey, ...columns } = getTableColumns(applications)
    // Object.keys forgets which strings they are.
    const names = Object.keys(columns) as (keyof Row)[]
    return db
      .insert(applications)
      .values(gaps(applications, ...names, 'deedKey', 'sameKey'))
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
        ...gaps(applications, 'state', 'history', 'acceptedAt', 'dueOn', 'review', 'certificate'),
        revision: sql`${applications.revision} + 1`,
      })
      .where(and(eq(applications.id, gap('id')), eq(applications.revision, gap('seen'))))
      .returning({ id: applications.id })
      .prepare('move_application'),
  )
  return {
    insert: async (application, keys) => {
      const inserted = await insert().execute({ ...rowOf(application, cipher), ...keys })
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
    countSince: async (person, since) => {
      const [row] = await db
        .select({ count: count() })
        .from(applications)
        .where(and(eq(applications.person, person), gte(applications.submittedAt, since), ne(applications.state, 'WITHDRAWN')))
      return row?.count ?? 0
    },
    move: async (application, step) => {
      const { id, revision, review, certificate, acceptedAt, dueOn } = application
      const moved = await move().execute({
        id,
        seen: revision,
        state: step.state,
        history: step.history,
        acceptedAt: acceptedAt ?? acceptance(step.history),
        dueOn,
        review: ('review' in step ? step.review : review) ?? null,
        certificate: step.certificate ?? certificate ?? null,
      })
      return moved.length > 0
    },
    listByState: async (states, { units, limit, submittedBefore }) => {
      const rows = await db
        .select()
        .from(applications)
        .where(
          and(
            inArray(applications.state, [...states]),
            units && inArray(applications.unit, [...units]),
            submittedBefore && lt(applications.submittedAt, submittedBefore),
          ),
        )
        .orderBy(asc(applications.submittedAt), asc(applications.id))
        .limit(limit)
      return rows.map((row) => applicationOf(row, cipher))
    },
  }
}

/** When the application was first accepted (受理时间), by its own history. */
const acceptance = (history: Application['history']): Date | null => {
  const entry = history.find(({ to }) => to === 'ACCEPTED')
  return entry ? new Date(entry.at) : null
}
