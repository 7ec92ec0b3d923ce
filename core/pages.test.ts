import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestStore, type TestStore } from '../testing.ts'
import { transactionWithPages } from './pages.ts'

describe.each([undefined, 'pglite:'])('a deed that needs a page (%s)', (url) => {
  let open: TestStore
  beforeAll(async () => {
    open = await openTestStore(url)
  }, 60_000)
  afterAll(() => open.close())

  it('is begun again with it in hand: others write while it is set, and nothing of the first try stays', async () => {
    const { store } = open
    const done = await transactionWithPages(store, async (records, pages) => {
      const mine = await records.sequences.next('mine', 2026)
      const page = await pages.take(
        'a',
        async () => `page ${await store.sequences.next('others', 2026)}`,
        async () => 'inside',
      )
      return [mine, page]
    })
    expect(done).toEqual([1, 'page 1'])
    expect(await store.sequences.next('mine', 2026)).toBe(2)
  })

  it('has a page set anew where something has changed, and waits for no quiet moment for ever', async () => {
    let state = 0
    const set: string[] = []
    const page = await transactionWithPages(open.store, async (_, pages) => {
      const hash = `${++state}`
      return pages.take(
        hash,
        async () => void set.push(hash),
        async () => `inside ${hash}`,
      )
    })
    expect([page, set]).toEqual(['inside 4', ['1', '2', '3']])
  })

  it('fails with what failed, of the deed or of its page', async () => {
    const broken = transactionWithPages(open.store, (_, pages) =>
      pages.take(
        'a',
        () => Promise.reject(new Error('no press')),
        async () => '',
      ),
    )
    await expect(broken).rejects.toThrow('no press')
    await expect(transactionWithPages(open.store, () => Promise.reject(new Error('no deed')))).rejects.toThrow('no deed')
  })
})
