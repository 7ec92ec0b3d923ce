import { createServer, type Server as HttpServer } from 'node:http'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { type CallToolResult, ElicitRequestSchema, type ElicitResult } from '@modelcontextprotocol/sdk/types.js'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handClock, openTestPlatform, type TestPlatform } from '../../testing.ts'
import type { Listening } from '../listen.ts'

let p: TestPlatform
let listening: Listening
let issuer: HttpServer
let issuerUrl = ''
let sign: (sub: string, more?: { aud?: string; scope?: string; exp?: string }) => Promise<string>
const clock = handClock()

beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }
  issuer = createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify(request.url === '/jwks' ? { keys: [jwk] } : { issuer: issuerUrl, jwks_uri: `${issuerUrl}/jwks` }))
  })
  await new Promise<void>((resolve) => void issuer.listen(0, '127.0.0.1', resolve))
  const address = issuer.address()
  issuerUrl = `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`
  p = await openTestPlatform({ clock: clock.now, settings: { OIDC_ISSUER: issuerUrl } })
  listening = await p.platform.server.listen({ port: p.platform.config.port, host: '127.0.0.1' })
  const nowS = Math.floor(clock.now().getTime() / 1000)
  sign = (sub, { aud = `${p.platform.config.publicUrl}/mcp`, scope = 'openid', exp } = {}) =>
    new SignJWT({ client_id: 'a-client', scope })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1', typ: 'at+jwt' })
      .setIssuer(issuerUrl)
      .setAudience(aud)
      .setSubject(sub)
      .setIssuedAt(nowS)
      .setExpirationTime(exp ? nowS - 60 : nowS + 300)
      .sign(privateKey)
})
afterAll(async () => {
  await listening.close()
  await p[Symbol.asyncDispose]()
  issuer.close()
})

const keyOf = async (persona: string, more: object = {}): Promise<string> => {
  const made = await p.ask(persona, 'POST', '/api/keys', { title: '我的助手', doors: ['mcp'], ...more })
  return (await made.json()).secret
}
/** `answers`: what the person says to a question that their client shows them; without it, it can show none. */
const connect = async (token: string, answers?: (message: string) => Promise<ElicitResult>): Promise<Client> => {
  const client = new Client({ name: 'a-test', version: '1' }, answers ? { capabilities: { elicitation: { form: {} } } } : {})
  if (answers) client.setRequestHandler(ElicitRequestSchema, ({ params }) => answers(params.message))
  const transport = new StreamableHTTPClientTransport(new URL(`${listening.url}/mcp`), {
    requestInit: { headers: { Authorization: `Bearer ${token}` } },
  })
  // The SDK's own types do not agree under exactOptionalPropertyTypes: a transport's session id may be undefined.
  await client.connect(transport as Parameters<Client['connect']>[0])
  return client
}
interface Answer {
  outcome: string
  conversation: string
  turn: string
  turns?: unknown[]
  code?: string
  cards: { kind: string }[]
  citations: { quote: string }[]
  confirm?: { conversation: string; id: string; text: string }
}
const call = async (
  client: Client,
  name: string,
  args: Record<string, unknown>,
): Promise<{ text: string; isError: boolean; answer: Answer }> => {
  const result = (await client.callTool({ name, arguments: args })) as CallToolResult
  const [first] = result.content
  return {
    text: first?.type === 'text' ? first.text : '',
    isError: result.isError === true,
    // Every tool of this door answers in one shape, which the client has checked by its output schema.
    answer: result.structuredContent as unknown as Answer,
  }
}
const certificatesOf = async (persona: string) => (await (await p.ask(persona, 'GET', '/api/certificates')).json()).certificates

