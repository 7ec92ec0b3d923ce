import { isInstitution } from '../../core/applicants.ts'
import { IllegalTransitionError } from '../../core/errors.ts'
import type { Officer } from '../../core/people.ts'
import type { UnitTree } from '../../core/units.ts'
import { caseFor, type OfficerGround } from './ground.ts'
import { performAct } from './perform.ts'

/** Confirms one reply to a unit (盖章确认): only where everybody was asked about and found clear. Anything else is a decision of its own. */
export const confirmReply = async (
  ground: OfficerGround,
  tree: UnitTree,
  who: Officer,
  { number, revision }: { readonly number: string; readonly revision: number },
): Promise<void> => {
  const application = await caseFor(ground.store, who, number, tree)
  if (!isInstitution(application.applicant))
    throw new IllegalTransitionError({ from: application.state, event: 'confirm_clear', actor: 'officer', why: 'not a unit’s application' })
  await performAct(ground, tree, who, number, {
    act: 'confirm-clear',
    facts: { revision, ground: 'registry_now_clear', note: '名单逐人核对，答复盖章确认。' },
  })
}
