import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { AskedQuestion } from '../../core/knowledge-store.ts'
import type { Who } from '../../core/people.ts'
import { dogRules, guide, upload } from '../policy-fixtures.ts'
import { cast, openTestServer, type TestServer } from '../test-server.ts'

let s: TestServer
const law = '云溪县演示养犬登记办法'
const question = (id: string, change: Partial<AskedQuestion> = {}): AskedQuestion => ({
  ...{ id, at: new Date('2026-11-20T02:00:00Z'), agent: undefined, audience: 'public', text: '养狗要登记吗', isSupported: true },
  ...{ clauses: [`${law}@2025-11-01#a3`], reviewed: undefined, verdict: undefined, verdictBy: undefined, note: undefined },
  ...change,
})
beforeAll(async () => {
  s = await openTestServer()
  for (const [name, text] of [
    ['2018.md', dogRules.old],
    ['2026.md', dogRules.now],
  ] as const)
    expect((await upload(s, name, text)).status).toBe(200)
  for (const one of [
    question('q-answered'),
    question('q-open', {
      text: '狗能不能上公交，我叫张向北，电话13800138000',
      isSupported: false,
      clauses: [],
      at: new Date('2026-11-21T02:00:00Z'),
    }),
    question('q-old', { text: '很久以前问的', isSupported: false, clauses: [], at: new Date('2025-01-01T02:00:00Z') }),
  ])
    await s.store.knowledge.noteQuestion(one)
})
afterAll(() => s[Symbol.asyncDispose]())

const send = (who: Who, path: string, body?: unknown, method = 'POST'): Promise<Response> =>
  s.as(who, `/api/knowledge${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  })
const get = async (path: string, who: Who = cast.gu) => (await s.as(who, `/api/knowledge${path}`)).json()
const deeds = async (action: string) => (await s.store.audit.list({ afterSeq: 0, limit: 500 })).filter((row) => row.action === action)
const answer = (change: object = {}) => ({
  ...{ questions: ['养狗要登记吗', '狗证怎么办'], text: '要。请到城东窗口登记。', topics: [], audience: 'public' },
  ...{ clauses: [`${law}@2025-11-01#a3`], expires: '2027-11-22' },
  ...change,
})

describe('who may come in', () => {
  const doors: [string, string, object?][] = [
    ['GET', '/questions'],
    ['GET', '/answers'],
    ['GET', '/overview'],
    ['POST', '/answers', answer()],
    ['DELETE', '/answers/x'],
    ['POST', '/questions/q-answered/verdict', { verdict: 'right' }],
    ['POST', '/questions/q-answered/case'],
    ['POST', `/documents/${encodeURIComponent(law)}/rollback`],
  ]
  it.each(doors)('%s %s is for analysts and administrators alone', async (method, path, body) => {
    for (const who of [cast.zhang, cast.wang, cast.lin, cast.qian]) expect((await send(who, path, body, method)).status, who.id).toBe(403)
    expect((await s.server.request(`/api/knowledge${path}`, { method })).status).toBe(401)
  })
  it('lets nobody else upload, and keeps nothing of it', async () => {
    for (const as of [cast.zhang, cast.wang, cast.qian])
      expect((await upload(s, 'x.md', guide('偷放的文件', '无'), { as })).status).toBe(403)
    expect((await s.store.knowledge.documents()).some(({ title }) => title === '偷放的文件')).toBe(false)
  })
  it('lets an administrator in too', async () => {
    expect((await send(cast.guan, '/questions', undefined, 'GET')).status).toBe(200)
  })
})

