import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DocumentDraft } from '../core/knowledge.ts'
import type { Store } from '../core/ports.ts'
import { shanghaiDate } from '../core/time.ts'
import { bring, knownSources } from '../knowledge/bring.ts'
import { openIndex, type TextIndex } from '../knowledge/index/text-index.ts'
import { type Incoming, type IngestReport, ingest } from '../knowledge/ingest.ts'
import type { IngestGround } from '../knowledge/landing.ts'
import { reindex } from '../knowledge/reindex.ts'
import { ingestShipped } from '../knowledge/shipped.ts'
import { entryOf } from '../knowledge/terms/entry.ts'
import { bringUpload } from '../knowledge/upload.ts'
import { rollback, timelineOf } from '../knowledge/versions.ts'
import { isReindexDue, noteIndexed, wordsOf } from '../knowledge/words-in-use.ts'
import { openStore } from '../store/open.ts'
import { handClock } from '../testing.ts'
import { filesGiven } from './brought-files.ts'

const clock = handClock('2026-11-22T02:00:00.000Z').now
let folder = ''
let store: Store
let index: TextIndex

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fenshen-ingest-'))
  store = await openStore({ url: join(folder, 'x.db'), key: Buffer.alloc(32, 7), clock })
  index = openIndex(store.knowledge)
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const ground = (more: Partial<IngestGround> = {}): IngestGround => ({ by: 'operator', clock, store, index, entryOf, ...more })
const write = (path: string, text: string | Uint8Array): string => {
  const file = join(folder, path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, text)
  return file
}
const take = async (paths: string[], more: Partial<IngestGround> = {}): Promise<IngestReport> => {
  const files = filesGiven(paths, { topic: undefined, audience: undefined })
  const isKnown = knownSources(await store.knowledge.versions())
  return ingest(bring(files, { today: shanghaiDate(clock()), isKnown }), ground(more))
}
const versions = async () =>
  (await store.knowledge.versions()).map(({ key, document, label, state, effective, repealed }) => ({
    key,
    document,
    label,
    state,
    effective,
    repealed,
  }))
const liveTexts = async (document: string): Promise<string[]> => {
  const live = (await store.knowledge.versions()).filter((version) => version.document === document && version.state === 'live')
  return (await Promise.all(live.map(({ key }) => store.knowledge.clausesOf(key)))).flat().map(({ text }) => text)
}

// Invented rules throughout: no text here is law.
const law = (head: string, ...articles: string[]): string => `# 中华人民共和国风筝法\n\n${head}\n\n${articles.join('\n\n')}\n`
const old = law('2005年8月28日全国人民代表大会常务委员会通过', '第一条 放一只。', '第二条 本法自2006年3月1日起施行。')
const revised = law(
  '2005年8月28日全国人民代表大会常务委员会通过\n\n2025年6月27日全国人民代表大会常务委员会修订',
  '第一条 放两只。',
  '第二条 要开灯。',
  '第三条 本法自2026年1月1日起施行。',
)

describe('ways of asking that change', () => {
  const asks = (text: string): string => {
    write('asks/guide-kites.yaml', `law: 放风筝指南\nasks:\n  - [在哪放, 广场, ${text}]\n`)
    write('asks/kite-law.yaml', `law: 风筝法\nasks:\n  - [第一条, 放一只, ${text}]\n`)
    return join(folder, 'asks')
  }
  const guide = '---\ntitle: 放风筝指南\nversion: 2026-11\neffective: 2026-01-01\n---\n# 放风筝指南\n\n## 在哪放\n去广场放。\n'

  it('bring a guide that ships in anew at the next start, and no other', async () => {
    write('policies/play/kites.md', guide)
    write('policies/play/tops.md', guide.replaceAll('风筝', '陀螺'))
    const start = (text: string) => ingestShipped(join(folder, 'policies'), { ...ground(), asks: asks(text) })
    expect((await start('哪儿能飞')).landed).toHaveLength(2)
    expect(await start('哪儿能飞')).toMatchObject({ landed: [], unchanged: 2 })
    expect(await start('哪儿能飞鹞子')).toMatchObject({ landed: [{ document: 'kites', action: 'correction' }], unchanged: 1 })
  })

  it('make an index anew due for laws that people brought in, until it is made', async () => {
    expect(await isReindexDue(store, wordsOf(asks('放几只')))).toBe(false)
    write('laws/风筝法.md', old)
    await take([join(folder, 'laws')])
    await noteIndexed(store, { words: wordsOf(asks('放几只')), by: 'operator', clock })
    expect(await isReindexDue(store, wordsOf(asks('放几只')))).toBe(false)
    const later = wordsOf(asks('能放几只'))
    expect(await isReindexDue(store, later)).toBe(true)
    await noteIndexed(store, { words: later, by: 'operator', clock })
    expect(await isReindexDue(store, later)).toBe(false)
  })
})

