import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEnvironment } from './config.ts'
import { openTestPlatform, type TestPlatform } from './testing.ts'

/** The same front door over each database; a real server is used when TEST_DATABASE_URL names one. */
const { databaseUrl } = testEnvironment()
const databases = [['SQLite', ''], ['PGlite', 'pglite:'], ...(databaseUrl ? [['PostgreSQL', databaseUrl] as const] : [])] as const

describe.each(databases)('the main job on %s', (_name, url) => {
  let p: TestPlatform
  beforeAll(async () => {
    p = await openTestPlatform({ url })
  }, 120_000)
  afterAll(() => p?.[Symbol.asyncDispose]())

  it('takes one sentence and one yes to a signed certificate that its holder can fetch', async () => {
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
  }, 60_000)

  it('gives one certificate when the same wish is confirmed in two tabs', async () => {
    const tabs = await Promise.all([p.visit('li-changle'), p.visit('li-changle')])
    for (const tab of tabs) expect((await tab.say('开无犯罪记录证明，留学用')).outcome).toBe('confirming')
    const [one, two] = await Promise.all(tabs.map((tab) => tab.say('确认')))
    expect(one?.cards[0]?.fields[0]?.value).toBe(two?.cards[0]?.fields[0]?.value)
  }, 60_000)

  it('sends a person with a record to an officer, in words that say nothing of it, and the officer sees the queue', async () => {
    const visit = await p.visit('zhou-pingchuan')
    await visit.say('开无犯罪记录证明，找工作用')
    const done = await visit.say('确认')
    expect(done.outcome).toBe('handed_off')
    expect(done.text).toContain('民警正在看')
    expect(done.text).not.toMatch(/犯罪记录有|有记录|案底|前科|命中/)
    const mine = (await (await p.ask('reviewer-qinghe', 'GET', '/api/queue')).json()) as { items: { number: string }[] }
    expect(mine.items).toHaveLength(1)
    const others = (await (await p.ask('reviewer-shiqiao', 'GET', '/api/queue')).json()) as { items: unknown[] }
    expect(others.items).toEqual([])
  })
})
