import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Who } from '../../core/people.ts'
import { applicationOf, cast, certificateOf, openTestServer, type TestServer } from '../test-server.ts'

let s: TestServer
beforeAll(async () => {
  s = await openTestServer()
  const waiting = { state: 'HUMAN_REVIEW', review: 'registry' } as const
  await s.store.applications.insert(applicationOf(cast.zhang, 'SL1599012026000010', waiting), { deedKey: 'a', sameKey: 'a' })
  await s.store.applications.insert(applicationOf(cast.li, 'SL1599012026000011', { ...waiting, unit: 'station-b' }), {
    deedKey: 'b',
    sameKey: 'b',
  })
  await s.store.applications.insert(applicationOf(cast.li, 'SL1599012026000012'), { deedKey: 'c', sameKey: 'c' })
  await s.store.handoffs.insert({
    ...{ id: 'handoff-1', person: cast.zhang.id, unit: 'station-a', conversation: undefined, agent: undefined },
    ...{ reason: 'asked', summary: '想找民警面谈', at: new Date('2026-11-21T01:00:00Z'), status: 'open' },
  })
})
afterAll(() => s[Symbol.asyncDispose]())

const queueOf = async (who: Who): Promise<string[]> => {
  const { items } = await (await s.as(who, '/api/queue')).json()
  return items.map(({ number }: { number: string }) => number)
}

describe('the queue', () => {
  it('shows an officer what waits in their own unit, oldest first', async () => {
    expect(await queueOf(cast.wang)).toEqual(['SL1599012026000010', 'handoff-1'])
    expect(await queueOf(cast.chen)).toEqual(['SL1599012026000011'])
  })
  it('shows a bureau what waits in its stations', async () => {
    expect((await queueOf(cast.lin)).toSorted()).toEqual(['SL1599012026000010', 'SL1599012026000011', 'handoff-1'])
  })
  it('says nothing of any record, any reason for review, or any person', async () => {
    const text = await (await s.as(cast.wang, '/api/queue')).text()
    expect(text).not.toMatch(/registry|review|demo-zhang|张/)
  })
  it('is closed to citizens and to auditors', async () => {
    expect((await s.as(cast.zhang, '/api/queue')).status).toBe(403)
    expect((await s.as(cast.qian, '/api/queue')).status).toBe(403)
  })
})

describe('taking a certificate back', () => {
  const number = 'WFZ-2026-00000007-A'
  const revoke = (who: Who, body: unknown = { reason: 'issued_in_error' }) =>
    s.as(who, `/api/certificates/${number}/revoke`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
    })
  beforeAll(async () => {
    const application = applicationOf(cast.zhang, 'SL1599012026000020', { certificate: number })
    await s.store.applications.insert(application, { deedKey: 'd', sameKey: 'd' })
    await s.store.certificates.insert(certificateOf(cast.zhang, number, { application: application.number }), new Uint8Array([1]))
  })

  it('is not for the holder, nor for an officer who may not approve', async () => {
    expect((await revoke(cast.zhang)).status).toBe(403)
    expect((await revoke(cast.wang)).status).toBe(403)
  })
  it('looks like nothing is there to an approver of another unit', async () => {
    expect((await revoke(cast.chen)).status).toBe(404)
    expect((await s.store.certificates.find(number))?.status).toBe('valid')
  })
  it('wants a reason from the list', async () => {
    expect((await revoke(cast.zhao, { reason: 'because' })).status).toBe(400)
    expect((await revoke(cast.zhao, {})).status).toBe(400)
  })
  it('is done by an approver of the unit or its bureau, once, and written down', async () => {
    expect(await (await revoke(cast.lin)).json()).toEqual({ number, status: 'revoked' })
    expect((await revoke(cast.zhao)).status).toBe(409)
    expect((await s.store.applications.find('SL1599012026000020'))?.state).toBe('REVOKED')
    const rows = (await s.store.audit.list({ afterSeq: 0, limit: 100 })).filter(({ action }) => action === 'revoke_certificate')
    expect(rows).toMatchObject([{ actor: 'demo-lin', target: number, detail: { reason: 'issued_in_error' } }])
  })
  it('makes the check page say so, and not why', async () => {
    const page = await (await s.server.request('/verify/0123456789ABCDEFGHJKMNPQ')).text()
    expect(page).toContain('已撤销')
    expect(page).not.toMatch(/issued_in_error|error/)
  })
})
