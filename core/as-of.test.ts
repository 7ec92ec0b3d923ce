import { describe, expect, it } from 'vitest'
import { dayAskedAbout } from './as-of.ts'

const today = '2026-11-22'
const dayIn = (question: string): string => {
  const asked = dayAskedAbout(question, today)
  return asked.kind === 'day' ? asked.asOf : asked.kind
}

describe('the day whose law a question asks for', () => {
  it.each([
    ['2024年的案子怎么罚', '2024-12-31'],
    ['去年3月打的架，现在怎么处罚', '2025-03-31'],
    ['前年邻居噪声扰民能罚吗', '2024-12-31'],
    ['大前年偷的东西', '2023-12-31'],
    ['2025年12月31日打人拘留几天', '2025-12-31'],
    ['2025-12-31 打人拘留几天', '2025-12-31'],
    ['2025.6.3发生的事', '2025-06-03'],
    ['二〇二五年六月打架', '2025-06-30'],
    ['二零二四年打架怎么罚', '2024-12-31'],
    ['24年的案子', '2024-12-31'],
    ['25年6月我被罚了五百', '2025-06-30'],
    ['去年年初打的人', '2025-02-28'],
    ['2025年上半年赌博被抓', '2025-06-30'],
    ['今年3月酒驾', '2026-03-31'],
    ['上个月15号打架', '2026-10-15'],
    ['上月打架怎么罚', '2026-10-31'],
    ['昨天邻居打了我', '2026-11-21'],
    ['三年前被骗了钱', '2023-11-22'],
    ['半年前的事还能罚吗', '2026-05-31'],
    ['两个月前被打', '2026-09-30'],
    ['2012年出生的孩子去年打架', '2025-12-31'],
    ['从2023年到2025年一直扰民', '2025-12-31'],
    ['去年他骂过我，从那以后上个月还来闹', '2026-10-31'],
  ])('“%s” is %s', (question, day) => expect(dayIn(question)).toBe(day))

  it.each([
    ['2012年治安法怎么规定打架', '2013-12-31'],
    ['2012年的《治安管理处罚法》第四十三条', '2013-12-31'],
    ['2017年修订的行政复议法', '2018-12-31'],
  ])('“%s” names a version, in force at the latest on %s', (question, day) => expect(dayIn(question)).toBe(day))

  it.each([
    '打架拘留几天',
    '2025年新治安管理处罚法怎么规定噪声',
    '2025年修订的治安管理处罚法第八十八条',
    '我2012年出生，能办身份证吗',
    '孩子2012年3月5日出生，要办身份证吗',
    '出生日期2010年1月1日',
    '我身份证2024年到期了怎么换',
    '驾照有效期到2025年6月1日',
    '去年身份证丢了怎么补办',
    '我去年酒驾被罚了款，还能开无犯罪记录证明吗',
    '前年打架拘留过影响政审吗',
    '2027年1月1日以后怎么罚',
    '明年要出国',
    '住了24年能落户吗',
    '今年打架怎么罚',
    '邻居从2024年开始扰民，现在还这样',
    '本月打架怎么罚',
    '治安法第八十八条',
    '罚款2000元',
    '电话13900001234',
  ])('“%s” asks for the law of today', (question) => expect(dayIn(question)).toBe('today'))

  it.each(['新法以前打架怎么罚', '旧法怎么规定的', '修订前的规定是什么', '以前的治安法怎么罚赌博'])(
    '“%s” asks for old law and names no day',
    (question) => expect(dayIn(question)).toBe('old_law'),
  )

  it('says the time in the words of people', () => {
    expect(dayAskedAbout('去年3月打的架', today)).toMatchObject({ label: '2025年3月' })
    expect(dayAskedAbout('2025年6月3日打架', today)).toMatchObject({ label: '2025年6月3日' })
    expect(dayAskedAbout('2012年治安法', today)).toMatchObject({ label: '2012年版本' })
  })

  it('takes no day that does not exist, and is not held up by a long message', () => {
    expect(dayIn('2025年2月30日打架')).toBe('today')
    const began = process.cpuUsage()
    dayAskedAbout('去年三月一日二〇二五年'.repeat(2_000), today)
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(200)
  })
})
