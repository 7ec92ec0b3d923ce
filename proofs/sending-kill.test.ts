import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestMcpServer, type TestMcpServer } from '../connectors/test-mcp-server.ts'
import { pinOf, type RemoteDefinition } from '../core/remote-tools.ts'
import { openTestPlatform, type TestPlatform } from '../testing.ts'

// An approval is committed, and the process dies before the other system has answered: nothing is lost, and nothing is done twice.

const stop: RemoteDefinition = {
  name: 'stopLine',
  description: 'Stops a bus line.',
  inputSchema: { type: 'object', properties: { thing: { type: 'string' } }, required: ['thing'] },
}
const program = join(import.meta.dirname, 'sending-child.ts')
let remote: TestMcpServer
let folder: string
let p: TestPlatform | undefined
beforeEach(async () => {
  remote = await openTestMcpServer()
  remote.offers(stop)
  remote.answers([{ type: 'text', text: '5路已停运' }])
  folder = mkdtempSync(join(tmpdir(), 'fenshen-sending-'))
})
afterEach(async () => {
  await p?.[Symbol.asyncDispose]()
  p = undefined
  await remote[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const fileOf = (more: string): string => {
  const file = join(folder, 'mcp.yaml')
  const tool = `title: 申请临时停运\n    scope: officer\n    effect: decide\n    approval: { role: approver }\n    sha256: ${pinOf(stop)}\n${more}`
  writeFileSync(
    file,
    `servers:\n  city-transit: { title: 城市公交, url: "${remote.url}", timeout_ms: 5000 }\ntools:\n  stop_bus_line:\n    server: city-transit\n    remote: stopLine\n    ${tool}`,
  )
  return file
}

/** A life that ends by SIGKILL at that place; gives back the conversation of whoever asked. */
const dies = async (file: string, when: 'before' | 'during'): Promise<string> => {
  const child = spawn(process.execPath, [program, folder, file, when], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (when === 'during') remote.misbehaves({ at: 'tools/call', as: () => void child.kill('SIGKILL') })
  const [said, [, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  remote.misbehaves()
  expect(signal).toBe('SIGKILL')
  return said.trim()
}

/** The next life, on the same database, as `serve` begins it. */
const livesAgain = async (file: string): Promise<TestPlatform> => {
  p = await openTestPlatform({ folder, settings: { MCP_FILE: file }, clock: () => new Date() })
  await p.platform.acts.look()
  await p.platform.deciding.look()
  return p
}
const toldIn = async (on: TestPlatform, conversation: string): Promise<string[]> => {
  const { turns } = await (await on.ask('officer-qinghe', 'GET', `/api/conversations/${conversation}`)).json()
  return turns.map(({ reply }: { reply: { text: string } }) => reply.text)
}
const sendLines = async (on: TestPlatform): Promise<number> =>
  (await on.platform.store.audit.list({ afterSeq: 0, limit: 200 })).filter(({ action }) => action === 'send_stop_bus_line').length

it('before anything was sent: the next process sends it, once, and whoever asked is told', async () => {
  const file = fileOf('')
  const conversation = await dies(file, 'before')
  expect(remote.calls).toEqual([])
  const on = await livesAgain(file)
  expect(remote.calls).toMatchObject([{ name: 'stopLine', args: { thing: '5路' } }])
  await on.platform.deciding.look()
  expect([remote.calls.length, await sendLines(on)]).toEqual([1, 1])
  expect(await on.platform.store.sendings.unfinished(9)).toEqual([])
  expect(await toldIn(on, conversation)).toEqual([expect.stringMatching(/您呈批的.*批准。.*5路已停运/)])
}, 120_000)

it('while it was sent, to a system that knows no keys: it is not sent again, and a person finds out and decides', async () => {
  const file = fileOf('')
  const conversation = await dies(file, 'during')
  const on = await livesAgain(file)
  expect([remote.calls.length, await sendLines(on)]).toEqual([0, 1])
  expect(on.logs.some((line) => line.includes('somebody has to ask there'))).toBe(true)
  const { sendings } = await (await on.ask('admin-bureau', 'GET', '/api/sendings')).json()
  expect(sendings).toMatchObject([{ tool: 'stop_bus_line', target: 'city-transit/stopLine', state: 'unsure', args: { thing: '5路' } }])
  expect((await on.ask('officer-qinghe', 'GET', '/api/sendings')).status).toBe(403)
  const path = `/api/sendings/${sendings[0].id}/decision`
  const decision = { finding: 'resend', reason: '对方值班员说没有收到' }
  expect((await on.ask('officer-qinghe', 'POST', path, decision)).status).toBe(403)
  expect(await (await on.ask('admin-bureau', 'POST', path, decision)).json()).toMatchObject({ state: 'done', attempts: 2 })
  expect(remote.calls).toHaveLength(1)
  expect((await on.ask('admin-bureau', 'POST', path, decision)).status).toBe(409)
  expect(await toldIn(on, conversation)).toEqual([expect.stringContaining('不能确定办成没有'), expect.stringContaining('5路已停运')])
}, 120_000)

it('while it was sent, to a system that knows keys: it is sent again by itself, with the same key', async () => {
  const file = fileOf('    keeps_keys: true\n')
  await dies(file, 'during')
  const first = remote.bodies.flatMap((body) => /"fenshen\/key":"([0-9a-f]{64})"/.exec(body)?.[1] ?? [])
  const on = await livesAgain(file)
  expect(first).toHaveLength(1)
  expect(remote.calls).toMatchObject([{ name: 'stopLine', meta: { 'fenshen/key': first[0] } }])
  expect(await sendLines(on)).toBe(2)
}, 120_000)
