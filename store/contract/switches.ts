import { expect, it } from 'vitest'
import type { Switch } from '../../core/switches.ts'
import type { UsageRow } from '../../core/usage.ts'
import { freshId, later } from './fixtures.ts'
import type { Ground } from './ground.ts'

const row = (facts: Partial<UsageRow>): UsageRow => ({
  ...{ day: '2031-01-01', scope: 'agent', key: 'a', steps: 1, tokensIn: 100, tokensOut: 20, cached: 50, ms: 900, microYuan: 12 },
  ...facts,
})

/** Switches and sums of use: the newest state of each, and sums that nobody's writing loses. */
export const switchesContract = (ground: () => Ground): void => {
  it('keeps the newest state of each switch, with who and why', async () => {
    const { switches } = ground().store
    const name = `tool_${freshId()}`
    const off: Switch = { kind: 'tool', name, isOff: true, reason: '试运行', say: '', by: 'o1', at: later(1) }
    await switches.set(off)
    await switches.set({ ...off, kind: 'agent' })
    const on: Switch = { ...off, isOff: false, reason: '已修好', by: 'o2', at: later(2) }
    await switches.set(on)
    expect((await switches.list()).filter((one) => one.name === name)).toEqual([{ ...off, kind: 'agent' }, on])
  })

  it('adds what is used to the sums of a day, also when many add at once, and says what they are now', async () => {
    const { usage } = ground().store
    const key = freshId()
    const mine = [row({ key }), row({ key, scope: 'person' }), row({ key, scope: 'unit', microYuan: 3_000_000_000 })]
    const sums = await Promise.all(Array.from({ length: 20 }, (_, n) => usage.add(n % 2 ? mine : [...mine].reverse(), later(n))))
    expect(Math.max(...sums.flat().map(({ steps }) => steps))).toBe(20)
    const touched = (await usage.touched('2031-01-01', later(0))).filter((one) => one.key === key)
    expect(touched).toHaveLength(3)
    expect(touched).toContainEqual(row({ key, steps: 20, tokensIn: 2_000, tokensOut: 400, cached: 1_000, ms: 18_000, microYuan: 240 }))
    expect(touched.find(({ scope }) => scope === 'unit')?.microYuan).toBe(60_000_000_000)
    expect(await usage.add([], later(0))).toEqual([])
    expect((await usage.touched('2031-01-01', later(1_000))).filter((one) => one.key === key)).toEqual([])
  })

  it('lists the largest of the newest day first, and forgets who used how much', async () => {
    const { usage } = ground().store
    const [one, two] = [freshId(), freshId()]
    await usage.add(
      [row({ day: '2030-01-01', scope: 'person', key: one }), row({ day: '2030-01-01', scope: 'person', key: two, tokensIn: 500 })],
      later(0),
    )
    await usage.add([row({ day: '2030-01-02', scope: 'person', key: one })], later(0))
    const listed = async () =>
      (await usage.list({ from: '2030-01-01', scope: 'person', limit: 900 }))
        .filter(({ key }) => key === one || key === two)
        .map(({ day, key }) => [day, key])
    expect(await listed()).toEqual([
      ['2030-01-02', one],
      ['2030-01-01', two],
      ['2030-01-01', one],
    ])
    expect(await usage.forgetPersons('2030-01-02')).toBeGreaterThanOrEqual(2)
    expect(await listed()).toEqual([['2030-01-02', one]])
  })
}
