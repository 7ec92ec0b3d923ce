import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { echoCutter } from './echo.ts'

const rest = (said: string, ...sentences: string[]): string => {
  const cutter = echoCutter(said)
  return sentences.map((sentence) => cutter.fresh(sentence)).join('')
}

describe('a model that goes on for another', () => {
  it.each([
    ['goes on as asked', ['办理不收费。']],
    ['begins anew', ['您好，可以在网上办。', '当场就能拿到。', '办理不收费。']],
    ['begins anew with other commas', ['您好，可以在网上办！', '当场 就能拿到；', '办理不收费。']],
    ['repeats the last sentence', ['当场就能拿到。', '办理不收费。']],
    ['repeats the last words within its sentence', ['当场就能拿到，办理不收费。']],
    ['begins anew in one breath', ['您好，可以在网上办，当场就能拿到，办理不收费。']],
    ['says a sentence again further on', ['办理不收费。', '您好，可以在网上办。']],
  ])('doubles no word when it %s', (_what, sentences) => {
    expect(rest('您好，可以在网上办。当场就能拿到。', ...sentences)).toBe('办理不收费。')
  })

  it('keeps a short word that is meant twice, and everything where nothing was said', () => {
    expect(rest('好的。', '带上身份证。', '好的。')).toBe('带上身份证。好的。')
    expect(rest('', '您好。', '请问做什么用？')).toBe('您好。请问做什么用？')
  })

  it('wherever the first broke off and however far back the second begins, the whole is said once', () => {
    const sentences = ['一份证明只对应一个用途。', '从网上申请最快。', '需要本人的身份证。', '一般三个工作日之内办好。', '不收任何费用。']
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), (broke, back) => {
        const said = sentences.slice(0, broke).join('')
        expect(said + rest(said, ...sentences.slice(Math.min(broke, back)))).toBe(sentences.join(''))
      }),
    )
  })
})
