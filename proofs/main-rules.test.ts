import { describe, expect, it } from 'vitest'
import type { Reply } from '../core/conversation.ts'
import { handClock, openTestPlatform, type TestPlatform } from '../testing.ts'
import { certificatesOf, peopleFile, problemOf } from './ground.ts'

const dayMs = 86_400_000

/** Asks for a certificate and says yes. */
const apply = async (p: TestPlatform, persona: string, wish = '开无犯罪记录证明，留学用'): Promise<Reply> => {
  const visit = await p.visit(persona, 'cert-navigator')
  expect((await visit.say(wish)).outcome, wish).toBe('confirming')
  return visit.say('确认')
}
const field = (reply: Reply, label: string): string | undefined => reply.cards[0]?.fields.find((one) => one.label === label)?.value
const verdictOf = async (p: TestPlatform, code: string): Promise<unknown> =>
  ((await (await p.ask(undefined, 'GET', `/verify/${code}`, undefined, { Accept: 'application/json' })).json()) as { verdict: unknown })
    .verdict
const codeOf = (reply: Reply): string =>
  reply.cards[0]?.links
    .find(({ rel }) => rel === 'verify')
    ?.href.split('/')
    .at(-1) ?? ''

describe('applying again', () => {
  it('on the same day for the same is the same certificate; the next day it is a new one', async () => {
    const clock = handClock()
    await using p = await openTestPlatform({ clock: clock.now })
    const first = await apply(p, 'lin-anran')
    expect(field(await apply(p, 'lin-anran'), '编号')).toBe(field(first, '编号'))
    clock.advance(dayMs)
    expect(field(await apply(p, 'lin-anran'), '编号')).not.toBe(field(first, '编号'))
    expect(await certificatesOf(p, 'lin-anran')).toHaveLength(2)
  })

  it('for the third time within twelve months asks for material and never refuses; a year later it does not', async () => {
    const clock = handClock()
    await using p = await openTestPlatform({ clock: clock.now })
    for (const wish of ['开无犯罪记录证明，留学用', '开无犯罪记录证明，办公证用'])
      expect((await apply(p, 'lin-anran', wish)).cards[0]?.kind).toBe('certificate')
    const third = await apply(p, 'lin-anran', '开无犯罪记录证明，求职用')
    expect(third.outcome).not.toBe('refused')
    expect(third.text).toMatch(/材料/)
    expect(field(third, '状态')).toBe('待补正')
    expect(third.text).not.toMatch(/拒绝|不予|不能办/)
    clock.set('2027-11-19T02:00:00.000Z')
    expect((await apply(p, 'lin-anran', '开无犯罪记录证明，求职用')).cards[0]?.kind).toBe('certificate')
  })

  it('does not count what was taken back', async () => {
    await using p = await openTestPlatform()
    const { applications } = p.platform.store
    await apply(p, 'zhou-pingchuan', '开无犯罪记录证明，留学用')
    const [waiting] = await applications.listByPerson('zhou-pingchuan', 1)
    if (!waiting) throw new Error('nothing was accepted')
    const step = {
      event: 'withdraw',
      to: 'WITHDRAWN',
      at: '2026-11-18T02:00:00.000Z',
      actor: { kind: 'applicant', id: waiting.person },
    } as const
    await applications.move(waiting, { state: 'WITHDRAWN', history: [...waiting.history, step] })
    for (const wish of ['开无犯罪记录证明，留学用', '开无犯罪记录证明，办公证用'])
      expect(field(await apply(p, 'zhou-pingchuan', wish), '状态')).toBe('办理中')
    expect(field(await apply(p, 'zhou-pingchuan', '开无犯罪记录证明，求职用'), '状态')).toBe('待补正')
  })
})

