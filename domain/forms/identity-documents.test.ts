import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mod112CheckDigit } from './check-digits.ts'
import { checkForm, type FormInput } from './check-form.ts'
import { upgradeOldNumber } from './resident-id.ts'

const asOf = '2026-11-22'
type TextKind = Extract<FormInput, { value: string }>['kind']
const check = (kind: TextKind, value: string, stated?: FormInput['stated'], demo = true) =>
  checkForm({ kind, value, ...(stated ? { stated } : {}), asOf }, { demo })

/** Valid resident IDs of the region that was never assigned. */
const residentId = fc
  .record({
    area: fc.integer({ min: 0, max: 99 }),
    day: fc.date({ min: new Date('1900-01-01'), max: new Date('2026-11-21'), noInvalidDate: true }),
    serial: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ area, day, serial }) => {
    const birth = day.toISOString().slice(0, 10).replaceAll('-', '')
    const body = `1599${String(area).padStart(2, '0')}${birth}${String(serial).padStart(3, '0')}`
    return body + mod112CheckDigit(body)
  })

describe('resident ID (居民身份证)', () => {
  it.each([
    ['159901199003072016', '1990-03-07', 'male', 36],
    ['159901200802291237', '2008-02-29', 'male', 18],
    ['159901198506150042', '1985-06-15', 'female', 41],
    ['159901199003072008', '1990-03-07', 'female', 36],
    ['159901199003072024', '1990-03-07', 'female', 36],
  ] as const)('%s is accepted, and says when its holder was born and which sex they are', (value, birth, sex, age) => {
    expect(check('resident_id', value)).toMatchObject({ verdict: 'accept', normalized: value, derived: { birth, sex, age } })
  })

  it('blanks around it, full-width digits and a small x are put right', () => {
    const body = '15990119900307'
    const x = Array.from({ length: 1000 }, (_, i) => body + String(i).padStart(3, '0')).find((id) => mod112CheckDigit(id) === 'X') ?? ''
    expect(check('resident_id', ` ${x}x\t`)).toMatchObject({ verdict: 'accept', normalized: `${x}X` })
    expect(check('resident_id', `　${x}ｘ`)).toMatchObject({ verdict: 'accept', normalized: `${x}X` })
    expect(check('resident_id', '１５９９０１１９９００３０７２０１６')).toMatchObject({
      verdict: 'accept',
      normalized: '159901199003072016',
    })
  })

  it.each([
    ['', '还没有填写'],
    ['15990119900307201', '位数不对'],
    ['159901199002302010', '出生日期不存在'],
    ['159901202702282011', '出生日期不存在或晚于今天'],
    ['159901184912312019', '出生日期不存在'],
    ['159901199003072017', '校验码'],
    ['159901 19900307 2016', '空格'],
    ['15990119900307201O', '字符'],
    ['X59901199003072016', '格式不对'],
    ['059901199003072016', '格式不对'],
  ])('%s is rejected with a sentence on what is wrong', (value, words) => {
    const found = check('resident_id', value)
    expect(found).toMatchObject({ verdict: 'reject', reason: expect.stringContaining(words) })
    expect(found).not.toHaveProperty('normalized')
  })

  it('an old number of 15 digits is read, but asks for the card in use', () => {
    expect(upgradeOldNumber('159901900307201')).toBe('159901199003072016')
    expect(check('resident_id', '159901900307201')).toMatchObject({
      verdict: 'needs_fix',
      normalized: '159901199003072016',
      reason: expect.stringContaining('18 位'),
    })
    expect(check('resident_id', '159901900230201').verdict).toBe('reject')
  })

  it('a stated birthday or sex that disagrees is asked about, and neither is changed', () => {
    const birth = check('resident_id', '159901199003072016', { birth: '1990-03-08' })
    expect(birth).toMatchObject({ verdict: 'needs_fix', derived: { birth: '1990-03-07' }, reason: expect.stringContaining('出生日期') })
    expect(check('resident_id', '159901199003072016', { sex: 'female' })).toMatchObject({
      verdict: 'needs_fix',
      reason: expect.stringContaining('性别'),
    })
    expect(check('resident_id', '159901199003072016', { birth: '不记得', sex: '女' }).reason).toContain('出生日期和性别')
    expect(check('resident_id', '159901199003072016', { birth: '1990-03-07', sex: '男' }).verdict).toBe('accept')
  })

  it('outside the demo, an unknown province only warns', () => {
    const body = '99990119900307201'
    expect(check('resident_id', body + mod112CheckDigit(body), undefined, false).verdict).toBe('soft_warn')
    expect(check('resident_id', '159901199003072016', undefined, false).verdict).toBe('accept')
  })

  it('one wrong digit is always found', () => {
    fc.assert(
      fc.property(residentId, fc.nat(17), fc.nat(9), (id, at, digit) => {
        fc.pre(id[at] !== String(digit))
        const wrong = id.slice(0, at) + digit + id.slice(at + 1)
        expect(check('resident_id', id).verdict).toBe('accept')
        expect(check('resident_id', wrong, undefined, false).verdict).toBe('reject')
      }),
    )
  })

  it('two neighbours that changed places are always found', () => {
    fc.assert(
      fc.property(residentId, fc.nat(16), (id, at) => {
        fc.pre(id[at] !== id[at + 1])
        const wrong = `${id.slice(0, at)}${id[at + 1]}${id[at]}${id.slice(at + 2)}`
        expect(check('resident_id', wrong, undefined, false).verdict).toBe('reject')
      }),
    )
  })
})

