import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handClock, openTestPlatform, type TestPlatform } from '../../testing.ts'

const [editor, other, officer] = ['analyst-bureau', 'admin-bureau', 'officer-qinghe']
/** Scanners are made again and again, on a machine that does other things beside: ms. */
const patienceMs = 120_000
/** Words that no lexicon of disputes will ever have by itself. */
const [word, text] = ['蓝莓陀螺', '广场上蓝莓陀螺转了一下午']

it('lives on PostgreSQL as on SQLite: edited, put forward, signed, published and compared', { timeout: patienceMs }, async () => {
  await using p = await openTestPlatform({ url: 'pglite:' })
  const ask = async (persona: string, path: string, body?: unknown) =>
    (await p.ask(persona, body ? 'POST' : 'GET', `/api/lexicon${path}`, body)).json()
  const { id } = await ask(editor, '/drafts', { title: '删多了' })
  const save = async (name: string, text: string) => {
    const { hash } = await ask(editor, `/drafts/${id}/files/${name}`)
    return ask(editor, `/drafts/${id}/files/${name}`, { text, was: hash })
  }
  await save('variants.yaml', 'version: 2026-11-29\ngroups: []\n')
  const { draft } = await save('D1.yaml', 'class: D1\nversion: 2026-11-29\ngroups:\n  - about: 只剩一个词\n    strong: [家暴]\n')
  const { proposal } = await ask(editor, `/drafts/${id}/propose`, { revision: draft.revision, why: '试试' })
  expect(proposal.worse).not.toEqual([])
  await ask(other, `/drafts/${id}/sign`, { seal: proposal.seal, why: '核对过样例' })
  expect(await ask(editor, `/drafts/${id}/publish`, { seal: proposal.seal })).toMatchObject({ number: 1, signature: { byName: '管有方' } })
  const { entries } = await ask(editor, '/difference?from=0&to=1')
  expect(entries.length).toBeGreaterThan(100)
  expect((await ask(editor, '/versions')).versions).toHaveLength(1)
  expect((await p.platform.disputes()).version).toBe(proposal.scanner.after)
})

it('is read by another process within seconds of being published', { timeout: patienceMs }, async () => {
  await using one = await openTestPlatform()
  const { folder } = one
  await using other = await openTestPlatform({ folder })
  const before = (await other.platform.disputes()).version
  const ask = async (path: string, body?: unknown) => (await one.ask(editor, body ? 'POST' : 'GET', `/api/lexicon${path}`, body)).json()
  const { id } = await ask('/drafts', { title: '补一个词' })
  const { text: yaml, hash } = await ask(`/drafts/${id}/files/D4.yaml`)
  const next = `${yaml.trimEnd()}\n  - about: 新的一组\n    strong: [${word}]\n`
  const { draft } = await ask(`/drafts/${id}/files/D4.yaml`, { text: next, was: hash })
  const { proposal } = await ask(`/drafts/${id}/propose`, { revision: draft.revision, why: '一线常这样说' })
  const { scanner } = await ask(`/drafts/${id}/publish`, { seal: proposal.seal })
  expect((await one.platform.disputes()).version).toBe(scanner)
  await new Promise((resolve) => setTimeout(resolve, 1_100))
  expect((await other.platform.disputes()).version).toBe(scanner)
  expect(before).not.toBe(scanner)
})

