import { describe, expect, it } from 'vitest'
import { answerFrom, passagesIn } from './answer.ts'
import { passage, visit } from './fixture.ts'
import { phrasesIn } from './phrases.ts'

const none = { passages: [], quoted: 0 }

describe('answering from passages', () => {
  it('quotes word for word and names the place', async () => {
    const v = visit()
    await v.says('办无犯罪记录证明要带什么材料')
    const heard = await v.gets(passage('申请人应当出示有效身份证件。', '受理 › 材料'))
    expect(heard).toMatchObject({
      outcome: 'answered',
      text: '规定里是这样写的：「申请人应当出示有效身份证件」（《办理须知（测试）》受理 › 材料）。',
    })
  })

  it('says that it found nothing, and offers a person', async () => {
    const v = visit()
    await v.says('办无犯罪记录证明要带什么材料')
    const heard = await v.gets({ ok: true, say: '', data: { passages: [] } })
    expect(heard.outcome).toBe('unanswered')
    expect(heard.text).toMatch(/没有找到依据.*转人工/)
    expect(heard.suggestions).toContain('转人工')
  })

  it('comes back to the form after finding nothing', async () => {
    const v = visit()
    await v.says('我要开无犯罪记录证明')
    await v.says('要钱吗')
    expect((await v.gets({ ok: true, say: '', data: { passages: [] } })).text).toMatch(/没有找到依据.*回到刚才：请问这份证明做什么用/)
  })

  it('quotes the words that the search picked, and says where they stand and since when', () => {
    const text = '公安机关应当公开办事指南。\n办理期限为三个工作日。'
    const passage = {
      document: '办理规定',
      place: '第二条第二款',
      kind: 'law',
      text,
      quotes: ['办理期限为三个工作日。'],
      effective: '2022-01-01',
    }
    const answer = answerFrom(passagesIn({ passages: [passage] }) ?? none, phrasesIn(false), false)
    expect(answer).toBe('规定里是这样写的：「办理期限为三个工作日」（《办理规定》第二条第二款，自2022年1月1日起施行）。')
  })

  it('says of old text that it is old', () => {
    const passage = {
      document: '办理规定',
      place: '第二条',
      text: '期限为七日。',
      isOld: true,
      effective: '2012-01-01',
      until: '2022-01-01',
    }
    const answer = answerFrom(passagesIn({ passages: [passage] }) ?? none, phrasesIn(false), false)
    expect(answer).toMatch(/^当时的规定是这样写的：「期限为七日」（.*旧规定，自2012年1月1日起施行，2022年1月1日起不再有效）。$/)
  })

  it('quotes as many passages as the search says answer the question', () => {
    const passages = ['甲事三日。', '乙事五日。', '丙事七日。'].map((text) => ({ document: '规定', path: '一', text }))
    const answered = (quoted: number): string => answerFrom(passagesIn({ passages, quoted }) ?? none, phrasesIn(false), false) ?? ''
    expect(answered(1)).not.toContain('乙事')
    expect(answered(2)).toMatch(/甲事.*另外，「乙事五日」/)
    expect(answered(2)).not.toContain('丙事')
  })

  it('says every quoted word exactly as the passage has it', () => {
    const text = '第一句话在这里；第二句也在。第三句！'
    const answer = answerFrom(passagesIn({ passages: [{ document: '《须知》', path: '一', text }] }) ?? none, phrasesIn(false), false) ?? ''
    for (const [, quote] of answer.matchAll(/「([^」]+)」/g)) expect(text).toContain(quote)
    expect(answer).toContain('（《须知》一）')
  })

  it('takes no quote that is not in the passage, and nothing of what supports no answer', () => {
    const passage = { document: '须知', path: '一', text: '期限三日。', quotes: ['期限三十日。'] }
    expect(answerFrom(passagesIn({ passages: [passage] }) ?? none, phrasesIn(false), false)).toContain('「期限三日」')
    expect(passagesIn({ passages: [passage], isSupported: false })?.passages).toEqual([])
  })

  it('knows no passages where there are none', () => {
    expect(passagesIn({ status: 'x' })).toBeUndefined()
    expect(passagesIn(null)).toBeUndefined()
    expect(passagesIn({ passages: [1, { text: '' }, { text: '有' }] })?.passages.map(({ text }) => text)).toEqual(['有'])
  })
})
