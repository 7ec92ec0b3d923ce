import { expect, it } from 'vitest'
import { askedNow, forms, unfilled } from './form.ts'
import { requestOf, valuesOf } from './request.ts'

it('asks for a period only where somebody wants one, and for a nationality only of a foreigner', () => {
  const names = (values: Parameters<typeof askedNow>[1]) => askedNow(forms.delegate, values).map(({ name }) => name)
  expect(names({})).not.toContain('periodFrom')
  expect(names({ hasPeriod: true })).toContain('periodFrom')
  expect(names({ 'subject.documentKind': 'resident_id' })).not.toContain('subject.nationality')
  expect(names({ 'subject.documentKind': 'foreign_passport' })).toEqual(expect.arrayContaining(['subject.nationality', 'stays']))
})

it('says everything that is still to be filled in, and nothing that may be left out', () => {
  expect(unfilled(forms.self, { delivery: 'electronic' }).map(({ name }) => name)).toEqual(['purpose', 'route'])
  expect(unfilled(forms.foreigner, { purpose: 'employment', delivery: 'electronic', stays: [{ from: '', to: '' }] })).toHaveLength(1)
})

it('sends what is filled in and asked, and nothing else', () => {
  const request = requestOf(forms.guardian, {
    ...{ purpose: 'school', delivery: 'window', hasPeriod: false, periodFrom: '2020-01-01', station: '159901', route: 'hukou' },
    ...{ 'subject.name': '韩小雨', 'subject.documentKind': 'resident_id', 'subject.documentNumber': '159901201005010177' },
    ...{ 'subject.birth': '2010-05-01', 'subject.sex': 'male', 'subject.nationality': 'SWE', relation: 'parent', formerName: '' },
  })
  expect(request).toEqual({
    applicant: 'guardian',
    purpose: 'school',
    delivery: 'window',
    period: null,
    facts: {
      subject: {
        ...{ name: '韩小雨', birth: '2010-05-01', sex: 'male', nationality: 'CHN' },
        document: { kind: 'resident_id', number: '159901201005010177' },
      },
      relation: 'parent',
      station: '159901',
      route: 'hukou',
      formerName: null,
      unfinished: {},
    },
  })
})

it('empties what was taken out again, and says nothing of what was never there', () => {
  const values = { purpose: 'school', delivery: 'electronic', recipient: '', station: '', hasPeriod: false, documentFrom: '2024-01-01' }
  expect(requestOf(forms.self, values)).toEqual({
    ...{ applicant: 'self', purpose: 'school', delivery: 'electronic', recipient: null, period: null },
    facts: { station: null, documentFrom: null, unfinished: {} },
  })
  expect(requestOf(forms.guardian, { 'subject.name': '', 'subject.documentNumber': '' })).toMatchObject({ facts: { subject: null } })
})

it('opens a draft that was begun elsewhere as it would have been typed', () => {
  const cases = [
    [
      forms.foreigner,
      {
        ...{ purpose: 'employment', delivery: 'electronic', hasPeriod: true, periodFrom: '2024-01-01', periodTo: '2026-01-01' },
        stays: [
          { from: '2025-01-01', to: '2025-04-10' },
          { from: '2026-01-01', to: '' },
        ],
      },
    ],
    [
      forms.unit,
      {
        applicant: 'organ',
        'unit.name': '云河市运输局',
        'unit.uscc': 'X',
        'unit.address': '演示',
        'unit.handler': '钱小满',
        'unit.basis': 'none',
        'unit.basisText': '演示条例第一条',
        station: '159901',
      },
    ],
    // Half a person and half a period are kept as they were typed.
    [
      forms.guardian,
      {
        ...{ 'subject.name': '韩小雨', 'subject.documentNumber': '15990120', relation: 'parent' },
        ...{ hasPeriod: true, periodFrom: '2024-01-01' },
      },
    ],
    [forms.delegate, { 'entrustment.isSignedAbroad': true, 'entrustment.until': '2026-12-31', purpose: 'notary' }],
  ] as const
  for (const [form, values] of cases) expect(valuesOf(requestOf(form, values) as Parameters<typeof valuesOf>[0])).toEqual(values)
})
