/** Which number each feature (特征) of a text has, by its hash: no string is kept, and it is stored as it stands. */
export interface FeatureTable {
  /** Two hashes and the number, from 1, of each place; 0 where nothing stands. */
  readonly places: Uint32Array
}

/** Two hashes of 32 bits over the characters (FNV-1a, with a second basis and prime, and the last mix of MurmurHash3). */
const hashesOf = (key: string): readonly [number, number] => {
  let one = 0x811c9dc5
  let other = 0x9747b28c
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at)
    one = Math.imul(one ^ code, 0x01000193)
    other = Math.imul(other ^ code, 0x85ebca6b)
    other ^= other >>> 13
  }
  one = Math.imul(one ^ (one >>> 16), 0xc2b2ae35)
  return [(one ^ (one >>> 13)) >>> 0, other >>> 0]
}

/** Where a key stands, or where it would. */
const find = ({ places }: FeatureTable, key: string): number => {
  const [one, other] = hashesOf(key)
  const mask = places.length / 3 - 1
  for (let at = one & mask; ; at = (at + 1) & mask) {
    const place = at * 3
    if (places[place + 2] === 0 || (places[place] === one && places[place + 1] === other)) return place
  }
}

/** A table of these features, numbered as they come. */
export const featureTable = (keys: Iterable<string>, count: number): FeatureTable => {
  let size = 16
  while (size < count * 2) size *= 2
  const table = { places: new Uint32Array(size * 3) }
  let number = 0
  for (const key of keys) {
    const place = find(table, key)
    table.places.set([...hashesOf(key), ++number], place)
  }
  return table
}

/** The number of a feature; -1 for one that is not there. */
export const numberOf = (table: FeatureTable, key: string): number => (table.places[find(table, key) + 2] ?? 0) - 1
