const base36 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Check character of ISO 7064 MOD 37,36 over digits and capitals: finds every single error, and swaps of neighbours. */
export const checkCharacter = (text: string): string => {
  let rest = 36
  for (const char of text) {
    rest = (rest + base36.indexOf(char)) % 36 || 36
    rest = (rest * 2) % 37
  }
  return base36.charAt((37 - rest) % 36)
}

const digits = (value: number, length: number): string => {
  const text = String(value)
  if (!Number.isSafeInteger(value) || value < 1 || text.length > length)
    throw new RangeError(`A number of ${length} digits cannot hold ${text}.`)
  return text.padStart(length, '0')
}

/**
 * Certificate number (证明编号): `WFZ-2026-00000001-M`, for 无犯罪记录证明, year, sequence within the year, check character. It says
 * nothing of the person, the station or the way the application went.
 */
export const certificateNumber = (facts: { year: number; sequence: number }): string => {
  const year = digits(facts.year, 4)
  const sequence = digits(facts.sequence, 8)
  return `WFZ-${year}-${sequence}-${checkCharacter(`WFZ${year}${sequence}`)}`
}

/** Reads a certificate number as people type it (small letters, full-width, blanks, no dashes); undefined when it cannot be one. */
export const parseCertificateNumber = (text: string): { number: string; year: number; sequence: number } | undefined => {
  const match = /^WFZ(\d{4})(\d{8})([0-9A-Z])$/.exec(compact(text))
  const [, year = '', sequence = '', check] = match ?? []
  if (!match || Number(sequence) < 1 || checkCharacter(`WFZ${year}${sequence}`) !== check) return undefined
  return { number: `WFZ-${year}-${sequence}-${check}`, year: Number(year), sequence: Number(sequence) }
}

/** Acceptance number (受理号): `SL1599012026000001`, area code of the unit, year, sequence of the year over all units. */
export const acceptanceNumber = (facts: { area: string; year: number; sequence: number }): string => {
  if (!/^\d{6}$/.test(facts.area)) throw new RangeError('An area code has six digits.')
  return `SL${facts.area}${digits(facts.year, 4)}${digits(facts.sequence, 6)}`
}

/** Reads an acceptance number as people type it; undefined when it cannot be one. */
export const parseAcceptanceNumber = (text: string): { number: string; area: string; year: number; sequence: number } | undefined => {
  const match = /^SL(\d{6})(\d{4})(\d{6})$/.exec(compact(text))
  const [number, area = '', year, sequence] = match ?? []
  if (number === undefined || Number(sequence) < 1) return undefined
  return { number, area, year: Number(year), sequence: Number(sequence) }
}

/** Crockford's base 32: no I, L, O (look-alikes) and no U. */
export const verifyAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const verifyLength = 24

/** Verification code (验证码) of `/verify/<code>`: 24 characters, 120 bits, of at least 15 bytes fresh from a secure generator. */
export const verifyCodeOf = (random: Uint8Array): string => {
  if (random.length < 15) throw new RangeError('A verification code takes 15 random bytes.')
  let bits = 0n
  for (const byte of random.subarray(0, 15)) bits = (bits << 8n) | BigInt(byte)
  return Array.from({ length: verifyLength }, (_, i) => verifyAlphabet.charAt(Number((bits >> BigInt(115 - 5 * i)) & 31n))).join('')
}

/** Reads a verification code as people type it: small letters, dashes and blanks, O for 0, I or L for 1. Undefined when it cannot be one. */
export const parseVerifyCode = (text: string): string | undefined => {
  const code = compact(text).replace(/O/g, '0').replace(/[IL]/g, '1')
  return code.length === verifyLength && [...code].every((char) => verifyAlphabet.includes(char)) ? code : undefined
}

/** Longer text is no number of ours; cut first, so that a huge paste costs nothing. */
const compact = (text: string): string =>
  text
    .slice(0, 100)
    .replace(/[\uFF01-\uFF5E]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u200B-\u200F\u2060\uFEFF\-‐‑–—]/g, '')
    .replace(/[a-z]+/g, (letters) => letters.toUpperCase())