describe('other documents', () => {
  it('a permanent residence ID of 2023 is accepted and says the birthday, but not the sex', () => {
    expect(check('foreigner_id', '915999198805201237')).toMatchObject({
      verdict: 'accept',
      derived: { birth: '1988-05-20', age: 38 },
    })
    expect(check('foreigner_id', '915999198805201237').derived).not.toHaveProperty('sex')
    expect(check('foreigner_id', '915999198805201236').verdict).toBe('reject')
    expect(check('foreigner_id', '815999198805201237').verdict).toBe('reject')
    expect(check('foreigner_id', '915999198805201237', { birth: '1988-05-21' }).verdict).toBe('needs_fix')
  })

  it('where no birthday can be read from a permanent residence ID, a person looks', () => {
    const body = '91599999998805201'
    expect(check('foreigner_id', body + mod112CheckDigit(body)).verdict).toBe('soft_warn')
  })

  it('a permanent residence ID of 2017 may still be used, though not in the demo', () => {
    expect(check('foreigner_id', 'usa150188052001', undefined, false)).toMatchObject({ verdict: 'accept', normalized: 'USA150188052001' })
    expect(check('foreigner_id', 'USA150188052001')).toMatchObject({ verdict: 'reject', reason: expect.stringContaining('虚构') })
  })

  it('a residence permit has the sum of a resident ID', () => {
    expect(check('hk_mo_tw_residence_permit', '819999199912310011')).toMatchObject({
      verdict: 'accept',
      derived: { birth: '1999-12-31', sex: 'male', age: 26 },
    })
    expect(check('hk_mo_tw_residence_permit', '819999199912310012').verdict).toBe('reject')
    expect(check('hk_mo_tw_residence_permit', '819999199912310011', undefined, false).verdict).toBe('soft_warn')
  })

  it.each([
    ['foreign_passport', 'zz1234567', true, 'accept'],
    ['foreign_passport', 'ZZ12<', true, 'reject'],
    ['foreign_passport', 'ZZ', true, 'reject'],
    ['foreign_passport', 'AB12345', false, 'accept'],
    ['chinese_passport', 'ZZ1234567', true, 'accept'],
    ['chinese_passport', 'ZZ1234567', false, 'reject'],
    ['chinese_passport', 'E12345678', false, 'accept'],
    ['chinese_passport', 'EA1234567', false, 'accept'],
    ['chinese_passport', 'G12345678', false, 'accept'],
    ['chinese_passport', 'Q12345678', false, 'reject'],
    ['hk_mo_travel_permit', 'H12345678', false, 'accept'],
    ['hk_mo_travel_permit', 'M1234567801', false, 'accept'],
    ['hk_mo_travel_permit', 'X12345678', false, 'reject'],
    ['tw_travel_permit', '12345678', false, 'accept'],
    ['tw_travel_permit', '1234567', false, 'reject'],
  ] as const)('%s %s (demo: %s) is %s', (kind, value, demo, verdict) => {
    expect(check(kind, value, undefined, demo).verdict).toBe(verdict)
  })
})

describe('the demo', () => {
  const real = (body: string) => body + mod112CheckDigit(body)
  it.each([
    ['resident_id', real('11010519491231002')],
    ['resident_id', real('15040119900307201')],
    ['resident_id', '110105491231002'],
    ['hk_mo_tw_residence_permit', real('81000019991231001')],
    ['foreigner_id', real('91584019880520123')],
    ['foreign_passport', 'AB1234567'],
    ['chinese_passport', 'E12345678'],
    ['hk_mo_travel_permit', 'H12345678'],
    ['tw_travel_permit', '12345678'],
    ['phone', '13800138000'],
    ['phone', '+85212345678'],
  ] as const)('takes no %s that may be somebody’s, says why and keeps nothing of it', (kind, value) => {
    const found = check(kind, value)
    expect(found).toEqual({ verdict: 'reject', reason: expect.stringContaining('演示环境只接受虚构号码') })
    expect(found.reason).not.toContain(value)
  })

  it('takes every valid number of its own segments', () => {
    fc.assert(fc.property(residentId, (id) => void expect(check('resident_id', id).verdict).toBe('accept')))
  })

  it('never accepts a resident ID outside region 1599', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{16}$/), (body) => {
        fc.pre(!body.startsWith('1599'))
        expect(check('resident_id', body + mod112CheckDigit(body)).verdict).toBe('reject')
      }),
    )
  })
})
