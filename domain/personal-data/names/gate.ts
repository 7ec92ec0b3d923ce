import { edge, type SignTable } from './signs.ts'

/** Rows of the small table that says where looking is worth it. */
export const gateBits = 16
const shift = 32 - gateBits

const row = (kind: number, a: number, b: number): number => {
  const hash = Math.imul(Math.imul((kind << 16) ^ a, 0x9e3779b1) + b, 0x85ebca6b)
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> shift
}

/** How many rows a place has. */
export const gateRows = 9

const signsAt = (read: Uint16Array, text: string, at: number): number =>
  at < 0 || at >= text.length ? edge : (read[text.charCodeAt(at)] as number)

/** What is looked at before all else (初筛): two signs on either side of where a name may begin. Most places end here. */
export const gateRowsAt = ({ read }: SignTable, text: string, at: number, rows: Int32Array): void => {
  const before = signsAt(read, text, at - 1)
  const first = signsAt(read, text, at)
  const second = signsAt(read, text, at + 1)
  rows[0] = row(1, first, 0)
  rows[1] = row(2, first, second)
  rows[2] = row(3, before, first)
  rows[3] = row(4, before, 0)
  const third = signsAt(read, text, at + 2)
  rows[4] = row(5, second, third)
  rows[5] = row(6, signsAt(read, text, at - 2), before)
  rows[6] = row(7, second, 0)
  rows[7] = row(8 + first, second, third)
  rows[8] = row(9 + before, first, second)
}

/** Weighs the rows of a place together (初筛求和): the same sum as of the rows one by one. */
export type GateSum = (text: string, at: number) => number

/** Rows of one sign are looked up beforehand: they need no hash. */
export const openGate = ({ read }: SignTable, gate: Int8Array): GateSum => {
  const single = (kind: number): Int8Array => Int8Array.from({ length: 65_536 }, (_, sign) => gate[row(kind, sign, 0)] as number)
  const [firsts, befores, seconds] = [single(1), single(4), single(7)]
  return (text, at) => {
    const before = signsAt(read, text, at - 1)
    const first = signsAt(read, text, at)
    const second = signsAt(read, text, at + 1)
    const third = signsAt(read, text, at + 2)
    return (
      (firsts[first] as number) +
      (befores[before] as number) +
      (seconds[second] as number) +
      (gate[row(2, first, second)] as number) +
      (gate[row(3, before, first)] as number) +
      (gate[row(5, second, third)] as number) +
      (gate[row(6, signsAt(read, text, at - 2), before)] as number) +
      (gate[row(8 + first, second, third)] as number) +
      (gate[row(9 + before, first, second)] as number)
    )
  }
}
