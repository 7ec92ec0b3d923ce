import { describe, expect, it } from 'vitest'
import type { DisputeEvent, Incident } from '../../core/incidents.ts'
import { freshId, later, noon, secrets } from './fixtures.ts'
import type { Ground } from './ground.ts'

export const incident = (facts: Partial<Incident> = {}): Incident => ({
  id: freshId(),
  source: '110',
  sourceId: freshId(),
  unit: 'station-1',
  at: noon,
  takenAt: later(5),
  placeKey: freshId(),
  body: {
    text: secrets.says,
    place: secrets.recipient,
    reasons: [{ word: secrets.summary, at: 3, rule: 'weapon', points: 40, class: 'D1' }],
  },
  classes: ['D1', 'D3'],
  tier: 'orange',
  points: 60,
  marks: ['family_violence'],
  scanner: 'test-1',
  event: undefined,
  mergedInto: undefined,
  ...facts,
})

export const disputeEvent = (facts: Partial<DisputeEvent> = {}): DisputeEvent => ({
  id: freshId(),
  unit: 'station-1',
  placeKey: freshId(),
  cause: 'D1',
  firstAt: noon,
  lastAt: noon,
  incidents: 1,
  tier: 'orange',
  points: 60,
  ...facts,
})

/** Incidents, their chains, and how they lose what is personal. */
export const incidentsContract = (ground: () => Ground): void => {
  describe('incidents', () => {
    it('come back as they were taken, and only to the units that may see them', async () => {
      const { incidents } = ground().store
      const [one, two] = [
        incident(),
        incident({ body: undefined, placeKey: undefined, classes: [], tier: 'white', points: 0, marks: [], mergedInto: 'x', event: 'y' }),
      ]
      await incidents.insert([one, two])
      expect(await incidents.find(one.id, ['other', 'station-1'])).toEqual(one)
      expect(await incidents.find(two.id, ['station-1'])).toEqual(two)
      expect(await incidents.find(one.id, ['station-2'])).toBeUndefined()
      expect(await incidents.find(one.id, [])).toBeUndefined()
      expect(await incidents.find('none', ['station-1'])).toBeUndefined()
    })

    it('are known by their source and id, and one source’s id says nothing of another’s', async () => {
      const { incidents } = ground().store
      const one = incident()
      await incidents.insert([one])
      const seen = await incidents.seen([
        { source: '110', id: one.sourceId },
        { source: '12345', id: one.sourceId },
        { source: '110', id: 'never' },
      ])
      expect(seen.map(({ id }) => id)).toEqual([one.id])
      await expect(incidents.insert([incident({ sourceId: one.sourceId })])).rejects.toThrow()
    })

    it('are listed newest first, page by page, by class and tier', async () => {
      const { incidents } = ground().store
      const unit = freshId()
      const made = Array.from({ length: 120 }, (_, n) => incident({ unit, at: later(n % 40), ...(n % 3 === 0 ? { tier: 'red' } : {}) }))
      await incidents.insert(made)
      const ids: string[] = []
      for (let after: { at: Date; id: string } | undefined; ; ) {
        const page = await incidents.list({ units: [unit], limit: 50, after })
        ids.push(...page.map(({ id }) => id))
        after = page.at(-1)
        if (page.length < 50) break
      }
      const sorted = [...made].sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
      expect(ids).toEqual(sorted.map(({ id }) => id))
      expect(await incidents.list({ units: [unit], tier: 'red', limit: 500 })).toHaveLength(40)
      expect(await incidents.list({ units: [unit], class: 'D3', limit: 500 })).toEqual([])
      expect(await incidents.list({ units: [], limit: 5 })).toEqual([])
    })

    it('are counted by Shanghai day, merged ones left out', async () => {
      const { incidents } = ground().store
      const unit = freshId()
      const midnight = new Date('2026-11-19T16:00:00.000Z')
      await incidents.insert([
        incident({ unit, at: midnight }),
        incident({ unit, at: new Date(midnight.getTime() - 1), classes: [], tier: 'white' }),
        incident({ unit, at: noon, mergedInto: 'x' }),
      ])
      const period = { units: [unit], from: later(-10 * 86_400), to: later(10 * 86_400) }
      const day = Math.floor((midnight.getTime() + 8 * 3_600_000) / 86_400_000)
      expect(await incidents.counts({ ...period, by: 'class' })).toEqual([
        { day: day - 1, key: 'none', count: 1 },
        { day, key: 'D1', count: 1 },
      ])
      expect((await incidents.counts({ ...period, by: 'tier' })).map(({ key }) => key)).toEqual(['white', 'orange'])
      expect((await incidents.counts({ ...period, by: 'unit' })).map(({ key }) => key)).toEqual([unit, unit])
      expect(await incidents.countSince([unit], midnight)).toEqual({ incidents: 2, merged: 1 })
      expect(await incidents.countSince([], midnight)).toEqual({ incidents: 0, merged: 0 })
    })

    it('keep to their chains, of which the newer writing counts', async () => {
      const { incidents } = ground().store
      const chain = disputeEvent()
      const other = disputeEvent({ placeKey: undefined })
      await incidents.saveEvents([chain, other])
      const grown = { ...chain, lastAt: later(60), incidents: 2, tier: 'red', points: 90 } as const
      await incidents.saveEvents([grown])
      expect(await incidents.findEvent(chain.id)).toEqual(grown)
      expect(await incidents.findEvent(other.id)).toEqual(other)
      expect(await incidents.findEvent('none')).toBeUndefined()
      expect(await incidents.chains([chain.placeKey ?? '', 'x'], later(60))).toEqual([grown])
      expect(await incidents.chains([chain.placeKey ?? ''], later(61))).toEqual([])
      expect(await incidents.chains([], noon)).toEqual([])
      const [first, second] = [incident({ event: chain.id }), incident({ event: chain.id, at: later(60), mergedInto: 'first' })]
      await incidents.insert([first, second])
      expect(await incidents.ofEvent(chain.id)).toEqual([first, second])
      expect(await incidents.recent([chain.id], later(30))).toEqual([second])
      expect(await incidents.recent([], noon)).toEqual([])
    })

    it('lose text, place and reasons when they are old, and keep what is counted', async () => {
      const { incidents } = ground().store
      const unit = freshId()
      const [chain, alive] = [disputeEvent({ lastAt: later(-900_000_000) }), disputeEvent()]
      await incidents.saveEvents([chain, alive])
      const old = [1, 2, 3].map((n) => incident({ unit, at: later(-900_000_000 + n), event: chain.id }))
      const young = incident({ unit })
      await incidents.insert([...old, young])
      expect(await incidents.deidentify(later(-800_000_000), 2)).toBe(2)
      expect(await incidents.deidentify(later(-800_000_000), 5)).toBe(1)
      expect(await incidents.deidentify(later(-800_000_000), 5)).toBe(0)
      for (const one of old) expect(await incidents.find(one.id, [unit])).toEqual({ ...one, body: undefined, placeKey: undefined })
      expect(await incidents.find(young.id, [unit])).toEqual(young)
      expect((await incidents.findEvent(chain.id))?.placeKey).toBeUndefined()
      expect((await incidents.findEvent(alive.id))?.placeKey).toBe(alive.placeKey)
    })

    it('wait for one another while they are chained', async () => {
      const { store } = ground()
      const order: string[] = []
      const work = (name: string) =>
        store.transaction(async ({ incidents }) => {
          await incidents.hold()
          order.push(`${name} in`)
          await new Promise((resolve) => setTimeout(resolve, 5))
          order.push(`${name} out`)
        })
      await Promise.all(['a', 'b', 'c'].map(work))
      for (let at = 0; at < order.length; at += 2) expect(order[at + 1]).toBe(order[at]?.replace('in', 'out'))
    })
  })
}