describe('bringing a file in', () => {
  it('says what was added, changed and removed, and writes it down', async () => {
    const before = (await deeds('knowledge.ingested')).length
    const mended = dogRules.now.replace('当场办结', '一日内办结').replace('第三条 养犬应当登记。\n', '第三条 养犬应当登记，每年一次。\n')
    const { landed } = await (await upload(s, '2026.md', mended)).json()
    expect(landed).toMatchObject([{ document: law, action: 'correction', changed: ['a3', 'a4'], added: [], removed: [] }])
    expect(await deeds('knowledge.ingested')).toHaveLength(before + 1)
    expect((await deeds('knowledge.ingested')).at(-1)).toMatchObject({ actor: 'demo-gu', target: law })
  })
  it('takes the same file again for nothing', async () => {
    const text = guide('演示重复', '同一份。')
    await upload(s, 'same.md', text)
    expect(await (await upload(s, 'same.md', text)).json()).toMatchObject({ landed: [], unchanged: 1 })
  })
  it.each([
    ['an empty file', 'a.txt', '', 400, '请先选择'],
    ['a picture', 'a.docx', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 0]), 415, 'a.docx'],
    ['a title alone', 'a.md', '# 只有标题\n', 400, '只有标题，没有正文'],
    ['a slip in the front matter', 'a.md', '---\neffective: 明天\n---\n# 甲\n\n## 乙\n丙', 400, '说明写得不对'],
  ] as const)('refuses %s in words that a person understands', async (_, name, content, status, words) => {
    const refused = await upload(s, name, content)
    expect(refused.headers.get('content-type')).toContain('application/problem+json')
    expect(refused.status).toBe(status)
    expect((await refused.json()).detail).toContain(words)
  })
  it('wants a topic and whom it is for', async () => {
    expect((await upload(s, 'a.md', guide('甲', '乙'), { topic: '../etc' })).status).toBe(400)
    const form = new FormData()
    form.set('file', new File(['甲'], 'a.txt'))
    expect((await s.as(cast.gu, '/api/knowledge/documents', { method: 'POST', body: form })).status).toBe(400)
  })
  it('refuses more than 30 MB', async () => {
    expect((await upload(s, 'a.txt', new Uint8Array(32_000_000))).status).toBe(413)
  })
})

describe('taking a version back', () => {
  it('restores what it replaced, once for each, and writes it down', async () => {
    const path = `/documents/${encodeURIComponent(law)}/rollback`
    expect(await (await send(cast.gu, path)).json()).toEqual({ withdrawn: '2025-11-01', restored: ['2025-11-01'] })
    expect(await (await s.server.request(`/policies/${encodeURIComponent(law)}`)).text()).toContain('当场办结')
    expect((await deeds('knowledge.rolled_back')).at(-1)).toMatchObject({ actor: 'demo-gu', target: law })
    expect((await send(cast.gu, '/documents/nothing/rollback')).status).toBe(404)
  })
})

describe('what was asked', () => {
  const ids = async (query: string) => (await get(`/questions${query}`)).questions.map(({ id }: { id: string }) => id)
  it('shows first what was not answered', async () => {
    expect(await ids('')).toEqual(['q-open'])
    expect(await ids('?supported=all')).toEqual(['q-open', 'q-answered'])
    expect(await ids('?supported=yes')).toEqual(['q-answered'])
    expect(await ids('?days=3000')).toEqual(['q-open', 'q-old'])
    expect((await send(cast.gu, '/questions?days=0', undefined, 'GET')).status).toBe(400)
  })
  it('names the clauses that were shown, with the way to them', async () => {
    const { questions } = await get('/questions?supported=yes')
    expect(questions[0].shown).toMatchObject([
      { document: law, article: '第三条', href: `/policies/${encodeURIComponent(law)}?v=2025-11-01#a3` },
    ])
  })
  it('keeps a verdict with the name, and writes it down', async () => {
    expect(
      (await send(cast.gu, '/questions/q-answered/verdict', { verdict: 'wrong', note: '该引第四条，见我叫李小雨的来信' })).status,
    ).toBe(200)
    const { questions } = await get('/questions?supported=all&verdict=wrong')
    expect(questions).toMatchObject([{ id: 'q-answered', verdict: 'wrong', verdictBy: '顾思齐' }])
    expect(questions[0].note).not.toContain('李小雨')
    expect((await deeds('judge_question')).at(-1)).toMatchObject({ actor: 'demo-gu', target: 'q-answered', detail: { verdict: 'wrong' } })
    expect((await send(cast.gu, '/questions/nothing/verdict', { verdict: 'right' })).status).toBe(404)
    expect((await send(cast.gu, '/questions/q-answered/verdict', { verdict: 'perhaps' })).status).toBe(400)
  })
  it('makes a case of it, without a name or number, that waits among the drafts', async () => {
    const { yaml } = await (await send(cast.gu, '/questions/q-open/case')).json()
    const [made] = parse(yaml)
    expect(made.visit[0]).toMatchObject({ calls: 'search_policy', ends: 'unanswered' })
    expect(yaml).not.toMatch(/张向北|13800138000/)
    await send(cast.gu, '/questions/q-answered/verdict', { verdict: 'right' })
    const [right] = parse((await (await send(cast.gu, '/questions/q-answered/case')).json()).yaml)
    expect(right).toMatchObject({ visit: [{ says: '养狗要登记吗', cites: `${law} 第三条`, ends: 'answered' }] })
  })
})

