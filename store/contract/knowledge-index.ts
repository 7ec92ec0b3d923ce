import { expect, it } from 'vitest'
import type { Ground } from './ground.ts'
import { document, drafts, version } from './knowledge-fixtures.ts'

const bytes = (size: number, seed: number): Uint8Array => Uint8Array.from({ length: size }, (_, at) => (at * 31 + seed) % 256)

const plain = (block: Uint8Array | undefined) => block && [...block]

/** Segments of the index, and vectors. */
export const indexContract = (ground: () => Ground): void => {
  const knowledge = () => ground().store.knowledge

  it('gives back the header and the blocks of a segment byte for byte, many blocks of many segments in one round trip', async () => {
    const blocks = Array.from({ length: 700 }, (_, at) => bytes(at === 0 ? 0 : 20 + at, at))
    const header = bytes(300, 9)
    const segment = await knowledge().addSegment({ level: 2, clauses: 41, header, blocks })
    const other = await knowledge().addSegment({ level: 0, clauses: 1, header: Buffer.of(), blocks: [bytes(8192, 5)] })
    expect(other).toBeGreaterThan(segment)
    const size = header.length + blocks.reduce((sum, block) => sum + block.length, 0)
    expect(await knowledge().segments()).toEqual(
      expect.arrayContaining([
        { id: segment, level: 2, clauses: 41, bytes: size },
        { id: other, level: 0, clauses: 1, bytes: 8192 },
      ]),
    )
    expect(plain(await knowledge().segmentHeader(segment))).toEqual([...header])
    expect(plain(await knowledge().segmentHeader(other))).toEqual([])
    expect(await knowledge().segmentHeader(2_000_000_000)).toBeUndefined()
    const before = ground().store.roundTrips()
    const read = await knowledge().segmentBlocks([
      { segment, block: 699 },
      { segment: other, block: 0 },
      { segment, block: 700 },
      { segment, block: 0 },
      { segment: 2_000_000_000, block: 0 },
      { segment, block: 699 },
    ])
    expect(ground().store.roundTrips() - before).toBe(1)
    expect(read.map(plain)).toEqual([[...bytes(719, 699)], [...bytes(8192, 5)], undefined, [], undefined, [...bytes(719, 699)]])
    expect(await knowledge().segmentBlocks([])).toEqual([])
  })

  it('removes segments with their blocks, and refuses a merge whose segments another process has merged already', async () => {
    const { store } = ground()
    const add = () => knowledge().addSegment({ level: 0, clauses: 1, header: Buffer.from('h'), blocks: [Buffer.from('b')] })
    const merge = (ids: readonly number[]) =>
      store.transaction(async (records) => {
        await records.knowledge.removeSegments(ids)
        return records.knowledge.addSegment({ level: 1, clauses: 2, header: Buffer.from('m'), blocks: [] })
      })
    const [one, two] = [await add(), await add()]
    const merged = await merge([one, two])
    expect(await knowledge().segmentBlocks([{ segment: one, block: 0 }])).toEqual([undefined])
    await expect(merge([two, merged])).rejects.toMatchObject({ code: 'conflict' })
    const ids = (await knowledge().segments()).map(({ id }) => id)
    expect(ids).toContain(merged)
    expect(ids).not.toContain(two)
    expect(Math.max(...ids)).toBe(merged)
  })

  it('keeps vectors by model, and names the clauses of live versions that have none', async () => {
    const { id } = document()
    await knowledge().saveDocument(document({ id, identity: id }))
    const { key, firstClause } = await knowledge().addVersion(version(id), drafts(4))
    const hidden = await knowledge().addVersion(version(id, { state: 'withdrawn' }), drafts(2))
    const model = `model ${id}`
    const missing = () => knowledge().clausesWithoutVector(model, 10, firstClause - 1)
    expect(await missing()).toEqual([firstClause, firstClause + 1, firstClause + 2, firstClause + 3])
    expect(await knowledge().clausesWithoutVector(model, 2, firstClause + 1)).toEqual([firstClause + 2, firstClause + 3])
    expect((await knowledge().clausesWithoutVector(model, 1))[0]).toBeLessThanOrEqual(firstClause)
    const vector = (...values: number[]) => Float32Array.from(values)
    await knowledge().saveVectors(model, [
      { clause: firstClause + 2, vector: vector(0.5, -1, 3e-9) },
      { clause: firstClause, vector: vector(1, 2, 3) },
    ])
    // The middle of a larger array: only these three numbers are its own.
    await knowledge().saveVectors(model, [{ clause: firstClause, vector: vector(0, 7, 8, 9, 0).subarray(1, 4) }])
    await knowledge().saveVectors('another', [{ clause: firstClause + 1, vector: vector(1) }])
    expect(await knowledge().vectors(model, { afterClause: 0, limit: 10 })).toEqual([
      { clause: firstClause, version: key, vector: vector(7, 8, 9) },
      { clause: firstClause + 2, version: key, vector: vector(0.5, -1, 3e-9) },
    ])
    const some = await knowledge().vectorsOf(model, [firstClause + 2, firstClause + 1, firstClause])
    expect(some.toSorted((a, z) => a.clause - z.clause)).toEqual([
      { clause: firstClause, vector: vector(7, 8, 9) },
      { clause: firstClause + 2, vector: vector(0.5, -1, 3e-9) },
    ])
    expect(await knowledge().vectors(model, { afterClause: firstClause, limit: 1 })).toMatchObject([{ clause: firstClause + 2 }])
    expect(await missing()).toEqual([firstClause + 1, firstClause + 3])
    await knowledge().setVersionState(hidden.key, 'live')
    expect(await missing()).toEqual([firstClause + 1, firstClause + 3, hidden.firstClause, hidden.firstClause + 1])
  })
}
