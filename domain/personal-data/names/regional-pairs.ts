const bits = 16
const placeOf = (a: number, b: number): number => Math.imul(Math.imul(a, 0x9e3779b1) + b, 0x85ebca6b) >>> (32 - bits)

/** Knows which two signs follow one another in names of the region (Mongolian, Tibetan, Uyghur names in Han signs). */
export type RegionalPairs = (a: number, b: number) => boolean

export const pairBytes = 2 ** bits / 8

export const openPairs =
  (table: Uint8Array): RegionalPairs =>
  (a, b) => {
    const place = placeOf(a, b)
    return ((table[place >>> 3] as number) & (1 << (place & 7))) !== 0
  }

export const pairsOf = (names: Iterable<string>): Uint8Array => {
  const table = new Uint8Array(pairBytes)
  for (const name of names)
    for (let at = 1; at < name.length; at++) {
      const place = placeOf(name.charCodeAt(at - 1), name.charCodeAt(at))
      table[place >>> 3] = (table[place >>> 3] as number) | (1 << (place & 7))
    }
  return table
}
