import { z } from 'zod'

const reply = z.object({
  data: z.array(z.object({ index: z.number().int().optional(), embedding: z.union([z.string(), z.array(z.number())]) })),
})

/** float32, little endian, as base64; undefined where it is nothing of the kind. */
const fromBase64 = (text: string): Float32Array | undefined => {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length === 0 || bytes.length % 4 !== 0) return undefined
  return new Float32Array(new Uint8Array(bytes).buffer)
}

/** The same direction, length 1; undefined for a vector that has none, or is not made of numbers. */
const unit = (vector: Float32Array): Float32Array | undefined => {
  let square = 0
  for (const value of vector) square += value * value
  if (!Number.isFinite(square) || square < 1e-24) return undefined
  const length = Math.sqrt(square)
  return vector.map((value) => value / length)
}

/**
 * Vectors of a reply in the order of the texts, of unit length. Undefined if anything is out of place: a vector beside the wrong
 * clause would be wrong for ever. Some servers send no `index` and keep the order.
 */
export const vectorsIn = (json: unknown, count: number): readonly Float32Array[] | undefined => {
  const { success, data: read } = reply.safeParse(json)
  if (!success || read.data.length !== count) return undefined
  const vectors = new Map<number, Float32Array>()
  for (const [at, { index = at, embedding }] of read.data.entries()) {
    const raw = typeof embedding === 'string' ? fromBase64(embedding) : Float32Array.from(embedding)
    const vector = raw && raw.length > 0 ? unit(raw) : undefined
    if (!vector || index < 0 || index >= count) return undefined
    vectors.set(index, vector)
  }
  const ordered = [...vectors].sort(([a], [z]) => a - z).map(([, vector]) => vector)
  return ordered.length === count && ordered.every(({ length }) => length === ordered[0]?.length) ? ordered : undefined
}
