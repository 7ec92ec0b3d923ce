import { expect, it } from 'vitest'
import { createFairLine } from './fair-line.ts'

const never = new AbortController().signal

it('lets in as many as there are places, and serves people in turn, not questions', async () => {
  const line = createFairLine(1)
  const order: string[] = []
  const first = await line.enter('a', 1_000, never)
  const asks = ['a', 'a', 'a', 'b', 'c'].map(async (who, at) => {
    const leave = await line.enter(who, 1_000, never)
    order.push(`${who}${at}`)
    await Promise.resolve()
    leave?.()
  })
  expect([line.busy, line.waiting]).toEqual([1, 5])
  first?.()
  first?.()
  await Promise.all(asks)
  expect(order).toEqual(['a0', 'b3', 'c4', 'a1', 'a2'])
  expect([line.busy, line.waiting]).toEqual([0, 0])
})

it('lets go whoever waited too long or gave up, and keeps no place for them', async () => {
  const line = createFairLine(1)
  const first = await line.enter('a', 1_000, never)
  const tired = new AbortController()
  const waits = [line.enter('b', 5, never), line.enter('c', 1_000, tired.signal), line.enter('d', 1_000, never)] as const
  tired.abort()
  expect(await waits[1]).toBeUndefined()
  expect(await waits[0]).toBeUndefined()
  first?.()
  const last = await waits[2]
  expect(last).toBeTypeOf('function')
  last?.()
  expect([line.busy, line.waiting]).toEqual([0, 0])
})
