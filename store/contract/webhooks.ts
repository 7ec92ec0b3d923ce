import { expect, it } from 'vitest'
import type { Webhook } from '../../core/webhooks.ts'
import { freshId, later } from './fixtures.ts'
import type { Ground } from './ground.ts'

/** Webhooks: their secrets are sealed, one process sends at a time, what was given up is kept. */
export const webhooksContract = (ground: () => Ground): void => {
  it('keeps addresses with their secrets, lets one process send at a time, and keeps what was given up', async () => {
    const { webhooks } = ground().store
    const one: Webhook = {
      ...{ id: freshId(), title: '办件系统', url: 'https://hooks.example.cn/a', events: ['certificate.issued'], madeBy: 'admin-1' },
      ...{ madeAt: later(0), state: 'on', cursor: 7, attempts: 0, nextAt: later(10), lastOkAt: undefined, lastFault: undefined },
    }
    const secrets = { current: 'whsec_a', previous: 'whsec_b', previousUntil: later(3600) }
    await webhooks.insert(one, secrets)
    expect(await webhooks.find(one.id)).toEqual(one)
    expect(await webhooks.secretsOf(one.id)).toEqual(secrets)
    await webhooks.saveSecrets(one.id, { current: 'whsec_c', previous: undefined, previousUntil: undefined })
    expect(await webhooks.secretsOf(one.id)).toEqual({ current: 'whsec_c', previous: undefined, previousUntil: undefined })
    expect([await webhooks.lease(one.id, later(10), later(70)), await webhooks.lease(one.id, later(10), later(71))]).toEqual([true, false])
    const after = { cursor: 9, attempts: 1, nextAt: later(80), lastOkAt: later(12), lastFault: 'status_500' }
    await webhooks.advance(one.id, after)
    await webhooks.setState(one.id, 'off')
    expect((await webhooks.list()).find(({ id }) => id === one.id)).toEqual({ ...one, ...after, state: 'off' })
    const dead = { id: `${one.id}:8`, webhook: one.id, seq: 8, at: later(20), fault: 'timed_out', state: 'dead' as const }
    await webhooks.saveDead(dead)
    expect(await webhooks.listDead(one.id, 10)).toEqual([dead])
    await webhooks.saveDead({ ...dead, state: 'due' })
    expect([await webhooks.listDead(one.id, 10), (await webhooks.listDue(one.id, 10)).length]).toEqual([[], 1])
  })
}
