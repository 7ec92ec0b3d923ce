import { expect, it } from 'vitest'
import type { Sending } from '../../core/sendings.ts'
import { freshId, later } from './fixtures.ts'
import type { Ground } from './ground.ts'

const sending = (facts: Partial<Sending> = {}): Sending => ({
  ...{ id: freshId(), deedKey: freshId(), tool: 'report_lost_thing', person: 'citizen-1', agent: undefined, conversation: 'c1' },
  ...{ approval: undefined, at: later(0), state: 'waiting', movedAt: later(0), attempts: 0, isTold: false },
  ...{ args: { thing: '一把黑伞' }, output: { state: 'pending' } },
  ...facts,
})

/** Deeds for other systems: kept whole, one of many goes on with each, what was sent goes when it is over. */
export const sendingsContract = (ground: () => Ground): void => {
  const sendings = () => ground().store.sendings
  const isOpen = async (id: string) => (await sendings().unfinished(1_000)).some((one) => one.id === id)

  it('keeps a sending as it was booked, once for a deed, and lets exactly one of many begin it', async () => {
    const one = sending()
    await sendings().insert(one)
    expect(await sendings().find(one.id)).toEqual(one)
    expect(await sendings().findDeed(one.deedKey)).toEqual(one)
    await expect(sendings().insert(sending({ deedKey: one.deedKey }))).rejects.toThrow()
    const taken = await Promise.all([1, 2, 3, 4].map(() => sendings().take(one.id, { attempts: 0, at: later(5) })))
    expect(taken.filter(Boolean)).toHaveLength(1)
    expect(await sendings().find(one.id)).toMatchObject({ state: 'under_way', attempts: 1, movedAt: later(5) })
  })

  it('moves on by whoever has it, and forgets what was sent when it is over', async () => {
    const one = sending()
    await sendings().insert(one)
    await sendings().take(one.id, { attempts: 0, at: later(1) })
    const to = { state: 'unsure', at: later(2), isTold: true, isOver: false } as const
    expect(await sendings().move(one.id, { ...to, attempts: 0 })).toBe(false)
    expect(await sendings().move(one.id, { ...to, attempts: 1 })).toBe(true)
    expect(await sendings().find(one.id)).toMatchObject({ state: 'unsure', args: one.args, output: one.output })
    expect([await isOpen(one.id), (await sendings().unsure(1_000)).some(({ id }) => id === one.id)]).toEqual([false, true])
    const end = { attempts: 1, state: 'done', at: later(3), isTold: false, isOver: true, output: { state: 'done' } } as const
    expect(await sendings().move(one.id, end)).toBe(true)
    expect(await sendings().find(one.id)).toMatchObject({ state: 'done', args: undefined, output: { state: 'done' } })
    expect(await sendings().take(one.id, { attempts: 1, at: later(4) })).toBe(false)
    expect(await sendings().move(one.id, { ...end, state: 'failed' })).toBe(false)
    expect(await isOpen(one.id)).toBe(true)
    await sendings().told(one.id)
    expect(await isOpen(one.id)).toBe(false)
  })

  it('removes what ended long ago and was told, and nothing that a person still has to find out', async () => {
    const old = { movedAt: later(-90_000_000), at: later(-90_000_000) }
    const [done, untold, unsure] = [
      sending({ ...old, state: 'done', isTold: true }),
      sending({ ...old, state: 'done' }),
      sending({ ...old, state: 'unsure', isTold: true }),
    ]
    for (const one of [done, untold, unsure]) await sendings().insert(one)
    expect(await sendings().removeBefore(later(-80_000_000))).toBe(1)
    expect([await sendings().find(done.id), (await sendings().find(untold.id))?.id, (await sendings().find(unsure.id))?.id]).toEqual([
      undefined,
      untold.id,
      unsure.id,
    ])
  })
}
