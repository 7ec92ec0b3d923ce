import { BadInputError, ConflictError, NotAllowedError, NotFoundError } from '../../core/errors.ts'
import type { Officer } from '../../core/people.ts'
import type { SpotCheck, SpotCheckDesk, SpotCheckView } from '../../core/spot-checks.ts'
import type { UnitTree } from '../../core/units.ts'
import { seenBy } from '../tasks/ground.ts'
import { demandOfficer, type OfficerGround } from './ground.ts'

const cursorOf = ({ pickedAt, application }: SpotCheck): string =>
  Buffer.from(JSON.stringify([pickedAt.getTime(), application])).toString('base64url')

const readCursor = (text: string): { at: Date; application: string } => {
  try {
    const [millis, application]: unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    const at = new Date(Number(millis))
    if (typeof application === 'string' && !Number.isNaN(at.getTime())) return { at, application }
  } catch {
    // Said below.
  }
  throw new BadInputError({ what: 'cursor', hint: '翻页的位置不对，请从第一页重新看。' })
}

/** Second looks at what the machine issued by itself (抽查): an officer finds it right or wrong, and nothing else happens by it. */
export const spotCheckDesk = ({ store, clock, tree: treeOf }: Pick<OfficerGround, 'store' | 'clock' | 'tree'>): SpotCheckDesk => {
  const viewsOf = async (checks: readonly SpotCheck[], tree: UnitTree): Promise<readonly SpotCheckView[]> => {
    const names = await store.people.namesOf([...new Set(checks.flatMap(({ end }) => end?.by ?? []))])
    return checks.map(({ unit, end, ...check }) => ({
      ...check,
      unit: { id: unit, name: tree.nameOf(unit) },
      end: end && { ...end, by: { id: end.by, name: names.get(end.by) ?? end.by } },
    }))
  }
  const demandReviewer = (who: Officer): void => {
    demandOfficer(who)
    if (!who.roles.includes('reviewer')) throw new NotAllowedError({ what: 'spot check', needs: 'reviewer' })
  }
  return {
    list: async (who, { isOpen, limit, after }) => {
      demandReviewer(who)
      const tree = await treeOf()
      const cursor = after === undefined ? undefined : readCursor(after)
      const found = await store.spotChecks.list({ units: seenBy(who, tree), isOpen, limit: limit + 1, after: cursor })
      const page = found.slice(0, limit)
      const last = found.length > limit ? page.at(-1) : undefined
      return { checks: await viewsOf(page, tree), next: last && cursorOf(last) }
    },
    end: async (who, application, { result, note }) => {
      demandReviewer(who)
      const tree = await treeOf()
      const check = await store.spotChecks.find(application)
      if (!check || !seenBy(who, tree).includes(check.unit)) throw new NotFoundError({ what: 'spot check' })
      const end = { result, by: who.id, at: clock(), note }
      await store.transaction(async (records) => {
        if (!(await records.spotChecks.end(application, end))) throw new ConflictError({ what: `spot check ${application}` })
        await records.audit.append(
          {
            ...{ actor: who.id, actorKind: 'officer', action: 'spot_check', target: application, isOk: true },
            detail: { result, unit: check.unit },
            deedKey: `spot_check:${application}`,
          },
          end.at,
        )
      })
      const [view] = await viewsOf([{ ...check, end }], tree)
      if (!view) throw new NotFoundError({ what: 'spot check' })
      return view
    },
  }
}
