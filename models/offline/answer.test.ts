import { describe, expect, it } from 'vitest'
import { answerFrom, passagesIn } from './answer.ts'
import { passage, visit } from './fixture.ts'
import { phrasesIn } from './phrases.ts'

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

  it('picks the sentences that speak to the question out of a long passage', () => {
    const filler = '机关应当公开办事指南并方便群众查阅。'.repeat(12)
    const text = `${filler}无犯罪记录证明的办理期限为三个工作日。${filler}`
    const answer = answerFrom([{ document: '须知', path: '第二条', text }], '无犯罪记录证明办理期限多久', phrasesIn(false), false)
    expect(answer).toContain('「无犯罪记录证明的办理期限为三个工作日」')
    expect(answer?.length).toBeLessThan(300)
  })

  it('says every quoted word exactly as the passage has it', () => {
    const text = '第一句话在这里；第二句也在。第三句！'
    const answer = answerFrom([{ document: '《须知》', path: '一', text }], '第二句', phrasesIn(false), false) ?? ''
    for (const [, quote] of answer.matchAll(/「([^」]+)」/g)) expect(text).toContain(quote)
    expect(answer).toContain('（《须知》一）')
  })

  it('knows no passages where there are none', () => {
    expect(passagesIn({ status: 'x' })).toBeUndefined()
    expect(passagesIn(null)).toBeUndefined()
    expect(passagesIn({ passages: [1, { text: '' }, { text: '有' }] })).toEqual([{ document: '', path: '', text: '有' }])
  })
})