describe('days', () => {
  it('a certificate holds for the days it names, and the check page says when it has run out', async () => {
    const clock = handClock()
    await using p = await openTestPlatform({ clock: clock.now })
    const done = await apply(p, 'lin-anran')
    expect(field(done, '有效期')).toBe('至2027年2月16日')
    clock.set('2027-02-16T15:59:00.000Z')
    expect(await verdictOf(p, codeOf(done))).toBe('valid')
    clock.set('2027-02-16T16:00:00.000Z')
    expect(await verdictOf(p, codeOf(done))).toBe('expired')
    expect((await certificatesOf(p, 'lin-anran'))[0]?.status).toBe('expired')
  })

  it('an application is due on the third working day, make-up days and holidays counted as published', async () => {
    for (const [submitted, due] of [
      ['2026-11-18T02:00:00.000Z', '2026年11月23日'], // Wednesday morning
      ['2026-11-18T09:59:00.000Z', '2026年11月23日'], // 17:59
      ['2026-11-18T10:00:00.000Z', '2026年11月24日'], // 18:00 counts as the next day
      ['2026-02-13T02:00:00.000Z', '2026年2月25日'], // Saturday 14th is worked, then the Spring Festival
      ['2026-09-30T02:00:00.000Z', '2026年10月10日'], // the National Day, and Saturday 10th is worked
      ['2026-12-31T02:00:00.000Z', '2027年1月5日'], // into a year that is not published: Monday to Friday
    ] as const) {
      await using p = await openTestPlatform({ clock: handClock(submitted).now })
      const reply = await apply(p, 'zhou-pingchuan')
      expect([submitted, field(reply, '最迟答复')]).toEqual([submitted, due])
      expect(reply.text).toContain(due)
    }
  })
})

describe('taking a certificate back', () => {
  it('is for an approver of the issuing station or its bureau; elsewhere the certificate is not there', async () => {
    const people = peopleFile([{ id: 'approver-shiqiao', name: '石审批', unit: '159902' }]).replace(
      '"unit"',
      '"roles":["officer","approver"],"unit"',
    )
    await using p = await openTestPlatform({ people })
    const done = await apply(p, 'lin-anran')
    const path = `/api/certificates/${field(done, '编号')}/revoke`
    const revoke = (persona: string | undefined, body: unknown = { reason: 'record_changed' }): Promise<Response> =>
      p.ask(persona, 'POST', path, body)
    expect((await revoke(undefined)).status).toBe(401)
    for (const persona of ['lin-anran', 'officer-qinghe', 'reviewer-qinghe', 'auditor-bureau', 'admin-bureau', 'officer-shiqiao'])
      expect([persona, await problemOf(await revoke(persona))]).toMatchObject([persona, { status: 403, code: 'not_allowed' }])
    expect(await problemOf(await revoke('approver-shiqiao'))).toMatchObject({ status: 404, code: 'not_found' })
    expect(await problemOf(await revoke('approver-qinghe', { reason: '因为他有前科' }))).toMatchObject({ status: 400, code: 'bad_input' })
    expect(await verdictOf(p, codeOf(done))).toBe('valid')

    expect((await revoke('approver-qinghe')).status).toBe(200)
    expect(await verdictOf(p, codeOf(done))).toBe('revoked')
    const page = await (await p.ask(undefined, 'GET', `/verify/${codeOf(done)}`, undefined, { Accept: 'text/html' })).text()
    expect(page).toContain('已撤销')
    expect(page).not.toMatch(/record_changed|林安然|159901199003072016/)
    expect((await revoke('approver-bureau')).status).toBe(409)
    // The holder may ask again on the same day and gets a new one.
    expect(field(await apply(p, 'lin-anran'), '编号')).not.toBe(field(done, '编号'))
  })

  it('may also be done by an approver of the bureau above', async () => {
    await using p = await openTestPlatform()
    const done = await apply(p, 'lin-anran')
    expect((await p.ask('approver-bureau', 'POST', `/api/certificates/${field(done, '编号')}/revoke`, { reason: 'other' })).status).toBe(
      200,
    )
  })
})

