import { describe, expect, it } from 'vitest'
import { plain, type Question, readFreshQuestions, readQuestions, saysIn } from './questions.ts'

const questions = readQuestions()
const odd = questions.filter((_, index) => index % 2 === 0)
const even = questions.filter((_, index) => index % 2 === 1)
const count = (list: readonly Question[], holds: (question: Question) => boolean) => list.filter(holds).length

describe('the 200 questions', () => {
  it('are numbered in order and asked once each', () => {
    expect(questions.map(({ id }) => id)).toEqual(questions.map((_, index) => `q${String(index + 1).padStart(3, '0')}`))
    expect(new Set(questions.map(({ ask }) => ask)).size).toBe(200)
  })

  it('are 140 with an answer, half by citizens and half by officers, 20 between two texts and 40 without an answer', () => {
    expect(count(questions, ({ kind, by }) => kind === 'answerable' && by === 'citizen')).toBe(70)
    expect(count(questions, ({ kind, by }) => kind === 'answerable' && by === 'officer')).toBe(70)
    expect(count(questions, ({ kind }) => kind === 'versions')).toBe(20)
    expect(count(questions, ({ kind }) => kind === 'none')).toBe(40)
  })

  it('ask about an old day in half of those between two texts', () => {
    expect(count(questions, (question) => question.kind === 'versions' && question.gold[0]?.version !== undefined)).toBe(10)
  })

  it('are alike in the odd and the even half: kind, and old or new text', () => {
    const shape = ({ kind, gold }: Question) => `${kind} ${gold[0]?.version ? 'old' : ''}`
    for (const which of new Set(questions.map(shape)))
      expect(
        count(odd, (question) => shape(question) === which),
        which,
      ).toBe(count(even, (question) => shape(question) === which))
    expect(odd.map(({ kind }) => kind)).toEqual(even.map(({ kind }) => kind))
  })

  it('take their answers from at least sixty laws', () => {
    const laws = new Set(questions.flatMap(({ gold }) => gold.map(({ law }) => law.replace(/^民法典-.*/, '民法典'))))
    expect(laws.size).toBeGreaterThanOrEqual(60)
  })

  it('never call the same clause right and wrong', () => {
    for (const question of questions)
      if (question.kind === 'versions') for (const wrong of question.notGold) expect(question.gold, question.id).not.toContainEqual(wrong)
  })
})

describe('the fresh questions', () => {
  const fresh = readFreshQuestions()

  it('are at least 120, with at least 30 that have no answer and 12 between two texts', () => {
    expect(fresh.length).toBeGreaterThanOrEqual(120)
    expect(count(fresh, ({ kind }) => kind === 'none')).toBeGreaterThanOrEqual(30)
    expect(count(fresh, ({ kind }) => kind === 'versions')).toBeGreaterThanOrEqual(12)
    expect(count(fresh, ({ by }) => by === 'officer')).toBeGreaterThanOrEqual(36)
  })

  it('are asked once each, and none of them is among the 200', () => {
    const asked = [...questions, ...fresh].map(({ ask }) => ask)
    expect(new Set(asked).size).toBe(asked.length)
  })
})

describe('text as it is compared', () => {
  it.each([
    ['六十日', '60日'],
    ['一千元以下罚款', '1000元以下罚款'],
    ['2万元以上10万元以下', '二万元以上十万元以下'],
    ['二十万元以下罚款', '20万元以下罚款'],
    ['第一百零九条', '第109条'],
    ['一千二百五十四', '1254'],
    ['两个以上见证人', '二个以上见证人'],
    ['百分之三百', '300%'],
    ['1.5万元', '15000元'],
    ['（一）警告； 罚款', '(一)警告;罚款'],
  ])('takes %s for %s', (one, other) => expect(plain(one)).toBe(plain(other)))

  it.each([
    ['六十日', '六个月'],
    ['十日以下', '十日以上'],
    ['五百元', '五千元'],
  ])('tells %s from %s', (one, other) => expect(plain(one)).not.toBe(plain(other)))
})

describe('a phrase in an answer', () => {
  it.each([
    ['应当在60日内发放', '六十日', true],
    ['应当自收到之日起十五日以内', '五日以内', false],
    ['自受理之日起十五日内，五日内补正', '五日内', true],
    ['处二千元以上五千元以下罚款', '一千元以下罚款', false],
    ['可以并处 1000 元以下罚款', '一千元以下罚款', true],
  ])('%s: %s is said: %s', (text, phrase, said) => expect(saysIn(text, phrase)).toBe(said))
})
