import type { Officer } from '../../core/people.ts'
import type { UnitTree } from '../../core/units.ts'
import type { OfficerGround } from './ground.ts'
import { performAct } from './perform.ts'

/** Confirms one reply to a unit (盖章确认), with every check of the single act. */
export const confirmReply = (
  ground: OfficerGround,
  tree: UnitTree,
  who: Officer,
  { number, revision }: { readonly number: string; readonly revision: number },
): Promise<void> => performAct(ground, tree, who, number, { act: 'seal', facts: { revision } })
