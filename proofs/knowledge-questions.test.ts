import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { clausesOf, readFreshQuestions, readQuestions, saysIn } from '../evals/knowledge/questions.ts'

const corpora = process.env.FENSHEN_CORPORA
const laws = join(corpora ?? '', 'laws')
const questions = readQuestions()
const fresh = readFreshQuestions()

describe.skipIf(!corpora)('the questions, against the folder of laws they were written from', () => {
  it('stand on clauses that exist and say so', () => {
    for (const question of [...questions, ...fresh]) check(question)
  })

  const check = (question: (typeof questions)[number]): void => {
    const texts = question.gold.map((gold) => clausesOf(laws, gold)?.get(gold.article))
    for (const [index, text] of texts.entries()) expect(text, `${question.id} ${JSON.stringify(question.gold[index])}`).toBeTruthy()
    if (question.kind === 'none') return
    // Every phrase is checked, though any one is enough in an answer: a phrase of no clause would reward a wrong one.
    for (const phrase of question.says)
      expect(
        texts.some((text) => saysIn(text ?? '', phrase)),
        `${question.id} ${phrase}`,
      ).toBe(true)
    if (question.kind === 'versions')
      for (const wrong of question.notGold) expect(clausesOf(laws, wrong)?.get(wrong.article), JSON.stringify(wrong)).toBeTruthy()
  }

  it('between two texts, the deciding phrase is in the right one and, save where only the article moved, not in the wrong one', () => {
    const same = [...questions, ...fresh].flatMap((question) => {
      if (question.kind !== 'versions') return []
      const wrong = question.notGold.map((gold) => clausesOf(laws, gold)?.get(gold.article) ?? '').join('')
      return question.says.every((phrase) => saysIn(wrong, phrase)) ? [question.ask] : []
    })
    expect(same).toEqual(['申请法院强制执行的时间是几年，民诉法第几条'])
  })
})
