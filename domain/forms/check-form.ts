import { z } from 'zod'
import { BadInputError } from '../../core/errors.ts'
import type { DocumentKind } from '../../core/people.ts'
import { plainIssue } from '../../core/plain-issue.ts'
import { isPlainDate } from '../../core/time.ts'
import { defaultDemoPhones, type PhoneRange } from './demo-numbers.ts'
import { checkForeignerId } from './foreigner-id.ts'
import { checkName } from './name.ts'
import { checkPeriod } from './period.ts'
import { checkPhone } from './phone.ts'
import { checkResidence, defaultResidenceRule, type ResidenceRule } from './residence.ts'
import { checkResidencePermit } from './residence-permit.ts'
import { checkResidentId } from './resident-id.ts'
import { checkChinesePassport, checkForeignPassport, checkHkMoTravelPermit, checkTwTravelPermit } from './travel-documents.ts'
import { checkUscc } from './uscc.ts'
import { type FormCheck, reject } from './verdict.ts'

/** Kinds of values whose whole content is one text. */
export const textKinds = [
  'resident_id',
  'foreigner_id',
  'hk_mo_tw_residence_permit',
  'foreign_passport',
  'chinese_passport',
  'hk_mo_travel_permit',
  'tw_travel_permit',
  'uscc',
  'phone',
  'name',
] as const

/** Every kind that can be checked: a closed list. */
export const formKinds = [...textKinds, 'period', 'residence_intervals'] as const

/** The form kind of an identity document. */
export const formKindOf = (document: DocumentKind): (typeof textKinds)[number] =>
  document === 'foreign_permanent_id' ? 'foreigner_id' : document === 'household_register' ? 'resident_id' : document

/** Longest text that a field can hold; more is not read, only refused. */
const maxLength = 400

const plainDate = z.string().refine(isPlainDate, '日期要写成 2020-01-31 的样子，而且确实存在')
const sexes = { male: 'male', female: 'female', 男: 'male', 女: 'female' } as const
const stated = z.object({
  birth: z.string().optional(),
  sex: z
    .enum(['male', 'female', '男', '女'])
    .transform((sex) => sexes[sex])
    .optional(),
})
/** `{from, to}`, or `from/to` in one text as ISO 8601 writes it; an open end is left out. */
const span = z.union([
  z.object({ from: z.string().optional(), to: z.string().optional() }),
  z.string().transform((text) => {
    const [from = '', to = ''] = text.slice(0, maxLength).split(/[/~～至]/)
    return { from: from.trim(), to: to.trim() }
  }),
])
const common = { stated: stated.optional(), asOf: plainDate }

/** What `POST /api/forms/check` takes; the route fills in `asOf` from its clock. */
export const formInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(textKinds), value: z.string(), ...common }),
  z.object({ kind: z.literal('period'), value: span, ...common }),
  z.object({ kind: z.literal('residence_intervals'), value: z.array(span).max(10_000), ...common }),
])
export type FormInput = z.input<typeof formInput>

/** How a deployment has set the checks. */
export interface FormSettings {
  /** True: numbers outside the invented segments are refused, whatever else they are (演示环境硬规则). */
  readonly demo: boolean
  readonly demoPhones?: readonly PhoneRange[]
  readonly residence?: ResidenceRule
}

/** Checks one value of a form. Any value gets a verdict; only a question that is not one of ours throws BadInputError. */
export const checkForm = (input: FormInput, settings: FormSettings): FormCheck => {
  const parsed = formInput.safeParse(input)
  if (!parsed.success) throw badInput(parsed.error)
  const { data } = parsed
  const context = {
    stated: data.stated ?? {},
    asOf: data.asOf,
    isDemo: settings.demo,
    demoPhones: settings.demoPhones ?? defaultDemoPhones,
    residence: settings.residence ?? defaultResidenceRule,
  }
  if (typeof data.value === 'string' && data.value.length > maxLength) return reject('填写的内容太长了，请只填写这一项要的内容。')
  switch (data.kind) {
    case 'resident_id':
      return checkResidentId(data.value, context)
    case 'foreigner_id':
      return checkForeignerId(data.value, context)
    case 'hk_mo_tw_residence_permit':
      return checkResidencePermit(data.value, context)
    case 'foreign_passport':
      return checkForeignPassport(data.value, context)
    case 'chinese_passport':
      return checkChinesePassport(data.value, context)
    case 'hk_mo_travel_permit':
      return checkHkMoTravelPermit(data.value, context)
    case 'tw_travel_permit':
      return checkTwTravelPermit(data.value, context)
    case 'uscc':
      return checkUscc(data.value)
    case 'phone':
      return checkPhone(data.value, context)
    case 'name':
      return checkName(data.value)
    case 'period':
      return checkPeriod(data.value, context)
    case 'residence_intervals':
      return checkResidence(data.value, context)
  }
}

const badInput = (error: z.ZodError): BadInputError => {
  const fields = error.issues.slice(0, 10).map((issue) => ({ path: issue.path.join('.'), message: plainIssue(issue) }))
  const isUnknownKind = fields.some(({ path }) => path === 'kind')
  const hint = isUnknownKind ? `不认识这种校验项目，可用的有：${formKinds.join('、')}。` : '校验请求的内容不完整，请检查各字段后重试。'
  return new BadInputError({ what: 'form check', hint, fields })
}
