import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import type { CaseLine, DeskQueueQuery, DeskRecords, DeskRow } from '../../../core/desk-store.ts'
import type { Tables } from '../../database.ts'
import { personalOf } from '../applications.ts'
import { type Ground, orUndefined } from '../ground.ts'
import { isListedText, listOf } from '../lists.ts'
import { personOf } from '../people.ts'
import { gap, gaps, keyedOnce } from '../prepared.ts'

type Applications = Tables['applications']

/** What is asked for of each page; a statement is built once for each of these forms. */
interface Form {
  readonly hand: 'any' | 'mine' | 'free' | 'escalated'
  /** One unit is read in the order of its index. */
  readonly isOneUnit: boolean
  readonly until: boolean
  readonly from: boolean
  readonly after: boolean
}

const formOf = ({ units, claimedBy, unclaimedAt, escalatedTo, dueUntil, dueFrom, after }: DeskQueueQuery): Form => ({
  hand: claimedBy ? 'mine' : escalatedTo !== undefined ? 'escalated' : unclaimedAt ? 'free' : 'any',
  isOneUnit: units.length === 1,
  until: dueUntil !== undefined,
  from: dueFrom !== undefined,
  after: after !== undefined,
})

/** Ids are hexadecimal: none comes after it. */
const afterAll = 'z'

/** What a row of a list is read from: a few columns, never the history. */
const lineColumns = (applications: Applications) => {
  const { id, number, person, applicant, personal, unit, state, purpose, delivery, submittedAt, dueOn, review, revision } = applications
  return { id, number, person, applicant, personal, unit, state, purpose, delivery, submittedAt, dueOn, review, revision }
}

type Pages = Pick<DeskRecords, 'queue' | 'done' | 'findAbout'>

/**
 * Pages of the desk: one statement each. Inside it the ids of the page are found by an index alone; then the few columns that a list shows,
 * the claim and the applicant are read for these rows.
 */
