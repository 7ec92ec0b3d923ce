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

  it('supports none, however high it scores, where the rest of the question is about something else', () => {
    const terms = new Map([...plan.terms, ['机票', 1], ['航班', 1], ['退钱', 1], ['误机', 1]] as const)
    const asked = ['机票', '航班', '退钱', '误机'].map((word) => ({ word, alike: [] }))
    expect(isSupported({ ...ground, plan: { ...plan, question: '误了航班机票谁退钱，身份证丢了', terms, asked } })).toBe(false)
  })
})