describe('the official MCP client', () => {
  it('sees what the person may use, each with a schema and what it does to the world', async () => {
    const client = await connect(await keyOf('zhao-qinghe'))
    expect(client.getInstructions()).toContain('confirm_deed')
    const { tools } = await client.listTools()
    const names = tools.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['ask', 'confirm_deed', 'search_policy', 'submit_certificate_application']))
    expect(names).not.toContain('receive_task')
    const hints = (name: string) => tools.find((tool) => tool.name === name)?.annotations
    const house = { openWorldHint: false }
    for (const name of ['search_policy', 'follow_conversation'])
      expect(hints(name)).toEqual({ ...house, readOnlyHint: true, destructiveHint: false, idempotentHint: true })
    for (const name of ['ask', 'submit_certificate_application'])
      expect(hints(name)).toEqual({ ...house, readOnlyHint: false, destructiveHint: true, idempotentHint: false })
    expect(hints('hand_to_officer')).toEqual({ ...house, readOnlyHint: false, destructiveHint: false, idempotentHint: false })
    for (const tool of tools) expect(tool.inputSchema.type).toBe('object')
  })

  it('talks: asks for a certificate, is asked to confirm, and gets the card', async () => {
    const client = await connect(await keyOf('zhao-qinghe'))
    const asked = await call(client, 'ask', { text: '我要去深圳上班，单位让开个无犯罪记录证明' })
    expect(asked.answer.outcome).toBe('confirming')
    const { conversation, id } = asked.answer.confirm ?? { conversation: '', id: '' }
    const done = await call(client, 'confirm_deed', { conversation, id, accept: true })
    expect(done.answer.cards.map(({ kind }) => kind)).toContain('certificate')
    expect(await certificatesOf('zhao-qinghe')).toHaveLength(1)
    const again = await call(client, 'confirm_deed', { conversation, id, accept: true })
    expect(again.answer.cards).toEqual(done.answer.cards)
    expect(await certificatesOf('zhao-qinghe')).toHaveLength(1)
  })

  it('calls a tool that reads, and gets words with their clause', async () => {
    const client = await connect(await keyOf('zhao-qinghe'))
    const found = await call(client, 'search_policy', { query: '身份证丢了多久能补好' })
    expect(found).toMatchObject({ isError: false, answer: { outcome: 'answered' } })
    expect(found.answer.citations[0]?.quote.length).toBeGreaterThan(3)
  })

  it('calls a tool that does a deed: nothing is done until the person has said yes, and no is no', async () => {
    const client = await connect(await keyOf('lin-anran'))
    const wish = { purpose: 'employment', delivery: 'electronic' }
    const first = await call(client, 'submit_certificate_application', wish)
    expect(first.answer).toMatchObject({ outcome: 'confirming', confirm: { text: expect.stringContaining('无犯罪记录') } })
    expect(await certificatesOf('lin-anran')).toEqual([])
    const no = first.answer.confirm ?? { conversation: '', id: '' }
    expect((await call(client, 'confirm_deed', { conversation: no.conversation, id: no.id, accept: false })).answer.outcome).toBe(
      'answered',
    )
    const late = await call(client, 'confirm_deed', { conversation: no.conversation, id: no.id, accept: true })
    expect(late).toMatchObject({ isError: true, answer: { outcome: 'failed' } })
    expect(await certificatesOf('lin-anran')).toEqual([])
    const yes = (await call(client, 'submit_certificate_application', wish)).answer.confirm ?? { conversation: '', id: '' }
    await call(client, 'confirm_deed', { conversation: yes.conversation, id: yes.id, accept: true })
    expect(await certificatesOf('lin-anran')).toHaveLength(1)
    const mine = await (await p.ask('lin-anran', 'GET', `/api/conversations/${yes.conversation}`)).json()
    expect(mine.turns.map((turn: { says: string }) => turn.says)).toEqual([expect.stringContaining('程序提出'), '确认'])
  })

  it('that can put a question to its person is asked for the yes in the middle of the call, and gets the card in its answer', async () => {
    const asked: string[] = []
    let answer: ElicitResult = { action: 'accept', content: { accept: true } }
    const client = await connect(await keyOf('qian-xiaoman'), async (message) => {
      asked.push(message)
      return answer
    })
    const wish = { purpose: 'employment', delivery: 'electronic' }
    const done = await call(client, 'submit_certificate_application', wish)
    expect(asked).toEqual([expect.stringContaining('无犯罪记录证明')])
    expect(done.answer.cards.map(({ kind }) => kind)).toContain('certificate')
    expect(await certificatesOf('qian-xiaoman')).toHaveLength(1)
    answer = { action: 'decline' }
    expect((await call(client, 'ask', { text: '我要开无犯罪记录证明，留学用' })).answer.outcome).toBe('answered')
    // Closed, or said yes without the yes: the question stays open, as for any client.
    for (answer of [{ action: 'cancel' }, { action: 'accept', content: {} }] satisfies ElicitResult[]) {
      const open = await call(client, 'submit_certificate_application', wish)
      expect(open.answer).toMatchObject({ outcome: 'confirming', confirm: { text: expect.any(String) } })
    }
    expect(asked).toHaveLength(4)
    expect(await certificatesOf('qian-xiaoman')).toHaveLength(1)
    await client.close()
  })

  it('gives the yes to whichever process takes it, and sees one that was given on the page; another person’s answer counts for nothing', async () => {
    const never = Promise.withResolvers<ElicitResult>()
    const shown = Promise.withResolvers<void>()
    const client = await connect(await keyOf('yang-sheng'), () => {
      shown.resolve()
      return never.promise
    })
    const running = call(client, 'ask', { text: '我要去深圳上班，单位让开个无犯罪记录证明' })
    await shown.promise
    const { conversations } = await (await p.ask('yang-sheng', 'GET', '/api/conversations')).json()
    const [{ id }] = conversations
    const { turns } = await (await p.ask('yang-sheng', 'GET', `/api/conversations/${id}`)).json()
    const question = `fenshen-confirm:${id}:${turns.at(-1).reply.confirm.id}`
    const body = { jsonrpc: '2.0', id: question, result: { action: 'accept', content: { accept: true } } }
    expect((await p.ask('lin-anran', 'POST', '/mcp', body, { Accept: 'application/json' })).status).toBe(202)
    expect(await certificatesOf('yang-sheng')).toEqual([])
    await p.ask('yang-sheng', 'POST', `/api/conversations/${id}/messages`, { text: '确认' })
    expect((await running).answer.cards.map(({ kind }) => kind)).toContain('certificate')
    // The same yes again, late and from the client: one deed.
    expect((await p.ask('yang-sheng', 'POST', '/mcp', body, { Accept: 'application/json' })).status).toBe(202)
    expect(await certificatesOf('yang-sheng')).toHaveLength(1)
    never.resolve({ action: 'cancel' })
    await client.close()
  })

  it('meets a deed that another person decides on: it waits, and what was decided is there to follow', async () => {
    await p.ask('officer-qinghe', 'POST', '/api/incidents', {
      ...{ source: '110', id: 'JQ1', at: clock.now().toISOString(), place: '青禾街1号', text: '邻居半夜放音响太吵，要求处理' },
    })
    const { tasks } = await (await p.ask('officer-qinghe', 'GET', '/api/tasks')).json()
    const client = await connect(await keyOf('officer-qinghe', { roles: ['officer'] }))
    const wish = { task_number: tasks[0].number, tier: 'white', because: 'misread', reason: '看错了，不是纠纷' }
    const { conversation, id } = (await call(client, 'lower_task_tier', wish)).answer.confirm ?? { conversation: '', id: '' }
    const waiting = await call(client, 'confirm_deed', { conversation, id, accept: true })
    expect(waiting).toMatchObject({ isError: false, answer: { outcome: 'handed_off' } })
    expect(waiting.text).toContain('follow_conversation')
    const { turn } = waiting.answer
    expect((await call(client, 'follow_conversation', { conversation, after: turn })).answer).toMatchObject({ turns: [] })
    const { approvals } = await (await p.ask('approver-qinghe', 'GET', '/api/approvals')).json()
    const decision = { hash: approvals[0].hash, verdict: 'approved' }
    expect((await p.ask('approver-qinghe', 'POST', `/api/approvals/${approvals[0].id}/decision`, decision)).status).toBe(200)
    const told = await call(client, 'follow_conversation', { conversation, after: turn })
    expect(told.text).toContain('批准')
    expect(told.answer.turns).toHaveLength(1)
    // The talk goes on from there; and nobody else follows it.
    expect((await call(client, 'ask', { conversation, text: '我的任务' })).answer.outcome).toBe('answered')
    const other = await connect(await keyOf('zhao-qinghe'))
    expect((await call(other, 'follow_conversation', { conversation })).answer.code).toBe('not_found')
  })

  it('hears of progress while a turn runs', async () => {
    const client = await connect(await keyOf('zhao-qinghe'))
    const heard: string[] = []
    await client.callTool({ name: 'ask', arguments: { text: '无犯罪记录证明收费吗' } }, undefined, {
      onprogress: ({ message }) => void heard.push(message ?? ''),
    })
    expect(heard.length).toBeGreaterThan(0)
  })
})