describe('who may', () => {
  it('an officer cannot use a citizen’s tool, nor a citizen one that the page does not offer; both tries are written down', async () => {
    await using p = await openTestPlatform()
    const { store, callTool, pages } = p.platform
    const [officer, citizen] = [await store.people.find('officer-qinghe'), await store.people.find('lin-anran')]
    const menu = pages.current().agents.find(({ id }) => id === 'proof-menu')
    if (!officer || !citizen || !menu) throw new Error('the demo is not whole')
    const wish = { tool: 'submit_certificate_application', args: { purpose: 'employment' }, conversation: undefined }
    expect(await callTool({ ...wish, who: officer, agent: undefined, deedKey: 'a' })).toMatchObject({
      kind: 'refused',
      error: { code: 'not_allowed' },
    })
    expect(await callTool({ ...wish, who: citizen, agent: menu, deedKey: 'b' })).toMatchObject({
      kind: 'refused',
      error: { code: 'not_allowed' },
    })
    expect(await callTool({ ...wish, tool: 'submit_certificate', who: citizen, agent: undefined, deedKey: 'c' })).toMatchObject({
      kind: 'refused',
    })
    expect((await store.audit.list({ afterSeq: 0, limit: 10 })).map(({ isOk }) => isOk)).toEqual([false, false, false])
    expect(await store.applications.listByPerson('lin-anran', 5)).toEqual([])
  })

  it('without a yes to exactly this sentence nothing is submitted, whatever the arguments say', async () => {
    await using p = await openTestPlatform()
    const { store, callTool } = p.platform
    const who = await store.people.find('lin-anran')
    if (!who) throw new Error('the demo is not whole')
    const wish = { tool: 'submit_certificate_application', who, agent: undefined, conversation: undefined, deedKey: 'confirm:x' }
    const asked = await callTool({ ...wish, args: { purpose: 'employment', confirmed: true, who: 'zhao-qinghe' } })
    if (asked.kind !== 'confirm') throw new Error('no question')
    const other = await callTool({ ...wish, args: { purpose: 'notary' }, grant: asked.pending })
    expect(other).toMatchObject({ kind: 'refused', error: { code: 'confirmation_gone' } })
    expect(await store.applications.listByPerson('lin-anran', 5)).toEqual([])
    const [one, two] = [
      await callTool({ ...wish, args: { purpose: 'employment' }, grant: asked.pending }),
      await callTool({ ...wish, args: { purpose: 'employment' }, grant: asked.pending }),
    ]
    expect(one.kind).toBe('done')
    expect(two.kind).toBe('done')
    expect(await store.applications.listByPerson('lin-anran', 5)).toHaveLength(1)
    expect(await store.applications.listByPerson('zhao-qinghe', 5)).toEqual([])
  })
})

describe('a hundred clicks over the network', () => {
  it('are one application and one certificate, and everybody gets the same answer', async () => {
    await using p = await openTestPlatform()
    const visit = await p.visit('lin-anran')
    const { confirm } = await visit.say('开无犯罪记录证明，留学用')
    const listening = await p.platform.server.listen({ port: 0, host: '127.0.0.1' })
    try {
      const headers = { ...(await p.as('lin-anran')), 'Content-Type': 'application/json' }
      const replies = await Promise.all(
        Array.from({ length: 100 }, (_, at) =>
          at % 2 === 0
            ? fetch(`${listening.url}/api/conversations/${visit.id}/confirmations/${confirm?.id}`, {
                method: 'POST',
                headers,
                body: '{"accept":true}',
              })
            : fetch(`${listening.url}/api/conversations/${visit.id}/messages`, {
                method: 'POST',
                headers,
                body: '{"text":"确认","key":"yes"}',
              }),
        ),
      )
      expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]))
    } finally {
      await listening.close()
    }
    expect(await certificatesOf(p, 'lin-anran')).toHaveLength(1)
    expect(await p.platform.store.applications.listByPerson('lin-anran', 10)).toHaveLength(1)
  }, 60_000)
})
