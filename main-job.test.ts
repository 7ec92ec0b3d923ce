import { describe, expect, it } from 'vitest'
import { openTestPlatform } from './testing.ts'

describe('the main job', () => {
  it('takes one sentence and one yes to a signed certificate that its holder can fetch', async () => {
    await using p = await openTestPlatform()
    const visit = await p.visit('zhao-qinghe')
    const asked = await visit.say('我要去深圳上班，单位让开个无犯罪记录证明')
    expect(asked.outcome).toBe('confirming')
    expect(asked.agent).toBe('cert-navigator')
    const done = await visit.say('确认')
    expect(done.outcome).toBe('answered')
    const pdf = done.cards[0]?.links.find((link) => link.rel === 'pdf')?.href ?? ''
    const file = await p.ask('zhao-qinghe', 'GET', pdf)
    expect(file.headers.get('content-type')).toContain('application/pdf')
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    expect((await p.ask('lin-anran', 'GET', pdf)).status).toBe(404)
  })

  it('gives one certificate for a hundred parallel confirmations', async () => {
    await using p = await openTestPlatform()
    const visit = await p.visit('lin-anran')
    const asked = await visit.say('开无犯罪记录证明，留学用')
    const confirm = asked.confirm?.id ?? ''
    const replies = await Promise.all(
      Array.from({ length: 100 }, () =>
        p.ask('lin-anran', 'POST', `/api/conversations/${visit.id}/confirmations/${confirm}`, { accept: true }),
      ),
    )
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([200]))
    const { certificates } = (await (await p.ask('lin-anran', 'GET', '/api/certificates')).json()) as { certificates: unknown[] }
    expect(certificates).toHaveLength(1)
  })

  it('gives one certificate when the same wish is confirmed in two tabs', async () => {
    await using p = await openTestPlatform()
    const tabs = await Promise.all([p.visit('lin-anran'), p.visit('lin-anran')])
    for (const tab of tabs) expect((await tab.say('开无犯罪记录证明，留学用')).outcome).toBe('confirming')
    const [one, two] = await Promise.all(tabs.map((tab) => tab.say('确认')))
    expect(one?.cards[0]?.fields[0]?.value).toBe(two?.cards[0]?.fields[0]?.value)
  })
})
