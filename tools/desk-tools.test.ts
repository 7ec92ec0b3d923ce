import { afterAll, beforeAll, expect, it } from 'vitest'
import { handClock, openTestPlatform, type TestPlatform } from '../testing.ts'

// Monday, 10:00 in Shanghai.
const clock = handClock('2026-11-23T02:00:00.000Z')
let p: TestPlatform
beforeAll(async () => {
  p = await openTestPlatform({ clock: clock.now, registry: { ask: async () => 'hit' } })
}, 60_000)
afterAll(() => p[Symbol.asyncDispose]())

it('lists what to check in a case of the officer’s own unit, with its clock, and nothing of a record', async () => {
  const citizen = await p.visit('zhou-pingchuan')
  await citizen.say('开无犯罪记录证明，找工作用')
  await citizen.say('确认')
  const [mine] = await p.platform.store.applications.listByPerson('zhou-pingchuan', 1)
  const number = mine?.number ?? ''
  const reply = await (await p.visit('reviewer-qinghe', 'cert-reviewer-desk')).say(`${number} 这件证明要核对什么`)
  expect(reply.text).toContain('2026年11月26日前办结，还有3个工作日')
  expect(reply.text).toContain('只凭证件号码认定本人')
  expect(reply.cards[0]?.fields.at(-1)?.value).toContain('报批不予出具')
  expect(JSON.stringify(reply)).not.toMatch(/周平川|有犯罪记录|封存/)
  const stranger = await (await p.visit('reviewer-shiqiao', 'cert-reviewer-desk')).say(`${number} 这件证明要核对什么`)
  expect(stranger.text).not.toContain('办结')
})

it('counts terms by the published calendar, from the day that is named', async () => {
  const desk = await p.visit('reviewer-qinghe', 'cert-reviewer-desk')
  expect((await desk.say('这件证明申请几号到期')).outcome).toBe('clarified')
  expect((await desk.say('11月19日')).text).toContain('最后一天是2026年11月24日')
  const { help } = p.platform.officers
  const count = (term: 'issue' | 'recheck' | 'recheck_extended', acceptedOn?: string, isEvening = false) =>
    help.deadline({ term, acceptedOn, isEvening })
  expect(count('recheck', '12月3日')).toMatchObject({ dueOn: '2026-12-24', isProvisional: false })
  expect(count('recheck_extended', '2026年12月3日')).toMatchObject({ days: 30, dueOn: '2027-01-14', isProvisional: true })
  expect(count('issue', undefined, true)).toMatchObject({ acceptedOn: '2026-11-23', dueOn: '2026-11-27' })
  expect(() => count('issue', '2月30日')).toThrow('accepted_on')
})

it('shows a citizen how an objection is written, and no paper of the desk', async () => {
  const visit = await p.visit('lin-anran', 'cert-recheck-desk')
  const reply = await visit.say('给我一份异议书的样稿')
  expect(reply.cards[0]?.fields.map(({ value }) => value).join()).toContain('请求复查并书面答复')
  expect(reply.text).toContain('不是正式文书')
  expect((await visit.say('给我一份不予出具通知书的样稿')).cards).toEqual([])
})
