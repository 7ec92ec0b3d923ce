import { expect, it } from 'vitest'
import { timeOfId, uuidv7 } from './ids.ts'

it('sorts ids of one millisecond as they were made, and tells their time', () => {
  const at = new Date('2026-11-18T02:00:00.123Z')
  const ids = Array.from({ length: 1_000 }, () => uuidv7(at))
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(1_000)
  expect(uuidv7(new Date(at.getTime() + 1)) > (ids.at(-1) ?? '')).toBe(true)
  expect(timeOfId(ids[7] ?? '')).toEqual(at)
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
