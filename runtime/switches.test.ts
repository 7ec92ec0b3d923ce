import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply } from '../core/conversation.ts'
import { handClock, openTestPlatform, type TestPlatform } from '../testing.ts'

const wish = '我要去深圳上班，单位让开个无犯罪记录证明'
const submit = 'submit_certificate_application'

let p: TestPlatform
beforeAll(async () => {
  p = await openTestPlatform({ clock: handClock().now })
})
afterAll(() => p[Symbol.asyncDispose]())

const flip = (persona: string | undefined, body: object): Promise<Response> => p.ask(persona, 'POST', '/api/switches', body)
const turn = async (kind: string, name: string, isOff: boolean, say?: string): Promise<void> => {
  const response = await flip('admin-bureau', { kind, name, isOff, reason: '演练', ...(say ? { say } : {}) })
  expect(response.status).toBe(200)
}

describe('a switch', () => {
  it('is for admins alone, names its author and reason, and stands in the audit', async () => {
    expect((await flip(undefined, { kind: 'tool', name: submit, isOff: true, reason: '演练' })).status).toBe(401)
    expect((await flip('zhao-qinghe', { kind: 'tool', name: submit, isOff: true, reason: '演练' })).status).toBe(403)
    expect((await p.ask('zhao-qinghe', 'GET', '/api/switches')).status).toBe(403)
    expect((await flip('admin-bureau', { kind: 'tool', name: submit, isOff: true, reason: ' ' })).status).toBe(400)
    const unknown = await flip('admin-bureau', { kind: 'tool', name: 'submit_certificate_aplication', isOff: true, reason: '演练' })
    expect(unknown.status).toBe(400)
    expect(((await unknown.json()) as { detail: string }).detail).toContain(submit)
    await turn('door', 'mcp', true)
    await turn('door', 'mcp', false)
    const { switches } = (await (await p.ask('admin-bureau', 'GET', '/api/switches')).json()) as { switches: unknown[] }
    expect(switches).toMatchObject([{ kind: 'door', name: 'mcp', isOff: false, reason: '演练', by: 'admin-bureau' }])
    const rows = await p.platform.store.audit.list({ afterSeq: 0, limit: 1_000 })
    expect(rows.filter(({ target }) => target === 'door mcp').map(({ action, actor, detail }) => [action, actor, detail])).toEqual([
      ['switch_off', 'admin-bureau', { reason: '演练' }],
      ['switch_on', 'admin-bureau', { reason: '演练' }],
    ])
  })

  it('stops a tool between the question and the yes, and what was asked can be asked again when it is on', async () => {
    const visit = await p.visit('zhao-qinghe')
    expect((await visit.say(wish)).outcome).toBe('confirming')
    await turn('tool', submit, true, '登记库在核对，今天 18 点恢复。')
    const stopped = await visit.say('确认')
    expect(stopped).toMatchObject({ outcome: 'failed', tools: [{ name: submit, ok: false }] })
    expect(stopped.text).toContain('今天 18 点恢复')
    expect(stopped.text).not.toContain('演练')
    expect(await p.platform.store.certificates.listByPerson('zhao-qinghe', 5)).toEqual([])
    await turn('tool', submit, false)
    expect((await visit.say(wish)).outcome).toBe('confirming')
    expect((await visit.say('确认')).cards.map(({ kind }) => kind)).toContain('certificate')
  })

  it('pauses a page, says so kindly, and still hands over to an officer', async () => {
    const visit = await p.visit('lin-anran', 'cert-navigator')
    await turn('agent', 'cert-navigator', true)
    const paused = await visit.say('证明收不收费')
    expect(paused).toMatchObject({ outcome: 'unanswered', model: 'rules', tools: [] })
    expect(paused.text).toContain('暂停使用')
    expect(await visit.say('转人工')).toMatchObject({ outcome: 'handed_off' })
    await turn('agent', 'cert-navigator', false)
    expect((await visit.say('证明收不收费')).outcome).toBe('answered')
  })

  it('shuts the door to talking, and a cry for help is heard all the same', async () => {
    await turn('door', 'chat', true)
    const visit = await p.visit('lin-anran')
    expect(await visit.say('证明收不收费')).toMatchObject({ outcome: 'unanswered', model: 'rules' })
    expect((await visit.say('我家着火了')).cards[0]?.kind).toBe('emergency')
    await turn('door', 'chat', false)
    expect((await visit.say('证明收不收费')).outcome).toBe('answered')
  })

  it('that another process set works here within a second', async () => {
    await p.platform.start()
    const off = { kind: 'agent', name: 'cert-navigator', isOff: true, reason: '演练', say: '', by: 'cli:somebody', at: new Date() } as const
    await p.platform.store.switches.set(off)
    const began = performance.now()
    const visit = await p.visit('lin-anran', 'cert-navigator')
    let reply: Reply
    do reply = await visit.say('证明收不收费')
    while (reply.outcome === 'answered' && performance.now() - began < 3_000)
    expect(reply.outcome).toBe('unanswered')
    expect(p.platform.bounds.switchboard.off('agent', 'cert-navigator')).toMatchObject({ by: 'cli:somebody' })
    await p.platform.store.switches.set({ ...off, isOff: false })
    await expect.poll(() => p.platform.bounds.switchboard.off('agent', 'cert-navigator'), { timeout: 1_000, interval: 50 }).toBeUndefined()
  })
})
