import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handClock, openTestPlatform, type TestPlatform } from '../../testing.ts'

interface Heard {
  readonly id: string
  readonly at: string
  readonly signatures: readonly string[]
  readonly body: string
}

let p: TestPlatform
let receiver: Server
let url = ''
let admin = ''
let answer = 200
const heard: Heard[] = []
const clock = handClock()

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const of = (name: string) => String(request.headers[name] ?? '')
      heard.push({ id: of('webhook-id'), at: of('webhook-timestamp'), signatures: of('webhook-signature').split(' '), body })
      response.writeHead(answer, answer === 302 ? { Location: 'http://127.0.0.1:1/' } : {}).end('x'.repeat(1000))
    })
  })
  await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve))
  const address = receiver.address()
  const host = `127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`
  url = `http://${host}/hook`
  p = await openTestPlatform({ clock: clock.now, settings: { WEBHOOK_HOSTS: host } })
  const boss = { kind: 'officer', id: 'hook-admin', name: '管有方', unit: p.platform.config.bureau, roles: ['admin'] } as const
  await p.platform.store.people.save(boss)
  admin = boss.id
})
afterAll(async () => {
  receiver.closeAllConnections()
  receiver.close()
  await p[Symbol.asyncDispose]()
})

const issue = async (persona: string): Promise<void> => {
  const visit = await p.visit(persona)
  await visit.say('我要开无犯罪记录证明，入职用')
  await visit.say('确认')
  clock.advance(6_000)
}
const make = async (events = ['certificate.issued']) => {
  const made = await p.ask(admin, 'POST', '/api/webhooks', { title: '办件系统', url, events })
  expect(made.status).toBe(201)
  return (await made.json()) as { webhook: { id: string }; secret: string }
}
const stop = (id: string) => p.ask(admin, 'POST', `/api/webhooks/${id}/state`, { state: 'off' })
const isSignedBy = (message: Heard | undefined, secret: string): boolean => {
  const key = Buffer.from(secret.slice(6), 'base64')
  const signature = createHmac('sha256', key).update(`${message?.id}.${message?.at}.${message?.body}`).digest('base64')
  return message?.signatures.includes(`v1,${signature}`) ?? false
}

describe('an address that is told of events', () => {
  it('hears each once, in order, signed, and nothing of anybody', async () => {
    const { webhook, secret } = await make()
    await issue('zhao-qinghe')
    heard.length = 0
    expect(await p.platform.webhooks.run()).toBe(1)
    expect(await p.platform.webhooks.run()).toBe(0)
    expect(heard).toHaveLength(1)
    expect(isSignedBy(heard[0], secret)).toBe(true)
    const body = JSON.parse(heard[0]?.body ?? '{}')
    expect(body).toEqual({ type: 'certificate.issued', timestamp: expect.any(String), data: { target: expect.stringMatching(/^WFZ-/) } })
    expect(heard[0]?.body).not.toMatch(/赵|1599|zhao/)
    await stop(webhook.id)
  })

  it('is tried again with longer and longer waits, then the event is laid aside, and sent when somebody asks', async () => {
    const { webhook } = await make()
    await issue('lin-anran')
    heard.length = 0
    answer = 500
    let tries = 0
    for (let round = 0; round < 12; round++) {
      await p.platform.webhooks.run()
      if (heard.length > tries) tries = heard.length
      clock.advance(13 * 3_600_000)
    }
    expect(tries).toBe(10)
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1)
    const dead = await (await p.ask(admin, 'GET', `/api/webhooks/${webhook.id}/dead`)).json()
    expect(dead.events).toEqual([{ seq: expect.any(Number), at: expect.any(String), fault: 'status_500' }])
    answer = 200
    expect((await p.ask(admin, 'POST', `/api/webhooks/${webhook.id}/replay`)).status).toBe(202)
    heard.length = 0
    clock.advance(120_000)
    await p.platform.webhooks.run()
    expect(heard).toHaveLength(1)
    expect((await (await p.ask(admin, 'GET', `/api/webhooks/${webhook.id}/dead`)).json()).events).toEqual([])
    await stop(webhook.id)
  })

  it('follows nobody who sends it elsewhere', async () => {
    const { webhook } = await make(['certificate.issued'])
    await issue('qian-xiaoman')
    heard.length = 0
    answer = 302
    expect(await p.platform.webhooks.run()).toBe(0)
    expect(heard.length).toBeLessThanOrEqual(1)
    answer = 200
    const { webhooks } = await (await p.ask(admin, 'GET', '/api/webhooks')).json()
    const mine = webhooks.find(({ id }: { id: string }) => id === webhook.id)
    if (heard.length > 0) expect(mine.lastFault).toBe('status_302')
    await stop(webhook.id)
  })

  it('changes its secret with an overlap in which both sign', async () => {
    const first = await make()
    const rotated = await (await p.ask(admin, 'POST', `/api/webhooks/${first.webhook.id}/rotate`, { overlapHours: 1 })).json()
    await issue('zhao-qinghe')
    heard.length = 0
    await p.platform.webhooks.run()
    for (const message of heard) expect([isSignedBy(message, first.secret), isSignedBy(message, rotated.secret)]).toEqual([true, true])
    await stop(first.webhook.id)
  })
})

describe('nobody knocks at a door behind the wall by it', () => {
  it.each([
    'http://hooks.example.cn/a',
    'https://127.0.0.1/a',
    'https://10.1.2.3/a',
    'https://[::1]/a',
    'https://[::ffff:7f00:1]/a',
    'https://169.254.169.254/latest/meta-data',
    // 127.0.0.1 by way of 6to4 and of a bureau's own NAT64.
    'https://[2002:7f00:1::]/x',
    'https://[64:ff9b:1::7f00:1]/x',
    'https://2130706433/a',
    'https://user:word@hooks.example.cn/a',
    'ftp://hooks.example.cn',
    'nothing',
  ])('%s is refused', async (bad) => {
    const made = await p.ask(admin, 'POST', '/api/webhooks', { title: 'x', url: bad, events: ['certificate.issued'] })
    expect(made.status).toBe(400)
  })

  it('and none but administrators of the bureau deals with addresses', async () => {
    for (const persona of ['zhao-qinghe', 'officer-qinghe', 'analyst-bureau'])
      expect((await p.ask(persona, 'GET', '/api/webhooks')).status).toBe(403)
    expect((await p.ask(undefined, 'GET', '/api/webhooks')).status).toBe(401)
  })
})
