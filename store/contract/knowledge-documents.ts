import { expect, it } from 'vitest'
import { noon } from './fixtures.ts'
import type { Ground } from './ground.ts'
import { document, drafts, version } from './knowledge-fixtures.ts'

/** Documents, versions and clauses. */
export const documentsContract = (ground: () => Ground): void => {
  const knowledge = () => ground().store.knowledge
  const found = async (id: string) => (await knowledge().documents()).find((one) => one.id === id)

  it('gives back a document as it was saved, and the newer of two, whose id and identity stay', async () => {
    const one = document()
    await knowledge().saveDocument(one)
    expect(await found(one.id)).toEqual(one)
    const newer = {
      ...one,
      title: '办事须知（新）',
      topic: 'traffic',
      audience: 'internal',
      issuer: undefined,
      number: '公通字〔2026〕1号',
    } as const
    await knowledge().saveDocument({ ...newer, identity: 'another' })
    expect(await found(one.id)).toEqual(newer)
    await expect(knowledge().saveDocument(document({ identity: one.identity }))).rejects.toThrow()
  })

  it('gives the versions of a document rising keys, and their clauses keys that follow one another', async () => {
    const { id } = document()
    await knowledge().saveDocument(document({ id, identity: id }))
    const review = { by: '民警甲', at: '2026-10-01', expires: undefined } as const
    const [old, newer] = [version(id, { state: 'withdrawn' }), version(id, { label: '2026-12', review, promulgated: '2026-10-01' })]
    const first = await knowledge().addVersion(old, drafts(3))
    const second = await knowledge().addVersion(newer, drafts(100))
    expect(second.key).toBeGreaterThan(first.key)
    expect(second.firstClause).toBeGreaterThanOrEqual(first.firstClause + 3)
    const kept = (await knowledge().versions()).filter(({ document }) => document === id)
    expect(kept).toEqual([
      { ...old, ...first, clauses: 3 },
      { ...newer, ...second, clauses: 100 },
    ])
    const clauses = await knowledge().clausesOf(second.key)
    expect(clauses).toEqual(
      drafts(100).map((draft, ordinal) => ({ ...draft, ordinal, version: second.key, key: second.firstClause + ordinal })),
    )
    await knowledge().setVersionState(first.key, 'live')
    expect((await knowledge().versions()).find(({ key }) => key === first.key)?.state).toBe('live')
  })

  it('reads two hundred clauses by key in one round trip, in the order that was asked for, without those it does not know', async () => {
    const { id } = document()
    await knowledge().saveDocument(document({ id, identity: id }))
    const { firstClause } = await knowledge().addVersion(version(id), drafts(200))
    const keys = [2_000_000_000, ...Array.from({ length: 200 }, (_, at) => firstClause + ((at * 7) % 200)), -1]
    const before = ground().store.roundTrips()
    const clauses = await knowledge().clauses(keys)
    expect(ground().store.roundTrips() - before).toBe(1)
    expect(clauses.map(({ key }) => key)).toEqual(keys.slice(1, -1))
    expect(await knowledge().clauses([])).toEqual([])
  })

  it('finds a clause by anchor or by the id it came with, inside its version only', async () => {
    const { id } = document()
    await knowledge().saveDocument(document({ id, identity: id }))
    const [one, two] = drafts(2)
    const { key } = await knowledge().addVersion(version(id), [
      { ...one, externalId: 'law-1' },
      { ...two, externalId: 'a1' },
    ] as ReturnType<typeof drafts>)
    const other = await knowledge().addVersion(version(id), drafts(1))
    expect(await knowledge().findClause(key, 'law-1')).toMatchObject({ anchor: 'a1', externalId: 'law-1', version: key })
    expect(await knowledge().findClause(key, 'a1')).toMatchObject({ anchor: 'a1' })
    expect(await knowledge().findClause(key, "a9'\0")).toBeUndefined()
    expect(await knowledge().findClause(other.key, 'law-1')).toBeUndefined()
  })

  it('keeps texts the same on every database: long ones, rare characters, and no broken ones', async () => {
    const { id } = document()
    await knowledge().saveDocument(document({ id, identity: id }))
    const texts = ['第一款。\n第二款。', '𠮷野家 Ünïcode 🚓', '长'.repeat(200_000), 'a\0b\ud800c', '']
    const [base] = drafts(1)
    const clauses = texts.map((text, at) => ({ ...base, anchor: `a${at}`, text })) as ReturnType<typeof drafts>
    const { key } = await knowledge().addVersion(version(id), clauses)
    expect((await knowledge().clausesOf(key)).map(({ text }) => text)).toEqual([...texts.slice(0, 3), 'a\uFFFDb\uFFFDc', ''])
  })

  it('keeps a version with all its clauses or not at all, and gives its keys to the next', async () => {
    const { id } = document()
    await knowledge().saveDocument(document({ id, identity: id }))
    const { key, firstClause } = await knowledge().addVersion(version(id), drafts(2))
    const [one] = drafts(1)
    const doubled = [...drafts(2), ...(one ? [one] : [])]
    await expect(knowledge().addVersion(version(id), doubled)).rejects.toThrow()
    expect(await knowledge().addVersion(version(id), drafts(1))).toEqual({ key: key + 1, firstClause: firstClause + 2 })
    await expect(knowledge().addVersion(version('nowhere'), drafts(1))).rejects.toThrow()
  })

  it('raises the revision with each change, inside its transaction', async () => {
    const { store } = ground()
    const one = document()
    let seen = await knowledge().revision()
    const raises = async (change: () => Promise<unknown>) => {
      await change()
      const now = await knowledge().revision()
      expect(now).toBeGreaterThan(seen)
      seen = now
    }
    await raises(() => knowledge().saveDocument(one))
    await raises(() => knowledge().addVersion(version(one.id), drafts(1)))
    await raises(async () => knowledge().setVersionState((await knowledge().versions()).at(-1)?.key ?? 0, 'withdrawn'))
    await raises(() => knowledge().raiseRevision())
    await raises(() => knowledge().addSegment({ level: 0, clauses: 1, header: Buffer.from('h'), blocks: [] }))
    const failing = store.transaction(async ({ knowledge }) => {
      await knowledge.saveDocument({ ...one, title: 'lost' })
      throw new RangeError('in the middle')
    })
    await expect(failing).rejects.toThrow(RangeError)
    expect(await knowledge().revision()).toBe(seen)
    expect(await found(one.id)).toEqual(one)
    await ground().store.knowledge.noteQuestion({
      ...{ id: one.id, at: noon, agent: undefined, audience: 'public', text: '问', isSupported: true, clauses: [] },
      ...{ reviewed: undefined, verdict: undefined, verdictBy: undefined, note: undefined },
    })
    expect(await knowledge().revision()).toBe(seen)
  })

  it('gives simultaneous writers keys that never meet', async () => {
    const { id } = document()
    await knowledge().saveDocument(document({ id, identity: id }))
    const added = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        at % 2
          ? knowledge().addVersion(version(id), drafts(5))
          : ground().store.transaction(async (records) => {
              await records.knowledge.addSegment({ level: 0, clauses: 0, header: Buffer.of(), blocks: [] })
              return records.knowledge.addVersion(version(id), drafts(5))
            }),
      ),
    )
    const sorted = added.toSorted((a, b) => a.key - b.key)
    const [first] = sorted
    expect(sorted).toEqual(sorted.map((_, at) => ({ key: (first?.key ?? 0) + at, firstClause: (first?.firstClause ?? 0) + at * 5 })))
  })
}
