import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Who } from '../../core/people.ts'
import { dogRules, guide, upload } from '../policy-fixtures.ts'
import { cast, openTestServer, type TestServer } from '../test-server.ts'

let s: TestServer
const law = encodeURIComponent('云溪县演示养犬登记办法')
beforeAll(async () => {
  s = await openTestServer()
  for (const [name, text] of [
    ['2018.md', dogRules.old],
    ['2026.md', dogRules.now],
    ['guide.md', guide('演示养犬指南', '到城东窗口办理。')],
  ] as const)
    expect((await upload(s, name, text)).status).toBe(200)
  expect((await upload(s, 'secret.md', guide('演示巡查口径', '每周二凌晨巡查犬舍。'), { audience: 'internal' })).status).toBe(200)
})
afterAll(() => s[Symbol.asyncDispose]())

const page = async (path: string, who?: Who): Promise<string> => (await (who ? s.as(who, path) : s.server.request(path))).text()
const status = async (path: string, who?: Who): Promise<number> => (await (who ? s.as(who, path) : s.server.request(path))).status

describe('a policy document', () => {
  it('shows the version in force, clause by clause, with everything escaped', async () => {
    const text = await page(`/policies/${law}`)
    expect(text).toContain('<section class="clause" id="a2"><h3><a href="#a2">第二条</a></h3>')
    expect(text).toContain('犬只&lt;script&gt;')
    expect(text).not.toContain('<script')
    expect(text).toContain('现行有效（2026年1月1日起施行）')
    expect(text).toContain('云演规〔2026〕3号')
    expect(text).not.toContain('class="banner')
  })
  it('gives paragraphs and items anchors of their own', async () => {
    const text = await page(`/policies/${law}`)
    expect(text).toContain('<p class="item" id="a4-p1-i2">（二）犬只照片两张；</p>')
    expect(text).toContain('<p id="a4-p2">材料齐全的，当场办结。</p>')
  })
  it('has an outline of its chapters', async () => {
    expect(await page(`/policies/${law}`)).toMatch(
      /<nav class="contents broad"[\s\S]*<a href="#h1">第一章 总则<\/a><\/li><li><a href="#h2">第二章 登记<\/a>/,
    )
  })
  it('says of an old text that it is old, and leads to the same clause as it is now', async () => {
    const text = await page(`/policies/${law}?v=2018-05-01`)
    expect(text).toContain('这是旧文本，2026年1月1日起已被新文本代替')
    expect(text).toContain(
      `id="a2"><h3><a href="#a2">第二条</a></h3><p class="now"><a href="/policies/${law}?v=2025-11-01#a3">看现行文本的这一条</a>`,
    )
    expect(text).toContain('现行文本里没有这一条，看现行全文')
  })
  it('opens the text that was in force on a day, and says when none was yet', async () => {
    expect(await page(`/policies/${law}?on=2025-12-31`)).toContain('犬只照片一张')
    expect(await page(`/policies/${law}?on=2026-01-01`)).toContain('犬只照片两张')
    expect(await status(`/policies/${law}?on=2026-02-30`)).toBe(400)
    s.time.now = new Date('2018-05-20T02:00:00Z')
    expect(await page(`/policies/${law}`)).toContain('这一版尚未施行，2018年6月1日起施行')
    s.time.now = new Date('2026-11-22T02:00:00Z')
  })
  it('says that a text was repealed, or names no day', async () => {
    const rest = '# 标题\n\n## 甲\n\n乙丙丁。\n'
    await upload(s, 'ended.md', `---\ntitle: 演示停用说明\nversion: 2020-01\neffective: 2020-01-01\nrepealed: 2026-06-01\n---\n${rest}`)
    await upload(s, 'dayless.md', `---\ntitle: 演示无日期说明\n---\n${rest}`)
    expect(await page('/policies/ended')).toContain('这份文件已废止，2026年6月1日起不再适用')
    expect(await page('/policies/dayless')).toContain('这份文件未注明施行日期')
    for (const id of ['ended', 'dayless']) await s.as(cast.gu, `/api/knowledge/documents/${id}/rollback`, { method: 'POST' })
    expect(await status('/policies/ended')).toBe(404)
  })
  it('shows rows as a table', async () => {
    expect(await page('/policies/guide')).toContain('<th scope="col">项目</th><th scope="col">金额</th>')
  })
  it('shows who checked it and until when', async () => {
    expect(await page('/policies/guide')).toContain('王守正，2026年1月1日，有效到2026年12月31日')
    s.time.now = new Date('2027-01-02T02:00:00Z')
    expect(await page('/policies/guide')).toContain('已经过期')
    s.time.now = new Date('2026-11-22T02:00:00Z')
  })
  it('that is not there, or has no such version, is 404', async () => {
    expect(await status('/policies/..%2f..%2fetc')).toBe(404)
    expect(await status(`/policies/${law}?v=1999`)).toBe(404)
    expect(await status(`/policies/${law}/diff?from=1999`)).toBe(404)
  })
})

