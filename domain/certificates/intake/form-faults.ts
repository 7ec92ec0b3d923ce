import { isInstitution } from '../../../core/applicants.ts'
import type { Decision, RuleWord } from '../../../core/certificate-rules.ts'
import type { Application } from '../../../core/certificates.ts'
import type { IntakeFault } from '../../../core/intake.ts'
import { materialNames } from '../../../core/materials.ts'
import type { Citizen } from '../../../core/people.ts'
import { ageOn, isPlainDate, type PlainDate } from '../../../core/time.ts'
import type { UnitTree } from '../../../core/units.ts'
import { checkForm, formKindOf } from '../../forms/check-form.ts'
import type { FormCheck } from '../../forms/verdict.ts'
import { mendingOf, type periodBounds } from '../rulebook/decide.ts'
import type { Rulebook } from '../rulebook/read.ts'

interface FaultGround {
  readonly today: PlainDate
  readonly isDemo: boolean
  readonly tree: UnitTree | undefined
  readonly needed: readonly (RuleWord & { readonly needs: string })[]
  readonly decision: Decision
  readonly stays: FormCheck | undefined
  readonly bounds: ReturnType<typeof periodBounds>
  /** The days that bounds speak of, as far as they are known. */
  readonly earliest: Readonly<Record<ReturnType<typeof periodBounds>[number]['notBefore'], PlainDate | undefined>>
  readonly book: Rulebook
}

/** Whether a field that the rules need is filled in. */
const isFilled = (form: Application, needs: string): boolean => {
  const { facts } = form
  switch (needs) {
    case 'purpose':
      return facts.isPurposeOpen !== true
    case 'unit.basis':
      return facts.unit?.basis !== undefined || (facts.unit?.basisText ?? '').trim() !== ''
    case 'unit.name':
    case 'unit.uscc':
    case 'unit.address':
      return (facts.unit?.[needs.slice('unit.'.length) as 'name' | 'uscc' | 'address'] ?? '').trim() !== ''
    case 'stays':
      return (facts.stays?.length ?? 0) > 0
    case 'people':
      return (facts.people?.count ?? 0) > 0
    case 'subject':
      return facts.subject !== undefined
    case 'entrustment':
      return facts.entrustment !== undefined
    case 'relation':
      return facts.relation !== undefined
    case 'station':
      return facts.station !== undefined
    case 'documentFrom':
      return facts.documentFrom !== undefined
    default:
      return true
  }
}

const fieldRule =
  (rule: string, article: string) =>
  (at: string, says: string, kind: IntakeFault['kind'] = 'wrong') => ({
    at,
    kind,
    rule,
    article,
    says,
    saysEn: undefined,
  })
const ofDocument = fieldRule('field.subject', '公通字〔2021〕19号 第六条')

/** What a checker has against a value; nothing when it may stand. */
const against = (check: FormCheck, fault: (says: string, kind: IntakeFault['kind']) => IntakeFault): readonly IntakeFault[] =>
  check.verdict === 'accept' ? [] : [fault(check.reason, check.verdict === 'soft_warn' ? 'note' : 'wrong')]

const subjectFaults = ({ applicant, facts }: Application, who: Citizen, { today, isDemo }: FaultGround): readonly IntakeFault[] => {
  const { subject } = facts
  if (!subject) return []
  const { document, birth, sex, name } = subject
  const kind = formKindOf(document.kind)
  const isDay = isPlainDate(birth) && birth <= today
  const settings = { demo: isDemo }
  return [
    ...against(checkForm({ kind: 'name', value: name, asOf: today }, settings), (says, kind) => ofDocument('subject.name', says, kind)),
    ...against(checkForm({ kind, value: document.number, stated: isDay ? { birth, sex } : { sex }, asOf: today }, settings), (says, kind) =>
      ofDocument('subject.document', says, kind),
    ),
    ...(isDay ? [] : [ofDocument('subject.birth', '出生日期要是真实的日期，不晚于今天。')]),
    ...(document.number === who.document.number ? [ofDocument('subject.document', '这是您自己的证件号。给自己办，请选“本人”。')] : []),
    ...(applicant === 'guardian' && isDay && ageOn(birth, today) >= 18
      ? [ofDocument('subject.birth', '孩子已满十八周岁，请由本人申请或者写委托书委托您。', 'note')]
      : []),
  ]
}

