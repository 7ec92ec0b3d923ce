import { expect, it } from 'vitest'
import { handClock, openTestPlatform, type TestPlatform } from '../testing.ts'

const taken = async (p: TestPlatform, text: string, place: string): Promise<{ number: string; id: string }> => {
  const sent = await p.ask('approver-bureau', 'POST', '/api/incidents', {
    source: '110',
    id: place,
    text,
    at: '2026-11-18T01:59:00Z',
    place,
  })
  const { outcomes } = (await sent.json()) as { outcomes: { task: string }[] }
  return (await p.ask('approver-bureau', 'GET', `/api/tasks/${outcomes[0]?.task}`)).json() as Promise<{ number: string; id: string }>
}
const noisy = '楼上半夜放音响太吵，要求处理'

it.each([
  ['SQLite', undefined],
  ['PGlite', 'pglite:'],
])('lets an officer see, sign for and put up a task in chat, on %s', { timeout: 120_000 }, async (_name, url) => {
  const clock = handClock()
  await using p = await openTestPlatform({ clock: clock.now, ...(url ? { url } : {}) })
  const { number, id } = await taken(p, noisy, '青禾街12号')
  const visit = await p.visit('officer-qinghe', 'task-helper')
  expect((await visit.say('我的任务')).text).toContain('现在没有您认领的任务')
  const listed = await visit.say('所里的任务')
  expect(listed).toMatchObject({ outcome: 'answered', cards: [{ kind: 'task' }] })
  expect(listed.text).toContain(number)
  // Units are asked for anew by now, inside the transaction of the deed.
  clock.advance(60_000)
  const asked = await visit.say(`签收 ${number}`)
  expect([asked.outcome, asked.confirm?.text]).toEqual(['confirming', expect.stringContaining(number)])
  expect((await visit.say('确认')).text).toContain('已签收')
  const task = (await (await p.ask('officer-qinghe', 'GET', `/api/tasks/${id}`)).json()) as { state: string; claimedBy: { id: string } }
  expect(task).toMatchObject({ state: 'received', claimedBy: { id: 'officer-qinghe' } })
  expect((await visit.say(`${number} 到哪一步了`)).text).toMatch(/待研判.*高守信签收/)
  await visit.say(`任务 ${number} 要提级`)
  const why = await visit.say('需要旗里协调物业到场')
  expect([why.outcome, why.confirm?.text]).toEqual(['confirming', expect.stringContaining('需要旗里协调物业到场')])
  expect((await visit.say('确认')).text).toContain('已提级给田克己')
  const actions = (await p.platform.store.audit.list({ afterSeq: 0, limit: 500 })).map(({ action, actor, isOk }) => [action, actor, isOk])
  for (const action of ['receive_task', 'escalate_task']) expect(actions).toContainEqual([action, 'officer-qinghe', true])
})

it('shows a task of another unit to nobody, and tasks to no citizen', async () => {
  await using p = await openTestPlatform()
  const { number, id } = await taken(p, noisy, '青禾街12号')
  const other = await p.visit('officer-beihe', 'task-helper')
  expect((await other.say('所里的任务')).text).toContain('现在没有本单位的任务')
  expect((await other.say(`${number} 到哪一步了`)).text).toContain('没有找到')
  await other.say(`签收 ${number}`)
  expect((await other.say('确认')).text).not.toContain('已签收')
  expect(await (await p.ask('approver-bureau', 'GET', `/api/tasks/${id}`)).json()).toMatchObject({ state: 'dispatched' })
  const who = await p.platform.store.people.find('zhao-qinghe')
  if (!who) throw new Error('no persona')
  for (const tool of ['list_my_tasks', 'task_progress', 'receive_task', 'escalate_task'])
    expect(
      await p.platform.callTool({
        tool,
        args: { task_number: number, reason: '需要上级协调' },
        who,
        agent: undefined,
        conversation: undefined,
        deedKey: tool,
      }),
    ).toMatchObject({ kind: 'refused', error: { code: 'not_allowed' } })
})
