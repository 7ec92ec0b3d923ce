import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handClock, openTestPlatform, type TestPlatform } from './testing.ts'

// The loop by the front door: an incident comes in, a task goes all the way. Texts and places are invented.

const clock = handClock('2026-11-18T02:00:00.000Z')
let p: TestPlatform
beforeAll(async () => {
  p = await openTestPlatform({ clock: clock.now })
}, 60_000)
afterAll(() => p[Symbol.asyncDispose]())

// biome-ignore lint/suspicious/noExplicitAny: bodies are read as a page reads them; each test says what it expects of them.
const json = async (response: Response): Promise<any> => response.json()
const get = async (who: string, path: string) => json(await p.ask(who, 'GET', path))
const post = (who: string, path: string, body: unknown) => p.ask(who, 'POST', path, body)

let serial = 0
const incident = (text: string, more: object = {}) => {
  serial += 1
  return { source: '110', id: `JQ${serial}`, text, at: clock.now().toISOString(), place: `青禾街${serial}号`, ...more }
}
const take = async (text: string, more: object = {}, who = 'officer-qinghe') => {
  const { outcomes } = await json(await post(who, '/api/incidents', incident(text, more)))
  return outcomes[0]
}
/** Does one thing about a task at the revision that it has now. */
const act = async (who: string, task: string, what: string, facts: object = {}) => {
  const units = ['approver-bureau', who]
  const seen = (await Promise.all(units.map((one) => get(one, `/api/tasks/${task}`)))).find(({ revision }) => revision !== undefined)
  return post(who, `/api/tasks/${task}/${what}`, { revision: seen?.revision, ...facts })
}
const done = async (who: string, task: string, what: string, facts: object = {}) => {
  const response = await act(who, task, what, facts)
  const body = await json(response)
  expect([what, response.status, body.code, body.detail]).toEqual([what, 200, undefined, undefined])
  return body
}
const refused = async (who: string, task: string, what: string, facts: object = {}) => {
  const response = await act(who, task, what, facts)
  const { code, detail } = await json(response)
  return { status: response.status, code, detail }
}

const triage = {
  classes: ['D2'],
  matter: 'noise',
  demand: '要求对方夜里别放音响',
  basis: '治安管理处罚法第八十八条',
  proposal: '先劝阻、调解',
}
const handled = { measures: ['mediate', 'register'], note: '双方到警务室当面谈' }
const feedback = { how: 'phone', told: 'all_parties', text: '约定晚十点后不放音响' }
const satisfied = { how: 'phone', reached: true, satisfaction: 'satisfied', solved: true }

describe('the loop', () => {
  it('goes from a call to its end, each step under a name', async () => {
    const { task, tier, classes, incident: id } = await take('邻居半夜放音响太吵，要求处理')
    expect([tier, classes[0]]).toEqual(['blue', 'D2'])
    const dispatched = await get('officer-qinghe', `/api/tasks/${task}`)
    expect(dispatched).toMatchObject({
      state: 'dispatched',
      unit: { id: '159901' },
      matter: { id: 'noise', side: 'positive' },
      claimedBy: null,
    })
    expect(dispatched.may).toEqual(expect.arrayContaining(['receive', 'return', 'escalate', 'upgrade']))
    expect(dispatched.may).not.toContain('close')
    expect(await done('officer-qinghe', task, 'receive')).toMatchObject({
      state: 'received',
      claimedBy: { id: 'officer-qinghe', name: '高守信' },
    })
    await done('officer-qinghe', task, 'triage', triage)
    await done('officer-qinghe', task, 'handle', handled)
    expect(await refused('officer-qinghe', task, 'close', { outcome: 'mediated', note: '已经调解好' })).toMatchObject({ status: 409 })
    await done('officer-qinghe', task, 'feedback', feedback)
    expect(await refused('officer-qinghe', task, 'close', { outcome: 'mediated', note: '已经调解好' })).toMatchObject({
      code: 'task_step_refused',
      detail: expect.stringContaining('还没有回访'),
    })
    await done('officer-qinghe', task, 'follow-up', satisfied)
    const closed = await done('officer-qinghe', task, 'close', { outcome: 'mediated', note: '双方和好' })
    expect(closed).toMatchObject({ state: 'closed', outcome: 'mediated', satisfaction: 'satisfied', isOverdue: false })
    expect(closed.history.map(({ event }: { event: string }) => event)).toEqual([
      ...['dispatch', 'receive', 'triage', 'handle', 'feedback', 'follow_up', 'close'],
    ])
    expect(closed.history[0].by).toBeNull()
    expect(closed.history[2]).toMatchObject({
      by: { name: '高守信' },
      unit: { id: '159901' },
      content: { demand: triage.demand, basis: triage.basis },
    })
    const read = await get('officer-qinghe', `/api/incidents/${id}`)
    expect(read).toMatchObject({ text: '邻居半夜放音响太吵，要求处理', task: { id: task, state: 'closed' }, chain: [{ id }] })
    for (const { word, at } of read.reasons) expect(read.text.slice(at, at + word.length)).toBe(word)
  })
})
