import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BadInputError } from '../../core/errors.ts'
import { usccAlphabet, usccCheckCharacter } from './check-digits.ts'
import { checkForm, type FormInput, formKindOf, textKinds } from './check-form.ts'

const asOf = '2026-11-22'
type TextKind = Extract<FormInput, { value: string }>['kind']
const check = (kind: TextKind, value: string, demo = true) => checkForm({ kind, value, asOf }, { demo })

describe('organisation code (统一社会信用代码)', () => {
  it('the worked examples are accepted, in small letters and full width too', () => {
    expect(check('uscc', '91150999MADEM00119').verdict).toBe('accept')
    expect(check('uscc', '12150999DEM000022T').verdict).toBe('accept')
    expect(check('uscc', ' 91150999madem0011９ ')).toMatchObject({ verdict: 'accept', normalized: '91150999MADEM00119' })
  })

  it('a sum that does not fit warns and is never a reason to reject', () => {
    fc.assert(
      fc.property(fc.nat(17), fc.constantFrom(...usccAlphabet), (at, char) => {
        const code = '91150999MADEM00119'
        fc.pre(code[at] !== char && !(at >= 2 && at <= 7 && !/\d/.test(char)))
        expect(check('uscc', code.slice(0, at) + char + code.slice(at + 1)).verdict).toBe('soft_warn')
      }),
    )
    expect(usccCheckCharacter('91150999MADEM0011')).toBe('9')
  })

  it.each(['I', 'O', 'S', 'V', 'Z'])('the letter %s never stands in a code', (letter) => {
    expect(check('uscc', `91150999MADEM0011${letter}`)).toMatchObject({ verdict: 'reject', reason: expect.stringContaining('不会有字母') })
  })

  it('too short, empty, or with letters in the area is rejected', () => {
    for (const code of ['', '91150999MADEM0011', '9115A999MADEM00119', '91150999-ADEM0011'])
      expect(check('uscc', code).verdict).toBe('reject')
  })
})

describe('phone (手机)', () => {
  it('a mainland number is stored as 11 digits, however it is written', () => {
    for (const value of ['13900001234', '139 0000 1234', '+86 139-0000-1234', '008613900001234', '１３９００００１２３４'])
      expect(check('phone', value)).toMatchObject({ verdict: 'accept', normalized: '13900001234' })
  })

  it('the demo list can be set', () => {
    const settings = { demo: true, demoPhones: [{ from: '19900000000', to: '19900000009' }] }
    expect(checkForm({ kind: 'phone', value: '19900000009', asOf }, settings).verdict).toBe('accept')
    expect(checkForm({ kind: 'phone', value: '13900001234', asOf }, settings)).toMatchObject({
      verdict: 'reject',
      reason: expect.stringContaining('19900000000'),
    })
  })

  it('numbers from abroad are taken outside the demo, in E.164', () => {
    expect(check('phone', '+852 1234 5678', false)).toMatchObject({ verdict: 'accept', normalized: '+85212345678' })
    for (const value of ['', '12345678901', '1390000123', '04741234567', '+8612345', '+0123456789', '手机'])
      expect(check('phone', value, false).verdict).toBe('reject')
  })
})

describe('name (姓名)', () => {
  it('every look-alike of the middle dot becomes U+00B7', () => {
    for (const dot of '•・．‧∙⋅･·.') expect(check('name', `阿凡提 ${dot} 买买提`).normalized).toBe('阿凡提·买买提')
  })

  it('rare characters count as one and are left as they are', () => {
    expect(check('name', '𠮷𡒉')).toMatchObject({ verdict: 'accept', normalized: '𠮷𡒉' })
    expect(check('name', '王\uFA11')).toMatchObject({ normalized: '王\uFA11' })
    expect(check('name', '王\uF900')).toMatchObject({ normalized: '王\uF900' })
    expect(check('name', '𠮷').verdict).toBe('reject')
    expect(check('name', '〇一').verdict).toBe('accept')
    expect(check('name', '\uE123王').verdict).toBe('soft_warn')
  })

  it('a Latin name is written as in the passport', () => {
    expect(check('name', '  o’Brien  anne-marie ')).toMatchObject({ verdict: 'accept', normalized: "O'BRIEN ANNE-MARIE" })
  })

  it('2 to 50 characters, no controls, no place-holders, no digits', () => {
    expect(check('name', '张'.repeat(50)).verdict).toBe('accept')
    for (const name of [
      '',
      '张',
      '张'.repeat(51),
      '张\u0000三',
      '张\n三',
      '张?',
      '张�',
      '张□',
      '张3',
      '张三😀',
      '·张三',
      '张三·',
      '\uD842张三',
    ])
      expect(check('name', name).verdict).toBe('reject')
  })
})

describe('period (查询期间)', () => {
  const period = (value: string | { from?: string; to?: string }, birth?: string) =>
    checkForm({ kind: 'period', value, ...(birth ? { stated: { birth } } : {}), asOf }, { demo: true })

  it('left out, it means the whole life', () => {
    expect(period({})).toEqual({ verdict: 'accept', reason: expect.stringContaining('全时段') })
    expect(period('').verdict).toBe('accept')
  })

  it('from may be to, and to may be today', () => {
    expect(period({ from: asOf, to: asOf })).toMatchObject({ verdict: 'accept', normalized: { from: asOf, to: asOf } })
    expect(period('2020-01-01/2020-12-31').normalized).toEqual({ from: '2020-01-01', to: '2020-12-31' })
  })

  it('turned round, in the future, half given or no date is rejected', () => {
    for (const value of [
      { from: '2026-02-02', to: '2026-02-01' },
      { from: '2026-01-01', to: '2026-11-23' },
      { from: '2026-01-01' },
      { from: '2026-02-29', to: '2026-03-01' },
      '昨天/今天',
    ])
      expect(period(value).verdict).toBe('reject')
  })

  it('before birth is asked about', () => {
    expect(period('1990-03-06/2020-01-01', '1990-03-07').verdict).toBe('needs_fix')
    expect(period('1990-03-07/2020-01-01', '1990-03-07').verdict).toBe('accept')
  })
})

