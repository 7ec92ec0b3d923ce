import { describe, expect, it } from 'vitest'
import type { Field } from '../sheets.ts'
import { dateIn, periodIn } from './dates.ts'
import { identifierIn } from './identifiers.ts'
import { amountIn, chineseNumber } from './numbers.ts'
import { readField } from './read.ts'

/** A Sunday. */
const today = '2026-11-22'

describe('Chinese numerals', () => {
  it.each([
    ['十八', 18],
    ['二十', 20],
    ['三百五', 350],
    ['三千五', 3500],
    ['一万二', 12_000],
    ['两万三千', 23_000],
    ['一万零二', 10_002],
    ['一百零五', 105],
    ['二〇二〇', 2020],
    ['一亿', 100_000_000],
    ['万', 10_000 * 0],
  ])('%s is %d', (text, value) => expect(chineseNumber(text)).toBe(value))

  it.each([
    ['三千五百块', 3500],
    ['1.2万', 12_000],
    ['3,500元', 3500],
    ['5k', 5000],
    ['大概两万块钱', 20_000],
  ])('amount: %s', (text, value) => expect(amountIn(text)?.value).toBe(value))
})

describe('days', () => {
  it.each([
    ['2020年1月5日', '2020-01-05'],
    ['2020-1-5', '2020-01-05'],
    ['2020/01/05', '2020-01-05'],
    ['20200105', '2020-01-05'],
    ['二〇二〇年一月五号', '2020-01-05'],
    ['二零二零年十二月', '2020-12-01'],
    ['98年3月', '1998-03-01'],
    ['去年三月', '2025-03-01'],
    ['前年12月31号', '2024-12-31'],
    ['今年5月1日', '2026-05-01'],
    ['上个月5号', '2026-10-05'],
    ['昨天', '2026-11-21'],
    ['大前天', '2026-11-19'],
    ['三天前', '2026-11-19'],
    ['半年前', '2026-05-22'],
    ['两年前', '2024-11-22'],
    ['上周三', '2026-11-11'],
    ['这周一', '2026-11-16'],
    ['3月8号', '2026-03-08'],
    ['12月8号', '2025-12-08'],
    ['5 Jan 2020', '2020-01-05'],
    ['January 5, 2020', '2020-01-05'],
  ])('%s is %s', (text, value) => expect(dateIn(text, today)?.value).toBe(value))

  it.each(['2020年13月', '2021年2月30日', '从18岁开始', '没有', '随便'])('%s is no day', (text) =>
    expect(dateIn(text, today)?.value ?? 'none').toBe('none'),
  )
})

describe('periods', () => {
  it.each([
    ['2020年1月到现在', '2020-01-01', today],
    ['从2020年1月至今', '2020-01-01', today],
    ['2018年3月到2024年6月', '2018-03-01', '2024-06-30'],
    ['2018.3-2024.6', '2018-03-01', '2024-06-30'],
    ['2020年到2023年', '2020-01-01', '2023-12-31'],
    ['2020年', '2020-01-01', '2020-12-31'],
    ['去年三月到五月', '2025-03-01', '2025-05-31'],
    ['去年三月到今年五月', '2025-03-01', '2026-05-31'],
    ['最近三年', '2023-11-22', today],
    ['近5年', '2021-11-22', today],
    ['2020年以来', '2020-01-01', today],
    ['从2020年5月开始', '2020-05-01', today],
    ['from 2020-01-05 to 2021-01-05', '2020-01-05', '2021-01-05'],
    ['since January 2020', '2020-01-01', today],
    ['last 5 years', '2021-11-22', today],
    ['2025年到2030年', '2025-01-01', today],
    ['去年国庆到上个月', '2025-10-01', '2026-10-31'],
    ['从2020年春节到现在', '2020-01-25', today],
    ['前年清明至去年端午', '2024-04-04', '2025-05-31'],
    ['去年十一月到今年三月', '2025-11-01', '2026-03-31'],
  ])('%s', (text, from, to) => expect(periodIn(text, today)?.value).toEqual({ from, to }))

  it.each(['从18岁开始', '很久以前', ''])('“%s” names no period', (text) => expect(periodIn(text, today)).toBeUndefined())
})

describe('numbers of documents', () => {
  it.each([
    ['resident_id', '我的号是159901 19900307 2016谢谢', '159901199003072016'],
    ['phone', '+86 138-0000-0000', '13800000000'],
    ['plate', '车是蒙a 12345', '蒙A12345'],
    ['plate', '蒙AD12345', '蒙AD12345'],
    ['certificate_number', 'wfz 2026 00000001 m', 'WFZ202600000001M'],
    ['certificate_number', '编号WFZ-2026-00000001-M', 'WFZ-2026-00000001-M'],
    ['application_number', '受理号sl1599012026000001', 'SL1599012026000001'],
    ['verify_code', '7K3MQ9WXZ2P4R8T6V1B5N0HJ', '7K3MQ9WXZ2P4R8T6V1B5N0HJ'],
  ] as const)('%s in “%s”', (kind, text, value) => expect(identifierIn(kind, text, false)).toMatchObject({ value }))

  it('accepts the check digit X in either size', () => {
    expect(identifierIn('resident_id', '15990119900101001x', true)).toBeDefined()
  })

  it.each([
    ['resident_id', '15990119900307201', 'id_length'],
    ['resident_id', '159901199003072017', 'id_check'],
    ['phone', '1380000000', 'phone_length'],
    ['plate', '蒙A123', 'plate_form'],
  ] as const)('%s %s is refused as %s', (kind, text, fault) => expect(identifierIn(kind, text, true)).toEqual({ fault }))
})

describe('a day that nobody asked for', () => {
  const field: Field = {
    ...{ name: 'accepted_on', title: '受理日期', titleEn: '', kind: 'date', ask: undefined, askEn: undefined, description: undefined },
    ...{ examples: [], choices: [], default: undefined, isRequired: true, pattern: undefined },
  }
  it.each([
    ['11月20日受理的申请几号到期', '2026-11-20'],
    ['昨天受理的，最晚哪天办完', '2026-11-21'],
    ['受理于11月20日，几号到期', '2026-11-20'],
    ['11月20日交的材料，几号受理', undefined],
    ['11月受理的，几号到期', undefined],
    ['受理以后今天还能不能补材料', undefined],
  ])('%s is %s', (text, value) => {
    const read = readField(field, text, { today, isAsked: false })
    expect(read && 'value' in read ? read.value : undefined).toBe(value)
  })
})
