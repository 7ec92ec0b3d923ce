import { expect, it } from 'vitest'
import type { Proposal } from '../../core/approvals.ts'
import { freshId, later } from './fixtures.ts'
import type { Ground } from './ground.ts'

const proposal = (facts: Partial<Proposal> = {}): Proposal => ({
  ...{ id: freshId(), kind: 'refusal', target: freshId(), unit: 'station-1', role: 'approver', level: 'any', proposer: 'officer-1' },
  ...{ proposedAt: later(0), expiresAt: later(600), args: { revision: 3, nested: [1, null] }, hash: 'a'.repeat(64) },
  ...{ shown: { title: '不予出具', fields: [{ label: '受理号', value: 'SL1' }] }, state: 'open' },
  ...{ decidedBy: undefined, decidedAt: undefined, note: undefined },
  ...facts,
})

/** Proposals: kept whole, decided once and in time, listed for those who may decide. */
export const approvalsContract = (ground: () => Ground): void => {
  const approvals = () => ground().store.approvals

  it('keeps a proposal as it was put, and lets exactly one of many decide it', async () => {
    const one = proposal()
    await approvals().insert(one)
    expect(await approvals().find(one.id)).toEqual(one)
    expect(await approvals().find('none')).toBeUndefined()
    const ends = await Promise.all(
      [1, 2, 3, 4].map((n) => approvals().close(one.id, { state: 'approved', by: `officer-${n}`, at: later(5), note: '同意' })),
    )
    expect(ends.filter(Boolean)).toHaveLength(1)
    expect(await approvals().find(one.id)).toMatchObject({ state: 'approved', decidedAt: later(5), note: '同意', args: one.args })
    expect(await approvals().close(one.id, { state: 'withdrawn', by: 'officer-1', at: later(6), note: undefined })).toBe(false)
    expect(await approvals().ofTarget(one.target)).toHaveLength(1)
  })

  it('is not decided after its time, and may still be taken back', async () => {
    const one = proposal()
    await approvals().insert(one)
    expect(await approvals().close(one.id, { state: 'approved', by: 'officer-2', at: later(600), note: undefined })).toBe(false)
    expect(await approvals().close(one.id, { state: 'withdrawn', by: 'officer-1', at: later(601), note: undefined })).toBe(true)
  })

  it('lists what is open for a role, a level and units, oldest first, without one’s own and page by page', async () => {
    const unit = freshId()
    const made = [0, 1, 2].map((seconds) => proposal({ unit, proposedAt: later(seconds) }))
    const others = [
      ...[proposal({ unit, proposer: 'me' }), proposal({ unit, role: 'reviewer' }), proposal({ unit, level: 'county' })],
      ...[proposal({ unit, expiresAt: later(10) }), proposal({ unit, state: 'approved', decidedBy: 'x', decidedAt: later(1) })],
    ]
    for (const one of [...others, ...made.toReversed()]) await approvals().insert(one)
    const query = { units: [unit], roles: ['approver'], levels: ['any'], notBy: 'me', now: later(20), limit: 2 } as const
    const page = await approvals().listOpen(query)
    expect(page).toEqual(made.slice(0, 2))
    const last = page[1]
    expect(await approvals().listOpen({ ...query, after: last && { at: last.proposedAt, id: last.id } })).toEqual(made.slice(2))
    expect((await approvals().openOf('me', 9)).map((one) => one.unit)).toContain(unit)
    expect(await approvals().openOf(unit, 9)).toEqual([])
    expect(await approvals().listOpen({ ...query, units: [] })).toEqual([])
    expect(await approvals().listOpen({ ...query, roles: [] })).toEqual([])
  })

  it('gives what has ended since a moment, decided or run out, of one kind', async () => {
    const kind = freshId()
    const ends = [
      proposal({ kind, state: 'approved', decidedBy: 'x', decidedAt: later(50) }),
      proposal({ kind, proposedAt: later(1), expiresAt: later(60) }),
    ]
    const others = [
      proposal({ kind, state: 'approved', decidedBy: 'x', decidedAt: later(10) }),
      ...[proposal({ kind, expiresAt: later(20) }), proposal({ kind, expiresAt: later(600) }), proposal({ expiresAt: later(60) })],
    ]
    for (const one of [...others, ...ends.toReversed()]) await approvals().insert(one)
    expect(await approvals().endedSince(kind, { since: later(40), now: later(100), limit: 10 })).toEqual(ends)
  })

  it('shows neither arguments nor words in plain bytes', async () => {
    const one = proposal({ shown: { title: '极为机密的标题', fields: [] }, args: { why: '极为机密的理由' } })
    await approvals().insert(one)
    await approvals().close(one.id, { state: 'sent_back', by: 'officer-2', at: later(5), note: '极为机密的批语' })
    const rows = await ground().raw(`select * from approvals where id = '${one.id}'`, [])
    const bytes = Buffer.concat(
      rows.flat().map((value) => (value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(JSON.stringify(value) ?? ''))),
    )
    expect(bytes.includes(Buffer.from('极为机密'))).toBe(false)
  })
}
