import { describe, expect, it } from 'vitest'
import type { Found, Passage, ReviewedAnswer } from '../core/knowledge.ts'
import type { AskedQuestion } from '../core/knowledge-store.ts'
import type { ToolContext } from '../core/tool.ts'
import { searchPolicy } from './search-policy.ts'

const passage = (text: string, more: Partial<Passage> = {}): Passage => ({
  ...{
    id: 'law@1#a5',
    document: '治安管理处罚法',
    documentId: 'law',
    kind: 'law',
    topic: 'order',
    audience: 'public',
    version: '2025-06-27',
  },
  ...{
    path: '第三章 › 第五条',
    article: '第五条',
    text,
    quotes: [text],
    effective: '2026-01-01',
    until: undefined,
    force: 'in_force',
    isOld: false,
  },
  ...{ href: '/policies/law#a5', score: 9 },
  ...more,
})
const old = passage('处二百元以上五百元以下罚款。', {
  id: 'law@0#a5',
  effective: '2013-01-01',
  until: '2026-01-01',
  force: 'superseded',
  isOld: true,
})
const current = passage('处五日以下拘留。')
const reviewed: ReviewedAnswer = {
  ...{ id: 'r1', questions: ['噪声'], text: '先找物业，再报警。', topics: ['order'], audience: 'public', clauses: ['law@1#a5'] },
  ...{ reviewer: '张某', reviewedAt: '2026-10-01', expires: '2027-01-01' },
}

/** Asks the tool over a search that finds old text in the past and the new text today. */
const ask = async (query: string, options: { as_of?: string; past?: Partial<Found>; now?: Partial<Found> } = {}) => {
  const days: string[] = []
  const notes: AskedQuestion[] = []
  const today = '2026-11-22'
  // Only what the tool touches stands here; the rest of the context is never reached.
  const ctx = {
    ...{ who: { kind: 'citizen', id: 'p1' }, clock: () => new Date(`${today}T02:00:00Z`), knowledge: ['order'], agent: 'law-desk' },
    records: { knowledge: { noteQuestion: async (note: AskedQuestion) => void notes.push(note) } },
    search: {
      search: async (_: string, { asOf }: { asOf: string }): Promise<Found> => {
        days.push(asOf)
        const base = { isSupported: true, asOf, reviewed: undefined }
        return asOf < '2026-01-01' ? { ...base, passages: [old], ...options.past } : { ...base, passages: [current], ...options.now }
      },
    },
  } as unknown as ToolContext<'anyone'>
  const output = searchPolicy.output.parse(
    await searchPolicy.run({ input: searchPolicy.input.parse({ query, ...(options.as_of ? { as_of: options.as_of } : {}) }), ctx }),
  )
  return { days, notes, output, presentation: searchPolicy.present(output) }
}

