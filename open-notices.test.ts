import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestMailServer, wordsOfMail } from './connectors/test-mail-server.ts'
import { expireNotices } from './domain/notices/retention.ts'
import { sendNotices } from './domain/notices/send.ts'
import { tell } from './domain/notices/tell.ts'
import { noticeTemplates } from './open-notices.ts'
import { handClock, openTestPlatform, type TestPlatform } from './testing.ts'

const clock = handClock()
/** Texts that left by the gateway, and what it answers. */
const left: { to: string; text: string }[] = []
let answer = { status: 200, body: '{"accepted":true}' }
const gateway = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  if (answer.status === 200) left.push(JSON.parse(body) as { to: string; text: string })
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
})
let p: TestPlatform
const postbox: Parameters<typeof openTestMailServer>[0] = {}
let mailServer: Awaited<ReturnType<typeof openTestMailServer>>
let send: () => Promise<{ spread: number; sent: number }>

beforeAll(async () => {
  await once(gateway.listen(0, '127.0.0.1'), 'listening')
  const address = gateway.address()
  const SMS_URL = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/send`
  mailServer = await openTestMailServer(postbox)
  const mail = { SMTP_URL: mailServer.url, SMTP_FROM: '云河市公安局 <notice@example.cn>' }
  p = await openTestPlatform({ clock: clock.now, settings: { SMS_URL, SMS_SECRET: 'a secret of the test', ...mail } })
  send = p.platform.told.send
})
afterAll(async () => {
  await p[Symbol.asyncDispose]()
  gateway.close()
  mailServer.close()
})

const say = (person: string, kind: 'accepted' | 'done', target: string, step = 1) => {
  clock.advance(1_000)
  return p.platform.store.transaction((records) => tell(records, { person, kind, target, step }, clock.now()))
}
const json = async (who: string, method = 'GET', path = '/api/me/notices', body?: unknown) => {
  const response = await p.ask(who, method, path, body)
  return {
    status: response.status,
    body: (await response.json()) as { unread: number; notices: { id: string; text: string; readAt: string | null }[] } & Record<
      string,
      unknown
    >,
  }
}

describe('what a person is told', () => {
  it('stands on their page, unread until they read it, and on nobody else’s', async () => {
    await say('zhao-qinghe', 'accepted', 'SL1599012026000123')
    await say('zhao-qinghe', 'accepted', 'SL1599012026000123')
    await say('zhao-qinghe', 'done', 'SL1599012026000123')
    const { body } = await json('zhao-qinghe')
    expect(body.unread).toBe(2)
    expect(body.notices.map(({ text }) => text)).toEqual([
      '您的申请（尾号 0123）已办结，请登录查看。',
      '您的申请（尾号 0123）已受理，登录后可以看办理期限和进度。',
    ])
    expect((await json('ayigul')).body).toEqual({ unread: 0, notices: [] })
    const ids = [body.notices[0]?.id]
    expect((await json('ayigul', 'POST', '/api/me/notices/read', { ids })).body.unread).toBe(0)
    expect((await json('zhao-qinghe', 'POST', '/api/me/notices/read', { ids })).body.unread).toBe(1)
    expect((await json('zhao-qinghe', 'GET', '/api/me/notices?unread=true')).body.notices).toHaveLength(1)
    expect((await json('zhao-qinghe', 'POST', '/api/me/notices/read', {})).body.unread).toBe(0)
    expect((await p.ask(undefined, 'GET', '/api/me/notices')).status).toBe(401)
  })

  it('is not told when the step did not happen', async () => {
    await expect(
      p.platform.store.transaction(async (records) => {
        await tell(records, { person: 'lin-anran', kind: 'done', target: 'SL1', step: 1 }, clock.now())
        throw new Error('the step failed')
      }),
    ).rejects.toThrow('the step failed')
    expect((await json('lin-anran')).body.unread).toBe(0)
  })

  it('goes to their phone by a message that says nothing of what it was or how it ended, unless they want none', async () => {
    left.length = 0
    await say('zhao-qinghe', 'done', 'SL1599012026000777')
    await send()
    expect(left).toHaveLength(1 + 2)
    expect(left.at(-1)?.text).toBe('【云河市公安局】您的申请（尾号 0777）已办结，请登录查看。')
    await send()
    expect(left).toHaveLength(3)

    expect((await json('zhao-qinghe', 'PUT', '/api/me/notice-settings', { mail: null, isSms: false })).body).toEqual({
      ...{ mail: null, isSms: false, isMailConfirmed: false },
      channels: ['mail', 'sms'],
    })
    await say('zhao-qinghe', 'done', 'SL1599012026000778')
    await send()
    expect(left).toHaveLength(3)
    expect((await json('zhao-qinghe')).body.notices[0]?.text).toContain('0778')
    await json('zhao-qinghe', 'PUT', '/api/me/notice-settings', { mail: null, isSms: true })
  })

  it('is tried again, later and later, when the gateway is down, and given up at last', async () => {
    left.length = 0
    answer = { status: 429, body: '{}' }
    await say('zhao-qinghe', 'done', 'SL1599012026000800')
    const waits = [0, 1, 5, 15, 60, 240, 720]
    for (const minutes of waits) {
      clock.advance(minutes * 60_000)
      expect((await send()).sent).toBe(0)
    }
    expect(await p.platform.store.notices.countWaiting()).toEqual({ waiting: 0, givenUp: 1 })
    answer = { status: 200, body: '{"accepted":true}' }
    clock.advance(86_400_000)
    await send()
    expect(left).toEqual([])
  })

  it('is refused an address that is none, in plain words', async () => {
    const { status, body } = await json('zhao-qinghe', 'PUT', '/api/me/notice-settings', { mail: 'not an address', isSms: true })
    expect(status).toBe(400)
    expect(JSON.stringify(body)).toContain('邮箱地址不对')
  })
})

describe('an address for mail', () => {
  const path = '/api/me/notice-settings'
  const put = (mail: string | null) => json('li-changle', 'PUT', path, { mail, isSms: false })
  const confirm = (code: string) => json('li-changle', 'POST', `${path}/mail-confirmation`, { code })
  const lastCode = () => /\d{6}/.exec(wordsOfMail(mailServer.mails.at(-1) ?? ''))?.[0] ?? ''
  const wrong = () => String((Number(lastCode()) + 1) % 1_000_000).padStart(6, '0')

  it('is sent nothing but a code before it has come back, and another address begins anew', async () => {
    expect(await put('li@example.cn')).toMatchObject({ status: 200, body: { mail: 'li@example.cn', isMailConfirmed: false } })
    expect(mailServer.mails.at(-1)).toContain('To: li@example.cn')
    expect(wordsOfMail(mailServer.mails.at(-1) ?? '')).toMatch(/^确认码：\d{6}，10 分钟内有效.*不要告诉别人/)
    const first = lastCode()
    await say('li-changle', 'done', 'SL1599012026000950')
    await send()
    expect(mailServer.mails).toHaveLength(1)
    expect((await confirm(wrong())).body).toMatchObject({
      code: 'mail_code_wrong',
      left: 4,
      detail: expect.stringContaining('还可以试 4 次'),
    })
    expect(await confirm(first)).toMatchObject({ status: 200, body: { isMailConfirmed: true } })
    expect((await confirm(first)).body).toMatchObject({ code: 'mail_code_wrong', why: 'none' })
    await say('li-changle', 'done', 'SL1599012026000951')
    await send()
    expect(wordsOfMail(mailServer.mails.at(-1) ?? '')).toContain('尾号 0951')
    // Saved once more as it is, it stays confirmed and gets no code.
    expect(await put('li@example.cn')).toMatchObject({ body: { isMailConfirmed: true } })
    expect(mailServer.mails).toHaveLength(2)

    // Within the minute no second code goes out; the one that went to another address confirms nothing here.
    clock.advance(61_000)
    await put('first@example.cn')
    expect(mailServer.mails.at(-1)).toContain('To: first@example.cn')
    const elsewhere = lastCode()
    expect(await put('other@example.cn')).toMatchObject({ status: 429 })
    expect((await json('li-changle', 'GET', path)).body).toMatchObject({ mail: 'other@example.cn', isMailConfirmed: false })
    expect((await confirm(elsewhere)).status).toBe(422)
  })

  it('has a code that runs out, that five wrong ones end, and that comes ten times a day', async () => {
    clock.advance(61_000)
    expect((await json('li-changle', 'POST', `${path}/mail-code`)).status).toBe(200)
    clock.advance(10 * 60_000 + 1)
    expect((await confirm(lastCode())).body).toMatchObject({
      code: 'mail_code_wrong',
      why: 'over',
      detail: expect.stringContaining('重新发送'),
    })
    await json('li-changle', 'POST', `${path}/mail-code`)
    const tries = []
    for (let n = 0; n < 5; n += 1) tries.push((await confirm(wrong())).body.why)
    expect(tries).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'over'])
    expect((await confirm(lastCode())).body).toMatchObject({ why: 'over' })
    let sent = 0
    for (let n = 0; n < 10; n += 1) {
      clock.advance(61_000)
      if ((await json('li-changle', 'POST', `${path}/mail-code`)).status === 200) sent += 1
    }
    expect(sent).toBeLessThan(10)
    expect((await json('li-changle', 'POST', `${path}/mail-code`)).status).toBe(429)
    const rows = (await p.platform.store.audit.list({ afterSeq: 0, limit: 1_000 })).filter(({ actor }) => actor === 'li-changle')
    expect(rows.filter(({ action, isOk }) => action === 'confirm_mail' && isOk)).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain('example.cn')
    expect(p.logs.join('')).not.toContain('example.cn')
  })

  it('that the other side does not know is told so, and nothing is used', async () => {
    clock.advance(86_400_000)
    postbox.RCPT = '550 no such user'
    expect(await put('nobody@example.cn')).toMatchObject({
      status: 422,
      body: { code: 'mail_not_sent', detail: expect.stringContaining('没有这个地址') },
    })
    postbox.RCPT = '452 full'
    clock.advance(61_000)
    expect(await json('li-changle', 'POST', `${path}/mail-code`)).toMatchObject({ status: 503, body: { code: 'mail_not_sent' } })
    delete postbox.RCPT
    expect((await put(null)).body).toMatchObject({ mail: null, isMailConfirmed: false })
    expect((await json('li-changle', 'POST', `${path}/mail-code`)).body).toMatchObject({ why: 'none' })
  })
})

it('sends by no way that is not configured, and keeps the notice on the page', async () => {
  const { store } = p.platform
  await say('zhao-qinghe', 'done', 'SL1599012026000900')
  const ground = { store, clock: clock.now, institution: '云河市公安局', templates: noticeTemplates() }
  expect(await sendNotices(ground, {})).toEqual({ spread: 1, sent: 0 })
  expect((await json('zhao-qinghe')).body.notices[0]?.text).toContain('0900')
})

it('is deleted after its days, but not what still waits to be sent, and the audit says how many', async () => {
  const { store } = p.platform
  answer = { status: 429, body: '{}' }
  await say('ayigul', 'done', 'SL1599012026000901')
  await send()
  clock.advance(366 * 86_400_000)
  await say('ayigul', 'done', 'SL1599012026000902')
  const keep = { store, clock: clock.now }
  expect(await expireNotices(keep, 365)).toBeGreaterThan(4)
  expect(await expireNotices(keep, 365)).toBe(0)
  expect((await json('zhao-qinghe')).body.notices).toEqual([])
  expect((await json('ayigul')).body.notices.map(({ text }) => /\d{4}/.exec(text)?.[0])).toEqual(['0902', '0901'])
  const rows = await store.audit.list({ afterSeq: 0, limit: 1_000 })
  expect(rows.filter(({ action }) => action === 'expire_notices')).toHaveLength(1)
})
