import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredDocument } from '../../core/knowledge-store.ts'
import { foldQuestion } from './fold.ts'
import { lawNamesOf } from './laws.ts'
import { readLexicon } from './lexicon.ts'
import { type Plan, planOf } from './plan.ts'

const lexicon = readLexicon(join(import.meta.dirname, '../../data/lexicon'))
const law = (title: string): StoredDocument => ({
  id: title,
  identity: title,
  title: `中华人民共和国${title}`,
  shortTitle: title,
  kind: 'law',
  topic: 'laws',
  audience: 'public',
  issuer: undefined,
  number: undefined,
})
const names = lawNamesOf(
  [
    '治安管理处罚法',
    '刑法',
    '刑事诉讼法',
    '道路交通安全法',
    '道路交通安全法实施条例',
    '民法典 婚姻家庭编',
    '民法典 合同编',
    '公安机关办理行政案件程序规定',
  ].map(law),
  lexicon.lawNames,
)
const plan = async (question: string): Promise<Plan> => planOf(await foldQuestion(question), { lexicon, names, cut: undefined })
const referred = async (question: string): Promise<string[]> =>
  (await plan(question)).references.flatMap(({ documents, anchor }) => documents.map((id) => `${id} ${anchor ?? ''}`.trim()))

describe('laws and articles that a question names', () => {
  it.each([
    ['治安法八十八条', '治安管理处罚法 a88'],
    ['治安管理处罚法第88条是什么', '治安管理处罚法 a88'],
    ['《治安处罚法》第八十八条第二款', '治安管理处罚法 a88'],
    ['治安法六十条之一', '治安管理处罚法 a60-1'],
    ['刑诉法第286条', '刑事诉讼法 a286'],
    ['刑法234', '刑法 a234'],
    ['刑法第一百三十三条之一第一款第（二）项', '刑法 a133-1'],
    ['道交法实施条例62条', '道路交通安全法实施条例 a62'],
    ['道交法第九十一条', '道路交通安全法 a91'],
    ['治安管理處罰法第八十八條', '治安管理处罚法 a88'],
    ['治安法第８８条', '治安管理处罚法 a88'],
    ['民法典婚姻编第一千零四十二条', '民法典 婚姻家庭编 a1042'],
    ['行政案件程序规定第六十条', '公安机关办理行政案件程序规定 a60'],
    ['刑诉法有没有规定律师会见', '刑事诉讼法'],
  ])('reads %s', async (question, expected) => {
    expect(await referred(question)).toEqual([expected])
  })

  it('looks for an article of the Civil Code in every book that is kept by itself', async () => {
    expect(await referred('民法典1042条')).toEqual(['民法典 婚姻家庭编 a1042', '民法典 合同编 a1042'])
  })

  it('keeps two laws and their articles apart', async () => {
    expect(await referred('刑法234条和治安法51条有什么不同')).toEqual(['刑法 a234', '治安管理处罚法 a51'])
  })

  it('takes no count for an article', async () => {
    expect(await referred('刑法有两条规定吗')).toEqual(['刑法'])
    expect(await referred('治安法2025年改了什么')).toEqual(['治安管理处罚法'])
    expect(await referred('邻居养了三条狗')).toEqual([])
  })
})

describe('what is looked for', () => {
  it('adds the words of the law for everyday words, and never weighs them more than what was said', async () => {
    const { terms, added } = await plan('我有案底能当保安吗')
    expect(added).toContain('犯罪记录')
    expect(terms.get('犯罪')).toBeLessThan(terms.get('保安') ?? 0)
  })

  it('understands English words in a Chinese question, as whole words only', async () => {
    expect((await plan('driver license 换证')).added).toContain('机动车驾驶证')
    expect((await plan('candid 是什么')).added).toEqual([])
  })

  it('writes numbers as statutes print them', async () => {
    expect((await plan('14岁的孩子')).added).toContain('十四周岁')
    expect((await plan('10天之内')).added).toContain('十日')
  })

  it('never leaves out a word that decides a rule', async () => {
    for (const word of ['应当', '不得', '可以', '以上', '以下', '必须', '禁止']) {
      const { terms } = await plan(`警察${word}开枪`)
      expect(terms.get(word), word).toBe(1)
    }
  })

  it('tells a question that no law can answer', async () => {
    expect((await plan('我的案子查到哪一步了')).isBeyond).toBe(true)
    expect((await plan('殴打他人怎么处罚')).isBeyond).toBe(false)
    expect((await plan('商标注册要几个月')).subjects).toEqual(['商标法'])
  })
})

it('holds more than 600 everyday words', () => {
  expect(lexicon.size).toBeGreaterThan(600)
})

it('reads anything at all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (text) => {
      await plan(text)
    }),
    { numRuns: 200 },
  )
})
