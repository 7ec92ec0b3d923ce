import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply } from '../core/conversation.ts'
import { calls, openTestEndpoint, says, type TestEndpoint } from '../models/test-endpoint.ts'
import { handClock, openTestPlatform, type TestPlatform } from '../testing.ts'

// A deed that another person decides on, from the wish in a conversation to the word that it is done. Texts and places are invented.

interface Proposal {
  readonly id: string
  readonly hash: string
  readonly shown: { readonly title: string }
  readonly mayDecide: boolean
}

describe.each([
  ['SQLite', undefined],
  ['PGlite', 'pglite:'],
])('a deed that another decides on, on %s', { timeout: 60_000 }, (_name, url) => {
  let endpoint: TestEndpoint
  let p: TestPlatform
  const clock = handClock('2026-11-18T02:00:00.000Z')
  beforeAll(async () => {
    endpoint = await openTestEndpoint()
    p = await openTestPlatform({ clock: clock.now, settings: { MODEL: 'test', OPENAI_BASE_URL: endpoint.url }, ...(url ? { url } : {}) })
  }, 60_000)
  afterAll(async () => {
    await p[Symbol.asyncDispose]()
    await endpoint[Symbol.asyncDispose]()
  })

  const json = async <T>(response: Response): Promise<T> => (await response.json()) as T
  let serial = 0
  /** A task in the red tier, and its number. */
  const redTask = async (): Promise<{ id: string; number: string }> => {
    serial += 1
    const incident = {
      ...{ source: '110', id: `JQ${serial}`, at: clock.now().toISOString(), place: `青禾街${serial}号` },
      text: '媳妇说她丈夫喝多了拿菜刀要砍她，孩子还在屋里',
    }
    const { outcomes } = await json<{ outcomes: { task: string }[] }>(await p.ask('officer-qinghe', 'POST', '/api/incidents', incident))
    const id = outcomes[0]?.task ?? ''
    const { number } = await json<{ number: string }>(await p.ask('officer-qinghe', 'GET', `/api/tasks/${id}`))
    return { id, number }
  }
  const tierOf = async (id: string): Promise<string> =>
    (await json<{ tier: string }>(await p.ask('officer-qinghe', 'GET', `/api/tasks/${id}`))).tier
  const wish = (task_number: string) => ({
    task_number,
    tier: 'orange',
    because: 'checked_on_site',
    reason: '到场时人已分开，孩子由奶奶接走',
  })

  /** Asks for it in a conversation, says yes, and gives back what is waiting. */
  const propose = async (
    number: string,
  ): Promise<{ visit: Awaited<ReturnType<TestPlatform['visit']>>; reply: Reply; proposal: Proposal }> => {
    endpoint.behave(calls({ name: 'lower_task_tier', args: wish(number) }), says('好的。'))
    const visit = await p.visit('officer-qinghe', 'task-helper')
    const asked = await visit.say(`把${number}降为橙档`)
    expect(asked).toMatchObject({ outcome: 'confirming', confirm: { text: expect.stringContaining(number) } })
    const reply = await visit.say('确认')
    const { approvals } = await json<{ approvals: Proposal[] }>(await p.ask('approver-qinghe', 'GET', '/api/approvals'))
    const proposal = approvals.find(({ shown }) => shown.title.includes(number))
    if (!proposal) throw new Error('nothing waits')
    return { visit, reply, proposal }
  }
  const decide = (who: string, { id, hash }: Proposal, more: object = {}) =>
    p.ask(who, 'POST', `/api/approvals/${id}/decision`, { hash, verdict: 'approved', ...more })
  const said = async (id: string): Promise<{ says: string; reply: Reply }[]> =>
    (await json<{ turns: { says: string; reply: Reply }[] }>(await p.ask('officer-qinghe', 'GET', `/api/conversations/${id}`))).turns

  it('waits, is done by the yes of another, and the conversation goes on by itself', async () => {
    const task = await redTask()
    const { visit, reply, proposal } = await propose(task.number)
    expect(reply).toMatchObject({ outcome: 'handed_off', cards: [{ kind: 'approval' }] })
    expect(reply.text).toContain('什么都没有改动')
    expect(await tierOf(task.id)).toBe('red')

    expect((await decide('officer-qinghe', proposal)).status).toBe(403)
    expect(await tierOf(task.id)).toBe('red')
    expect((await decide('approver-qinghe', proposal)).status).toBe(200)
    expect(await tierOf(task.id)).toBe('orange')

    const turns = await said(visit.id)
    expect(turns.at(-1)).toMatchObject({ says: '', reply: { outcome: 'answered', model: 'rules', cards: [{ kind: 'task' }] } })
    expect(turns.at(-1)?.reply.text).toContain(`已由田克己批准。任务 ${task.number} 现在是橙档`)
    // The next message meets a conversation that any model takes: nobody's empty words in it.
    await visit.say('好的')
    expect(endpoint.complaints).toEqual([])
    const rows = await p.platform.store.audit.list({ afterSeq: 0, limit: 1_000 })
    expect(
      rows
        .filter(({ action, target }) => target === task.number && /lower_task_tier|_approval/.test(action))
        .map(({ action, isOk }) => [action, isOk]),
    ).toEqual([
      ['propose_approval', true],
      ['propose_lower_task_tier', true],
      ['decide_approval', false],
      ['lower_task_tier', true],
      ['decide_approval', true],
    ])
    expect((await decide('approver-qinghe-banner', proposal)).status).toBe(409)
  })

  it('is one proposal however often the yes is sent', async () => {
    const task = await redTask()
    const { visit } = await propose(task.number)
    const turns = await said(visit.id)
    const confirm = turns.find(({ reply }) => reply.confirm)?.reply.confirm?.id ?? ''
    await p.ask('officer-qinghe', 'POST', `/api/conversations/${visit.id}/confirmations/${confirm}`, { accept: true })
    const { approvals } = await json<{ approvals: Proposal[] }>(await p.ask('approver-qinghe', 'GET', '/api/approvals'))
    expect(approvals.filter(({ shown }) => shown.title.includes(task.number))).toHaveLength(1)
  })

  it('changes nothing when it is sent back, and says why', async () => {
    const task = await redTask()
    const { visit, proposal } = await propose(task.number)
    expect((await decide('approver-qinghe', proposal, { verdict: 'sent_back', note: '先见到本人再说' })).status).toBe(200)
    expect(await tierOf(task.id)).toBe('red')
    expect((await said(visit.id)).at(-1)?.reply).toMatchObject({ outcome: 'refused', text: expect.stringContaining('先见到本人再说') })
  })

  it('does nothing when what it stood on is no longer so: the task has gone on, and the approval stays open', async () => {
    const task = await redTask()
    const { proposal } = await propose(task.number)
    const { revision } = await json<{ revision: number }>(await p.ask('approver-qinghe', 'GET', `/api/tasks/${task.id}`))
    const facts = { revision, tier: 'yellow', because: 'misread', reason: '机器把演习当了真' }
    expect((await p.ask('approver-qinghe', 'POST', `/api/tasks/${task.id}/downgrade`, facts)).status).toBe(200)
    expect((await decide('approver-qinghe', proposal)).status).toBe(409)
    expect(await tierOf(task.id)).toBe('yellow')
    expect((await p.platform.store.approvals.find(proposal.id))?.state).toBe('open')
  })

  it('runs out: nobody decided, and the one who asked is told once', async () => {
    const task = await redTask()
    const { visit, proposal } = await propose(task.number)
    clock.advance(37 * 3_600_000)
    expect((await decide('approver-qinghe', proposal)).status).toBe(409)
    await p.platform.deciding.look()
    await p.platform.deciding.look()
    const told = (await said(visit.id)).filter(({ reply }) => reply.text.includes('过了有效期'))
    expect(told).toHaveLength(1)
    expect(await tierOf(task.id)).toBe('red')
  })

  it('is told after a crash between the decision and the telling, and after a turn that was cut off', async () => {
    const task = await redTask()
    const { visit, proposal } = await propose(task.number)
    // A turn is under way, as in another process that dies in it.
    const turns = await said(visit.id)
    await p.platform.store.conversations.startTurn({
      ...{ conversation: visit.id, id: 'cut-off', n: turns.length + 1, says: '在吗', key: undefined, at: clock.now() },
    })
    expect((await decide('approver-qinghe', proposal)).status).toBe(200)
    expect((await said(visit.id)).some(({ reply }) => reply?.text.includes('批准'))).toBe(false)
    clock.advance(180_000)
    await p.platform.deciding.look()
    expect((await said(visit.id)).at(-1)?.reply.text).toContain('批准')
  })
})
