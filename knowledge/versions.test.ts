import { expect, it } from 'vitest'
import type { StoredVersion } from '../core/knowledge-store.ts'
import { foldTitle, slugOf } from './structure/title.ts'
import { diffOf, timelineOf } from './versions.ts'

const version = (key: number, more: Partial<StoredVersion>): StoredVersion => ({
  key,
  document: 'd',
  label: String(key),
  promulgated: undefined,
  effective: undefined,
  repealed: undefined,
  review: undefined,
  origin: '',
  source: `laws/${key}.md`,
  sourceHash: String(key),
  state: 'live',
  firstClause: key * 100,
  clauses: 1,
  ingestedAt: new Date('2026-11-22T00:00:00Z'),
  ingestedBy: 'operator',
  ...more,
})

it('shows which clauses came, went or changed; spacing is no change', () => {
  const before = ['a1 甲', 'a2 乙', 'a3 丙'].map((one) => ({ anchor: one.slice(0, 2), text: one.slice(3) }))
  const after = ['a1 甲 ', 'a3 丁', 'a3-1 戊'].map((one) => ({ anchor: one.split(' ')[0] ?? '', text: one.slice(one.indexOf(' ') + 1) }))
  expect(diffOf(before, after)).toEqual({ added: ['a3-1'], removed: ['a2'], changed: ['a3'] })
})

it('lets each version hold until the next begins or it is repealed, in whatever order they came', () => {
  const spans = timelineOf([
    version(1, { effective: '2026-01-01' }),
    version(2, { effective: '2006-03-01', repealed: '2026-11-22' }),
    version(3, { effective: '2013-01-01', state: 'withdrawn' }),
  ])
  expect(spans.map(({ version: { key }, from, until }) => [key, from, until])).toEqual([
    [2, '2006-03-01', '2026-01-01'],
    [1, '2026-01-01', undefined],
  ])
})

it('puts a version without a first day where it was made, and gives it no end when that is unknown too', () => {
  const made = timelineOf([version(1, { promulgated: '2004-01-01' }), version(2, { effective: '2010-01-01' })])
  expect(made.map(({ until }) => until)).toEqual(['2010-01-01', undefined])
  const unknown = timelineOf([version(1, {}), version(2, { effective: '2010-01-01' })])
  expect(unknown.map(({ from, until }) => [from, until])).toEqual([
    [undefined, undefined],
    ['2010-01-01', undefined],
  ])
})

it.each([
  ['中华人民共和国治安管理处罚法', '《治安管理处罚法（2025修订）》'],
  ['中华人民共和国民法典 婚姻家庭编', '民法典-婚姻家庭编(2020-05-28)'],
  ['关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）', '关于适用〈民法典〉 婚姻家庭编的解释(一)'],
  ['刑法（2020年修正）', '刑法（修正本）'],
])('reads %s and %s as one title', (one, other) => {
  expect(foldTitle(one)).toBe(foldTitle(other))
})

it.each([
  ['宪法修正案（1988年）', '宪法修正案（1993年）'],
  ['婚姻登记条例', '婚姻登记工作规范'],
  ['解释（一）', '解释（二）'],
])('keeps %s and %s apart', (one, other) => {
  expect(foldTitle(one)).not.toBe(foldTitle(other))
})

it('makes addresses that break no path', () => {
  expect(slugOf('关于“风筝”/放飞 的规定?#（一）')).toBe('关于-风筝-放飞-的规定-(一)')
  expect(slugOf('长'.repeat(90))).toMatch(/^长{48}-[0-9a-f]{8}$/)
})
