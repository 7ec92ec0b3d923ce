import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { featuresOf, rowCount } from './features.ts'

/** What the learned ear (听险情) tells apart: nothing now, or the kind of danger. */
export const heardKinds = ['calm', 'police', 'medical', 'fire', 'self_harm'] as const
export type HeardKind = (typeof heardKinds)[number]

/** The learned part that hears danger in words that no list holds: weights of one byte and how rare each row is. */
export interface Ear {
  /** Hash of all that it was taught with. */
  readonly taught: string
  readonly scale: number
  /** Row → a weight for each kind. */
  readonly weights: Int8Array
  /** Row → how rare it is, in sixteenths. */
  readonly rarity: Uint8Array
}

const magic = 'fenshen-ear-1'
const weightBytes = rowCount * heardKinds.length

export const bytesOfEar = ({ taught, scale, weights, rarity }: Ear): Uint8Array => {
  const head = new TextEncoder().encode(JSON.stringify({ magic, taught, scale }))
  const bytes = new Uint8Array(4 + head.length + weightBytes + rowCount)
  new DataView(bytes.buffer).setUint32(0, head.length, true)
  bytes.set(head, 4)
  bytes.set(new Uint8Array(weights.buffer, weights.byteOffset, weightBytes), 4 + head.length)
  bytes.set(rarity, 4 + head.length + weightBytes)
  return bytes
}

/** Reads one. Throws when the bytes are of another kind or size. */
export const readEar = (bytes: Uint8Array): Ear => {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  // Written by bytesOfEar; the magic and the size are checked below.
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as { magic: string; taught: string; scale: number }
  const from = 4 + length
  if (head.magic !== magic || bytes.length !== from + weightBytes + rowCount)
    throw new Error('not a model of emergencies that this version can read')
  return {
    ...{ taught: head.taught, scale: head.scale },
    weights: new Int8Array(bytes.buffer, bytes.byteOffset + from, weightBytes),
    rarity: bytes.subarray(from + weightBytes),
  }
}

/** Where the shipped one lies; made by `node teach-emergencies.ts`. */
export const earFile = join(import.meta.dirname, '..', '..', 'data', 'lexicon', 'emergencies', 'learned.bin')
let shipped: Ear | undefined
export const shippedEar = (): Ear => {
  shipped ??= readEar(readFileSync(earFile))
  return shipped
}

/** Danger is heard from here on where no sign is seen; below the second a sign in a message without a cry is not believed. Measured 2026-11-30. */
export const heardAt = 0.25
export const believedAt = 0.03

/** What was heard: how likely it is danger, and which kind it would be. */
export interface HeardDanger {
  readonly likely: number
  readonly kind: Exclude<HeardKind, 'calm'>
}

/** Listens to one message, or a part of a long one. */
export const listen = ({ weights, rarity, scale }: Ear, text: string): HeardDanger => {
  const sums = new Float64Array(heardKinds.length)
  let squares = 0
  for (const [row, times] of featuresOf(text)) {
    const value = (times * (rarity[row] ?? 0)) / 16
    squares += value * value
    for (let kind = 0; kind < sums.length; kind++) sums[kind] = (sums[kind] ?? 0) + value * (weights[row * sums.length + kind] ?? 0)
  }
  const length = Math.sqrt(squares) || 1
  const odds = sums.map((sum) => Math.exp((sum * scale) / length))
  const all = odds.reduce((sum, one) => sum + one, 0)
  const [calm = 0, ...dangers] = odds
  const best = dangers.indexOf(Math.max(...dangers))
  return {
    likely: 1 - calm / all,
    kind: heardKinds[best + 1] === 'calm' ? 'police' : ((heardKinds[best + 1] ?? 'police') as HeardDanger['kind']),
  }
}