const unitFaults = ({ applicant, facts }: Application, { today, isDemo }: FaultGround): readonly IntakeFault[] => {
  const { unit } = facts
  if (!isInstitution(applicant) || !unit?.uscc) return []
  const checked = checkForm({ kind: 'uscc', value: unit.uscc, asOf: today }, { demo: isDemo })
  return against(checked, (says, kind) => fieldRule('field.unit_uscc', 'GB 32100-2015')('unit.uscc', says, kind))
}

const placeFaults = ({ facts }: Application, { tree }: FaultGround): readonly IntakeFault[] =>
  facts.station !== undefined && tree?.kindOf(facts.station) !== 'station'
    ? [fieldRule('field.station', '公通字〔2021〕19号 第五条')('station', '没有这个派出所，请从列表里重新选。')]
    : []

const stayFaults = ({ stays }: FaultGround): readonly IntakeFault[] => {
  if (!stays || stays.verdict === 'accept') return []
  const fault = fieldRule('field.stays', '公通字〔2021〕19号 第五条')
  // Too few days, or days that do not fit the document, are for an officer; a day that does not exist is for the person.
  return [fault('stays', stays.reason, stays.verdict === 'reject' ? 'wrong' : 'note')]
}

const periodFaults = ({ period, facts }: Application, { today, bounds, earliest }: FaultGround): readonly IntakeFault[] => {
  if (!period) return []
  const fault = fieldRule('field.purpose', '公通字〔2021〕19号 第六条')
  const { documentFrom } = facts
  if (documentFrom !== undefined && documentFrom > today) return [fault('documentFrom', '证件的签发日期不能晚于今天。')]
  if (period.from > period.to || period.to > today) return [fault('period', '查询起始日不能晚于截止日，截止日不能晚于今天。')]
  return bounds.flatMap(({ notBefore, ...word }): IntakeFault[] => {
    const bound = earliest[notBefore]
    return bound !== undefined && period.from < bound ? [{ at: 'period', kind: 'wrong', ...word }] : []
  })
}

/** Everything that is missing or wrong in a form (一次性告知), each with its rule. */
export const formFaults = (form: Application, who: Citizen, ground: FaultGround): readonly IntakeFault[] => {
  const { decision, needed, book } = ground
  const papers = decision.missing.map((kind): IntakeFault => {
    const row = book.materials.find(({ id, then }) => decision.rules.includes(id) && then.wants.includes(kind))
    const mending = mendingOf(kind, form.applicant, book)
    return {
      at: `material:${kind}`,
      kind: 'material',
      rule: row?.id ?? 'material',
      article: row?.article ?? '',
      says: `还缺${materialNames[kind]}。${mending?.says ?? ''}`,
      saysEn: mending?.saysEn ?? row?.says_en,
    }
  })
  return [
    ...needed
      .filter(({ needs }) => !isFilled(form, needs))
      .map(({ needs, ...word }): IntakeFault => ({ at: needs, kind: 'missing', ...word })),
    ...periodFaults(form, ground),
    ...subjectFaults(form, who, ground),
    ...unitFaults(form, ground),
    ...placeFaults(form, ground),
    ...stayFaults(ground),
    ...papers,
    ...decision.words
      .filter(({ rule }) => !rule.startsWith('material.'))
      .map((word): IntakeFault => ({ at: 'applicant', kind: 'note', ...word })),
  ]
}

/** True for what a wish in chat must not go on with either: a period that nobody can be asked about. */
export const isOfPeriod = ({ at }: IntakeFault): boolean => at === 'period' || at === 'documentFrom'

/** True for what keeps a form from being handed in; papers may follow. */
export const isBlocking = ({ kind }: IntakeFault): boolean => kind === 'missing' || kind === 'wrong'
