import type { DeskActName } from '../../core/desk-acts.ts'
import { NotAllowedError } from '../../core/errors.ts'
import type { Officer, Role } from '../../core/people.ts'
import type { UnitTree } from '../../core/units.ts'

/** The role that each act asks for (岗位). What a second person decides goes by approvals and stands nowhere here. */
export const roleOf: Readonly<Record<DeskActName, Role>> = {
  claim: 'officer',
  release: 'officer',
  'take-over': 'officer',
  reassign: 'officer',
  identify: 'officer',
  supplement: 'officer',
  supply: 'officer',
  accept: 'officer',
  'not-accept': 'officer',
  'leave-out': 'officer',
  'settle-person': 'reviewer',
  'set-apart': 'reviewer',
  seal: 'officer',
  'ask-again': 'reviewer',
  verify: 'reviewer',
  'finish-verification': 'reviewer',
  'confirm-clear': 'reviewer',
  refuse: 'reviewer',
  'take-back': 'reviewer',
  deliver: 'officer',
  object: 'officer',
  extend: 'reviewer',
  uphold: 'reviewer',
  correct: 'reviewer',
  revoke: 'approver',
  'revoke-letter': 'reviewer',
  withdraw: 'officer',
}

/** A superior (上级): whoever approves in the unit of the case, or reviews or approves in one above it. */
const isSuperior = (who: Officer, unit: string, tree: UnitTree): boolean =>
  who.unit === unit
    ? who.roles.includes('approver')
    : tree.above(unit).some(({ id }) => id === who.unit) && who.roles.some((role) => role === 'approver' || role === 'reviewer')

/** True when the person's role allows the act on a case of this unit. */
export const mayByRole = (act: DeskActName, who: Officer, unit: string, tree: UnitTree): boolean =>
  act === 'take-over' ? isSuperior(who, unit, tree) : who.roles.includes(roleOf[act])

export const demandRole = (act: DeskActName, who: Officer, unit: string, tree: UnitTree): void => {
  if (!mayByRole(act, who, unit, tree))
    throw new NotAllowedError({ what: `desk ${act}`, needs: act === 'take-over' ? 'a superior' : roleOf[act] })
}