describe('two versions side by side', () => {
  it('finds a clause again under its new number, and marks what came, went and changed', async () => {
    const text = await page(`/policies/${law}/diff`)
    expect(text).toContain('修改 1 条，新增 1 条，删去 1 条，只变条号 1 条，没有变化 1 条')
    expect(text).toContain('犬只照片<del>一</del><ins>两</ins>张')
    const { changes } = await (await s.server.request(`/api/policies/${law}/diff?from=2018-05-01&to=2025-11-01`)).json()
    expect(changes.map((one: { kind: string; before: { anchor: string } | null }) => `${one.kind} ${one.before?.anchor}`)).toEqual([
      'added undefined',
      'moved a2',
      'changed a3',
      'removed a4',
    ])
  })
})

describe('searching without a script', () => {
  it('quotes what was found with the way to it', async () => {
    const text = await page(`/policies?q=${encodeURIComponent('登记要什么材料')}`)
    expect(text).toMatch(/<a href="\/policies\/[^"]*#a4">《云溪县演示养犬登记办法》第四条<\/a>/)
    expect(text).toContain('犬只照片两张')
    expect(text).not.toContain('犬只照片一张')
  })
  it('finds the text of an earlier day when asked for that day, and says so', async () => {
    const text = await page(`/policies?q=${encodeURIComponent('登记要什么材料')}&on=2020-01-01`)
    expect(text).toContain('按 2020年1月1日有效的规定查找')
    expect(text).toContain('犬只照片一张')
    expect(text).toContain('现在已有新规定')
  })
  it('says kindly that nothing was found', async () => {
    expect(await page(`/policies?q=${encodeURIComponent('xyzzy')}`)).toContain('没有找到有关的条文')
  })
  it('keeps what was typed, escaped', async () => {
    expect(await page(`/policies?q=${encodeURIComponent('"><script>alert(1)</script>')}`)).not.toContain('<script')
  })
  it('lists the documents by topic when nothing is asked', async () => {
    const text = await page('/policies')
    expect(text).toContain('云溪县演示养犬登记办法')
    expect(text).toContain('2 份')
    expect(await status('/policies?topic=nowhere')).toBe(404)
  })
})

describe('for programs', () => {
  it('the same is there as JSON', async () => {
    const { documents } = await (await s.server.request('/api/policies')).json()
    expect(documents.map((one: { title: string }) => one.title)).toEqual(['演示养犬指南', '云溪县演示养犬登记办法'])
    const { version, clauses } = await (await s.server.request(`/api/policies/${law}?on=2019-01-01`)).json()
    expect(version).toMatchObject({ label: '2018-05-01', force: 'superseded', until: '2026-01-01' })
    expect(clauses[2]).toMatchObject({
      anchor: 'a3',
      now: 'a4',
      parts: [{ anchor: 'a3-p1' }, { anchor: 'a3-p1-i1', name: '第一款第（一）项' }, {}, {}, {}],
    })
    const found = await (await s.server.request(`/api/policies/search?q=${encodeURIComponent('养犬要登记吗')}&asOf=2020-01-01&k=2`)).json()
    expect(found).toMatchObject({ asOf: '2020-01-01', passages: [{ isOld: true, force: 'in_force', until: '2026-01-01' }, {}] })
    expect(await status('/api/policies/search?q=')).toBe(400)
    expect(await status('/api/policies/search?q=a&asOf=yesterday')).toBe(400)
  })
})

