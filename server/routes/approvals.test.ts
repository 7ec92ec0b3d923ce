import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../../testing.ts'

let p: TestPlatform
beforeAll(async () => {
  p = await openTestPlatform()
  p.platform.approvals.handle({ kind: 'test', perform: async () => 'done' })
})
afterAll(() => p[Symbol.asyncDispose]())

const propose = async () => {
  const { store, approvals } = p.platform
  const proposer = await store.people.find('reviewer-qinghe')
  if (proposer?.kind !== 'officer') throw new Error('no such officer')
  return store.transaction((records) =>
    approvals.propose(records, {
      ...{ kind: 'test', target: 'SL1', unit: '159901', role: 'approver', level: 'any', args: { secret: 'not for a page' } },
      ...{ shown: { title: '呈批', fields: [{ label: '事项', value: '试一试' }] }, proposer, holdsMs: 3_600_000 },
    }),
  )
}

describe('approvals by the API', () => {
  it('shows what waits, takes one decision with the hash that was shown, and says why it takes no other', async () => {
    const { id, hash } = await propose()
    const { approvals } = await (await p.ask('approver-qinghe', 'GET', '/api/approvals')).json()
    expect(approvals).toMatchObject([{ id, hash, unitName: '云河市公安局青禾派出所', proposerName: '苏明理', mayDecide: true }])
    expect(JSON.stringify(approvals)).not.toContain('not for a page')
    const decide = (persona: string, body: unknown) => p.ask(persona, 'POST', `/api/approvals/${id}/decision`, body)
    const codeOf = async (answer: Response) => [answer.status, (await answer.json()).code]
    expect(await codeOf(await decide('reviewer-qinghe', { hash, verdict: 'approved' }))).toEqual([403, 'approval_own'])
    expect(await codeOf(await decide('officer-qinghe', { hash, verdict: 'approved' }))).toEqual([403, 'not_allowed'])
    expect(await codeOf(await decide('approver-shiqiao', { hash, verdict: 'approved' }))).toEqual([404, 'not_found'])
    expect(await codeOf(await decide('zhao-qinghe', { hash, verdict: 'approved' }))).toEqual([403, 'not_allowed'])
    expect(await codeOf(await decide('approver-qinghe', { hash: 'f'.repeat(64), verdict: 'approved' }))).toEqual([409, 'approval_changed'])
    expect(await codeOf(await decide('approver-qinghe', { hash, verdict: 'sent_back' }))).toEqual([400, 'bad_input'])
    expect(await (await decide('approver-qinghe-banner', { hash, verdict: 'approved' })).json()).toMatchObject({
      state: 'approved',
      decidedBy: 'approver-qinghe-banner',
    })
    expect(await codeOf(await decide('approver-qinghe', { hash, verdict: 'approved' }))).toEqual([409, 'approval_used'])
    expect((await (await p.ask('approver-qinghe', 'GET', '/api/approvals')).json()).approvals).toEqual([])
  })
})
