import { describe, expect, it } from 'vitest'
import type { DocumentDraft } from '../../core/knowledge.ts'
import type { Block } from '../../files/block.ts'
import { readBlocks } from '../../files/read-blocks.ts'
import { draftOf, NothingToKeepError } from './draft.ts'

const facts = { source: 'laws/x.md', sourceHash: 'h', topic: 'laws', audience: 'public', today: '2026-11-22' } as const

const blocksOf = async (name: string, text: string): Promise<Block[]> => {
  const blocks: Block[] = []
  for await (const block of readBlocks({ name, bytes: Buffer.from(text) })) blocks.push(block)
  return blocks
}
const read = async (text: string, name = 'x.md', more: Partial<Parameters<typeof draftOf>[1]> = {}): Promise<DocumentDraft> =>
  draftOf(await blocksOf(name, text), { ...facts, source: `laws/${name}`, ...more })
const paths = (draft: DocumentDraft): string[] => draft.clauses.map(({ anchor, path }) => `${anchor} ${path}`)

// Invented rules throughout: no text here is law.
const rules = `# 中华人民共和国风筝管理法

2001年3月1日 第九届全国人民代表大会常务委员会第二十次会议通过

目 录

第一章 总 则
第二章 放飞
第三章 附则

## 第一章 总　则

第一条 为了管理风筝，制定本法。

第二条 本法所称风筝，包括：

（一）纸鸢；

（二）软翅风筝。

其他飞行物，依照前款执行。

## 第二章 放飞

### 第一节 一般规定

第三条 放飞风筝，应当遵守本法
第二条第二款的规定，不得妨碍他人。

第三条之一 夜间放飞的，应当开灯。

## 第三章 附则

第四条 本法自2001年6月1日起施行。《中华人民共和国纸鸢条例》同时废止。
`

