/** Words and how often they are met (词典), by their hash: a tenth of what a trie of the same words takes. */
export interface Dictionary {
  /** Two hashes and the count, from 1, of each place; 0 where nothing stands. */
  readonly places: Uint32Array
  /** All counts together. */
  readonly total: number
  /** Bytes of the longest word. */
  readonly longest: number
}

const space = 0x20
const lineEnd = 0x0a
const carriage = 0x0d
const zero = 0x30

// FNV-1a by two bases and primes over the bytes of UTF-8. One step, and what finds the place.
const first = 0x811c9dc5
const second = 0x9747b28c
const stepFirst = (hash: number, byte: number): number => Math.imul(hash ^ byte, 0x01000193)
const stepSecond = (hash: number, byte: number): number => {
  const mixed = Math.imul(hash ^ byte, 0x85ebca6b)
  return mixed ^ (mixed >>> 13)
}
const slotOf = (hash: number, mask: number): number => (Math.imul(hash ^ (hash >>> 16), 0x45d9f3b) >>> 7) & mask

/** The place of a word by its hashes, or where it would stand. */
const placeOf = (places: Uint32Array, one: number, other: number): number => {
  const mask = places.length / 3 - 1
  for (let slot = slotOf(one, mask); ; slot = (slot + 1) & mask) {
    const place = slot * 3
    if (places[place + 2] === 0 || (places[place] === one >>> 0 && places[place + 1] === other >>> 0)) return place
  }
}

/** Lines of a word, how often it is met, and what it is (which is passed over); a later line counts instead of an earlier one. */
export const readDictionary = (texts: readonly Uint8Array[]): Dictionary => {
  let lines = texts.length
  for (const text of texts) for (let at = text.indexOf(lineEnd); at >= 0; at = text.indexOf(lineEnd, at + 1)) lines++
  // Three quarters full at most.
  let slots = 16
  while (slots * 3 < lines * 4) slots *= 2
  const places = new Uint32Array(slots * 3)
  let longest = 0
  for (const text of texts) {
    for (let at = 0; at < text.length; at++) {
      let [one, other] = [first, second]
      const from = at
      for (; at < text.length && text[at] !== space && text[at] !== lineEnd; at++) {
        one = stepFirst(one, text[at] ?? 0)
        other = stepSecond(other, text[at] ?? 0)
      }
      longest = Math.max(longest, at - from)
      let count = 0
      for (at += text[at] === space ? 1 : 0; at < text.length && text[at] !== space && text[at] !== lineEnd && text[at] !== carriage; at++)
        count = count * 10 + (text[at] ?? zero) - zero
      while (at < text.length && text[at] !== lineEnd) at++
      if (count === 0) continue
      const place = placeOf(places, one, other)
      places[place] = one
      places[place + 1] = other
      places[place + 2] = count
    }
  }
  let total = 0
  for (let place = 2; place < places.length; place += 3) total += places[place] ?? 0
  return { places, total, longest }
}

const isInside = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80

/** Tells every word that begins at a byte of a text: where it ends, and how often it is met. */
export const wordsAt = (
  { places, longest }: Dictionary,
  text: Uint8Array,
  from: number,
  tell: (end: number, count: number) => void,
): void => {
  let [one, other] = [first, second]
  const to = Math.min(text.length, from + longest)
  for (let at = from; at < to; at++) {
    one = stepFirst(one, text[at] ?? 0)
    other = stepSecond(other, text[at] ?? 0)
    if (isInside(text[at + 1])) continue
    const count = places[placeOf(places, one, other) + 2] ?? 0
    if (count > 0) tell(at + 1, count)
  }
}