describe('no way around the gate', () => {
  it('a tool out of reach is not there, wrong arguments are explained, a made-up confirmation is gone', async () => {
    const client = await connect(await keyOf('zhao-qinghe'))
    expect((await call(client, 'receive_task', { task: 'x' })).answer).toMatchObject({ outcome: 'refused', code: 'not_found' })
    const wrong = await call(client, 'submit_certificate_application', { purpose: 'holiday' })
    expect(wrong).toMatchObject({ isError: true, answer: { outcome: 'refused' } })
    const opened = await call(client, 'ask', { text: '你好' })
    const made = await call(client, 'confirm_deed', { conversation: opened.answer.conversation, id: 'made-up', accept: true })
    expect(made).toMatchObject({ isError: true, answer: { outcome: 'failed' } })
    expect((await call(client, 'ask', {})).answer.code).toBe('tool_input')
  })

  it('a batch carries ten calls and not a thousand past the limit by the minute', async () => {
    const headers = { Accept: 'application/json, text/event-stream' }
    const batch = (n: number) => Array.from({ length: n }, (_, id) => ({ jsonrpc: '2.0', id, method: 'tools/list' }))
    expect((await p.ask('zhao-qinghe', 'POST', '/mcp', batch(10), headers)).status).toBe(200)
    const answer = await p.ask('zhao-qinghe', 'POST', '/mcp', batch(1_000), headers)
    expect([answer.status, (await answer.json()).code]).toEqual([400, 'bad_input'])
  })

  it('another person’s conversation and confirmation are not there', async () => {
    const theirs = await connect(await keyOf('lin-anran'))
    const asked = await call(theirs, 'ask', { text: '我要开无犯罪记录证明，入职用' })
    const mine = await connect(await keyOf('zhao-qinghe'))
    const { conversation } = asked.answer
    expect((await call(mine, 'ask', { text: '确认', conversation })).answer.code).toBe('not_found')
    const id = asked.answer.confirm?.id ?? 'x'
    expect((await call(mine, 'confirm_deed', { conversation, id, accept: true })).answer.code).toBe('not_found')
  })

  it('a key narrowed to some tools shows and runs no other, also after a yes', async () => {
    const client = await connect(await keyOf('zhao-qinghe', { tools: ['search_policy'] }))
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual([
      'ask',
      'confirm_deed',
      'follow_conversation',
      'search_policy',
    ])
    expect((await call(client, 'submit_certificate_application', { purpose: 'employment' })).answer.code).toBe('not_found')
    const wide = await connect(await keyOf('zhao-qinghe'))
    const asked = await call(wide, 'submit_certificate_application', { purpose: 'school', delivery: 'electronic' })
    expect(asked.answer.outcome, asked.text).toBe('confirming')
    const { conversation, id } = asked.answer.confirm ?? { conversation: '', id: '' }
    const before = (await certificatesOf('zhao-qinghe')).length
    expect((await call(client, 'confirm_deed', { conversation, id, accept: true })).answer.outcome).toBe('failed')
    expect(await certificatesOf('zhao-qinghe')).toHaveLength(before)
  })

  it('danger comes first, whatever tool the words were given to', async () => {
    const client = await connect(await keyOf('zhao-qinghe'))
    const found = await call(client, 'search_policy', { query: '他拿刀追我，救命' })
    expect(found.text).toContain('110')
    expect(found.answer.cards.map(({ kind }) => kind)).toContain('emergency')
  })

  it('a door that is switched off does nothing, and says so', async () => {
    const officer = (await p.platform.store.people.list()).find((who) => who.kind === 'officer' && who.roles.includes('admin'))
    await p.platform.store.switches.set({
      ...{ kind: 'door', name: 'mcp', isOff: true, reason: '演练', say: '', by: officer?.id ?? 'x', at: clock.now() },
    })
    await p.platform.bounds.switchboard.read()
    const client = await connect(await keyOf('zhao-qinghe'))
    expect((await call(client, 'search_policy', { query: '身份证丢了多久能补好' })).answer.code).toBe('switched_off')
    await p.platform.store.switches.set({
      ...{ kind: 'door', name: 'mcp', isOff: false, reason: '演练结束', say: '', by: officer?.id ?? 'x', at: clock.now() },
    })
    await p.platform.bounds.switchboard.read()
  })
})