describe('a law', () => {
  it('comes apart into articles under their headings, and a table of contents is not its body', async () => {
    const draft = await read(rules)
    expect(paths(draft)).toEqual([
      'a1 第一章 总则 › 第一条',
      'a2 第一章 总则 › 第二条',
      'a3 第二章 放飞 › 第一节 一般规定 › 第三条',
      'a3-1 第二章 放飞 › 第一节 一般规定 › 第三条之一',
      'a4 第三章 附则 › 第四条',
    ])
    expect(draft.clauses[1]?.text).toBe('本法所称风筝，包括：\n（一）纸鸢；\n（二）软翅风筝。\n其他飞行物，依照前款执行。')
  })

  it('does not take an article that a sentence mentions at the start of a line for one', async () => {
    const draft = await read(rules)
    expect(draft.clauses[2]?.text.replace(/\n/g, '')).toBe('放飞风筝，应当遵守本法第二条第二款的规定，不得妨碍他人。')
    expect(draft.notes.filter((note) => note.includes('序号'))).toEqual([])
  })

  it('says who made it, when, from when it holds, and what it ends', async () => {
    const { title, shortTitle, kind, issuer, label, promulgated, effective, notes } = await read(rules)
    expect({ title, shortTitle, kind, issuer, label, promulgated, effective }).toEqual({
      title: '中华人民共和国风筝管理法',
      shortTitle: '风筝管理法',
      kind: 'law',
      issuer: '全国人民代表大会常务委员会',
      label: '2001-03-01',
      promulgated: '2001-03-01',
      effective: '2001-06-01',
    })
    expect(notes).toEqual(['同时废止：《中华人民共和国纸鸢条例》'])
  })

  it('is read from a plain text with numbers of any width', async () => {
    const draft = await read(
      '风筝管理办法\n（２００５年６月７日公安部令第７８号发布　自２００５年１０月１日起施行）\n第　一　条　甲。\n第２条　乙。\n第3条　丙。\n第 四 条 丁。\n',
      'x.txt',
    )
    expect(draft.clauses.map(({ anchor, article, text }) => `${anchor} ${article} ${text}`)).toEqual([
      'a1 第一条 甲。',
      'a2 第２条 乙。',
      'a3 第3条 丙。',
      'a4 第四条 丁。',
    ])
    expect([draft.number, draft.issuer, draft.promulgated, draft.effective]).toEqual([
      '公安部令第78号',
      '公安部',
      '2005-06-07',
      '2005-10-01',
    ])
  })

  it('names gaps and doubles in its numbers', async () => {
    const draft = await read('# 风筝管理规定\n\n第一条 甲。\n\n第三条 丙。\n\n第三条 又丙。\n')
    expect(draft.clauses.map(({ anchor }) => anchor)).toEqual(['a1', 'a3', 'a3-d2'])
    expect(draft.notes.slice(0, 2)).toEqual(['条文序号不连续：第一条之后是第三条', '条文序号重复：第三条出现了两次'])
  })

  it('keeps words before the first article, and annexes with their rows', async () => {
    const draft = await read(
      '# 最高人民法院关于审理风筝案件的解释\n\n法释〔2022〕3号\n\n为正确审理风筝案件，依法保护当事人的合法权益，根据有关法律规定，结合审判实践，制定本解释。\n\n第一条 甲。\n\n第二条 本解释自2022年8月1日起施行。\n\n附表：收费标准\n\n| 项目 | 金额 |\n| --- | --- |\n| 放飞 | 5元 |\n| 补证 | 2元 |\n',
    )
    expect(paths(draft)).toEqual([
      'pre 导语',
      'a1 第一条',
      'a2 第二条',
      'x1-r1 附表 收费标准 › 附表 第1行',
      'x1-r2 附表 收费标准 › 附表 第2行',
    ])
    expect(draft.clauses[3]?.text).toBe('项目：放飞；金额：5元')
    expect([draft.issuer, draft.number]).toEqual(['最高人民法院', '法释〔2022〕3号'])
  })

  it('that is numbered 一、二、 has its points', async () => {
    const draft = await read('# 国务院关于风筝的规定\n\n一、甲。\n\n续甲。\n\n二、乙。\n\n三、本规定自1999年10月31日起施行。\n')
    expect(draft.clauses.map(({ anchor, article, text }) => `${anchor} ${article} ${text}`)).toEqual([
      'n1 一 甲。\n续甲。',
      'n2 二 乙。',
      'n3 三 本规定自1999年10月31日起施行。',
    ])
    expect([draft.issuer, draft.effective]).toEqual(['国务院', '1999-10-31'])
  })

  it('counts amendments below it anew', async () => {
    const draft = await read('# 风筝法\n\n第一条 甲。\n\n第二条 乙。\n\n# 修正案\n\n## 风筝法修正案（1988年）\n\n第一条 修改第二条。\n')
    expect(paths(draft)).toEqual(['a1 第一条', 'a2 第二条', 'x1-a1 修正案 › 风筝法修正案（1988年） › 第一条'])
  })
})

describe('the first day of a version', () => {
  const law = (head: string, last: string, matter = ''): Promise<DocumentDraft> =>
    read(`${matter}# 风筝法\n\n${head}\n\n第一条 甲。\n\n第二条 本法自${last}起施行。\n`)

  it('is what a revision says of itself', async () => {
    const draft = await law(
      '2005年8月28日第十届全国人民代表大会常务委员会通过\n\n2025年6月27日第十四届全国人民代表大会常务委员会修订',
      '2026年1月1日',
    )
    expect([draft.label, draft.effective, draft.notes]).toEqual(['2025-06-27', '2026-01-01', []])
  })

  it('is the day of the amendment where the text only tells of its first version, with a note', async () => {
    const draft = await law(
      '2003年6月28日 全国人民代表大会常务委员会通过\n\n2011年10月29日 《关于修改〈风筝法〉的决定》修正',
      '2004年1月1日',
    )
    expect(draft.effective).toBe('2011-10-29')
    expect(draft.notes.join()).toContain('2004-01-01')
  })

  it('is the day of publication where the text says so', async () => {
    expect((await law('1990年3月17日 国务院令第52号发布', '发布之日')).effective).toBe('1990-03-17')
  })

  it('is not taken from the first day in force that a collection states for an amended law', async () => {
    const draft = await law(
      '2003年6月28日 全国人民代表大会常务委员会通过',
      '2004年1月1日',
      '---\ntitle: 中华人民共和国风筝法\nversion_date: 2011-10-29\neffective_date_in_text: 2004-01-01\n---\n',
    )
    expect([draft.label, draft.effective]).toEqual(['2011-10-29', '2011-10-29'])
  })

  it('stays unknown where nothing tells it, with a note', async () => {
    const draft = await read('# 风筝法\n\n第一条 甲。\n\n第二条 乙。\n')
    expect([draft.label, draft.effective, draft.promulgated]).toEqual(['undated', undefined, undefined])
    expect(draft.notes.join()).toContain('没有找到施行日期')
  })

  it('is what front matter or the operator states outright', async () => {
    expect((await law('2003年6月28日 通过', '2004年1月1日', '---\neffective: 2003-12-01\n---\n')).effective).toBe('2003-12-01')
    const blocks = await blocksOf('x.md', '# 风筝法\n\n第一条 甲。\n')
    expect(draftOf(blocks, { ...facts, stated: { effective: '2020-05-01', repealed: '2022-01-01' } })).toMatchObject({
      effective: '2020-05-01',
      repealed: '2022-01-01',
    })
  })

  it('ends today where a source only says that it has ended', async () => {
    const draft = await law('2003年6月28日 通过', '2004年1月1日', '---\nstatus: superseded\n---\n')
    expect([draft.repealed, draft.notes.join().includes('请补上')]).toEqual(['2026-11-22', true])
    expect((await law('', '2004年1月1日', '---\nstatus: repealed 2020-08-15 by 纸鸢法\n---\n')).repealed).toBe('2020-08-15')
  })
})

