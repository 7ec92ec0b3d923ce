import { describe, expect, it } from 'vitest'
import type { Block } from '../block.ts'
import { gather } from '../golden/gather.ts'
import { fileLimits } from '../limits.ts'
import { readBlocks } from '../read-blocks.ts'
import { readLines } from '../read-lines.ts'
import { encodingOf } from './encoding.ts'

const blocks = (name: string, content: string | Uint8Array): Promise<Block[]> =>
  gather(readBlocks({ name, bytes: typeof content === 'string' ? Buffer.from(content) : content }))
const texts = (found: readonly Block[]): string[] => found.flatMap((block) => ('text' in block ? [block.text] : []))

/** `户口登记由派出所办理。` and the like, as bytes: TextEncoder writes UTF-8 only. */
const gbk = Buffer.from('bba7bfdab5c7bcc7d3c9c5c9b3f6cbf9b0ecc0eda1a3b5dad2bbccf5c8cbc3f1beafb2ec', 'hex')
const big5 = Buffer.from('a4e1a4f5b56eb04fa5d1acf3a558a9d2bfeeb27aa143b2c4a440b1f8a448a5c1c4b5b9ee', 'hex')

describe('encodings', () => {
  it.each([
    ['UTF-8', Buffer.from('户口登记'), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from('\ufeff户口登记'), 'utf-8'],
    ['UTF-16 with a mark', Buffer.from('\ufeff户口登记\n', 'utf16le'), 'utf-16le'],
    ['UTF-16 the other way round', Buffer.from('\ufeff户口登记\n', 'utf16le').swap16(), 'utf-16be'],
    ['UTF-16 without a mark', Buffer.from('户口登记 1\n由派出所 2\n办理。 3\n', 'utf16le'), 'utf-16le'],
    ['GBK', gbk, 'gb18030'],
    ['Big5', big5, 'big5'],
    ['plain ASCII', Buffer.from('id,text\n1,a\n'), 'utf-8'],
  ] as const)('knows %s', (_, bytes, expected) => {
    expect(encodingOf(bytes)).toBe(expected)
  })

  it('looks beyond a long head of ASCII', async () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n'.repeat(100_000)), gbk])
    const lines = await gather(readLines({ name: 'a.csv', bytes }))
    expect(lines.at(-1)).toEqual({ line: 100_001, text: '户口登记由派出所办理。第一条人民警察' })
  })

  it('names the byte from which a text is rubbish', async () => {
    const bytes = Buffer.concat([Buffer.from('户口登记\n'.repeat(60_000)), Buffer.alloc(300_000, 0xff)])
    await expect(blocks('a.txt', bytes)).rejects.toMatchObject({
      code: 'file_unreadable',
      extra: { problem: 'encoding', place: { unit: 'byte' } },
    })
  })
})

describe('text', () => {
  it('leaves NUL and marks that nobody sees out', async () => {
    expect(texts(await blocks('a.txt', '第一\u0000条\u200b　保\ufeff密。\u0007'))).toEqual(['第一条　保密。'])
  })

  it('takes each line as a paragraph where lines were not wrapped', async () => {
    expect(texts(await blocks('a.txt', '第一条 甲。\r\n第二条 乙：\r（一）丙\n\n丁'))).toEqual([
      '第一条 甲。',
      '第二条 乙：',
      '（一）丙',
      '丁',
    ])
  })

  it('does not begin a paragraph at a wrapped reference to an article', async () => {
    const line = '违反本条例关于户口登记期限规定的，由派出所依照本条例有关条款以及'
    const text = `${line}\n第八条的规定处理；情节较轻并且及时改正的，不予处罚，但应当告知本人\n改正期限和逾期后果，并在三日内书面报告上一级公安机关备案，有关情况\n第九条另有规定的从其规定，其余事项由省级公安机关根据实际情况另行制定\n办法。`
    expect(texts(await blocks('a.txt', text))).toHaveLength(1)
  })

  it('refuses a line without an end', async () => {
    const limits = { ...fileLimits, recordChars: 1_000 }
    const read = readLines({ name: 'a.jsonl', bytes: Buffer.from('字'.repeat(2_000)) }, limits)
    await expect(gather(read)).rejects.toMatchObject({ code: 'file_too_large', extra: { what: 'record' } })
  })
})

describe('Markdown', () => {
  it('gives front matter apart and unread, and takes dashes that are never closed as text', async () => {
    expect(await blocks('a.md', '---\ntitle: 甲\n---\n# 乙')).toEqual([
      { kind: 'front_matter', yaml: 'title: 甲', line: 1 },
      { kind: 'heading', level: 1, text: '乙' },
    ])
    expect(texts(await blocks('a.md', '---\n甲\n乙'))).toEqual(['甲', '乙'])
  })

  it('keeps words and drops marks', async () => {
    const text =
      '甲\n===\n\n**第一条** 见[附件](a.md "题")与`表`，2\\*3，*着重*。![图](x.png)\n\n> 引用\n\n```\n# 不是标题\n```\n\n1. 受理\n2. 审核'
    expect(texts(await blocks('a.md', text))).toEqual(['甲', '第一条 见附件与表，2*3，着重。', '引用', '# 不是标题', '1. 受理', '2. 审核'])
  })
})
