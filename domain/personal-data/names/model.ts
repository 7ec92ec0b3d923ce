import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rowBits } from './features.ts'
import { filterBits } from './known-words.ts'
import type { SignFacts } from './signs.ts'

/** The learned part that knows names (姓名模型): weights of one byte, a filter of everyday words, and what is told of signs. */
export interface NameModel {
  readonly facts: SignFacts
  /** Hash of all that it was taught with. */
  readonly taught: string
  /** The sum of weights from which on a candidate is a name. */
  readonly threshold: number
  readonly weights: Int8Array
  readonly words: Uint8Array
}

const magic = 'fenshen-names-1'
const weightBytes = 2 ** rowBits
const wordBytes = 2 ** filterBits / 8

/** A model as bytes: how long the head is, the head, weights, filter. */
export const bytesOfModel = ({ facts, taught, threshold, weights, words }: NameModel): Uint8Array => {
  const head = new TextEncoder().encode(JSON.stringify({ magic, taught, threshold, facts }))
  const bytes = new Uint8Array(4 + head.length + weightBytes + wordBytes)
  new DataView(bytes.buffer).setUint32(0, head.length, true)
  bytes.set(head, 4)
  bytes.set(new Uint8Array(weights.buffer, weights.byteOffset, weightBytes), 4 + head.length)
  bytes.set(words, 4 + head.length + weightBytes)
  return bytes
}

/** Reads one. Throws when the bytes are of another kind or size. */
export const readModel = (bytes: Uint8Array): NameModel => {
  const headBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  // Written by bytesOfModel; the magic and the size are checked below.
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headBytes))) as Omit<NameModel, 'weights' | 'words'> & {
    magic: string
  }
  const from = 4 + headBytes
  if (head.magic !== magic || bytes.length !== from + weightBytes + wordBytes)
    throw new Error('not a model of names that this version can read')
  return {
    ...{ facts: head.facts, taught: head.taught, threshold: head.threshold },
    weights: new Int8Array(bytes.buffer, bytes.byteOffset + from, weightBytes),
    words: bytes.subarray(from + weightBytes),
  }
}

/** Where the shipped one lies; made by `node teach-names.ts`. */
export const modelFile = join(import.meta.dirname, '..', '..', '..', 'data', 'lexicon', 'names', 'learned.bin')

export const shippedModel = (): NameModel => readModel(readFileSync(modelFile))
