import type { ApplicationState } from '../../core/certificates.ts'
import { type DeskGroup, type DeskRow, deskGroups } from '../../core/desk-store.ts'
import { BadInputError } from '../../core/errors.ts'
import type { OfficerDesk } from '../../core/officer-desk.ts'
import type { Officer } from '../../core/people.ts'
import { addDays, type PlainDate, shanghaiDate } from '../../core/time.ts'
import { parseAcceptanceNumber, parseCertificateNumber } from '../certificates/numbers.ts'
import { registryKey } from '../records/embedded.ts'
import { seenBy } from '../tasks/ground.ts'
import { unitsFor } from '../tasks/scope.ts'
import { calendarNotice, noonOf } from './clock-view.ts'
import { demandOfficer, type OfficerGround } from './ground.ts'
import { rowOf, showingOf } from './rows.ts'

const cursorOf = (parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url')
const readCursor = (text: string): { dueOn: PlainDate; id: string } => {
  try {
    const [dueOn, id]: unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (typeof dueOn === 'string' && typeof id === 'string') return { dueOn, id }
  } catch {
    // Said below.
  }
  throw new BadInputError({ what: 'cursor', hint: '翻页的位置不对，请从第一页重新看。' })
}

/** Without a wish, everything that waits for a person. */
const waiting: readonly DeskGroup[] = deskGroups.filter((group) => group !== 'machine')
const over: readonly ApplicationState[] = [
  ...(['ISSUED', 'DELIVERED', 'REFUSED', 'NOT_ACCEPTED', 'RECHECK_UPHELD', 'CORRECTED', 'REVOKED', 'WITHDRAWN', 'LAPSED'] as const),
]
const foundAtOnce = 50

/** Lists of the desk (待办、已办、查找、今天到期). */
export const deskLists = (ground: OfficerGround): Pick<OfficerDesk, 'overview' | 'queue' | 'done' | 'search'> => {
  const { store, calendar, clock, approvals } = ground
  const nextWorkingDay = (day: PlainDate): PlainDate => calendar.addWorkingDays(noonOf(day), 1).date

  const dueRange = (due: 'overdue' | 'today' | 'soon' | undefined, today: PlainDate) => {
    if (due === 'overdue') return { dueUntil: addDays(today, -1) }
    if (due === 'today') return { dueFrom: today, dueUntil: today }
    if (due === 'soon') return { dueUntil: nextWorkingDay(today) }
    return {}
  }

  return {
    overview: async (who, unit) => {
      demandOfficer(who)
      const tree = await ground.tree()
      const today = shanghaiDate(clock())
      const units = unitsFor(who, tree, unit)
      const rows = await store.desk.counts({ units, today, next: nextWorkingDay(today), now: clock() })
      const waitingForMe = await approvals.list(who, { limit: 100 })
      return {
        today,
        units: units
          .map((id) => ({
            unit: { id, name: tree.nameOf(id) },
            groups: rows.filter((row) => row.unit === id).map(({ unit: _unit, ...counts }) => counts),
          }))
          .filter(({ groups, unit: { id } }) => groups.length > 0 || id === who.unit),
        approvalsWaiting: waitingForMe.proposals.length,
        calendarNotice: calendarNotice(calendar, today),
      }
    },
    queue: async (who, query) => {
      demandOfficer(who)
      const tree = await ground.tree()
      const now = clock()
      const found = await store.desk.queue({
        units: unitsFor(who, tree, query.unit),
        groups: query.group ? [query.group] : query.due === 'overdue' ? deskGroups : waiting,
        ...(query.hand === 'mine' ? { claimedBy: { officer: who.id, now } } : {}),
        ...(query.hand === 'free' ? { unclaimedAt: now } : {}),
        ...(query.hand === 'escalated' ? { escalatedTo: who.id } : {}),
        ...dueRange(query.due, shanghaiDate(now)),
        limit: query.limit + 1,
        after: query.after === undefined ? undefined : readCursor(query.after),
      })
      const page = found.slice(0, query.limit)
      const showing = await showingOf(store, page, { who, now, tree })
      const last = found.length > query.limit ? page.at(-1)?.application : undefined
      return {
        cases: page.map((row) => rowOf(row, showing)),
        next: last && cursorOf([last.dueOn, last.id]),
      }
    },
    done: async (who, query) => {
      demandOfficer(who)
      const tree = await ground.tree()
      const found = await store.desk.done({
        units: unitsFor(who, tree, query.unit),
        states: query.state ? [query.state] : over,
        limit: query.limit + 1,
        after: query.after === undefined ? undefined : readCursor(query.after).id,
      })
      const page = found.slice(0, query.limit).map((row) => ({ ...row, claim: undefined }))
      const showing = await showingOf(store, page, { who, now: clock(), tree })
      const last = found.length > query.limit ? page.at(-1)?.application : undefined
      return { cases: page.map((row) => rowOf(row, showing)), next: last && cursorOf(['', last.id]) }
    },
    search: async (who, wanted) => {
      demandOfficer(who)
      const tree = await ground.tree()
      const units = seenBy(who, tree)
      const found = await findCases(ground, wanted, units)
      await noteSearch(ground, who, wanted)
      const showing = await showingOf(store, found, { who, now: clock(), tree })
      return found.map((row) => rowOf(row, showing))
    },
  }
}

type Wanted = Parameters<OfficerDesk['search']>[1]

/** By number: of an application, or of a certificate. Else by exact name or document, as keyed hashes. */
const findCases = async (
  { store }: OfficerGround,
  { number, name, document }: Wanted,
  units: readonly string[],
): Promise<readonly DeskRow[]> => {
  if (number !== undefined) {
    const certificate = parseCertificateNumber(number)?.number
    const accepted = certificate ? (await store.certificates.find(certificate))?.application : parseAcceptanceNumber(number)?.number
    const one = accepted ? await store.applications.find(accepted) : undefined
    if (!one || one.state === 'DRAFT' || !units.includes(one.unit)) return []
    const [applicant, claim] = await Promise.all([store.people.find(one.person), store.desk.claimOf(one.number)])
    return [{ application: one, applicant, claim }]
  }
  const key =
    document !== undefined
      ? { subjectKey: store.keyed(registryKey(document)) }
      : name !== undefined
        ? { nameKey: store.keyed(name.trim()) }
        : undefined
  if (!key) throw new BadInputError({ what: 'search', hint: '请填受理号、证明编号、姓名或证件号码中的一项。' })
  return (await store.desk.findAbout(key, { units, limit: foundAtOnce })).filter(({ application }) => application.state !== 'DRAFT')
}

/** Looking for a person by name or document is a look at them, whether anything was found or not. */
const noteSearch = async ({ store, clock }: OfficerGround, who: Officer, { document, name, number }: Wanted): Promise<void> => {
  const by = document !== undefined ? 'document' : name !== undefined ? 'name' : 'number'
  await store.audit.append(
    {
      ...{ actor: who.id, actorKind: 'officer', action: 'search_cases', target: number, isOk: true, detail: { by, unit: who.unit } },
      ...(document === undefined
        ? {}
        : { lookup: { subject: store.keyed(registryKey(document)), purpose: '查找办理中的申请', basis: '办理本单位受理的申请' } }),
    },
    clock(),
  )
}
