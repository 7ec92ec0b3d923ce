import { describe, expect, it } from 'vitest'
import { readabilityOf } from './readability.ts'

describe('how hard a reply is to read', () => {
  it('is simple for short everyday sentences, and harder for office prose that says the same', () => {
    const plain = readabilityOf('您要办什么？说一句就行。办好了马上给您看。')
    const prose = readabilityOf(
      '申请人应当依法向户籍所在地或者居住地公安派出所提出书面申请并且如实提交本人有效身份证件以及其他相关证明材料，由于材料不齐而未能受理的则应当在规定期限以内及时予以补正。',
    )
    expect(plain).toMatchObject({ sentences: 3, level: 'simple' })
    expect(prose?.level).toBe('harder')
    expect(prose?.index).toBeGreaterThan(3 * (plain?.index ?? 0))
  })

  it('counts characters a clause and joining words a sentence, by hand as by code', () => {
    // Two clauses of four characters; 但是 joins: (4 + 1) × 0.5.
    expect(readabilityOf('天气很好，但是很冷。')).toMatchObject({ sentences: 1, index: 2.5 })
  })

  it('says nothing of what is no Chinese', () => {
    expect(readabilityOf('Your certificate is ready.')).toBeUndefined()
    expect(readabilityOf('')).toBeUndefined()
  })
})
