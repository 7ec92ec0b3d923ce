import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  acceptanceNumber,
  certificateNumber,
  parseAcceptanceNumber,
  parseCertificateNumber,
  parseVerifyCode,
  verifyAlphabet,
  verifyCodeOf,
} from './numbers.ts'

const facts = fc.record({ year: fc.integer({ min: 2000, max: 2999 }), sequence: fc.integer({ min: 1, max: 99_999_999 }) })

it('a certificate number reads back as it was written, however it is typed', () => {
  fc.assert(
    fc.property(facts, (made) => {
      const number = certificateNumber(made)
      expect(number).toMatch(/^WFZ-\d{4}-\d{8}-[0-9A-Z]$/)
      expect(parseCertificateNumber(number)).toEqual({ number, ...made })
      expect(parseCertificateNumber(` ${number.toLowerCase().replaceAll('-', ' ')} `)).toEqual({ number, ...made })
    }),
  )
})

it('one wrong digit in a certificate number is always found', () => {
  fc.assert(
    fc.property(facts, fc.nat(), fc.nat(9), (made, n, digit) => {
      const number = certificateNumber(made)
      const places = [...number].flatMap((char, i) => (/\d/.test(char) && i < 17 && char !== String(digit) ? [i] : []))
      const at = places[n % places.length] ?? 4
      expect(parseCertificateNumber(number.slice(0, at) + digit + number.slice(at + 1))).toBeUndefined()
    }),
  )
})

it('an acceptance number names area, year and sequence', () => {
  const number = acceptanceNumber({ area: '159901', year: 2026, sequence: 1 })
  expect(number).toBe('SL1599012026000001')
  expect(parseAcceptanceNumber(' sl1599012026000001 ')).toEqual({ number, area: '159901', year: 2026, sequence: 1 })
  expect(parseAcceptanceNumber('SL1599012026000000')).toBeUndefined()
})

it('a sequence that does not fit is an error, not a wrong number', () => {
  expect(() => acceptanceNumber({ area: '159901', year: 2026, sequence: 1_000_000 })).toThrow(RangeError)
  expect(() => acceptanceNumber({ area: '1599', year: 2026, sequence: 1 })).toThrow(RangeError)
  for (const sequence of [0, -1, 1.5, Number.NaN, 100_000_000])
    expect(() => certificateNumber({ year: 2026, sequence })).toThrow(RangeError)
})

it('a verification code carries 120 random bits and no look-alikes', () => {
  expect(verifyCodeOf(new Uint8Array(15))).toBe('0'.repeat(24))
  expect(verifyCodeOf(new Uint8Array(15).fill(255))).toBe('Z'.repeat(24))
  expect(new Set(verifyAlphabet).size).toBe(32)
  expect(() => verifyCodeOf(new Uint8Array(14))).toThrow(RangeError)
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 15, maxLength: 15 }), fc.nat(14), (bytes, at) => {
      const code = verifyCodeOf(bytes)
      expect(parseVerifyCode(code)).toBe(code)
      expect(verifyCodeOf(bytes.with(at, (bytes[at] ?? 0) ^ 1))).not.toBe(code)
    }),
  )
})

it('a code typed by hand is read kindly, and anything else is no code', () => {
  const code = '0123456789ABCDEFGHJKMNPQ'
  expect(parseVerifyCode('o1l3-4567 89ab-cdef-ghjk-mnpq')).toBe(code.replace('2', '1'))
  for (const text of ['', code.slice(1), `${code}0`, 'U'.repeat(24), '../../etc/passwd', '0'.repeat(1_000_000)])
    expect(parseVerifyCode(text)).toBeUndefined()
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      (text) => void expect(() => [parseVerifyCode(text), parseCertificateNumber(text)]).not.toThrow(),
    ),
  )
})
