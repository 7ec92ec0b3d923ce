import { describe, expect, it } from 'vitest'
import type { Mark } from '../../core/disputes.ts'
import type { Unit } from '../../core/people.ts'
import { unitTree } from '../../core/units.ts'
import { keptSince } from '../tasks/deadlines.ts'
import { faultOf } from './check.ts'
import { openJurisdiction } from './jurisdiction.ts'
import { foldPlace, regionNames } from './place.ts'
import { type Known, likeness, sameCall } from './same-call.ts'

const unit = (id: string, name: string, parent: string | undefined, more: Partial<Unit> = {}): Unit => ({
  id,
  name,
  parent,
  phone: '',
  address: '',
  ...more,
})
const units: readonly Unit[] = [
  unit('1', '云河市公安局', undefined, { kind: 'city' }),
  unit('11', '云河市公安局青禾旗分局', '1', { kind: 'banner', areas: ['青禾旗'] }),
  unit('111', '云河市公安局青禾派出所', '11', { kind: 'station', areas: ['青禾街'] }),
  unit('1111', '青禾派出所安康社区警务室', '111', { kind: 'community', areas: ['安康小区'] }),
  unit('1-labour', '云河市人力资源和社会保障局', '1', { kind: 'department', duty: 'labour', areas: ['安康大道'] }),
]

describe('a place', () => {
  const regions = regionNames(units)
  it.each([
    ['云河市青禾旗青禾街十二号院 3 栋 2 单元 501 室', '青禾街12号院3-2-501'],
    ['青禾街12号院3幢2单元501', '青禾街12号院3-2-501'],
    ['内蒙古自治区云河市青禾街１２号', '青禾街12号'],
    ['青禾街12号（门口）', '青禾街12号'],
  ])('%s is the same as %s', (one, other) => {
    expect(foldPlace(one, regions)).toBe(foldPlace(other, regions))
  })
  it.each([
    ['青禾街12号', '青禾街21号'],
    ['安康小区3号楼', '安康小区5号楼'],
    ['安康小区1栋12室', '安康小区11栋2室'],
    ['云河市', '青禾旗'],
  ])('%s is not %s', (one, other) => {
    expect(foldPlace(one, regions)).not.toBe(foldPlace(other, regions))
  })
})

describe('jurisdiction', () => {
  const where = openJurisdiction(unitTree(units))
  it('follows the sender’s word, then the longest name in the address, then the text, then the sender, then the top', () => {
    expect(where.unitOf({ unit: '云河市公安局青禾派出所', text: '安康小区' })).toBe('111')
    expect(where.unitOf({ unit: '没有的单位', place: '青禾街 安康 小区', text: '' })).toBe('1111')
    expect(where.unitOf({ place: '云河市青禾街12号', text: '' })).toBe('111')
    expect(where.unitOf({ text: '我在安康小区，邻居打人' })).toBe('1111')
    expect(where.unitOf({ place: '某处', text: '有人打架' }, '11')).toBe('11')
    expect(where.unitOf({ place: '某处', text: '有人打架' })).toBe('1')
  })
  it('is never a department’s', () => {
    expect(where.unitOf({ unit: '1-labour', place: '安康大道1号', text: '' })).toBe('1')
  })
  it('sends a task to the station; where none is known, to whoever stands above', () => {
    expect(['1111', '111', '11', '1'].map(where.stationOf)).toEqual(['111', '111', '11', '1'])
  })
})

describe('two calls about the same', () => {
  const rule = { sameMs: 30 * 60_000, followUpMs: 6 * 3_600_000, ms: 30 * 86_400_000 }
  const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 18) + minutes * 60_000)
  const known = (id: string, minutes: number, text: string, classes: Known['classes'] = ['D2']): Known => ({
    ...{ id, at: at(minutes), classes, event: 'e', mergedInto: undefined },
    body: { text, place: undefined, reasons: [] },
  })
  const finding = (classes: Known['classes'], marks: readonly Mark[] = []) => ({ classes, marks, tier: 'blue' as const })
  const first = known('a', 0, '楼上半夜放音响，吵得睡不着')

  it('are one within minutes when the cause is the same, whatever the words', () => {
    expect(sameCall({ at: at(20), text: '物业说楼上又在闹', finding: finding(['D2']) }, [first], rule)).toBe(first)
    expect(sameCall({ at: at(20), text: '有人借钱不还', finding: finding(['D3']) }, [first], rule)).toBeUndefined()
    expect(sameCall({ at: at(40), text: '物业说楼上又在闹', finding: finding(['D2']) }, [first], rule)).toBeUndefined()
  })
  it('are one within hours when the words are alike, or the caller says so', () => {
    expect(sameCall({ at: at(180), text: '楼上半夜放音响吵得睡不着！', finding: finding(['D2']) }, [first], rule)).toBe(first)
    expect(sameCall({ at: at(180), text: '我刚才报过警，民警怎么还没来', finding: finding([]) }, [first], rule)).toBe(first)
    expect(sameCall({ at: at(180), text: '没事了', finding: finding(['D2'], ['withdrawn']) }, [first], rule)).toBe(first)
    expect(sameCall({ at: at(400), text: '楼上半夜放音响吵得睡不着！', finding: finding(['D2']) }, [first], rule)).toBeUndefined()
  })
  it('are one within the time of a chain when somebody calls back about it', () => {
    expect(sameCall({ at: at(60 * 24 * 10), text: '回访：已解决', finding: finding([], ['callback']) }, [first], rule)).toBe(first)
    expect(sameCall({ at: at(60 * 24 * 31), text: '回访：已解决', finding: finding([], ['callback']) }, [first], rule)).toBeUndefined()
  })
  it('belong to the nearest of several', () => {
    const second = known('b', 100, '楼上又放音响')
    expect(sameCall({ at: at(110), text: '还在吵', finding: finding(['D2']) }, [first, second], rule)).toBe(second)
  })
  it('are alike by letters, not by length', () => {
    expect(likeness('甲乙丙丁', '甲乙丙丁')).toBe(1)
    expect(likeness('甲乙丙丁', '戊己庚辛')).toBe(0)
    expect(likeness('甲', '乙')).toBe(0)
  })
})

it.each([
  [{ source: '来源' }, '来源'],
  [{ id: ' ' }, '编号'],
  [{ text: ' \n' }, '为空'],
  [{ text: '长'.repeat(20_001) }, '太长'],
  [{ place: '址'.repeat(301) }, '地址'],
  [{ at: new Date(Number.NaN) }, '时间'],
  [{ at: new Date('2027-01-01') }, '将来'],
])('says what is wrong with %o', (change, why) => {
  const good = { source: '110', id: '1', text: '邻居吵架', at: new Date('2026-11-18') }
  const now = new Date('2026-11-18T02:00:00Z')
  expect(faultOf(good, now)).toBeUndefined()
  expect(faultOf({ ...good, ...change }, now)).toContain(why)
})

it('keeps texts for months by the calendar', () => {
  expect(keptSince(new Date('2026-11-18T02:00:00Z'), 18)).toEqual(new Date('2025-05-18T00:00:00+08:00'))
  // 2025-02 has no 31st; Shanghai is a day ahead of UTC at this moment.
  expect(keptSince(new Date('2026-08-30T17:00:00Z'), 18)).toEqual(new Date('2025-02-28T00:00:00+08:00'))
})