describe('bringing documents in', () => {
  it('costs nothing the second time, and says so', async () => {
    write('laws/风筝法.md', old)
    expect(await take([join(folder, 'laws')])).toMatchObject({ landed: [{ action: 'new', clauses: 2 }], unchanged: 0 })
    const revision = await store.knowledge.revision()
    expect(await take([join(folder, 'laws')])).toEqual({ landed: [], unchanged: 1, broken: [] })
    // The file alone is the same source as the file in its folder, and a copy of it is nothing new.
    write('other/风筝法-副本.md', old)
    expect(await take([join(folder, 'laws/风筝法.md'), join(folder, 'other')])).toMatchObject({ landed: [], unchanged: 2 })
    expect(await store.knowledge.revision()).toBe(revision)
  })

  it('makes a later law a new version of the same document, in any order, and shows what changed', async () => {
    write('laws/b.md', revised)
    await take([join(folder, 'laws')])
    write('laws/a.md', old.replace('# 中华人民共和国', '# '))
    const { landed } = await take([join(folder, 'laws')])
    expect(landed[0]).toMatchObject({ action: 'version', document: '风筝法' })
    const spans = timelineOf(await store.knowledge.versions())
    expect(spans.map(({ version, from, until }) => [version.label, from, until])).toEqual([
      ['2005-08-28', '2006-03-01', '2026-01-01'],
      ['2025-06-27', '2026-01-01', undefined],
    ])
  })

  it('compares a new version with the text before it', async () => {
    write('laws/a.md', old)
    await take([join(folder, 'laws')])
    write('laws/b.md', revised)
    expect((await take([join(folder, 'laws')])).landed[0]?.difference).toEqual({ added: ['a3'], removed: [], changed: ['a1', 'a2'] })
  })

  it('lets newer bytes of the same file take the place of the old, and one call takes them back', async () => {
    const file = write('laws/a.md', old)
    await take([file])
    writeFileSync(file, old.replace('放一只', '放三只'))
    const { landed } = await take([file])
    expect(landed[0]).toMatchObject({ action: 'correction', difference: { added: [], removed: [], changed: ['a1'] } })
    expect(await liveTexts('风筝法')).toEqual(['放三只。', '本法自2006年3月1日起施行。'])
    expect(await rollback(store, '《风筝法》', { by: 'operator', clock })).toMatchObject({ restored: [{ label: '2005-08-28' }] })
    expect(await liveTexts('风筝法')).toEqual(['放一只。', '本法自2006年3月1日起施行。'])
    // What was taken back does not come again by itself; what is corrected once more replaces the text that was restored.
    expect(await take([file])).toMatchObject({ landed: [], unchanged: 1 })
    writeFileSync(file, old.replace('放一只', '放四只'))
    await take([file])
    await rollback(store, '风筝法', { by: 'operator', clock })
    expect(await liveTexts('风筝法')).toEqual(['放一只。', '本法自2006年3月1日起施行。'])
    const actions = (await store.audit.list({ afterSeq: 0, limit: 20 })).map(({ action }) => action)
    expect(actions.filter((action) => action === 'knowledge.rolled_back')).toHaveLength(2)
  })

  it('keeps two texts with one title apart when different bodies made them', async () => {
    write('laws/a.md', '# 风筝管理办法\n\n2020年1月1日 公安部令第1号公布\n\n第一条 甲。\n\n第二条 本办法自2020年2月1日起施行。\n')
    write('laws/b.md', '# 风筝管理办法\n\n2021年1月1日 民政部令第9号公布\n\n第一条 乙。\n\n第二条 本办法自2021年2月1日起施行。\n')
    await take([join(folder, 'laws')])
    const documents = await store.knowledge.documents()
    expect(documents.map(({ id, title }) => [id, title]).sort()).toEqual([
      ['风筝管理办法', '风筝管理办法（公安部令第1号）'],
      ['风筝管理办法-民政部令第9号', '风筝管理办法（民政部令第9号）'],
    ])
    expect(await take([join(folder, 'laws')])).toMatchObject({ unchanged: 2, landed: [] })
  })

  it('ends a law that another law ends, whichever comes first', async () => {
    write(
      'laws/1.md',
      '# 新筝法\n\n2021年3月1日 通过\n\n第一条 甲。\n\n第二条 本法自2022年1月1日起施行。《中华人民共和国风筝法》同时废止。\n',
    )
    write('laws/2.md', old)
    await take([join(folder, 'laws')])
    const ended = (await versions()).filter(({ document }) => document === '风筝法')
    expect(ended.map(({ state, repealed }) => [state, repealed])).toEqual([
      ['withdrawn', undefined],
      ['live', '2022-01-01'],
    ])
    expect(await take([join(folder, 'laws')])).toMatchObject({ unchanged: 2, landed: [] })
  })

  it('ends an old law that is brought in long after the one that ends it, and neither ends the newer one', async () => {
    write(
      'laws/new.md',
      '# 新筝法\n\n2021年3月1日 通过\n\n第一条 甲。\n\n第二条 本法自2022年1月1日起施行。《中华人民共和国风筝法》同时废止。\n',
    )
    await take([join(folder, 'laws')])
    write('later/old.md', old)
    await take([join(folder, 'later')])
    expect((await versions()).filter(({ state }) => state === 'live').map(({ document, repealed }) => [document, repealed])).toEqual([
      ['新筝法', undefined],
      ['风筝法', '2022-01-01'],
    ])
  })

  it('names a broken file and takes the rest', async () => {
    write('laws/a.md', old)
    write('laws/empty.md', '')
    write('laws/title.md', '# 只有标题\n')
    write('laws/bad.md', '---\neffective: 明天\n---\n# 甲\n\n正文。\n')
    write('laws/fake.docx', 'not a zip at all \u0000\u0001\u0002\u0003'.repeat(20))
    write(
      'laws/gb.txt',
      Buffer.from([0xb7, 0xe7, 0xf3, 0xdd, 0xb9, 0xdc, 0xc0, 0xed, 0x0a, 0xb7, 0xc5, 0xb7, 0xc9, 0xb7, 0xe7, 0xf3, 0xdd, 0xa1, 0xa3, 0x0a]),
    )
    write('laws/README.md', '# about\n\nnothing of law\n')
    const { landed, broken } = await take([join(folder, 'laws')])
    expect(landed.map(({ title }) => title).sort()).toEqual(['中华人民共和国风筝法', '风筝管理'])
    expect(broken.map(({ source }) => source).sort()).toEqual(['laws/bad.md', 'laws/empty.md', 'laws/fake.docx', 'laws/title.md'])
    expect(broken.every(({ why }) => why.length > 4)).toBe(true)
  })

  it('keeps a text that is marked as internal from the public', async () => {
    write('laws/a.md', '# 风筝巡查手册\n\n内部资料 注意保密\n\n## 巡查\n每日两次。\n')
    await take([join(folder, 'laws')])
    expect((await store.knowledge.documents()).map(({ audience }) => audience)).toEqual(['internal'])
  })

  it('writes nothing in a dry run, and tells what would come', async () => {
    write('laws/a.md', old)
    expect(await take([join(folder, 'laws')], { isDryRun: true })).toMatchObject({ landed: [{ action: 'new' }] })
    expect([await store.knowledge.documents(), await store.knowledge.versions(), await store.knowledge.segments()]).toEqual([[], [], []])
  })

  it('goes on where it was cut off, and lands every clause once', async () => {
    for (let i = 1; i <= 9; i++) write(`laws/${i}.md`, old.replace('风筝法', `第${i}号风筝法`))
    let landed = 0
    const cut = take([join(folder, 'laws')], {
      batchClauses: 4,
      onProgress: ({ documents }) => {
        landed = documents
        if (documents >= 4) throw new Error('killed')
      },
    })
    await expect(cut).rejects.toThrow('killed')
    expect([(await store.knowledge.versions()).length, landed]).toEqual([4, 4])
    expect(await take([join(folder, 'laws')])).toMatchObject({ unchanged: 4, broken: [] })
    expect((await store.knowledge.versions()).length).toBe(9)
    expect(await index.frequencies([])).toMatchObject({ clauses: 18 })
  })

  it('lands the others when one document cannot be stored', async () => {
    const draft = (title: string, anchor: string): Incoming => ({
      kind: 'draft',
      draft: {
        ...{ title, shortTitle: title, kind: 'law', topic: 'laws', audience: 'public', issuer: undefined, number: undefined },
        ...{ label: 'undated', promulgated: undefined, effective: undefined, repealed: undefined, review: undefined, origin: title },
        ...{ source: title, sourceHash: title, notes: [] },
        clauses: ['a1', anchor].map((name) => ({ anchor: name, article: '第一条', path: '第一条', text: '甲。', externalId: undefined })),
      } satisfies DocumentDraft,
    })
    async function* incoming() {
      yield draft('甲法', 'a2')
      // Two clauses with one address.
      yield draft('乙法', 'a1')
      yield draft('丙法', 'a2')
    }
    const { landed, broken } = await ingest(incoming(), ground())
    expect(landed.map(({ title }) => title)).toEqual(['甲法', '丙法'])
    expect(broken.map(({ source }) => source)).toEqual(['乙法'])
  })
})