export const deskPages = (ground: Ground): Pages => {
  const { db, tables, cipher } = ground
  const { applications, applicationSubjects, deskClaims, deskEscalations, people } = tables
  const inUnits = (isOne: boolean): SQL => (isOne ? eq(applications.unit, gap('unit')) : isListedText(ground, applications.unit, 'units'))
  const unitsGiven = (units: readonly string[]) => (units.length === 1 ? { unit: units[0] } : { units: listOf(ground, units) })

  /** The page's rows, for ids that the inner statement finds. */
  const shown = (ids: SQL) =>
    db
      .select({ line: lineColumns(applications), claim: deskClaims, applicant: people })
      .from(applications)
      .leftJoin(deskClaims, eq(deskClaims.application, applications.number))
      .leftJoin(people, eq(people.id, applications.person))
      .where(inArray(applications.id, ids))
  type Shown = Awaited<ReturnType<ReturnType<typeof shown>['execute']>>[number]

  const rowOf = ({ line, claim, applicant }: Shown): DeskRow => {
    const { personal, review, ...rest } = line
    const application: CaseLine = { ...rest, review: orUndefined(review), facts: personalOf({ id: line.id, personal }, cipher).facts ?? {} }
    return {
      application,
      applicant: applicant ? personOf(applicant, cipher) : undefined,
      claim: claim ? { officer: claim.officer, at: claim.at, until: claim.until } : undefined,
    }
  }

  const queue = keyedOnce((form: Form) => {
    const { dueOn, id } = applications
    const conditions = and(
      isNotNull(applications.desk),
      inUnits(form.isOneUnit),
      isListedText(ground, applications.desk, 'groups'),
      form.until ? lte(dueOn, gap('dueUntil')) : undefined,
      form.from ? gte(dueOn, gap('from')) : undefined,
      // Of both columns at once: so the index begins there, and reads nothing of the pages before.
      form.after ? sql`(${dueOn}, ${id}) > (${gap('afterDue')}, ${gap('afterId')})` : undefined,
    )
    const order = [asc(dueOn), asc(id)] as const
    const { until: moment } = gaps(deskClaims, 'until')
    const ids = {
      any: () => db.select({ id }).from(applications).where(conditions),
      mine: () =>
        db
          .select({ id })
          .from(deskClaims)
          .innerJoin(applications, eq(applications.number, deskClaims.application))
          .where(and(eq(deskClaims.officer, gap('officer')), sql`${deskClaims.until} > ${moment}`, conditions)),
      free: () =>
        db
          .select({ id })
          .from(applications)
          .leftJoin(deskClaims, eq(deskClaims.application, applications.number))
          .where(and(conditions, or(isNull(deskClaims.until), sql`${deskClaims.until} <= ${moment}`))),
      escalated: () => {
        const put = db
          .select({ number: deskEscalations.application })
          .from(deskEscalations)
          .where(eq(deskEscalations.superior, gap('officer')))
        return db
          .select({ id })
          .from(applications)
          .where(and(conditions, inArray(applications.number, put)))
      },
    }[form.hand]()
    return shown(sql`${ids.orderBy(...order).limit(gap('limit'))}`)
      .orderBy(...order)
      .prepare(`desk_queue_${Object.values(form).join('_')}`)
  })

  // Nearly all of all rows are over: they are walked by their ids from the newest on, of one unit by its own index. SQLite would rather
  // gather the rows of many units and sort them (200,000 rows: 250 ms), so there both conditions are kept away from its indexes.
  const plain = (column: SQL | typeof applications.unit): SQL => (ground.kind === 'sqlite' ? sql`+${column}` : sql`${column}`)
  const done = keyedOnce(({ isOneUnit }: { isOneUnit: boolean }) => {
    const ids = db
      .select({ id: applications.id })
      .from(applications)
      .where(
        and(
          isOneUnit ? inUnits(true) : isListedText(ground, plain(applications.unit), 'units'),
          isListedText(ground, plain(sql`${applications.state}`), 'states'),
          lt(applications.id, gap('after')),
        ),
      )
      .orderBy(desc(applications.id))
      .limit(gap('limit'))
    return shown(sql`${ids}`).orderBy(desc(applications.id)).prepare(`desk_done_${isOneUnit}`)
  })

  const about = keyedOnce(({ by, isOneUnit }: { by: 'subjectKey' | 'nameKey' | 'list'; isOneUnit: boolean }) => {
    const inLists = db
      .select({ number: applicationSubjects.application })
      .from(applicationSubjects)
      .where(eq(applicationSubjects.subjectKey, gap('key')))
    const ids = db
      .select({ id: applications.id })
      .from(applications)
      .where(and(by === 'list' ? inArray(applications.number, inLists) : eq(applications[by], gap('key')), inUnits(isOneUnit)))
      .orderBy(desc(applications.id))
      .limit(gap('limit'))
    return shown(sql`${ids}`).orderBy(desc(applications.id)).prepare(`desk_about_${by}_${isOneUnit}`)
  })

  return {
    queue: async (query) => {
      const { units, groups, claimedBy, unclaimedAt, escalatedTo, dueUntil, dueFrom, after, limit } = query
      if (units.length === 0) return []
      const rows = await queue(formOf(query)).execute({
        ...unitsGiven(units),
        ...{ groups: listOf(ground, groups), until: claimedBy?.now ?? unclaimedAt },
        ...{ officer: claimedBy?.officer ?? escalatedTo, limit },
        ...{ from: dueFrom, dueUntil, afterDue: after?.dueOn, afterId: after?.id },
      })
      return rows.map(rowOf)
    },
    done: async ({ units, states, limit, after }) => {
      if (units.length === 0) return []
      const given = { ...unitsGiven(units), states: listOf(ground, states), after: after ?? afterAll, limit }
      const rows = await done({ isOneUnit: units.length === 1 }).execute(given)
      return rows.map(rowOf)
    },
    findAbout: async (key, { units, limit }) => {
      if (units.length === 0) return []
      const isOneUnit = units.length === 1
      const ask = (by: 'subjectKey' | 'nameKey' | 'list', wanted: string) =>
        about({ by, isOneUnit }).execute({ ...unitsGiven(units), key: wanted, limit })
      const found =
        'nameKey' in key
          ? await ask('nameKey', key.nameKey)
          : (await Promise.all([ask('subjectKey', key.subjectKey), ask('list', key.subjectKey)])).flat()
      const rows = new Map(found.map((row) => [row.line.id, row]))
      return [...rows.values()]
        .sort((a, b) => (a.line.id < b.line.id ? 1 : -1))
        .slice(0, limit)
        .map(rowOf)
    },
  }
}