describe('a question of policy', () => {
  it('of today is answered with the lead, the quoted words, and where they stand since when', async () => {
    const { presentation, days } = await ask('噪声怎么罚')
    expect(days).toEqual(['2026-11-22'])
    expect(presentation.text).toBe('规定里是这样写的：「处五日以下拘留」（《治安管理处罚法》第五条，自2026年1月1日起施行）。')
    expect(presentation.notice).toBeUndefined()
    expect(presentation.citations).toEqual([
      {
        ...{
          document: '治安管理处罚法',
          version: '2025-06-27',
          path: '第三章 › 第五条',
          quote: '处五日以下拘留。',
          effective: '2026-01-01',
        },
        ...{ href: '/policies/law#a5', force: 'in_force', isOld: false },
      },
    ])
  })

  it('that names a day of the past is answered with the rule of then, and says that it has changed', async () => {
    const { presentation, days } = await ask('2025年6月邻居噪声怎么罚')
    expect(days).toEqual(['2025-06-30'])
    expect(presentation.text).toMatch(
      /^按2025年6月当时有效的规定回答；现行规定已经改了.*当时的规定是这样写的：「处二百元以上五百元以下罚款」（.*旧规定.*2026年1月1日起不再有效）。$/,
    )
    expect(presentation.citations?.[0]).toMatchObject({ isOld: true, force: 'superseded' })
  })

  it('takes the day from the model where it names one, and never a day to come', async () => {
    expect((await ask('噪声怎么罚', { as_of: '2024' })).days).toEqual(['2024-12-31'])
    expect((await ask('噪声怎么罚', { as_of: '2024-03' })).days).toEqual(['2024-03-31'])
    expect((await ask('噪声怎么罚', { as_of: '2030-01-01' })).days).toEqual(['2026-11-22'])
    expect((await ask('噪声怎么罚', { as_of: 'yesterday' })).days).toEqual(['2026-11-22'])
  })

  it('is answered with the rule of today, and says so, when nothing of then is there', async () => {
    const { presentation, days } = await ask('去年噪声怎么罚', { past: { isSupported: false, passages: [] } })
    expect(days).toEqual(['2025-12-31', '2026-11-22'])
    expect(presentation.text).toMatch(/^没有查到2025年当时的规定，下面是现行规定/)
    expect(presentation.citations?.[0]?.isOld).toBe(false)
  })

  it('about the old law without a day asks for the day', async () => {
    expect((await ask('旧法怎么罚噪声')).presentation.text).toMatch(/^您问的是以前的规定：请告诉我事情发生在哪一年/)
  })

  it('that nothing supports is not answered, and a model is given nothing to answer from', async () => {
    const { presentation, output } = await ask('火星移民怎么办', { now: { isSupported: false } })
    expect(output.passages).toEqual([])
    expect(presentation).toMatchObject({ outcome: 'unanswered', passages: [] })
    expect(presentation.text).toContain('没有找到依据')
  })

  it('that a person has answered gets that answer as it is, with name and expiry, and its clauses', async () => {
    const { presentation, notes } = await ask('噪声怎么办', { now: { reviewed } })
    expect(presentation).toMatchObject({ isFinal: true, text: '先找物业，再报警。（张某 审核，有效至 2027年1月1日）' })
    expect(presentation.citations?.map(({ href }) => href)).toEqual(['/policies/law#a5'])
    expect(notes[0]?.reviewed).toBe('r1')
    expect((await ask('去年噪声怎么办', { past: { reviewed } })).presentation.isFinal).toBeUndefined()
  })

  it('is noted for analysts without the person and without personal values', async () => {
    const { notes } = await ask('我叫林安然，手机13900001234，噪声怎么罚')
    expect(notes).toHaveLength(1)
    expect(notes[0]).toMatchObject({ agent: 'law-desk', audience: 'public', isSupported: true, clauses: ['law@1#a5'], verdict: undefined })
    expect(notes[0]?.text).toBe('我叫〔姓名〕，手机〔电话〕，噪声怎么罚')
    expect(JSON.stringify(notes)).not.toMatch(/p1|林安然|1390000/)
  })

  it('quotes a second clause where two things are asked, or where it fits as well', async () => {
    const second = passage('处警告。', { id: 'law@1#a6', article: '第六条', path: '第六条', href: '/policies/law#a6', score: 7 })
    const now = { passages: [current, second] }
    expect((await ask('噪声怎么罚', { now: { passages: [current, { ...second, score: 6 }] } })).presentation.citations).toHaveLength(1)
    expect((await ask('噪声和养狗怎么罚', { now })).presentation.citations).toHaveLength(2)
    expect((await ask('噪声怎么罚', { now: { passages: [current, { ...second, score: 8.9 }] } })).presentation.citations).toHaveLength(2)
  })

  it('says nothing of a date that a document does not name', async () => {
    const { presentation } = await ask('噪声怎么罚', { now: { passages: [{ ...current, effective: undefined, force: 'undated' }] } })
    expect(presentation.text).toContain('未注明施行日期')
    expect(presentation.citations?.[0]?.effective).toBe('')
  })
})
