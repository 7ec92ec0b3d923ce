import { hashOfPair, slotFactor, type Vocabulary } from './vocabulary.ts'

/** Every pair at one of two places, and the row that it has in the table of weights (Pagh and Rodler, Cuckoo hashing, 2004). */
export interface PlacedPairs {
  readonly keys: Int32Array
  readonly rowOf: Uint16Array
  /** Of the two hashes. */
  readonly factors: readonly [number, number]
}

/** Tried one after the other until every pair has a place; odd, with bits all over. */
const others = [0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f, 0x165667b1].map((factor) => factor | 0)
/** A pair that pushes so many others about goes round in a circle. */
const mostPushed = 500

const tryPlaces = (vocabulary: Vocabulary, factor: number): PlacedPairs | undefined => {
  const keys = new Int32Array(vocabulary.length)
  const rowOf = new Uint16Array(vocabulary.length)
  for (let row = 0; row < vocabulary.length; row++) {
    let [key, own] = [vocabulary[row] as number, row]
    if (key === 0) continue
    let place = hashOfPair(key, slotFactor)
    for (let pushed = 0; keys[place] !== 0; pushed++) {
      if (pushed === mostPushed) return undefined
      const held: [number, number] = [keys[place] as number, rowOf[place] as number]
      ;[keys[place], rowOf[place]] = [key, own]
      ;[key, own] = held
      // The one that was pushed goes to its other place.
      const first = hashOfPair(key, slotFactor)
      place = place === first ? hashOfPair(key, factor) : first
    }
    ;[keys[place], rowOf[place]] = [key, own]
  }
  return { keys, rowOf, factors: [slotFactor, factor] }
}

/** Gives every pair of the vocabulary a place where two looks find it. */
export const placePairs = (vocabulary: Vocabulary): PlacedPairs => {
  for (const factor of others) {
    const placed = tryPlaces(vocabulary, factor)
    if (placed) return placed
  }
  throw new RangeError('too many pairs for the table of pairs')
}
