import { type Claim, type DeskRow, deskGroupOf, watchedGroups } from '../../core/desk-store.ts'
import type { CaseRow, ClaimView } from '../../core/officer-desk.ts'
import type { Officer } from '../../core/people.ts'
import type { Records } from '../../core/ports.ts'
import { shanghaiDate } from '../../core/time.ts'
import type { UnitTree } from '../../core/units.ts'
import { aboutOf } from './persons.ts'

/** What rows are shown with. */
export interface Showing {
  readonly who: Officer
  readonly now: Date
  readonly tree: UnitTree
  /** Names of officers. */
  readonly names: ReadonlyMap<string, string>
}

/** The officers whose names stand in these rows, asked for at once; mostly there are none. */
export const showingOf = async (
  { people }: Pick<Records, 'people'>,
  rows: readonly Pick<DeskRow, 'claim'>[],
  facts: Pick<Showing, 'who' | 'now' | 'tree'>,
  more: readonly string[] = [],
): Promise<Showing> => {
  const officers = [...rows.flatMap(({ claim }) => (claim && claim.until > facts.now ? claim.officer : [])), ...more]
  return { ...facts, names: await people.namesOf([...new Set(officers)]) }
}

/** A claim that has run out is none. */
export const claimView = (claim: Claim | undefined, { who, now, names }: Showing): ClaimView | undefined =>
  claim && claim.until > now
    ? { by: { id: claim.officer, name: names.get(claim.officer) ?? claim.officer }, until: claim.until, isMine: claim.officer === who.id }
    : undefined

/** Groups in which a day that has passed is late (逾期). */
const counted = new Set([...watchedGroups, 'recheck'])

export const rowOf = ({ application, applicant, claim }: DeskRow, showing: Showing): CaseRow => {
  const group = deskGroupOf(application)
  const today = shanghaiDate(showing.now)
  const isCounted = group !== undefined && counted.has(group)
  return {
    number: application.number,
    unit: { id: application.unit, name: showing.tree.nameOf(application.unit) },
    applicant: application.applicant,
    purpose: application.purpose,
    about: aboutOf(application, applicant),
    state: application.state,
    group,
    review: application.review,
    submittedAt: application.submittedAt,
    dueOn: application.dueOn,
    isOverdue: isCounted && application.dueOn < today,
    isDueToday: isCounted && application.dueOn === today,
    claim: claimView(claim, showing),
    revision: application.revision,
  }
}
