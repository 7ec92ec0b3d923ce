import { createHash, randomBytes } from 'node:crypto'

/** The twelve bits behind the millisecond, of the id before. */
const last = { ms: -1, count: 0 }
const counts = 0x1000

/**
 * UUID version 7 (RFC 9562 §5.7): sorts by time, so an index stays compact; of one millisecond and one process in the order of making (§6.2,
 * method 1: a counter that begins at random in the lower half), up to some two thousand.
 */
export const uuidv7 = (at: Date): string => {
  const bytes = randomBytes(16)
  const ms = at.getTime()
  if (ms === last.ms && last.count + 1 < counts) last.count += 1
  else Object.assign(last, { ms, count: bytes.readUInt16BE(6) & 0x7ff })
  bytes.writeUIntBE(ms, 0, 6)
  bytes.writeUInt16BE(0x7000 | last.count, 6)
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** No id of `uuidv7` made at that moment or later is smaller: ids are walked by time with it. */
export const firstIdAt = (at: Date): string => {
  const hex = at.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

/** When an id of `uuidv7` was made; undefined for any other text. */
export const timeOfId = (id: string): Date | undefined =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/.test(id) ? new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)) : undefined

/** JSON with sorted keys and no white space: the same value is always the same bytes (RFC 8785 for the values we use). */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`
}

/** SHA-256 of text, hex. */
export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex')
