/** Rows of the table of weights. */
export const rowBits = 17
export const rowCount = 2 ** rowBits

const rowOf = (key: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193)
  return Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f) >>> (32 - rowBits)
}

/** Two signs with others between them say less than two side by side. */
const apartWeight = 0.5
const farthest = 4

/** What a message is made of: signs one by one, in twos and threes, in twos with others between; Latin words whole. By rows. */
export const featuresOf = (message: string): ReadonlyMap<number, number> => {
  const text = message
    .toLowerCase()
    .replace(/\d+/g, '0')
    .replace(/[\s\p{P}\p{S}]+/gu, '，')
  const features = new Map<number, number>()
  const put = (key: string, weight: number): void => {
    const row = rowOf(key)
    features.set(row, (features.get(row) ?? 0) + weight)
  }
  const words = text.match(/[a-z][a-z']*/g) ?? []
  for (const [at, word] of words.entries()) {
    put(`w ${word}`, 1)
    if (words[at + 1] !== undefined) put(`w ${word} ${words[at + 1]}`, 1)
  }
  const signs = ['^', ...text.replace(/[a-z']+/g, words.length > 2 ? '' : '$&'), '$']
  for (let at = 0; at < signs.length; at++) {
    for (let length = 1; length <= 3 && at + length <= signs.length; length++) put(signs.slice(at, at + length).join(''), 1)
    for (let gap = 2; gap <= farthest && at + gap < signs.length; gap++) put(`${signs[at]} ${signs[at + gap]}`, apartWeight)
  }
  return features
}
