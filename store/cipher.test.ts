import { describe, expect, it } from 'vitest'
import { createCipher, sealingBytes } from './cipher.ts'

const cipher = createCipher(Buffer.alloc(32, 1))

describe('a sealed value', () => {
  it('opens where it was sealed, whatever it holds', () => {
    for (const text of ['', '你好 👮', '\0', 'x'.repeat(100_000)]) {
      const sealed = cipher.seal('turns.says', 'a', text)
      expect(cipher.open('turns.says', 'a', sealed).toString('utf8')).toBe(text)
      expect(sealed.length).toBe(Buffer.byteLength(text) + sealingBytes)
    }
    expect(cipher.openJson('turns.ending', 'a', cipher.sealJson('turns.ending', 'a', { a: [1, null] }))).toEqual({ a: [1, null] })
  })

  it('is different each time', () => {
    expect(cipher.seal('turns.says', 'a', 'same')).not.toEqual(cipher.seal('turns.says', 'a', 'same'))
  })

  it('does not open in another column, in another row, with another key, or with any byte changed', () => {
    const sealed = cipher.seal('turns.says', 'a', '你好')
    expect(() => cipher.open('turns.ending', 'a', sealed)).toThrow()
    expect(() => cipher.open('turns.says', 'b', sealed)).toThrow()
    expect(() => createCipher(Buffer.alloc(32, 2)).open('turns.says', 'a', sealed)).toThrow('another key')
    for (const at of sealed.keys()) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => cipher.open('turns.says', 'a', changed)).toThrow()
    }
    expect(() => cipher.open('turns.says', 'a', sealed.subarray(0, 20))).toThrow()
  })
})

it('refuses a key that is not 32 bytes', () => {
  expect(() => createCipher(Buffer.alloc(31))).toThrow('32 bytes')
})