describe('residence of a foreigner (居留天数)', () => {
  const stay = (
    value: readonly string[],
    residence?: { requiredDays: number; counting: 'cumulative' | 'continuous'; countsBothEnds: boolean },
  ) => checkForm({ kind: 'residence_intervals', value: [...value], asOf }, { demo: true, ...(residence ? { residence } : {}) })

  it('180 days whole are enough, 179 go to an officer', () => {
    expect(stay(['2026-01-01/2026-06-29'])).toMatchObject({ verdict: 'accept', derived: { days: 180 } })
    expect(stay(['2026-01-01/2026-06-28'])).toMatchObject({
      verdict: 'needs_fix',
      derived: { days: 179 },
      reason: expect.stringContaining('民警'),
    })
  })

  it('100 and 100 days are enough where all stays count together, and not where one must be unbroken', () => {
    const two = ['2025-01-01/2025-04-10', '2025-06-01/2025-09-08']
    expect(stay(two)).toMatchObject({ verdict: 'accept', derived: { days: 200 } })
    expect(stay(two, { requiredDays: 180, counting: 'continuous', countsBothEnds: true })).toMatchObject({
      verdict: 'needs_fix',
      derived: { days: 100 },
    })
  })

  it('days that two permits share count once, and permits that follow on each other are one stay', () => {
    expect(stay(['2026-01-01/2026-03-31', '2026-03-01/2026-04-30', '2026-05-01/2026-06-29'])).toMatchObject({
      normalized: [{ from: '2026-01-01', to: '2026-06-29' }],
      derived: { days: 180 },
    })
  })

  it('the day of leaving counts or not as the place has set it', () => {
    const rule = { requiredDays: 180, counting: 'cumulative', countsBothEnds: false } as const
    expect(stay(['2026-01-01/2026-06-29'], rule)).toMatchObject({ verdict: 'needs_fix', derived: { days: 179 } })
  })

  it('days to come do not count, and an open stay lasts until today', () => {
    expect(stay(['2026-11-20/2027-11-19']).derived).toEqual({ days: 3 })
    expect(stay(['2026-11-20']).derived).toEqual({ days: 3 })
  })

  it('says which stay is wrong', () => {
    expect(stay(['2026-01-01/2026-02-01', '2026-02-30/2026-03-01']).reason).toContain('第 2 段')
    expect(stay([]).verdict).toBe('reject')
    expect(stay(['2027-01-01/2027-02-01']).verdict).toBe('reject')
  })
})

describe('any form', () => {
  it('a kind that does not exist is a typed error that names the kinds that do', () => {
    expect(() => checkForm({ kind: 'shoe_size', value: '42', asOf } as unknown as FormInput, { demo: true })).toThrow(BadInputError)
    expect(() => checkForm(null as unknown as FormInput, { demo: true })).toThrow(BadInputError)
    expect(() => checkForm({ kind: 'name', value: '张三', asOf: '2026-02-30' }, { demo: true })).toThrow(BadInputError)
    try {
      checkForm({ kind: 'shoe_size', value: '42', asOf } as unknown as FormInput, { demo: true })
    } catch (error) {
      expect(error).toMatchObject({ detail: expect.stringContaining('resident_id') })
    }
  })

  it('every identity document has its checker', () => {
    expect(formKindOf('foreign_permanent_id')).toBe('foreigner_id')
    expect(formKindOf('resident_id')).toBe('resident_id')
  })

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.stringMatching(/^[\dA-Z+\-·/ ]{0,22}$/),
    fc.string({ unit: 'binary-ascii', maxLength: 30 }),
  )

  it('any text whatever gets one verdict and one sentence', () => {
    fc.assert(
      fc.property(fc.constantFrom(...textKinds), anyText, fc.boolean(), (kind, value, demo) => {
        const { verdict, reason } = check(kind, value, demo)
        expect(['accept', 'soft_warn', 'needs_fix', 'reject']).toContain(verdict)
        expect(reason).toMatch(/^[^。]+。$/)
      }),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(anyText, anyText, (from, to) => {
        expect(checkForm({ kind: 'period', value: `${from}/${to}`, asOf }, { demo: true }).reason).toMatch(/。$/)
        expect(checkForm({ kind: 'residence_intervals', value: [{ from, to }], asOf }, { demo: true }).reason).toMatch(/。$/)
      }),
    )
  })

  it('huge and binary texts are refused at once', () => {
    const started = process.cpuUsage()
    for (const value of ['1'.repeat(5_000_000), ' '.repeat(5_000_000), '\u0000'.repeat(1_000_000), '·'.repeat(1_000_000)]) {
      for (const kind of textKinds) expect(check(kind, value).verdict).toBe('reject')
      expect(checkForm({ kind: 'period', value: { from: value, to: value }, asOf }, { demo: true }).verdict).toBe('reject')
      expect(checkForm({ kind: 'residence_intervals', value: [value], asOf }, { demo: true }).verdict).toBe('reject')
    }
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(2000)
  })

  it('what was put right once stays as it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...textKinds), anyText, (kind, value) => {
        const { normalized } = check(kind, value, false)
        if (typeof normalized === 'string') expect(check(kind, normalized, false)).toMatchObject({ normalized })
      }),
      { numRuns: 3000 },
    )
  })
})
