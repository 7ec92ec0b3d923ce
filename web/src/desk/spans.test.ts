import { expect, it } from 'vitest'
import { spanText, timeScale } from './spans.ts'

it('tells a time as people would say it', () => {
  expect([45, 89, 90, 3_600, 5_399, 5_400, 19_800, 172_799, 172_800, 900_000].map(spanText)).toEqual([
    ...['45 秒', '89 秒', '1.5 分钟', '60 分钟', '90 分钟', '1.5 小时', '5.5 小时', '48 小时', '2 天', '10 天'],
  ])
})

it('counts an axis in what its longest time is told in', () => {
  expect(timeScale([null, 90]).name).toBe('分钟')
  expect(timeScale([3_600, 86_400]).name).toBe('小时')
  expect(timeScale([300_000, null]).name).toBe('天')
  expect(timeScale([]).seconds).toBe(60)
})