describe('ready clauses', () => {
  it('become documents by name, versions by first day, and keep their ids', async () => {
    const lines = [
      { id: 'k1', document: '风筝法', article: '第一条', text: '放一只。', effective: '2006-03-01' },
      { id: 'k2', document: '纸鸢法', text: '没有条号。' },
      { id: 'k3', document: '风筝法', article: '第一条', text: '放两只。', effective: '2026-01-01' },
      'broken',
      { id: 'k5', document: '风筝法', article: '第二条', text: '要开灯。', effective: '2006-03-01' },
      { id: 'k6', document: '风筝法', article: '第三条', text: '哪天？', effective: '下月' },
    ]
    const file = write('x/c.jsonl', lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'))
    const { landed, broken } = await take([file])
    expect(landed.map(({ title, label, clauses }) => [title, label, clauses]).sort()).toEqual([
      ['纸鸢法', 'undated', 1],
      ['风筝法', '2006-03-01', 2],
      ['风筝法', '2026-01-01', 1],
    ])
    expect(broken.map(({ source }) => source)).toEqual(['x/c.jsonl:4', 'x/c.jsonl:6'])
    const key = (await store.knowledge.versions()).find(({ label }) => label === '2006-03-01')?.key ?? 0
    expect((await store.knowledge.clausesOf(key)).map(({ anchor, externalId }) => [anchor, externalId])).toEqual([
      ['a1', 'k1'],
      ['a2', 'k5'],
    ])
    expect(await take([file])).toMatchObject({ landed: [], unchanged: 3 })
  })
})

describe('what ships', () => {
  const guide = (text: string): string =>
    `---\ntitle: 风筝须知\nversion: 2026-11\neffective: 2026-01-01\nsource: 自编\n---\n## 在哪办\n${text}\n`

  it('comes in at the start, changes with a release, and goes with it; nothing is written when nothing changed', async () => {
    const policies = join(folder, 'policies')
    write('policies/kites/kites.md', guide('到窗口。'))
    write('policies/kites/paper.md', guide('到柜台。').replaceAll('风筝', '纸鸢'))
    await ingestShipped(policies, ground())
    expect((await store.knowledge.documents()).map(({ id, topic }) => `${topic}/${id}`).sort()).toEqual(['kites/kites', 'kites/paper'])
    const revision = await store.knowledge.revision()
    expect(await ingestShipped(policies, ground())).toEqual({ landed: [], unchanged: 2, broken: [], withdrawn: 0 })
    expect(await store.knowledge.revision()).toBe(revision)
    write('policies/kites/kites.md', guide('到大厅。'))
    rmSync(join(policies, 'kites/paper.md'))
    expect(await ingestShipped(policies, ground())).toMatchObject({ landed: [{ action: 'correction' }], withdrawn: 1 })
    expect([await liveTexts('kites'), await liveTexts('paper')]).toEqual([['到大厅。'], []])
  })
})

describe('the index', () => {
  it('is made anew from what the store holds, withdrawn versions too', async () => {
    const file = write('laws/a.md', old)
    await take([file])
    writeFileSync(file, old.replace('放一只', '放三只'))
    await take([file])
    const terms = [{ term: '放三', weight: 1 }]
    const before = await index.search(terms, { limit: 5, isAllowed: () => true })
    expect(await reindex({ store, index, entryOf })).toBe(4)
    expect(await index.frequencies(['放三'])).toMatchObject({ clauses: 4 })
    expect((await index.search(terms, { limit: 5, isAllowed: () => true })).map(({ clause }) => clause)).toEqual(
      before.map(({ clause }) => clause),
    )
  })
})

describe('an upload', () => {
  it('lands like a file and is written down under the name of whoever brought it', async () => {
    const upload = { name: '风筝法.md', bytes: Buffer.from(old), topic: 'laws', audience: 'internal', by: 'officer-1' } as const
    expect(await bringUpload(upload, ground())).toMatchObject({ landed: [{ document: '风筝法', action: 'new' }] })
    expect((await store.knowledge.documents())[0]?.audience).toBe('internal')
    expect((await store.audit.list({ afterSeq: 0, limit: 9 })).map(({ actor, action, target }) => [actor, action, target])).toEqual([
      ['officer-1', 'knowledge.ingested', '风筝法'],
    ])
  })

  it('that cannot be read throws what is wrong with it', async () => {
    const upload = { name: 'x.md', bytes: Buffer.from(''), topic: 'laws', audience: 'public', by: 'officer-1' } as const
    await expect(bringUpload(upload, ground())).rejects.toMatchObject({ code: 'file_unreadable' })
  })
})
