import { edge, type SignTable } from './signs.ts'

/** Rows of the small table that says where looking is worth it. */
export const gateBits = 15
const shift = 32 - gateBits

const row = (kind: number, a: number, b: number): number => {
  const hash = Math.imul(Math.imul((kind << 16) ^ a, 0x9e3779b1) + b, 0x85ebca6b)
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> shift
}

/** How many rows a place has. */
export const gateRows = 7

/** What is looked at before all else (初筛): two signs on either side of where a name may begin. Most places end here. */
export const gateRowsAt = ({ read }: SignTable, text: string, at: number, rows: Int32Array): void => {
  const signAt = (place: number): number => (place < 0 || place >= text.length ? edge : (read[text.charCodeAt(place)] as number))
  const [l2, l1, a, b, c] = [signAt(at - 2), signAt(at - 1), signAt(at), signAt(at + 1), signAt(at + 2)]
  rows[0] = row(1, a, 0)
  rows[1] = row(2, a, b)
  rows[2] = row(3, l1, a)
  rows[3] = row(4, l1, 0)
  rows[4] = row(5, b, c)
  rows[5] = row(6, l2, l1)
  rows[6] = row(7, b, 0)
}
