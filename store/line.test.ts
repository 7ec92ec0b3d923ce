import { describe, expect, it } from 'vitest'
import { StoreUnavailableError } from '../core/errors.ts'
import { createLine } from './line.ts'

describe('the line before the writer', () => {
  it('lets one in at a time, in the order they came', async () => {
    const line = createLine(1000)
    const order: number[] = []
    let inside = 0
    await Promise.all(
      [1, 2, 3, 4].map(async (who) => {
        const leave = await line.enter()
        inside += 1
        expect(inside).toBe(1)
        await Promise.resolve()
        order.push(who)
        inside -= 1
        leave()
        leave()
      }),
    )
    expect(order).toEqual([1, 2, 3, 4])
  })

  it('sends away who has waited too long, and goes on behind them', async () => {
    const line = createLine(20)
    const leave = await line.enter()
    await expect(line.enter()).rejects.toBeInstanceOf(StoreUnavailableError)
    const next = line.enter()
    leave()
    ;(await next)()
    ;(await line.enter())()
  })
})
