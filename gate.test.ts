import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditRow } from './core/audit.ts'
import { holds, type Who } from './core/people.ts'
import type { Tool } from './core/tool.ts'
import { calls, openTestEndpoint, says, type TestEndpoint } from './models/test-endpoint.ts'
import { agentsFor } from './runtime/front-desk.ts'
import { openTestPlatform, type TestPlatform } from './testing.ts'
import { tools } from './tools/index.ts'

// One gate for every door: every tool is tried at every door by every role, with right and with wrong arguments. Whatever comes back, the
// audit says whether it was done, and it may only say what the role, the effect and the yes of people allow.

const personas = ['zhao-qinghe', 'officer-qinghe', 'reviewer-qinghe', 'approver-qinghe', 'analyst-bureau', 'admin-bureau', 'auditor-bureau']

/** Arguments with which a tool would do its work. One that writes or waits for a decision has to be here. */
const right: Readonly<Record<string, object>> = {
  submit_certificate_application: { purpose: 'employment' },
  apply_for_other: { relation: 'delegate', purpose: 'employment' },
  submit_unit_query: { post: '保安员', unit_name: '云河护卫保安服务有限公司' },
  withdraw_application: { application_number: 'SL1599012026000001' },
  object_to_result: { application_number: 'SL1599012026000001', reason: '登记的不是我' },
  certificate_progress: {},
  verify_certificate: { number: '青证字〔2026〕000001' },
  search_policy: { query: '身份证丢了怎么补' },
  list_lookups: {},
  hand_to_officer: { reason: '想找民警' },
  list_my_tasks: {},
  task_progress: { task_number: 'RW20260000001' },
  receive_task: { task_number: 'RW20260000001' },
  escalate_task: { task_number: 'RW20260000001', reason: '需要上级协调' },
  lower_task_tier: { task_number: 'RW20260000001', tier: 'white', because: 'misread', reason: '看错了，不是纠纷' },
  detect_dispute: { text: '邻居半夜放音响' },
}

let endpoint: TestEndpoint
let p: TestPlatform
const people = new Map<string, Who>()
beforeAll(async () => {
  endpoint = await openTestEndpoint()
  p = await openTestPlatform({ settings: { MODEL: 'test', OPENAI_BASE_URL: endpoint.url } })
  for (const id of personas) {
    const who = await p.platform.store.people.find(id)
    if (who) people.set(id, who)
  }
  await p.ask('officer-qinghe', 'POST', '/api/incidents', {
    ...{ source: '110', id: 'JQ1', at: '2026-11-18T02:00:00.000Z', place: '青禾街1号', text: '邻居半夜放音响太吵，要求处理' },
  })
}, 60_000)
afterAll(async () => {
  await p[Symbol.asyncDispose]()
  await endpoint[Symbol.asyncDispose]()
})

type Door = (who: Who, tool: Tool, args: unknown) => Promise<void>

/** An agent that offers the tool; without one, any that this person meets: the model then asks for what it was not given. */
const agentFor = (tool: Tool, who: Who): string | undefined => {
  const met = agentsFor(p.platform.pages.current().agents, who)
  return (met.find((agent) => agent.tools.includes(tool.name)) ?? met[0])?.id
}

const behave = (tool: Tool, args: unknown): void => endpoint.behave(calls({ name: tool.name, args }), says('好的。'))

