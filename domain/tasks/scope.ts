import { NotFoundError } from '../../core/errors.ts'
import type { Officer } from '../../core/people.ts'
import type { UnitTree } from '../../core/units.ts'
import { seenBy } from './ground.ts'

/** The units that a question is about: all that the officer may see, or one of them with what is below it. Another's is not there. */
export const unitsFor = (who: Officer, tree: UnitTree, unit: string | undefined): readonly string[] => {
  const mine = seenBy(who, tree)
  if (unit === undefined) return mine
  if (!mine.includes(unit)) throw new NotFoundError({ what: `unit ${unit}` })
  return tree.under(unit).filter((id) => mine.includes(id))
}
