import { describe, expect, it } from 'vitest'
import { sentenceCutter } from './sentences.ts'

const cutAll = (pieces: readonly string[]): string[] => {
  const cutter = sentenceCutter()
  return [...pieces.flatMap((piece) => cutter.push(piece)), ...cutter.flush()]
}

describe('sentences', () => {
  it('leave whole, with the mark that closes them', () => {
    expect(cutAll(['您好。请问做', '什么用？', '谢谢'])).toEqual(['您好。', '请问做什么用？', '谢谢'])
    expect(cutAll(['他说“好的。”然后走了！'])).toEqual(['他说“好的。”', '然后走了！'])
  })

  it('are not cut inside a number or an abbreviation', () => {
    expect(cutAll(['It costs 3', '.', '5 yuan. Fine.'])).toEqual(['It costs 3.5 yuan. ', 'Fine.'])
  })

  it('are the same text again when put together, however they arrived', () => {
    const text = '第一句。Second one. 第三句？\n\n- 第四！剩下的'
    for (let size = 1; size <= text.length; size++) {
      const pieces = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
      expect(cutAll(pieces).join('')).toBe(text)
    }
  })
})
