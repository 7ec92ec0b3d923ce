import fc from 'fast-check'
import { expect, it } from 'vitest'
import { maskDocument, maskName } from './masking.ts'

it.each([
  ['张三', '张*'],
  ['张三丰', '张**'],
  ['欧阳娜娜', '欧阳**'],
  ['欧阳修', '欧阳*'],
  ['欧阳', '欧*'],
  ['𠮷田', '𠮷*'],
  ['阿凡提·买买提', '阿***'],
  ['ANNE MARIE', 'A***'],
  ['张', '张*'],
  ['', '*'],
])('%s is shown as %s', (name, masked) => {
  expect(maskName(name)).toBe(masked)
})

it('a document number keeps only its ends', () => {
  expect(maskDocument('159901199003072016')).toBe('1599************16')
  expect(maskDocument('ZZ1234567')).toBe('Z*******7')
  expect(maskDocument('12345')).toBe('*****')
  expect(maskDocument('')).toBe('*')
})

it('a mask never shows the whole', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => void expect(maskName(text)).toContain('*')))
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void expect(maskDocument(text)).toContain('*')))
})
