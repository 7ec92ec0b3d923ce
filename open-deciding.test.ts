import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestMcpServer, type TestMcpServer } from './connectors/test-mcp-server.ts'
import { pinOf, type RemoteDefinition } from './core/remote-tools.ts'
import { handClock, openTestPlatform, type TestPlatform } from './testing.ts'

const report: RemoteDefinition = {
  name: 'reportLost',
  description: 'Reports a thing that was lost on a bus.',
  inputSchema: { type: 'object', properties: { thing: { type: 'string' } }, required: ['thing'] },
}
const clock = handClock()
let remote: TestMcpServer
let folder: string
let p: TestPlatform
beforeEach(async () => {
  remote = await openTestMcpServer()
  remote.offers(report)
  remote.answers([{ type: 'text', text: '登记号 L-7' }])
  folder = mkdtempSync(join(tmpdir(), 'fenshen-deciding-'))
})
afterEach(async () => {
  await p[Symbol.asyncDispose]()
  await remote[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const openOn = async (url: string | undefined): Promise<void> => {
  const file = join(folder, 'mcp.yaml')
  writeFileSync(
    file,
    `servers:\n  city-transit: { title: 城市公交, url: "${remote.url}", timeout_ms: 5000 }
tools:
  report_lost_thing: { server: city-transit, remote: reportLost, title: 登记遗失物品, scope: citizen, effect: note, sha256: ${pinOf(report)} }
`,
  )
  p = await openTestPlatform({ clock: clock.now, settings: { MCP_FILE: file }, ...(url ? { url } : {}) })
  await p.platform.acts.look()
}

/** A deed in a process that gets no further than its commit; gives back what the person is told last. */
const cutOff = async (): Promise<() => Promise<string>> => {
  const { sender } = p.platform.deciding
  const { carry } = sender
  sender.carry = async () => {
    throw new Error('the process is gone')
  }
  const [visit, who] = await Promise.all([p.visit('zhao-qinghe'), p.platform.store.people.find('zhao-qinghe')])
  if (!who) throw new Error('nobody')
  const wish = { tool: 'report_lost_thing', args: { thing: '一把黑伞' }, who, agent: undefined, conversation: visit.id, deedKey: visit.id }
  const said = await p.platform.callTool(wish)
  sender.carry = carry
  expect(said.kind === 'done' && said.presentation.text).toContain('会接着送')
  return async () => {
    const { turns } = await (await p.ask('zhao-qinghe', 'GET', `/api/conversations/${visit.id}`)).json()
    return turns.at(-1)?.reply.text
  }
}
const states = async () => (await p.platform.store.sendings.unfinished(9)).map(({ state }) => state)

describe.each([['SQLite', undefined] as const, ['PGlite', 'pglite:'] as const])(
  'a deed that was cut off before it was sent (%s)',
  (_, url) => {
    it('is sent by the next look, once, and the person is told what came back', async () => {
      await openOn(url)
      const last = await cutOff()
      expect(remote.calls).toEqual([])
      await Promise.all([p.platform.deciding.look(), p.platform.deciding.look()])
      expect(remote.calls).toMatchObject([{ name: 'reportLost', args: { thing: '一把黑伞' } }])
      await p.platform.deciding.look()
      expect([remote.calls.length, await last()]).toEqual([1, expect.stringMatching(/您先前交办的“登记遗失物品”：.*登记号 L-7/)])
      expect(await states()).toEqual([])
    })

    it('waits for a switch and for a server that is away, and after a day the person is told that it was not done', async () => {
      await openOn(url)
      const last = await cutOff()
      const off = (isOff: boolean) =>
        p.platform.bounds.switchboard.setBySystem({ kind: 'tool', name: 'report_lost_thing', isOff, reason: '核对' }, 'test')
      await off(true)
      await p.platform.deciding.look()
      await off(false)
      remote.misbehaves({ at: 'initialize', as: (response) => void response.writeHead(503).end() })
      await p.platform.deciding.look()
      expect([remote.calls.length, await states()]).toEqual([0, ['waiting']])
      clock.advance(24 * 3_600_000)
      remote.misbehaves()
      await p.platform.deciding.look()
      await p.platform.deciding.look()
      expect([remote.calls.length, await last()]).toEqual([0, expect.stringContaining('什么都没有办。还需要的话请重新提出')])
    })
  },
)