describe('the lexicon desk', { timeout: patienceMs }, () => {
  const clock = handClock()
  let p: TestPlatform
  beforeAll(async () => {
    p = await openTestPlatform({ clock: clock.now })
  }, patienceMs)
  afterAll(() => p[Symbol.asyncDispose]())

  const ask = async (persona: string, method: string, path: string, body?: unknown) => {
    const response = await p.ask(persona, method, `/api/lexicon${path}`, body)
    // biome-ignore lint/suspicious/noExplicitAny: each test knows the shape that it asked for
    return { status: response.status, body: (response.status === 204 ? {} : await response.json()) as any }
  }
  const begin = async (persona = editor, from?: number) =>
    (await ask(persona, 'POST', '/drafts', { title: '补几种说法', ...(from === undefined ? {} : { from }) })).body.id as string
  const file = async (draft: string, name: string) => (await ask(editor, 'GET', `/drafts/${draft}/files/${name}`)).body
  const save = async (draft: string, name: string, change: (text: string) => string, persona = editor) => {
    const { text: now, hash } = await file(draft, name)
    return ask(persona, 'POST', `/drafts/${draft}/files/${name}`, { text: change(now), was: hash })
  }
  const group = (word: string) => `  - about: 新的一组\n    strong: [${word}]\n`
  const addWord = (word: string) => (yaml: string) => `${yaml.trimEnd()}\n${group(word)}`
  const addOnTop = (word: string) => (yaml: string) => yaml.replace(/^groups:\n/m, `groups:\n${group(word)}`)
  const propose = async (draft: string, persona = editor) => {
    const { revision } = (await ask(persona, 'GET', `/drafts/${draft}`)).body.draft
    return ask(persona, 'POST', `/drafts/${draft}/propose`, { revision, why: '一线常这样说' })
  }
  const actions = async () => (await p.platform.store.audit.list({ afterSeq: 0, limit: 10_000 })).map(({ action }) => action)

  it('is for analysts and administrators', async () => {
    expect((await ask(officer, 'GET', '')).status).toBe(403)
    expect((await ask(officer, 'POST', '/drafts', { title: '我也改' })).status).toBe(403)
    const { status, body } = await ask(editor, 'GET', '')
    expect(status).toBe(200)
    expect(body.current.number).toBe(0)
    expect(body.files.find((one: { name: string }) => one.name === 'D4.yaml').entries).toBeGreaterThan(50)
  })

  it('names file and line of what is wrong in a working copy, keeps it, and does not put it forward', async () => {
    const draft = await begin()
    const saved = await save(draft, 'D4.yaml', (yaml) => yaml.replace('class: D4', 'class: D9'))
    const line = (await file(draft, 'D4.yaml')).text.split('\n').indexOf('class: D9') + 1
    expect(saved.body.faults).toEqual([{ file: 'D4.yaml', line, why: '类别只能是 D1 到 D8' }])
    expect((await propose(draft)).body).toMatchObject({ code: 'lexicon_faulty', faults: [{ file: 'D4.yaml', line }] })
    expect((await file(draft, 'D4.yaml')).text).toContain('class: D9')
  })

  it('tells the second of two who edit one file what changed, puts both together, and loses nothing', async () => {
    const draft = await begin()
    const seen = await file(draft, 'D2.yaml')
    await save(draft, 'D2.yaml', addWord('楼上砸墙咣咣响'), other)
    const mine = addOnTop('半夜拖椅子')(seen.text)
    const late = await ask(editor, 'POST', `/drafts/${draft}/files/D2.yaml`, { text: mine, was: seen.hash })
    expect(late.status).toBe(409)
    expect(late.body).toMatchObject({ code: 'lexicon_file_changed', by: '管有方', clashes: [] })
    expect(
      late.body.changes.filter(({ kind }: { kind: string }) => kind === 'added').flatMap(({ lines }: { lines: string[] }) => lines),
    ).toContain('    strong: [楼上砸墙咣咣响]')
    const both = await ask(editor, 'POST', `/drafts/${draft}/files/D2.yaml`, { text: late.body.merged, was: late.body.hash })
    expect(both.body.faults).toEqual([])
    const { text: now } = await file(draft, 'D2.yaml')
    expect(now).toContain('楼上砸墙咣咣响')
    expect(now).toContain('半夜拖椅子')
    const { edits } = (await ask(editor, 'GET', `/drafts/${draft}`)).body
    expect(edits.map(({ byName }: { byName: string }) => byName)).toEqual(['顾思齐', '管有方'])
  })

  it('puts both sides of the same line between marks, which are faults until somebody settles them', async () => {
    const draft = await begin()
    const seen = await file(draft, 'D3.yaml')
    await save(draft, 'D3.yaml', addWord('别人的词'), other)
    const late = await ask(editor, 'POST', `/drafts/${draft}/files/D3.yaml`, { text: addWord('我的词')(seen.text), was: seen.hash })
    expect(late.body.clashes).toHaveLength(1)
    const saved = await ask(editor, 'POST', `/drafts/${draft}/files/D3.yaml`, { text: late.body.merged, was: late.body.hash })
    expect(saved.body.faults).toHaveLength(3)
    expect(saved.body.faults[0].line).toBe(late.body.clashes[0])
  })

  it('shows what a text comes to before and after, with edits that nobody saved', async () => {
    const { text: yaml } = (await ask(editor, 'GET', '/versions/0/files/D4.yaml')).body
    const files = [{ name: 'D4.yaml', text: addWord(word)(yaml) }]
    const { body } = await ask(editor, 'POST', '/preview', { files, text })
    expect(body.faults).toEqual([])
    expect(body.before.classes).toEqual([])
    expect(body.after.classes[0]).toBe('D4')
    expect(body.after.reasons.find((one: { word: string }) => one.word === word).at).toBe(text.indexOf(word))
    const broken = await ask(editor, 'POST', '/preview', { files: [{ name: 'D4.yaml', text: 'class: D4\nversion: x\n' }], text })
    expect(broken.body).toMatchObject({ before: null, after: null, faults: [{ file: 'D4.yaml', line: 2 }] })
  })

  it('measures a draft before and after, publishes one that is not worse, and every finding carries its version', async () => {
    const before = await p.platform.disputes()
    const draft = await begin()
    await save(draft, 'D4.yaml', addWord(word))
    const proposed = (await propose(draft)).body
    expect(proposed.proposal.worse).toEqual([])
    const [own] = proposed.proposal.measured
    expect(own).toMatchObject({ set: '随带标注集' })
    expect(own.after.texts).toBe(own.before.texts)
    expect(own.after.texts).toBeGreaterThan(1_000)
    const published = await ask(editor, 'POST', `/drafts/${draft}/publish`, { seal: proposed.proposal.seal })
    expect(published.status).toBe(201)
    expect(published.body).toMatchObject({ number: 1, byName: '顾思齐', why: '一线常这样说', signature: null })
    const after = await p.platform.disputes()
    expect(after.version).toBe(published.body.scanner)
    expect(after.version).not.toBe(before.version)
    expect(after.scan(text).classes[0]).toBe('D4')
    expect((await ask(editor, 'GET', '/difference?from=0&to=1')).body.entries).toEqual([{ kind: 'added', part: 'D4', word, how: '' }])
    expect((await ask(editor, 'POST', `/drafts/${draft}/publish`, { seal: proposed.proposal.seal })).body).toMatchObject({ why: 'closed' })
    expect(await actions()).toEqual(
      expect.arrayContaining(['begin_lexicon_draft', 'save_lexicon_draft', 'propose_lexicon', 'publish_lexicon']),
    )
  })

  it('makes a draft that others overtook take the new version up first', async () => {
    const [slow, fast] = [await begin(), await begin()]
    await save(slow, 'D5.yaml', addWord('羊啃了苜蓿'))
    await save(fast, 'D6.yaml', addWord('房东撬锁进屋'))
    const { proposal } = (await propose(fast)).body
    expect((await ask(editor, 'POST', `/drafts/${fast}/publish`, { seal: proposal.seal })).status).toBe(201)
    expect((await propose(slow)).body).toMatchObject({ code: 'lexicon_step_refused', why: 'behind' })
    expect((await ask(editor, 'GET', `/drafts/${slow}`)).body.isBehind).toBe(true)
    const taken = await ask(editor, 'POST', `/drafts/${slow}/take-up`, { from: 'published' })
    expect(taken.body).toMatchObject({ isBehind: false, clashes: [], faults: [] })
    const { entries } = (await ask(editor, 'GET', `/difference?from=2&to=draft:${slow}`)).body
    expect(entries).toEqual([{ kind: 'added', part: 'D5', word: '羊啃了苜蓿', how: '' }])
    expect((await file(slow, 'D6.yaml')).text).toContain('房东撬锁进屋')
  })

  it('publishes one that is worse only with the signature of somebody who did not write it, on exactly that draft, once', async () => {
    const draft = await begin()
    await save(draft, 'variants.yaml', () => 'version: 2026-11-29\ngroups: []\n')
    await save(draft, 'D1.yaml', () => 'class: D1\nversion: 2026-11-29\ngroups:\n  - about: 只剩一个词\n    strong: [家暴]\n')
    const { proposal } = (await propose(draft)).body
    expect(proposal.worse.join()).toContain('分类宏平均 F1')
    const { seal } = proposal
    expect((await ask(editor, 'POST', `/drafts/${draft}/publish`, { seal })).body).toMatchObject({ why: 'needs_signature' })
    expect((await ask(editor, 'POST', `/drafts/${draft}/sign`, { seal, why: '我自己看过了' })).body).toMatchObject({ why: 'own_work' })
    expect((await ask(other, 'POST', `/drafts/${draft}/sign`, { seal: '0'.repeat(64), why: '核对过样例' })).body).toMatchObject({
      why: 'other_seal',
    })
    const signed = await ask(other, 'POST', `/drafts/${draft}/sign`, { seal, why: '核对过样例' })
    expect(signed.body.signature).toMatchObject({ byName: '管有方', seal })
    // One more word, and it is another draft: the signature is gone.
    await save(draft, 'D1.yaml', addWord('两口子打架'))
    expect((await ask(editor, 'POST', `/drafts/${draft}/publish`, { seal })).body).toMatchObject({ why: 'not_proposed' })
    const again = (await propose(draft)).body.proposal
    expect(again.seal).not.toBe(seal)
    expect((await ask(editor, 'POST', `/drafts/${draft}/publish`, { seal: again.seal })).body).toMatchObject({ why: 'needs_signature' })
    await ask(other, 'POST', `/drafts/${draft}/sign`, { seal: again.seal, why: '核对过样例' })
    // Whoever signed does not publish as well: that would be two eyes again.
    expect((await ask(other, 'POST', `/drafts/${draft}/publish`, { seal: again.seal })).body).toMatchObject({ why: 'needs_signature' })
    const published = await ask(editor, 'POST', `/drafts/${draft}/publish`, { seal: again.seal })
    expect(published.body).toMatchObject({ number: 3, signature: { byName: '管有方' } })
  })

  it('reads the incidents of the last weeks again with a draft, counts what changes, and writes down who looked', async () => {
    const taken = await p.ask(officer, 'POST', '/api/incidents', {
      incidents: [
        { id: 'r1', text: '青禾街工地旁边，羊啃了苜蓿地不认账', place: '青禾街 8 号', at: clock.now().toISOString() },
        { id: 'r2', text: '河边蓝色风铃晃了一阵', place: '青禾街 9 号', at: clock.now().toISOString() },
      ],
    })
    expect(taken.status).toBe(200)
    const { scanner } = (await ask(editor, 'GET', '')).body.current
    const { incidents } = await (await p.ask(editor, 'GET', '/api/incidents?limit=2')).json()
    expect(incidents.map((one: { scanner: string }) => one.scanner)).toEqual([scanner, scanner])
    const draft = await begin()
    await save(draft, 'D3.yaml', addWord('蓝色风铃'))
    const { status, body } = await ask(editor, 'POST', `/drafts/${draft}/replay`, { days: 30 })
    expect(status).toBe(200)
    expect(body).toMatchObject({ texts: 2, isCapped: false, changed: 1, faults: [] })
    expect(body.examples[0]).toMatchObject({ text: '河边蓝色风铃晃了一阵', before: { classes: [] }, after: { classes: ['D3'] } })
    const d3 = body.byClass.find((one: { class: string }) => one.class === 'D3')
    expect(d3.after - d3.before).toBe(1)
    expect((await p.platform.store.audit.list({ afterSeq: 0, limit: 10_000 })).at(-1)).toMatchObject({
      ...{ action: 'replay_lexicon', actor: editor, target: draft, detail: { days: 30, texts: 2 } },
    })
    expect(p.logs.join('\n')).not.toContain('苜蓿')
  })

  it('goes back to an earlier version by the same way, and lists who did what and why', async () => {
    const draft = await begin(editor, 2)
    const { entries } = (await ask(editor, 'GET', `/difference?from=2&to=draft:${draft}`)).body
    expect(entries).toEqual([])
    const { proposal } = (await propose(draft)).body
    expect(proposal.worse).toEqual([])
    expect((await ask(editor, 'POST', `/drafts/${draft}/publish`, { seal: proposal.seal })).body.number).toBe(4)
    const { versions } = (await ask(editor, 'GET', '/versions')).body
    expect(versions.map(({ number, signature }: { number: number; signature: unknown }) => [number, signature !== null])).toEqual([
      [4, false],
      [3, true],
      [2, false],
      [1, false],
    ])
    expect(versions[0].scanner).toBe(versions[2].scanner)
  })

  it('refuses what nobody could read, and what is not there', async () => {
    const draft = await begin()
    const { hash } = await file(draft, 'D1.yaml')
    const bad = (body: unknown) => ask(editor, 'POST', `/drafts/${draft}/files/D1.yaml`, body)
    expect((await bad({ text: 'a\0b', was: hash })).status).toBe(400)
    expect((await bad({ text: 'x'.repeat(500_001), was: hash })).status).toBe(400)
    expect((await ask(editor, 'POST', `/drafts/${draft}/files/passwd`, { text: 'x', was: hash })).status).toBe(404)
    expect((await ask(editor, 'GET', '/drafts/nowhere')).status).toBe(404)
    expect((await ask(editor, 'GET', '/difference?from=0&to=99')).status).toBe(404)
    expect((await ask(editor, 'GET', '/difference?from=x&to=0')).status).toBe(400)
    expect((await ask(editor, 'DELETE', `/drafts/${draft}`)).status).toBe(204)
    expect((await bad({ text: 'class: D1\n', was: hash })).body).toMatchObject({ why: 'closed' })
  })
})