describe('signing in by the identity provider', () => {
  it('tells a client without a token where to get one', async () => {
    const answer = await fetch(`${listening.url}/mcp`, { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } })
    expect(answer.status).toBe(401)
    const url = /resource_metadata="([^"]+)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1] ?? ''
    expect(url).toBe(`${p.platform.config.publicUrl}/.well-known/oauth-protected-resource/mcp`)
    const metadata = await (await fetch(listening.url + new URL(url).pathname)).json()
    expect(metadata).toMatchObject({ resource: `${p.platform.config.publicUrl}/mcp`, authorization_servers: [issuerUrl] })
  })

  it('takes an access token made for this door, with the rights of the person, narrowed by its scopes', async () => {
    const client = await connect(await sign('zhao-qinghe'))
    expect((await client.listTools()).tools.length).toBeGreaterThan(3)
    const narrow = await connect(await sign('zhao-qinghe', { scope: 'openid tool:search_policy' }))
    expect((await narrow.listTools()).tools.map(({ name }) => name)).toEqual([
      'ask',
      'confirm_deed',
      'follow_conversation',
      'search_policy',
    ])
  })

  it.each([
    ['for another resource', { aud: 'https://elsewhere.example' }, 'token_audience'],
    ['out of date', { exp: 'past' }, 'token_expired'],
  ])('refuses one %s', async (_what, more, reason) => {
    const headers = { Authorization: `Bearer ${await sign('zhao-qinghe', more)}`, 'Content-Type': 'application/json' }
    const answer = await fetch(`${listening.url}/mcp`, { method: 'POST', body: '{}', headers })
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ reason })
  })

  it('refuses one of somebody who has never signed in here, and one for this door at another', async () => {
    const ask = async (path: string, token: string) =>
      (await fetch(listening.url + path, { headers: { Authorization: `Bearer ${token}` } })).json()
    expect(await ask('/api/me', await sign('zhao-qinghe'))).toMatchObject({ reason: 'token_audience' })
    const body = {
      method: 'POST',
      body: '{}',
      headers: { Authorization: `Bearer ${await sign('nobody')}`, 'Content-Type': 'application/json' },
    }
    expect(await (await fetch(`${listening.url}/mcp`, body)).json()).toMatchObject({ reason: 'person_unknown' })
  })
})
