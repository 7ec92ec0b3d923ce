import { describe, expect, it } from 'vitest'
import type { Plan } from './query/plan.ts'
import { isSupported, type SupportGround } from './support.ts'

const plan: Plan = {
  question: '身份证丢了怎么补',
  terms: new Map([
    ['身份', 1],
    ['份证', 1],
    ['丢了', 1],
  ]),
  asked: [{ word: '身份证', alike: [] }],
  added: [],
  references: [],
  isBeyond: false,
  subjects: [],
}
const ground: SupportGround = {
  plan,
  texts: ['居民身份证办理须知 身份证丢了怎么补 可以就近申请补领。'],
  judged: [],
  best: 14,
  reach: 100,
  isGuide: true,
  isNamed: false,
  clauses: 1000,
  holding: () => 10,
  isHere: () => false,
}

describe('a section of a guide', () => {
  it('supports an answer where it holds most of the question', () => expect(isSupported(ground)).toBe(true))

  it('supports none where it shares a few words with it', () => {
    expect(isSupported({ ...ground, best: 5, texts: ['旅馆须知 住店要登记吗 要登记。'] })).toBe(false)
  })

  it('supports none where it shares only how the question is put: 多久能拿到', () => {
    const merits = { rel: 1, cover: 0.5, text: 0, dice: 0.01, title: 0, order: 0 }
    expect(isSupported({ ...ground, judged: [{ merits, worth: 9 }] })).toBe(false)
    expect(isSupported({ ...ground, judged: [{ merits: { ...merits, text: 0.6 }, worth: 9 }] })).toBe(true)
  })

  it('supports none, however high it scores, where the rest of the question is about something else', () => {
    const terms = new Map([...plan.terms, ['机票', 1], ['航班', 1], ['退钱', 1], ['误机', 1]] as const)
    const asked = ['机票', '航班', '退钱', '误机'].map((word) => ({ word, alike: [] }))
    expect(isSupported({ ...ground, plan: { ...plan, question: '误了航班机票谁退钱，身份证丢了', terms, asked } })).toBe(false)
  })
})

describe('a clause of law', () => {
  const merits = { rel: 1, cover: 0.9, text: 0.6, dice: 0.6, title: 0.8, order: 0 }
  const law: SupportGround = {
    ...ground,
    isGuide: false,
    texts: ['居民身份证法 第十一条 居民身份证丢失的，应当申请补领。'],
    plan: { ...plan, asked: ['身份证', '丢了', '怎么补', '多少天'].map((word) => ({ word, alike: [] })) },
    judged: [{ merits, worth: 12 }],
    best: 60,
  }
  it('supports an answer where it speaks of the question', () => expect(isSupported(law)).toBe(true))

  it('supports none for what no law tells, or what a law tells that is not here', () => {
    const { plan: own } = law
    const weaker = { ...law, judged: [{ merits: { ...merits, dice: 0.1, text: 0.3 }, worth: 12 }], best: 30 }
    expect(isSupported({ ...weaker, plan: { ...own, isBeyond: true } })).toBe(false)
    expect(isSupported({ ...weaker, plan: { ...own, subjects: ['专利法'] } })).toBe(false)
  })

  it('supports an answer whatever it says where the question names it, and none where such an article is not there', () => {
    expect(isSupported({ ...law, best: 0, isNamed: true })).toBe(true)
    expect(isSupported({ ...law, plan: { ...law.plan, references: [{ documents: ['x'], anchor: 'a900' }] } })).toBe(false)
  })
})