describe('an internal document', () => {
  const doors = (id: string, q: string): string[] => [
    `/policies/${id}`,
    `/policies/${id}?v=2026-11`,
    `/policies/${id}/diff`,
    `/api/policies/${id}`,
    `/api/policies/${id}/diff`,
    '/policies',
    '/policies?topic=hidden',
    '/api/policies',
    `/policies?q=${encodeURIComponent(q)}`,
    `/api/policies/search?q=${encodeURIComponent(q)}&k=50`,
  ]
  it('is there for officers and not for anyone else', async () => {
    expect(await status('/policies/secret')).toBe(404)
    expect(await status('/policies/secret', cast.zhang)).toBe(404)
    expect(await status('/api/policies/secret', cast.zhang)).toBe(404)
    expect(await page('/policies/secret', cast.wang)).toContain('内部，不对外公开')
    expect(await page('/policies', cast.wang)).toContain('演示巡查口径')
    expect((await s.as(cast.wang, '/policies/secret')).headers.get('cache-control')).toContain('private')
  })
  it('never shows a citizen or a visitor anything by any door, whatever documents there are', async () => {
    const name = fc.stringMatching(/^[a-z]{6,10}$/)
    const property = fc.asyncProperty(
      fc.uniqueArray(fc.tuple(name, fc.boolean()), { minLength: 1, maxLength: 4, selector: ([id]) => id }),
      async (documents) => {
        for (const [id, isInternal] of documents) {
          const text = guide(`文件${id}`, `关于${id}的巡查，暗号是${isInternal ? '内密' : '公开'}${id}。`)
          const given = { topic: isInternal ? 'hidden' : 'open', audience: isInternal ? ('internal' as const) : ('public' as const) }
          expect((await upload(s, `${id}.md`, text, given)).status).toBe(200)
        }
        for (const [id, isInternal] of documents)
          for (const who of [undefined, cast.zhang])
            for (const path of doors(id, `${id} 巡查暗号`)) {
              const answered = await (who ? s.as(who, path) : s.server.request(path))
              const text = await answered.text()
              expect(answered.status, path).toBeLessThan(500)
              expect(text, path).not.toContain('内密')
              // The words of the question come back in the box; the title does not.
              if (isInternal) expect(text, path).not.toContain(`文件${id}`)
            }
        const [one] = documents.filter(([, isInternal]) => isInternal)
        if (one) expect(await page(`/policies/${one[0]}`, cast.wang)).toContain(`内密${one[0]}`)
      },
    )
    await fc.assert(property, { numRuns: 5 })
  })
})

describe('a law of a thousand articles', () => {
  it('is one page below 300 KB as it is sent, with every article, at once', async () => {
    const words = '公民、法人和其他组织应当按照本办法的规定办理登记，并对所提交材料的真实性负责；违反规定的，由主管部门责令限期改正。'
    const articles = Array.from({ length: 1_000 }, (_, at) => `第${at + 1}条 第${at * 7919}号事项：${words}（演示 ${at * 104_729}）\n`)
    const chapters = articles.map((text, at) => (at % 50 === 0 ? `\n## 第${at / 50 + 1}章 演示\n${text}` : text))
    const text = `---\ntitle: 云溪县演示大典\nkind: law\nversion: 2026-01-01\neffective: 2026-01-01\nsource: 演示\n---\n# 云溪县演示大典\n${chapters.join('\n')}\n`
    expect((await upload(s, 'big.md', text)).status).toBe(200)
    const path = `/policies/${encodeURIComponent('云溪县演示大典')}`
    await page(path)
    const before = performance.now()
    const shown = await page(path)
    expect(performance.now() - before).toBeLessThan(1_000)
    expect(shown.match(/<section class="clause"/g)).toHaveLength(1_000)
    expect(gzipSync(shown).length).toBeLessThan(300_000)
  })
})
