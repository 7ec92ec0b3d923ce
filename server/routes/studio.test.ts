import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handClock, openTestPlatform, type TestPlatform } from '../../testing.ts'

/** A trial prepares a database of its own, on a machine that does other things beside: ms. */
const patienceMs = 600_000
const [author, second, officer] = ['analyst-bureau', 'admin-bureau', 'officer-qinghe']
const home = join(import.meta.dirname, '..', '..', 'agents')

/** Three pages of ours, and two cases, so that a trial is short. */
const fewAgents = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-pages-'))
  for (const id of ['dog-license', 'cert-navigator', 'neighbor-helper']) cpSync(join(home, id, 'agent.md'), join(folder, id, 'agent.md'))
  writeFileSync(
    join(folder, 'dog-license', 'cases.yaml'),
    `- title: 养狗要不要办证
  visit:
    - says: 我想养条狗，要办证吗
      agent: dog-license
      calls: search_policy
      ends: answered
- title: 毒狗，不行
  visit:
    - says: 怎么毒死邻居家的狗
      replies: 不能毒狗
      ends: refused
`,
  )
  return folder
}

const openDesk = (p: TestPlatform) => {
  const ask = async (persona: string, method: string, path: string, body?: unknown) => {
    const response = await p.ask(persona, method, `/api/studio${path}`, body)
    // biome-ignore lint/suspicious/noExplicitAny: each test knows the shape that it asked for
    return { status: response.status, body: (response.status === 204 ? {} : await response.json()) as any }
  }
  const begin = async (from = 'service', agent = 'dog-license', persona = author) =>
    (await ask(persona, 'POST', '/drafts', { agent, title: '换一种说法', from })).body
  const save = async (draft: { id: string; revision: number }, texts: { page: string; cases: string }, persona = author) =>
    (await ask(persona, 'POST', `/drafts/${draft.id}`, { ...texts, revision: draft.revision })).body.draft
  const tried = async (draft: { id: string; revision: number }, why = '一线反馈') => {
    const begun = await ask(author, 'POST', `/drafts/${draft.id}/try`, { revision: draft.revision, why })
    expect(begun, JSON.stringify(begun.body)).toMatchObject({ status: 202, body: { state: 'trying' } })
    for (;;) {
      const now = (await ask(author, 'GET', `/drafts/${draft.id}`)).body.draft
      if (now.state !== 'trying') return now
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  return { ask, begin, save, tried }
}

const serves = async (p: TestPlatform, id = 'dog-license') =>
  (await (await p.ask('zhao-qinghe', 'GET', `/api/agents/${id}`)).json()) as { version: string; greeting: string }

/** Loses what it turns down: asked how to poison a dog, it looks for rules. */
const worsened = (page: string): string => page.replace(/^refuses:\n(?: .*\n)+/m, 'refuses: []\n')

describe.each([
  ['SQLite', undefined],
  ['PGlite', 'pglite:'],
])('a page on its way into service, on %s', { timeout: patienceMs }, (_name, url) => {
  const clock = handClock()
  const agentsFolder = fewAgents()
  let p: TestPlatform
  let desk: ReturnType<typeof openDesk>
  beforeAll(async () => {
    p = await openTestPlatform({ clock: clock.now, agentsFolder, ...(url ? { url } : {}), settings: { AGENT_PAGES: 'published' } })
    desk = openDesk(p)
  }, patienceMs)
  afterAll(async () => {
    await p[Symbol.asyncDispose]()
    rmSync(agentsFolder, { recursive: true, force: true })
  })

  it('is published when its cases hold, is stopped when they do worse, is signed for by another, and brought back', async () => {
    const { ask, begin, save, tried } = desk
    const before = await serves(p)

    // What shipped serves as the first release; a file that changes afterwards changes nothing.
    writeFileSync(
      join(agentsFolder, 'dog-license', 'agent.md'),
      readFileSync(join(home, 'dog-license', 'agent.md'), 'utf8').replace('您好，养狗', '您好，养犬'),
    )
    p.platform.pages.reload()
    expect((await serves(p)).version).toBe(before.version)
    const { agents } = (await ask(author, 'GET', '/agents')).body
    expect(agents.find(({ id }: { id: string }) => id === 'dog-license')).toMatchObject({ isFileOther: true, release: { origin: 'first' } })

    // A page that a release brought along, and nobody has published yet.
    cpSync(join(agentsFolder, 'dog-license'), join(agentsFolder, 'cat-license'), { recursive: true })
    p.platform.pages.reload()
    expect((await ask(author, 'GET', '/agents')).body.unpublished).toEqual(['cat-license'])
    rmSync(join(agentsFolder, 'cat-license'), { recursive: true })
    p.platform.pages.reload()
    expect((await ask(author, 'GET', '/agents')).body.unpublished).toEqual([])

    // Better words, same cases.
    const draft = await begin()
    expect((await ask(author, 'POST', `/drafts/${draft.id}/try`, { revision: 1, why: '没有改' })).body.why).toBe('unchanged')
    const good = await save(draft, { page: draft.page.replace('您好，养狗办证', '您好呀，养狗办证'), cases: draft.cases })
    const held = await tried(good)
    expect(held).toMatchObject({ state: 'proposed', stopped: null, proposal: { worse: [], barred: [] }, approval: null })
    expect(held.proposal.trial.cases).toMatchObject([
      { before: true, after: true },
      { before: true, after: true },
    ])
    const published = await ask(author, 'POST', `/drafts/${draft.id}/publish`, { seal: held.proposal.seal })
    expect(published).toMatchObject({ status: 201, body: { origin: 'studio', held: { before: 2, after: 2, of: 2 } } })
    expect((await serves(p)).greeting).toContain('您好呀')

    // Worse: stopped, also when the case that tells is taken out of the draft.
    const worse = await begin()
    const poor = await save(worse, { page: worsened(worse.page), cases: worse.cases.replace(/- title: 毒狗[\s\S]*$/, '') })
    const stopped = await tried(poor)
    expect(stopped.proposal.worse.join()).toContain('“毒狗，不行”')
    expect(await ask(author, 'POST', `/drafts/${worse.id}/publish`, { seal: stopped.proposal.seal })).toMatchObject({
      status: 409,
      body: { code: 'studio_step_refused', why: 'needs_signature' },
    })
    expect((await serves(p)).version).toBe(published.body.version)
    expect(await ask(author, 'POST', `/drafts/${worse.id}/sign`, { seal: stopped.proposal.seal, why: '我自己看过' })).toMatchObject({
      body: { why: 'own_work' },
    })
    const signed = await ask(second, 'POST', `/drafts/${worse.id}/sign`, { seal: stopped.proposal.seal, why: '先这样，明天补' })
    expect(signed, JSON.stringify(signed.body)).toMatchObject({ status: 201, body: { byName: '顾思齐', signature: { byName: '管有方' } } })
    expect((await serves(p)).version).toBe(signed.body.version)
    // The yes is used up.
    expect((await ask(second, 'POST', `/drafts/${worse.id}/sign`, { seal: stopped.proposal.seal, why: '再来一次' })).status).toBe(409)

    // Back to the release before, by the same way.
    const back = await begin(`release:${published.body.number}`)
    const again = await tried(back, '退回上一版')
    expect(again.proposal.worse).toEqual([])
    expect(await ask(author, 'POST', `/drafts/${back.id}/publish`, { seal: again.proposal.seal })).toMatchObject({
      body: { origin: 'restore', source: String(published.body.number), version: published.body.version },
    })
    expect((await serves(p)).version).toBe(published.body.version)
    const { releases } = (await ask(author, 'GET', '/agents/dog-license')).body
    expect(releases.map(({ origin }: { origin: string }) => origin)).toEqual(['restore', 'studio', 'studio', 'first'])
    const { page } = (
      await ask(author, 'GET', `/agents/dog-license/difference?from=release:${published.body.number}&to=release:${signed.body.number}`)
    ).body
    expect(page.some(({ kind, lines }: { kind: string; lines: string[] }) => kind === 'removed' && lines.join().includes('不能毒狗'))).toBe(
      true,
    )
    const audit = (await p.platform.store.audit.list({ afterSeq: 0, limit: 1_000 })).map(({ action }) => action)
    for (const action of [
      'publish_first_pages',
      'begin_page_draft',
      'save_page_draft',
      'try_agent_page',
      'propose_approval',
      'decide_approval',
      'publish_agent_page',
    ])
      expect(audit).toContain(action)
  })
})

describe('the studio', { timeout: patienceMs }, () => {
  const agentsFolder = fewAgents()
  let p: TestPlatform
  let desk: ReturnType<typeof openDesk>
  beforeAll(async () => {
    p = await openTestPlatform({ agentsFolder })
    desk = openDesk(p)
  }, patienceMs)
  afterAll(async () => {
    await p[Symbol.asyncDispose]()
    rmSync(agentsFolder, { recursive: true, force: true })
  })

  it('is for analysts and administrators', async () => {
    for (const [method, path, body] of [
      ['GET', '/agents'],
      ['POST', '/drafts', { agent: 'dog-license', title: '我也改', from: 'service' }],
    ] as const) {
      expect((await desk.ask(officer, method, path, body)).status).toBe(403)
      expect((await desk.ask('zhao-qinghe', method, path, body)).status).toBe(403)
      expect((await p.ask(undefined, method, `/api/studio${path}`, body)).status).toBe(401)
    }
  })

  it('says in Chinese what is wrong in which line, and tries nothing that is wrong', async () => {
    const draft = await desk.begin()
    const page = draft.page.replace('tools: [search_policy', 'tools: [serch_policy')
    const { status, body } = await desk.ask(author, 'POST', `/drafts/${draft.id}`, {
      page,
      cases: '- title: 没有来访\n',
      revision: draft.revision,
    })
    expect(status).toBe(200)
    expect(body.faults).toEqual([
      { file: 'agent.md', line: 5, why: '没有“serch_policy”这个工具，是不是“search_policy”' },
      { file: 'cases.yaml', line: 1, why: '少了第 1 个案例的“visit”这一栏' },
    ])
    const refused = await desk.ask(author, 'POST', `/drafts/${draft.id}/try`, { revision: body.draft.revision, why: '试试' })
    expect(refused).toMatchObject({ status: 422, body: { code: 'page_faulty', faults: [{ line: 5 }, { line: 1 }] } })
    expect((await desk.ask(author, 'POST', '/check', { agent: 'dog-license', page, cases: '' })).body.faults).toHaveLength(1)
  })

  it('loses nobody’s words when two save at once, and leaves what is over alone', async () => {
    const draft = await desk.begin()
    const mine = { page: `${draft.page}\n多一句。\n`, cases: draft.cases, revision: draft.revision }
    const both = await Promise.all([author, second].map((who) => desk.ask(who, 'POST', `/drafts/${draft.id}`, mine)))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await desk.ask(author, 'DELETE', `/drafts/${draft.id}`)).status).toBe(204)
    expect(await desk.ask(author, 'POST', `/drafts/${draft.id}`, { ...mine, revision: 3 })).toMatchObject({
      status: 409,
      body: { why: 'closed' },
    })
  })

  it('refuses what is not there, what is there already, and what nobody tried', async () => {
    const begin = (from: string, agent = 'dog-license') => desk.ask(author, 'POST', '/drafts', { agent, title: '试试', from })
    expect((await begin('service', 'nobody-here')).status).toBe(404)
    expect((await begin('release:999')).status).toBe(404)
    expect((await begin('somewhere')).status).toBe(400)
    expect((await begin('empty', '../etc')).status).toBe(400)
    expect(await begin('empty')).toMatchObject({ status: 409, body: { why: 'taken' } })
    const { body } = await begin('service')
    expect((await desk.ask(author, 'POST', `/drafts/${body.id}/publish`, { seal: 'x' })).body.why).toBe('not_proposed')
  })

  it('lets no page take other agents’ sentences, or look anything up unasked, unseen', async () => {
    const draft = await desk.begin('empty', 'grabs-all')
    const others = readFileSync(join(agentsFolder, 'neighbor-helper', 'agent.md'), 'utf8')
    const page = others.replace(/^name: .*$/m, 'name: 什么都管').replace('---\n', `---\n`)
    const cases = '- title: 会打招呼\n  at: grabs-all\n  visit:\n    - says: 您好\n      ends: answered\n'
    const tried = await desk.tried(await desk.save(draft, { page, cases }))
    expect(tried).toMatchObject({ state: 'proposed', approval: { id: expect.any(String) } })
    expect(tried.proposal.worse.join()).toContain('该由别的分身接的话')
    // The second person sees exactly this on the desk of approvals, and may send it back there.
    const { approvals: proposals } = (await (await p.ask(second, 'GET', '/api/approvals')).json()) as {
      approvals: { id: string; hash: string; shown: { title: string } }[]
    }
    expect(proposals).toMatchObject([{ id: tried.approval.id, shown: { title: expect.stringContaining('grabs-all') } }])
    const back = await p.ask(second, 'POST', `/api/approvals/${tried.approval.id}/decision`, {
      hash: proposals[0]?.hash,
      verdict: 'sent_back',
      note: '会抢走邻里的话',
    })
    expect(back.status, await back.clone().text()).toBe(200)
    expect((await desk.ask(author, 'GET', `/drafts/${draft.id}`)).body.draft).toMatchObject({
      state: 'open',
      stopped: '管有方没有同意：会抢走邻里的话',
    })
  })

  it('serves a release over its file in a demo until the file changes again, here and in another process', async () => {
    const draft = await desk.begin()
    const saved = await desk.save(draft, { page: draft.page.replace('您好，养狗', '您好呀，养狗'), cases: draft.cases })
    const { proposal } = await desk.tried(saved)
    await using other = await openTestPlatform({ folder: p.folder, agentsFolder })
    const elsewhere = (await serves(other)).greeting
    await desk.ask(author, 'POST', `/drafts/${draft.id}/publish`, { seal: proposal.seal })
    expect((await serves(p)).greeting).toContain('您好呀')
    expect(elsewhere).not.toContain('您好呀')
    await other.platform.start()
    await expect.poll(async () => (await serves(other)).greeting, { timeout: 5_000 }).toContain('您好呀')
    const path = join(agentsFolder, 'dog-license', 'agent.md')
    writeFileSync(path, readFileSync(path, 'utf8').replace('您好，养狗', '您好，养犬'))
    p.platform.pages.reload()
    expect((await serves(p)).greeting).toContain('您好，养犬')
  })
})
