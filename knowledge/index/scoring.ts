// Frequencies and lengths are counted in quarters, so that a word of a heading may count for two and a quarter.

/** Parts of one in which frequencies and lengths are counted. */
export const quarters = 4

/**
 * Frequencies as they are kept, in quarters: half a byte for each posting. In steps of a quarter up to 2; above, BM25 hardly tells
 * neighbours apart (3 or 4 occurrences: 7 % of what a term can score; 12 or 20: 3 %).
 */
const frequencies = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 28, 48, 96] as const

/** Codes of frequencies: 1 to 15. */
export const frequencyCodes = frequencies.length

/** The code of a weighted frequency: that of the nearest one that is kept, the lower of two. */
export const frequencyCode = (frequency: number): number => {
  const wanted = frequency * quarters
  let code = 1
  while (code + 1 < frequencyCodes && wanted > ((frequencies[code] ?? 0) + (frequencies[code + 1] ?? 0)) / 2) code += 1
  return code
}

/** The frequency that a code stands for, in quarters. */
export const frequencyOf = (code: number): number => frequencies[code] ?? 0

/** A length in quarters as one byte: exact up to 31, then sixteen steps for each doubling (at most 3 % off), up to about a million. */
export const lengthCode = (length: number): number => {
  if (length < 32) return length
  const octave = 31 - Math.clz32(length) - 4
  // Rounded to the nearest step; a carry goes into the next octave by itself.
  return Math.min(255, octave * 16 + Math.round(length / 2 ** octave))
}

/** The length in quarters that a code stands for. */
export const lengthOf = (code: number): number => (code < 32 ? code : (16 + (code % 16)) * 2 ** (Math.floor(code / 16) - 1))

/** How fast repetition stops counting, and how much a long clause pays for its length. */
export interface Saturation {
  readonly k1: number
  readonly b: number
}

/** Robertson and Spärck Jones with the 1 that keeps it above zero, as Lucene has it. */
export const idf = (clauses: number, holding: number): number => Math.log(1 + (clauses - holding + 0.5) / (holding + 0.5))

/**
 * The part of BM25 that depends on the clause, for every frequency and length: at `frequencyCode << 8 | lengthCode`, 0 for code 0. 32 KB,
 * and a division less for each posting. `meanLength` is in quarters.
 */
export const partTable = (meanLength: number, { k1, b }: Saturation): Float64Array => {
  const table = new Float64Array(frequencyCodes * 256)
  for (let length = 0; length < 256; length += 1) {
    const norm = quarters * k1 * (1 - b + (b * lengthOf(length)) / (meanLength || 1))
    for (let code = 1; code < frequencyCodes; code += 1) {
      const frequency = frequencyOf(code)
      table[(code << 8) | length] = (frequency * (k1 + 1)) / (frequency + norm)
    }
  }
  return table
}
