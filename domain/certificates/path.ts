import type { Application } from '../../core/certificates.ts'
import type { Citizen } from '../../core/people.ts'
import { ageOn, type PlainDate } from '../../core/time.ts'

/** Where an application goes: on by itself, or to an officer with the reason in one closed word. */
export type Path =
  | { readonly kind: 'automatic'; readonly unit: string }
  | { readonly kind: 'officer'; readonly unit: string; readonly review: NonNullable<Application['review']> }

/** Documents of people who go to the exit-entry desk (出入境管理部门) for their certificate; 公安部规定 第五条. */
const foreign = new Set<Citizen['document']['kind']>(['foreign_passport', 'foreign_permanent_id'])

/**
 * Which unit accepts (受理单位): household first, else place of living with a residence permit (公安部规定 第五、六条).
 * Automatic only for an adult asking for themself at a place that is ours, whose name can be printed; everything else is seen
 * by an officer. Nothing here depends on any record.
 */
export const pathOf = (who: Citizen, facts: { today: PlainDate; bureau: string; canPrint: (name: string) => boolean }): Path => {
  const unit = who.hukouUnit ?? who.residenceUnit
  if (foreign.has(who.document.kind)) return { kind: 'officer', unit: facts.bureau, review: 'path' }
  if (!unit) return { kind: 'officer', unit: facts.bureau, review: 'path' }
  // 未满十八周岁由法定代理人代办: a minor's own wish is taken down and an officer calls the guardian in.
  if (ageOn(who.birth, facts.today) < 18) return { kind: 'officer', unit, review: 'path' }
  if (!facts.canPrint(who.name)) return { kind: 'officer', unit, review: 'print' }
  return { kind: 'automatic', unit }
}