/** Every way in to a tool. A door that is added belongs here. */
const doors: Readonly<Record<string, Door>> = {
  // What MCP, A2A and routes of a desk call.
  'the caller itself': async (who, tool, args) => {
    const result = await p.platform.callTool({
      ...{ tool: tool.name, args, who, agent: undefined, conversation: undefined },
      deedKey: `gate:${Math.random()}`,
    })
    if (!holds(who, tool.scope)) expect(result).toMatchObject({ kind: 'refused', error: { code: 'not_allowed' } })
    if (tool.effect === 'write' || tool.effect === 'decide') expect(result.kind).not.toBe('done')
  },
  'a conversation, by a model that asks for it': async (who, tool, args) => {
    behave(tool, args)
    const opened = await p.ask(who.id, 'POST', '/api/conversations', { agent: agentFor(tool, who) })
    if (opened.status !== 201) return
    const { id } = (await opened.json()) as { id: string }
    const response = await p.ask(who.id, 'POST', `/api/conversations/${id}/messages`, { text: '帮我办一下这件事' })
    expect(response.status).toBeLessThan(500)
  },
  '/v1/chat/completions, by a model that asks for it': async (who, tool, args) => {
    behave(tool, args)
    const body = { model: agentFor(tool, who), messages: [{ role: 'user', content: `帮我办一下这件事 ${Math.random()}` }] }
    const response = await p.ask(who.id, 'POST', '/v1/chat/completions', body)
    expect(response.status).toBeLessThan(500)
  },
  '/v1/responses, by a model that asks for it': async (who, tool, args) => {
    behave(tool, args)
    const body = { model: agentFor(tool, who), input: `帮我办一下这件事 ${Math.random()}` }
    const response = await p.ask(who.id, 'POST', '/v1/responses', body)
    expect(response.status).toBeLessThan(500)
  },
  '/mcp': async (who, tool, args) => {
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool.name, arguments: args } }
    const response = await p.ask(who.id, 'POST', '/mcp', body, { accept: 'application/json, text/event-stream' })
    expect(response.status).toBeLessThan(500)
    await response.text()
  },
  '/mcp, in a talk, by a model that asks for it': async (who, tool, args) => {
    behave(tool, args)
    const call = { name: 'ask', arguments: { text: '帮我办一下这件事', agent: agentFor(tool, who) } }
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: call }
    const response = await p.ask(who.id, 'POST', '/mcp', body, { accept: 'application/json, text/event-stream' })
    expect(response.status).toBeLessThan(500)
    await response.text()
  },
  '/a2a, by a model that asks for it': async (who, tool, args) => {
    behave(tool, args)
    const message = { messageId: `m-${Math.random()}`, role: 'ROLE_USER', parts: [{ text: '帮我办一下这件事' }] }
    const params = { message, metadata: { agent: agentFor(tool, who) } }
    const response = await p.ask(who.id, 'POST', '/a2a', { jsonrpc: '2.0', id: 1, method: 'SendMessage', params })
    expect(response.status).toBe(200)
    const { error, result } = (await response.json()) as { error?: { code: number }; result?: { task: { id: string } } }
    // Nothing may come out as a fault of ours (-32603); a task is what every message comes to.
    expect(error?.code).toBeUndefined()
    expect(result?.task.id).toBeTruthy()
  },
  // Goes out only. Whoever may name an address chooses from a closed list of events: no tool is one, whatever stands in the form.
  '/api/webhooks': async (who, tool, args) => {
    const form = { ...(args as object), title: tool.title, url: 'https://hooks.example.cn/x' }
    const asked = await p.ask(who.id, 'POST', '/api/webhooks', { ...form, events: [tool.name] })
    expect(asked.status).toBe(400)
    const own = await p.ask(who.id, 'POST', '/api/webhooks', { ...form, events: ['certificate.issued'] })
    expect(own.status).toBe(who.id === 'admin-bureau' ? 201 : 403)
    if (own.status !== 201) return
    const { webhook } = (await own.json()) as { webhook: { id: string } }
    await p.ask(who.id, 'POST', `/api/webhooks/${webhook.id}/state`, { state: 'off' })
    const dead = await p.ask(who.id, 'POST', `/api/webhooks/${webhook.id}/replay`, { tool: tool.name, arguments: args })
    expect(dead.status).toBe(202)
  },
}
/** Doors that only go out: no tool is reached by them, by nobody. */
const outward: readonly string[] = ['/api/webhooks']