describe('a reviewed answer', () => {
  it('is signed by whoever is signed in, wins in the search, and goes when it is removed', async () => {
    const saved = await send(cast.gu, '/answers', answer({ reviewer: '别人' }))
    expect(saved.status).toBe(201)
    const { id, reviewer, reviewedAt } = await saved.json()
    expect([reviewer, reviewedAt]).toEqual(['顾思齐', '2026-11-22'])
    expect((await deeds('save_answer')).at(-1)).toMatchObject({ actor: 'demo-gu', target: id })
    const found = async () => (await s.server.request(`/api/policies/search?q=${encodeURIComponent('养狗要登记吗')}`)).json()
    expect(await found()).toMatchObject({ reviewed: { id, text: '要。请到城东窗口登记。' } })
    expect((await get('/answers')).answers).toMatchObject([{ id, isExpired: false }])
    expect((await send(cast.gu, `/answers/${id}`, undefined, 'DELETE')).status).toBe(204)
    expect((await send(cast.gu, `/answers/${id}`, undefined, 'DELETE')).status).toBe(404)
    expect(await deeds('remove_answer')).toHaveLength(1)
    expect(await found()).toMatchObject({ reviewed: null })
  })
  it.each([
    ['an expiry that is past', { expires: '2026-11-21' }, '已经过了'],
    ['an expiry in more than a year', { expires: '2027-11-23' }, '最长一年'],
    ['a clause that is not there', { clauses: ['nothing@1#a1'] }, '没有找到'],
    ['a clause of an old text', { clauses: [`${law}@2018-05-01#a2`] }, '现在不是有效文本'],
    ['no clause at all', { clauses: [] }, ''],
    ['no words', { text: ' ' }, ''],
    ['no expiry', { expires: undefined }, ''],
  ])('is refused with %s', async (_, change, words) => {
    const refused = await send(cast.gu, '/answers', answer(change))
    expect(refused.status).toBe(400)
    expect((await refused.json()).detail).toContain(words)
  })
  it('for citizens does not stand on an internal document', async () => {
    await upload(s, 'inside.md', guide('演示内部口径', '只在内部说。'), { audience: 'internal' })
    const clauses = ['inside@2026-11#s1']
    expect((await (await send(cast.gu, '/answers', answer({ clauses }))).json()).detail).toContain('内部文件')
    expect((await send(cast.gu, '/answers', answer({ clauses, audience: 'internal' }))).status).toBe(201)
  })
})

describe('the overview', () => {
  it('counts questions of the period and names what somebody should look at', async () => {
    await upload(s, 'soon.md', guide('演示将到期', '快到期了。'))
    await upload(s, 'undated.md', '# 没有日期的演示说明\n\n## 甲\n乙丙丁。\n')
    const seen = await get('/overview?days=30')
    expect(seen).toMatchObject({ asked: 2, answered: 1, unanswered: 1, isCapped: false })
    expect(seen.uses).toMatchObject([{ document: law, article: '第三条', uses: 1 }])
    expect(seen.concerns).toContainEqual({
      document: 'soon',
      title: '演示将到期',
      label: '2026-11',
      concern: 'expires_soon',
      on: '2026-12-31',
    })
    expect(seen.concerns).toContainEqual(expect.objectContaining({ title: '没有日期的演示说明', concern: 'undated' }))
    expect(seen.lately[0]).toMatchObject({ title: '没有日期的演示说明' })
  })
})
