import { once } from 'node:events'
import { createServer as createHttp, type Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { NoticeMessage } from '../core/notices.ts'
import { signatureOf, smsGateway } from './sms-gateway.ts'
import { smtp } from './smtp.ts'
import { openTestMailServer, wordsOfMail } from './test-mail-server.ts'

const message: NoticeMessage = {
  key: 'k-1',
  to: '15900000001',
  title: '申请已办结',
  text: '请登录查看。',
  at: new Date('2026-11-29T01:00:00Z'),
}
const opened: { close(): void }[] = []
afterEach(() => {
  for (const server of opened.splice(0)) server.close()
})
const portOf = async (server: Server): Promise<number> => {
  opened.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

describe('the gateway for text messages', () => {
  let seen: { headers: Record<string, unknown>; body: string }[] = []
  let at = new Date('2026-11-29T01:00:00Z')
  const gateway = async (answer: (n: number) => { status?: number; body: string }) => {
    seen = []
    const port = await portOf(
      createHttp(async (request, response) => {
        let body = ''
        for await (const chunk of request) body += chunk
        seen.push({ headers: request.headers, body })
        const { status = 200, body: said } = answer(seen.length)
        response.writeHead(status, { 'content-type': 'application/json' }).end(said)
      }),
    )
    const faults: string[] = []
    const send = smsGateway({
      ...{ url: `http://127.0.0.1:${port}/send`, secret: 'sixteen letters!', sender: '云河市公安局', timeoutMs: 500 },
      ...{ clock: () => at, onFault: ({ fault }) => faults.push(fault) },
    })
    return { send, faults }
  }

  it('gets signed JSON with a key that is the same at every try', async () => {
    const { send } = await gateway(() => ({ body: '{"accepted":true}' }))
    expect(await send(message)).toBe('sent')
    const [{ headers, body } = { headers: {}, body: '' }] = seen
    expect(JSON.parse(body)).toEqual({ id: 'k-1', to: '15900000001', text: '【云河市公安局】请登录查看。', at: '2026-11-29T01:00:00.000Z' })
    expect(headers['idempotency-key']).toBe('k-1')
    expect(headers['x-signature']).toBe(`sha256=${signatureOf('sixteen letters!', String(headers['x-timestamp']), body)}`)
  })

  it.each([
    ['a number that it will never take', { body: '{"accepted":false}' }, 'refused'],
    ['a message that is wrong', { status: 422, body: '{}' }, 'refused'],
    ['a wrong signature', { status: 401, body: '{}' }, 'later'],
    ['too many at once', { status: 429, body: '{}' }, 'later'],
    ['a fault of its own', { status: 500, body: '{}' }, 'later'],
    ['an answer that is none', { body: '{"ok":1}' }, 'later'],
    ['an answer that is not JSON', { body: '<html>' }, 'later'],
  ] as const)('that answers with %s gets it again or not', async (_, answer, ends) => {
    const { send } = await gateway(() => answer)
    expect(await send(message)).toBe(ends)
  })

  it('that is down is left alone for a minute, then asked once', async () => {
    let isWell = false
    const { send } = await gateway(() => (isWell ? { body: '{"accepted":true}' } : { status: 503, body: '{}' }))
    for (let i = 0; i < 8; i += 1) expect(await send(message)).toBe('later')
    expect(seen).toHaveLength(5)
    isWell = true
    at = new Date(at.getTime() + 61_000)
    expect(await send(message)).toBe('sent')
    expect(seen).toHaveLength(6)
  })
})

describe('the mail server', () => {
  const server = async (answers: Parameters<typeof openTestMailServer>[0] = {}) => {
    const { url, mails, close } = await openTestMailServer(answers)
    opened.push({ close })
    const send = smtp({
      ...{ url, from: '云河市公安局 <notice@example.cn>', timeoutMs: 800 },
      ...{ clock: () => new Date('2026-11-29T01:00:00Z'), onFault: () => undefined },
    })
    return { send, mails }
  }
  const mail = { ...message, to: 'somebody@example.cn' }

  it('gets plain text under an id that is the same at every try', async () => {
    const { send, mails } = await server()
    expect(await send(mail)).toBe('sent')
    const [sent = ''] = mails
    expect(sent).toContain('Message-ID: <k-1@example.cn>')
    expect(sent).toContain('To: somebody@example.cn')
    expect(sent).toContain('Auto-Submitted: auto-generated')
    expect(sent).toMatch(/Content-Type: text\/plain; charset=utf-8/)
    expect(wordsOfMail(sent)).toContain('请登录查看。')
  })

  it.each([
    ['an address that is not there', { RCPT: '550 no such user' }, 'refused'],
    ['a mailbox that is full', { RCPT: '452 full' }, 'later'],
    ['a fault after the address', { DATA: '451 later' }, 'later'],
    ['nothing it understands', { EHLO: '421 closing' }, 'later'],
  ] as const)('that answers with %s gets it again or not', async (_, answers, ends) => {
    const { send } = await server(answers)
    expect(await send(mail)).toBe(ends)
  })

  it('that is not there is tried later', async () => {
    const send = smtp({
      url: 'smtp://127.0.0.1:1',
      from: 'a@example.cn',
      timeoutMs: 300,
      clock: () => new Date(),
      onFault: () => undefined,
    })
    expect(await send(mail)).toBe('later')
  })
})
