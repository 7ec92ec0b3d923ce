import { expect, it } from 'vitest'
import type { DayTally } from '../../core/tallies.ts'
import { freshId } from './fixtures.ts'
import type { Ground } from './ground.ts'

const tally = (facts: Partial<DayTally>): DayTally => ({
  ...{ day: '2032-05-01', kind: 'turn', agent: 'a', model: 'offline', ending: 'answered', bucket: 12, count: 1 },
  ...facts,
})

/** Tallies of turns and calls: sums that nobody's writing loses, of the days that were asked for. */
export const talliesContract = (ground: () => Ground): void => {
  it('adds up how often turns ended so, also when many add at once, and tells only of the days asked for', async () => {
    const { tallies } = ground().store
    const agent = freshId()
    const mine = [tally({ agent }), tally({ agent, kind: 'call', ending: 'none', count: 3 }), tally({ agent, bucket: 40, count: 2 })]
    await Promise.all(Array.from({ length: 20 }, (_, n) => tallies.add(n % 2 ? mine : [...mine].reverse())))
    await tallies.add([tally({ agent, day: '2032-05-02', ending: 'failed', count: 7 })])
    await tallies.add([])
    const sums = async (from: string) =>
      (await tallies.sums(from))
        .filter((one) => one.agent === agent)
        .map(({ kind, ending, bucket, count }) => `${kind} ${ending} ${bucket} ${count}`)
        .sort()
    expect(await sums('2032-05-01')).toEqual(['call none 12 60', 'turn answered 12 20', 'turn answered 40 40', 'turn failed 12 7'])
    expect(await sums('2032-05-02')).toEqual(['turn failed 12 7'])
    const days = await tallies.turnDays('2032-05-01')
    expect(days).toContainEqual({ day: '2032-05-01', ending: 'answered', bucket: 40, count: 40 })
    expect(days).toContainEqual({ day: '2032-05-02', ending: 'failed', bucket: 12, count: 7 })
    expect(days.some(({ ending }) => ending === 'none')).toBe(false)

    expect(await tallies.forget('2032-05-02')).toBeGreaterThanOrEqual(3)
    expect(await sums('2032-05-01')).toEqual(['turn failed 12 7'])
  })
}
