import { expect, it } from 'vitest'
import { openKnowledge } from './open-knowledge.ts'
import { openTestPlatform } from './testing.ts'

it('makes nobody who brings a document in wait for a merge, merges by and by, and looks at one row when all is done', async () => {
  await using p = await openTestPlatform()
  const { store } = p.platform
  const clock = () => new Date('2026-11-22T02:00:00Z')
  const knowledge = openKnowledge(store, clock)
  const segments = async (): Promise<number> => (await store.knowledge.segments()).length
  await knowledge.tidy()
  const before = await segments()
  const brought = 12
  for (let n = 1; n <= brought; n += 1)
    await knowledge.upload({
      name: `rules-${n}.md`,
      bytes: Buffer.from(`# 第${n}号养犬规定\n\n第一条 第${n}号犬只应当登记。\n`),
      topic: 'laws',
      audience: 'public',
      by: 'operator',
    })
  expect(await segments()).toBe(before + brought)
  await knowledge.tidy()
  expect(await segments()).toBeLessThan(before + brought)
  const found = await knowledge.search.for('public').search('7号犬只登记', { topics: ['laws'], limit: 3, asOf: '2026-11-22' })
  expect(found.passages[0]?.text).toContain('第7号犬只')
  await knowledge.tidy()
  const trips = store.roundTrips()
  await knowledge.tidy()
  expect(store.roundTrips() - trips).toBe(1)
})
