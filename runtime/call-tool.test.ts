import { describe, expect, it } from 'vitest'
import type { Who } from '../core/people.ts'
import { handClock, openTestPlatform, type TestPlatform } from '../testing.ts'
import type { ToolRequest } from './call-tool.ts'

const personOf = async (p: TestPlatform, id: string): Promise<Who> => {
  const who = await p.platform.store.people.find(id)
  if (!who) throw new Error(`no persona ${id}`)
  return who
}
const wish = (who: Who, more: Partial<ToolRequest> = {}): ToolRequest => ({
  tool: 'submit_certificate_application',
  args: { purpose: 'employment' },
  who,
  agent: undefined,
  conversation: undefined,
  deedKey: 'deed-1',
  ...more,
})
const actions = async (p: TestPlatform): Promise<[string, boolean][]> =>
  (await p.platform.store.audit.list({ afterSeq: 0, limit: 100 })).map((row) => [row.action, row.isOk])

describe('the only way to a tool', () => {
  it('asks one plain question before a deed, and writes nothing until it is answered', async () => {
    await using p = await openTestPlatform()
    const result = await p.platform.callTool(wish(await personOf(p, 'lin-anran')))
    expect(result.kind).toBe('confirm')
    expect(await actions(p)).toEqual([])
  })

  it('does the deed once for one yes, however often the yes arrives', async () => {
    await using p = await openTestPlatform()
    const who = await personOf(p, 'lin-anran')
    const asked = await p.platform.callTool(wish(who))
    if (asked.kind !== 'confirm') throw new Error('no question was asked')
    const yes = () => p.platform.callTool(wish(who, { args: asked.pending.args, grant: asked.pending }))
    const results = await Promise.all(Array.from({ length: 20 }, yes))
    expect(new Set(results.map((result) => result.kind))).toEqual(new Set(['done']))
    expect(await p.platform.store.certificates.listByPerson(who.id, 10)).toHaveLength(1)
    expect((await actions(p)).filter(([action]) => action === 'submit_certificate_application')).toHaveLength(1)
  })

  it('refuses a yes that was given to other words', async () => {
    await using p = await openTestPlatform()
    const who = await personOf(p, 'lin-anran')
    const asked = await p.platform.callTool(wish(who))
    if (asked.kind !== 'confirm') throw new Error('no question was asked')
    const result = await p.platform.callTool(wish(who, { args: { purpose: 'emigration' }, grant: asked.pending }))
    expect(result).toMatchObject({ kind: 'refused', error: { code: 'confirmation_gone' } })
    expect(await p.platform.store.applications.listByPerson(who.id, 10)).toEqual([])
  })

  it('refuses a yes that comes too late', async () => {
    const clock = handClock()
    await using p = await openTestPlatform({ clock: clock.now })
    const who = await personOf(p, 'lin-anran')
    const asked = await p.platform.callTool(wish(who))
    if (asked.kind !== 'confirm') throw new Error('no question was asked')
    clock.advance(31 * 60_000)
    const result = await p.platform.callTool(wish(who, { grant: asked.pending }))
    expect(result).toMatchObject({ kind: 'refused', error: { code: 'confirmation_gone' } })
  })

  it('keeps an officer from a citizen’s tool, and writes the try down', async () => {
    await using p = await openTestPlatform()
    const result = await p.platform.callTool(wish(await personOf(p, 'reviewer-qinghe')))
    expect(result).toMatchObject({ kind: 'refused', error: { code: 'not_allowed', status: 403 } })
    expect(await actions(p)).toEqual([['submit_certificate_application', false]])
  })

  it('keeps a model to the tools of its page', async () => {
    await using p = await openTestPlatform()
    const agent = p.platform.pages.current().agents.find((page) => page.id === 'proof-menu')
    const result = await p.platform.callTool(wish(await personOf(p, 'lin-anran'), { agent }))
    expect(result).toMatchObject({ kind: 'refused', error: { code: 'not_allowed' } })
  })

  it('names the nearest tool when a model invents one', async () => {
    await using p = await openTestPlatform()
    const result = await p.platform.callTool(wish(await personOf(p, 'lin-anran'), { tool: 'submit_certificate_aplication' }))
    expect(result.kind === 'refused' && result.error.dev).toContain('nearest: submit_certificate_application')
  })

  it('says in Chinese which field is missing, and runs nothing', async () => {
    await using p = await openTestPlatform()
    const result = await p.platform.callTool(wish(await personOf(p, 'lin-anran'), { args: { purpose: 'world_domination' } }))
    expect(result.kind === 'refused' && result.error.detail).toContain('用途')
    expect(await actions(p)).toEqual([])
  })

  it('never takes an identity from arguments', async () => {
    await using p = await openTestPlatform()
    const who = await personOf(p, 'lin-anran')
    const args = { purpose: 'employment', person: 'zhao-qinghe', who: { id: 'zhao-qinghe' }, id_number: '15990119880315201X' }
    const asked = await p.platform.callTool(wish(who, { args }))
    if (asked.kind !== 'confirm') throw new Error('no question was asked')
    await p.platform.callTool(wish(who, { args: asked.pending.args, grant: asked.pending }))
    expect(await p.platform.store.certificates.listByPerson('zhao-qinghe', 10)).toEqual([])
    expect(await p.platform.store.certificates.listByPerson('lin-anran', 10)).toHaveLength(1)
  })
})