let seen = 0
/** What the audit says since this was last asked. */
const news = async (): Promise<readonly AuditRow[]> => {
  const rows = await p.platform.store.audit.list({ afterSeq: seen, limit: 10_000 })
  seen = rows.at(-1)?.seq ?? seen
  return rows
}

describe.each(Object.entries(doors))('at the door “%s”', { timeout: 120_000 }, (name, door) => {
  it.each(personas)('a tool is done for %s only where the role may, and never before people said yes', async (persona) => {
    const who = people.get(persona)
    if (!who) throw new Error(`nobody is ${persona}`)
    for (const tool of tools) {
      const known = right[tool.name] ?? {}
      if (tool.effect !== 'read') expect(right, 'arguments for every tool that writes').toHaveProperty(tool.name)
      const hold = async (args: unknown): Promise<number> => {
        await news()
        await door(who, tool, args)
        const done = (await news()).filter(({ action, isOk }) => isOk && action === tool.name)
        const mayBeDone = holds(who, tool.scope) && tool.effect !== 'write' && tool.effect !== 'decide'
        expect(mayBeDone ? [] : done).toEqual([])
        for (const row of done) expect(row.actor).toBe(who.id)
        return done.length
      }
      const times = await hold(known)
      // The door does lead to tools: whoever may search has searched.
      if (outward.includes(name)) expect(times).toBe(0)
      else if (tool.name === 'search_policy' && holds(who, tool.scope)) expect(times).toBeGreaterThan(0)
      await fc.assert(
        fc.asyncProperty(fc.object({ maxDepth: 1 }), async (args) => void (await hold(args))),
        { numRuns: 1, seed: 7 },
      )
    }
  })
})

describe('a deed of another’s decision', () => {
  it('is not done by any role alone, whatever it says yes to', async () => {
    for (const tool of tools.filter(({ effect }) => effect === 'decide')) {
      for (const who of people.values()) {
        await news()
        const request = {
          tool: tool.name,
          args: right[tool.name],
          who,
          agent: undefined,
          conversation: undefined,
          deedKey: `alone:${who.id}`,
        }
        const asked = await p.platform.callTool(request)
        if (asked.kind !== 'confirm') {
          expect(holds(who, tool.scope)).toBe(false)
          continue
        }
        const waiting = await p.platform.callTool({ ...request, grant: asked.pending })
        expect(waiting.kind).toBe('waiting')
        if (waiting.kind !== 'waiting' || who.kind !== 'officer') continue
        const proposal = await p.platform.store.approvals.find(waiting.waiting.id)
        const mine = { hash: proposal?.hash ?? '', verdict: 'approved', note: undefined } as const
        await expect(p.platform.approvals.decide(who, waiting.waiting.id, mine)).rejects.toMatchObject({
          status: expect.toBeOneOf([403, 404]),
        })
        expect((await news()).filter(({ action, isOk }) => isOk && action === tool.name)).toEqual([])
      }
    }
  })

  it('is not done when one thing about it is another: tool, arguments, or the words that were shown', async () => {
    const who = people.get('officer-qinghe')
    if (!who) throw new Error('nobody')
    const request = {
      tool: 'lower_task_tier',
      args: right.lower_task_tier,
      who,
      agent: undefined,
      conversation: undefined,
      deedKey: 'swap',
    }
    const asked = await p.platform.callTool(request)
    if (asked.kind !== 'confirm') throw new Error(asked.kind)
    for (const args of [
      { ...right.lower_task_tier, tier: 'blue' },
      { ...right.lower_task_tier, task_number: 'RW20260000002' },
    ])
      expect(await p.platform.callTool({ ...request, args, grant: asked.pending })).toMatchObject({
        kind: 'refused',
        error: { code: 'confirmation_gone' },
      })
    expect(await p.platform.callTool({ ...request, tool: 'escalate_task', args: right.escalate_task, grant: asked.pending })).toMatchObject(
      {
        kind: 'refused',
      },
    )
  })
})
