import { describe, expect, it } from 'vitest'
import type { Unit } from '../../core/people.ts'
import { readDemoPeople } from './demo-people.ts'

const units: readonly Unit[] = [
  { id: '159900', name: '云河市公安局', parent: undefined, phone: '', address: '' },
  { id: '159901', name: '云河市公安局青禾派出所', parent: '159900', phone: '', address: '' },
  { id: '159902', name: '云河市公安局石桥派出所', parent: '159900', phone: '', address: '' },
]
const person = { id: 'a', name: '测试甲', id_number: '159901199003072008', birth: '1990-03-07', sex: 'female', registry: 'R5' }
const read = (row: object) => readDemoPeople([row], { units, asOf: '2026-11-18' })[0]

describe('a file of invented people', () => {
  it.each([
    [{ hukou: '159902' }, '159902', undefined],
    [{ residence: '石桥' }, undefined, '159902'],
    [{ hukou: '云河市青禾街 12 号' }, '159901', undefined],
    [{ hukou: '云河市某处' }, '159901', undefined],
    [{ hukou: '外地', residence: '石桥' }, undefined, '159902'],
    [{}, '159901', undefined],
  ])('finds the stations of %j', (places, hukouUnit, residenceUnit) => {
    expect(read({ ...person, ...places })?.who).toMatchObject({ hukouUnit, residenceUnit })
  })

  it('takes no number that may be somebody’s', () => {
    expect(() => read({ ...person, id_number: '110105194912310021' })).toThrow(/a: 演示环境只接受虚构号码/)
  })

  it('names the row of an unknown unit', () => {
    expect(() => read({ id: 'b', name: '某民警', roles: ['officer'], unit: '东门' })).toThrow(/^b: unknown unit "东门"; there are 159900/)
  })
})