describe('other documents', () => {
  it('are sections under their headings, with rows that say what their cells are', async () => {
    const draft = await read(
      '---\ntitle: 风筝须知\nversion: 2026-11\neffective: 2026-01-01\nsource: 自编\naudience: internal\nreview: { by: 甲, at: 2026-11-01, expires: 2027-11-01 }\ntopic: kites\n---\n# 风筝须知\n\n## 在哪办\n到窗口。\n\n## 收费吗\n\n| 项目 | 金额 |\n| --- | --- |\n| 放飞 | 5元 |\n\n### 减免\n学生不收。\n',
      'kites.md',
    )
    expect(draft.clauses.map(({ anchor, path, text }) => `${anchor} ${path}：${text}`)).toEqual([
      's1 在哪办：到窗口。',
      's2 收费吗：项目：放飞；金额：5元',
      's3 收费吗 › 减免：学生不收。',
    ])
    expect(draft).toMatchObject({
      kind: 'guide',
      topic: 'kites',
      audience: 'internal',
      label: '2026-11',
      origin: '自编',
      review: { by: '甲' },
    })
  })

  it('with questions and answers have a clause a row; rows that ran out are left out', () => {
    const row = (cells: string[], header = false): Block => ({ kind: 'row', cells, header, table: 1 })
    const draft = draftOf(
      [
        row(['序号', '常见问题', '标准答复', '依据', '有效期至'], true),
        row(['1', '能放几只？', '两只。', '风筝法第三条', '2030-01-01']),
        row(['2', '旧问题', '旧答复', '', '2020年1月1日']),
        row(['3', '没有答复的', '', '', '']),
      ],
      { ...facts, source: 'laws/常见问答.csv' },
    )
    expect(draft.clauses).toEqual([
      {
        anchor: 'r2',
        article: '能放几只？',
        path: '能放几只？',
        text: '两只。\n依据：风筝法第三条\n有效期至：2030-01-01',
        externalId: undefined,
      },
    ])
    expect([draft.kind, draft.title, draft.notes]).toEqual(['qa', '常见问答', ['第4行缺少答案，没有收入', '1 行已过有效期，没有收入']])
  })

  it('without any text are refused', async () => {
    expect(() => draftOf([], facts)).toThrow(NothingToKeepError)
    await expect(read('# 只有标题\n')).rejects.toThrow('只有标题，没有正文')
  })

  it('of ten megabytes in one paragraph are cut into clauses that can be quoted, at sentences', () => {
    const text = '风筝应当放在高处。'.repeat(1_150_000)
    const began = process.cpuUsage()
    const draft = draftOf([{ kind: 'paragraph', text }], { ...facts, source: 'laws/long.txt' })
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(5_000)
    expect(draft.clauses.every((clause) => clause.text.length <= 12_000 && clause.text.endsWith('。'))).toBe(true)
    expect(draft.clauses.map((clause) => clause.text).join('')).toBe(text)
    expect(new Set(draft.clauses.map(({ anchor }) => anchor)).size).toBe(draft.clauses.length)
  })
})
