import { expect, it } from 'vitest'
import { freshId, later } from './fixtures.ts'
import type { Ground } from './ground.ts'

/** Threads: found by their hash, replaced, and gone when old. */
export const chatThreadsContract = (ground: () => Ground): void => {
  it('keeps where a client stands, the newer of two, and forgets what is old', async () => {
    const { chatThreads } = ground().store
    const [old, young] = [freshId(), freshId()]
    await chatThreads.save(old, { conversation: 'c1', n: 1, at: later(-90_000_000) })
    await chatThreads.save(young, { conversation: 'c1', n: 2, at: later(50) })
    await chatThreads.save(young, { conversation: 'c2', n: 0, at: later(60) })
    expect(await chatThreads.find(young)).toEqual({ conversation: 'c2', n: 0, at: later(60) })
    expect(await chatThreads.removeBefore(later(-80_000_000))).toBe(1)
    expect([await chatThreads.find(old), (await chatThreads.find(young))?.n]).toEqual([undefined, 0])
  })
}
