import { expect, it } from 'vitest'
import { partsOf } from './parts.ts'

const text = ['申请登记的，应当提交下列材料：', '（一）申请书；', '（二）身份证明；', '（三）其他材料。', '材料齐全的，当场受理。'].join(
  '\n',
)

it('names paragraphs and items as they are cited, and finds their words', () => {
  const parts = partsOf(text)
  expect(parts.map(({ anchor, name }) => `${anchor} ${name}`)).toEqual([
    'p1 第一款',
    'p1-i1 第一款第（一）项',
    'p1-i2 第一款第（二）项',
    'p1-i3 第一款第（三）项',
    'p2 第二款',
  ])
  expect(parts.map(({ start, end }) => text.slice(start, end))[2]).toBe('（二）身份证明；')
  expect(text.slice(parts[0]?.start, parts[0]?.end)).toContain('（三）其他材料。')
})

it('does not count the only paragraph of a clause', () => {
  expect(partsOf('有下列情形之一的，不予受理：\n（一）甲；\n（二）乙。').map(({ name }) => name)).toEqual([
    '第一款',
    '第（一）项',
    '第（二）项',
  ])
})

it('finds items that follow a colon on one line', () => {
  const line = '分为三类：（一）甲类；（二）乙类；（三）丙类。'
  expect(partsOf(line).map(({ start, end }) => line.slice(start, end))).toEqual([line, '（一）甲类；', '（二）乙类；', '（三）丙类。'])
})

it('counts old items that are printed 一、二、', () => {
  expect(partsOf('有下列情形的，给予处罚：\n一、不申报的；\n二、假报的。').map(({ anchor }) => anchor)).toEqual(['p1', 'p1-i1', 'p1-i2'])
})

it('leaves a number out of turn with the item before it', () => {
  expect(partsOf('条件如下：\n（一）甲，包括：\n1．子；\n2．丑；\n（二）乙。').map(({ anchor }) => anchor)).toEqual([
    'p1',
    'p1-i1',
    'p1-i2',
  ])
})
