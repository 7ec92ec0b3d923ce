/** Signs as a table, for one look each. */
export const tableOfSigns = (all: Iterable<string>): Uint8Array => {
  const table = new Uint8Array(65_536)
  for (const one of all) table[one.charCodeAt(0)] = 1
  return table
}

const pairBits = 14
const pairAt = (before: number, last: number): number => (Math.imul(before, 0x9e3779b1) + Math.imul(last, 0x85ebca6b)) >>> (32 - pairBits)
/** Pairs of signs as a table of one look: what is not in it answers no nearly always, what is in it yes. */
export const tableOfPairs = (pairs: Iterable<readonly [before: number, last: number]>): ((before: number, last: number) => boolean) => {
  const table = new Uint8Array(2 ** pairBits)
  for (const [before, last] of pairs) table[pairAt(before, last)] = 1
  return (before, last) => table[pairAt(before, last)] === 1
}
