/** How a number is shown (数字格式): only dates matter, everything else is the number. */
export type Shown = 'number' | 'date' | 'time' | 'date_time'

// ECMA-376 part 1 §18.8.30: built-in formats of dates; 27–36 and 50–58 are those of East Asian locales.
const builtIn = (id: number): Shown => {
  if (id === 22) return 'date_time'
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 54) || id === 57 || id === 58) return 'date'
  return (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id === 55 || id === 56 ? 'time' : 'number'
}

/** What a number format shows, by its number and its code. */
export const shownBy = (id: number, code: string | undefined): Shown => {
  if (code === undefined) return builtIn(id)
  // Quoted words, escapes, fill and colours say nothing; [h] and [mm] are elapsed time.
  const bare = (code.split(';')[0] ?? '').replace(/"[^"]*"|\\.|[_*]./g, '').toLowerCase()
  const plain = bare.replace(/\[(?![hms]+\])[^\]]*\]/g, '')
  if (/general/.test(plain)) return 'number'
  const hasDay = /[yed年月日]/.test(plain) || /m(?![^hs]*s)/.test(plain.replace(/h+[^ymdhs]*m+|m+[^ymdhs]*s/g, ''))
  const hasTime = /[hs时分秒]/.test(plain)
  if (hasDay && hasTime) return 'date_time'
  return hasDay ? 'date' : hasTime ? 'time' : 'number'
}

const dayMs = 86_400_000

/**
 * A serial day as text in the table's own local time. Day 60 of the 1900 system is 29 February 1900, which never was:
 * Excel counts it, so days before it are one off (ECMA-376 part 1 §18.17.4.1).
 */
const dateText = (serial: number, shown: Shown, is1904: boolean): string | undefined => {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_466) return undefined
  const days = is1904 ? serial + 1_462 : serial < 60 ? serial + 1 : serial
  const text = new Date(Math.round(((days - 25_569) * dayMs) / 1_000) * 1_000).toISOString()
  if (shown === 'time' && serial < 1) return text.slice(11, 19)
  const [day, time] = [text.slice(0, 10), text.slice(11, 19)]
  return shown === 'date' || (shown === 'date_time' && time === '00:00:00') ? day : `${day} ${time}`
}

/** A number as Excel shows it without a format: 15 significant digits, never an exponent. */
const numberText = (raw: string): string => {
  const value = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(value)) return raw
  if (/^-?\d{1,15}$/.test(raw)) return raw
  const short = String(Number(value.toPrecision(15)))
  return short.includes('e') ? value.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 15 }) : short
}

/** Text of a value in the sheet that is no string: booleans, numbers, dates. */
export const valueText = (raw: string, { type, shown, is1904 }: { type: string; shown: Shown; is1904: boolean }): string => {
  if (type === 'b') return raw === '1' || raw === 'true' ? 'TRUE' : 'FALSE'
  // ISO dates are already text; errors (#N/A) are what the sheet shows.
  if (type === 'd') return raw.replace(/T00:00:00(?:\.0+)?Z?$/, '').replace('T', ' ')
  if (type === 'e' || type === 'str') return raw
  return (shown === 'number' ? undefined : dateText(Number(raw), shown, is1904)) ?? numberText(raw)
}

/** Texts of OOXML write characters that XML may not hold as `_x000D_`. */
export const unescapeText = (text: string): string =>
  text.includes('_x') ? text.replace(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : text
