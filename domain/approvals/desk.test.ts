import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Decision } from '../../core/approval-desk.ts'
import type { Proposal, ProposalFacts } from '../../core/approvals.ts'
import type { Officer } from '../../core/people.ts'
import type { Store } from '../../core/ports.ts'
import { openTestStore } from '../../testing.ts'
import { createApprovals } from './desk.ts'

const officer = (id: string, unit: string, ...roles: Officer['roles'][number][]): Officer => ({
  kind: 'officer',
  id,
  name: `民警${id}`,
  unit,
  roles,
})
const cast = {
  proposer: officer('a', 'station', 'officer', 'reviewer', 'approver'),
  second: officer('b', 'station', 'officer', 'approver'),
  plain: officer('c', 'station', 'officer'),
  leader: officer('d', 'banner', 'officer', 'approver'),
  stranger: officer('e', 'other', 'officer', 'approver'),
}
const hour = 3_600_000

describe.each([
  ['SQLite', undefined],
  ['PGlite', 'pglite:'],
])('approvals on %s', (_name, url) => {
  let store: Store
  let close: () => Promise<void>
  let now = Date.parse('2026-11-23T02:00:00Z')
  let failing: Error | undefined
  const deeds: string[] = []
  const open = () => {
    const approvals = createApprovals({ store, clock: () => new Date(now) })
    approvals.handle({
      kind: 'test',
      perform: async (records, { proposal, decision, at }) => {
        await records.sequences.next(`deed:${proposal.id}`, 2026)
        if (failing) throw failing
        deeds.push(`${proposal.target} ${decision.verdict} ${at.toISOString()}`)
        return { ...proposal.args }
      },
    })
    return approvals
  }
  const facts = (more: Partial<ProposalFacts> = {}): ProposalFacts => ({
    ...{ kind: 'test', target: 'SL1', unit: 'station', role: 'approver', level: 'any', args: { n: 1, skipped: undefined } },
    ...{ shown: { title: '不予出具', fields: [{ label: '受理号', value: 'SL1' }] }, proposer: cast.proposer, holdsMs: hour },
    ...more,
  })
  const propose = (more: Partial<ProposalFacts> = {}): Promise<Proposal> =>
    store.transaction((records) => open().propose(records, facts(more)))
  const yes = (proposal: Pick<Proposal, 'hash'>): Decision => ({ hash: proposal.hash, verdict: 'approved', note: undefined })
  const trail = async () => (await store.audit.list({ afterSeq: 0, limit: 500 })).filter(({ action }) => action.endsWith('_approval'))

  beforeAll(async () => {
    ;({ store, close } = await openTestStore(url))
    for (const [id, kind, parent] of [
      ['city', 'city', undefined],
      ['banner', 'banner', 'city'],
      ['station', 'station', 'banner'],
      ['other', 'station', 'banner'],
    ] as const)
      await store.people.saveUnit({ id, name: `单位${id}`, kind, parent, phone: '0', address: '甲' })
    for (const one of Object.values(cast)) await store.people.save(one)
  }, 60_000)
  afterAll(() => close())

  it('is done once, by another, with the deed and the decision in one transaction', async () => {
    const proposal = await propose()
    const waiting = await open().list(cast.second, { limit: 10 })
    expect(waiting.proposals).toMatchObject([{ id: proposal.id, mayDecide: true, proposerName: '民警a', unitName: '单位station' }])
    expect(waiting.proposals[0]).not.toHaveProperty('args')
    expect((await open().list(cast.proposer, { limit: 10 })).proposals).toEqual([])
    const done = await open().decide(cast.second, proposal.id, yes(proposal))
    expect(done).toMatchObject({ result: { n: 1 }, proposal: { state: 'approved', decidedBy: 'b', mayDecide: false } })
    await expect(open().decide(cast.leader, proposal.id, yes(proposal))).rejects.toMatchObject({ code: 'approval_used', status: 409 })
    expect(deeds.filter((deed) => deed.startsWith('SL1'))).toHaveLength(1)
    expect((await trail()).map(({ action, actor, isOk }) => [action, actor, isOk])).toEqual([
      ['propose_approval', 'a', true],
      ['decide_approval', 'b', true],
      ['decide_approval', 'd', false],
    ])
  })

  it('lets one of two at once win, and the other hear so', async () => {
    const proposal = await propose({ target: 'SL2' })
    const both = await Promise.allSettled([cast.second, cast.leader].map((who) => open().decide(who, proposal.id, yes(proposal))))
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'approval_used' } })
    expect(deeds.filter((deed) => deed.startsWith('SL2'))).toHaveLength(1)
  })

  it('is refused to its proposer, to a role that may not, to a lower rank, and is not there for another unit', async () => {
    const proposal = await propose({ target: 'SL3', level: 'county' })
    const tries = [
      [cast.proposer, 'approval_own'],
      [cast.plain, 'not_allowed'],
      [cast.second, 'not_allowed'],
      [cast.stranger, 'not_found'],
    ] as const
    for (const [who, code] of tries) await expect(open().decide(who, proposal.id, yes(proposal))).rejects.toMatchObject({ code })
    await expect(open().find(cast.stranger, proposal.id)).rejects.toMatchObject({ code: 'not_found' })
    expect((await open().list(cast.second, { limit: 10 })).proposals).toEqual([])
    expect(await open().decide(cast.leader, proposal.id, yes(proposal))).toMatchObject({ proposal: { state: 'approved' } })
  })

  it('takes no decision on anything but what was shown: another hash, or one byte of the row', async () => {
    const proposal = await propose({ target: 'SL4' })
    const other = `${proposal.hash.startsWith('0') ? '1' : '0'}${proposal.hash.slice(1)}`
    await expect(open().decide(cast.second, proposal.id, yes({ hash: other }))).rejects.toMatchObject({
      code: 'approval_changed',
      extra: { what: 'hash' },
    })
    // Somebody at the database: the same words under another target.
    const forged: Proposal = { ...proposal, id: `${proposal.id}x` }
    await store.approvals.insert(forged)
    await expect(open().decide(cast.second, forged.id, yes(forged))).rejects.toMatchObject({
      code: 'approval_changed',
      extra: { what: 'row' },
    })
    for (const change of [
      { args: { n: 2 } },
      { role: 'reviewer' },
      { shown: { title: '不予出具。', fields: [] } },
      { unit: 'banner' },
    ] as const) {
      const id = `${proposal.id}${Object.keys(change)[0]}`
      await store.approvals.insert({ ...proposal, id, ...change })
      await expect(open().decide({ ...cast.leader, roles: ['officer', 'approver', 'reviewer'] }, id, yes(proposal))).rejects.toMatchObject({
        code: 'approval_changed',
      })
    }
    expect(deeds.filter((deed) => deed.startsWith('SL4'))).toEqual([])
  })

  it('expires: late is too late, and it says what to do', async () => {
    const proposal = await propose({ target: 'SL5' })
    now += hour
    await expect(open().decide(cast.second, proposal.id, yes(proposal))).rejects.toMatchObject({
      code: 'approval_expired',
      detail: expect.stringContaining('重新呈批'),
    })
    expect(await open().find(cast.second, proposal.id)).toMatchObject({ isExpired: true, mayDecide: false, state: 'open' })
    expect((await open().list(cast.second, { limit: 10 })).proposals.map(({ target }) => target)).not.toContain('SL5')
    await store.transaction((records) => open().withdraw(records, cast.proposer, proposal.id))
    await expect(open().decide(cast.second, proposal.id, yes(proposal))).rejects.toMatchObject({ code: 'approval_used' })
  })

  it('stays open when the deed fails, with nothing half done, and is decided after a restart', async () => {
    const proposal = await propose({ target: 'SL6' })
    failing = new Error('cut off')
    await expect(open().decide(cast.second, proposal.id, yes(proposal))).rejects.toThrow('cut off')
    failing = undefined
    expect(await store.sequences.next(`deed:${proposal.id}`, 2026)).toBe(1)
    expect((await store.approvals.find(proposal.id))?.state).toBe('open')
    const back = await open().decide(cast.second, proposal.id, { hash: proposal.hash, verdict: 'sent_back', note: '材料不全' })
    expect(back.proposal).toMatchObject({ state: 'sent_back', note: '材料不全' })
  })

  it('pages through what waits', async () => {
    const made = []
    for (const n of [1, 2, 3]) {
      now += 1000
      made.push((await propose({ target: `P${n}`, unit: 'other' })).id)
    }
    const first = await open().list(cast.leader, { limit: 2 })
    const rest = await open().list(cast.leader, { limit: 2, after: first.next })
    expect([...first.proposals, ...rest.proposals].filter(({ target }) => target.startsWith('P')).map(({ id }) => id)).toEqual(made)
    await expect(open().list(cast.leader, { limit: 2, after: 'x' })).rejects.toMatchObject({ code: 'bad_input' })
  })
})
