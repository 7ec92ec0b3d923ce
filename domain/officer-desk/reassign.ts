import type { ApplicationState } from '../../core/certificates.ts'
import type { DeskActInput } from '../../core/desk-acts.ts'
import { BadInputError } from '../../core/errors.ts'
import type { Unit, UnitKind } from '../../core/people.ts'
import { type UnitTree, unitKind } from '../../core/units.ts'
import { illegalStep } from '../certificates/states.ts'
import type { Plan, Planning } from './planning.ts'

/**
 * Where a case may still go to another unit (改派): before it is accepted. Handed in at the wrong place it is sent on, and nobody has to fill
 * in anything again; once accepted, the unit that accepted it answers for it, its objections included.
 */
export const reassignable: readonly ApplicationState[] = ['SUBMITTED', 'NEED_FIX', 'ID_VERIFIED', 'NEED_SUPPLEMENT']

/** Units that take applications; a community's room and a department outside the police do not. */
const receiving: readonly UnitKind[] = ['city', 'banner', 'station']

/** Units to which a case can be sent, by name. */
export const receiversIn = (tree: UnitTree): readonly Unit[] =>
  tree.all.filter((unit) => receiving.includes(unitKind(unit))).toSorted((a, b) => (a.id < b.id ? -1 : 1))

/** Sends the case on: its state and its day stay as they are, the other unit's queue has it from now on. */
export const reassign = ({ application }: Planning, { to, reason }: DeskActInput<'reassign'>, tree: UnitTree): Plan => {
  const unit = receiversIn(tree).find(({ id }) => id === to)
  if (!unit) throw new BadInputError({ what: 'to', hint: '没有这个受理单位，请从单位列表里选。' })
  if (unit.id === application.unit) throw new BadInputError({ what: 'to', hint: '这件申请已经在这个单位，请选别的单位。' })
  if (!reassignable.includes(application.state)) throw illegalStep(application, 'reassign', 'accepted already')
  return {
    steps: [],
    content: { from: tree.nameOf(application.unit), to: unit.name, reason },
    detail: { toUnit: unit.id },
    papers: [],
    unit: unit.id,
  }
}
