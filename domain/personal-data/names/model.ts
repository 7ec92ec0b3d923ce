import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rowBits } from './features.ts'
import { gateBits } from './gate.ts'
import { pairBytes } from './regional-pairs.ts'
import { hanSigns, type SignFacts, tableCount } from './signs.ts'
import { beginningBytes, wordBits } from './words.ts'

/** The learned part that knows names (姓名模型): weights of one byte, a table of everyday words, and what is told of signs. */
export interface NameModel {
  readonly facts: SignFacts
  /** Hash of all that it was taught with. */
  readonly taught: string
  /** The sum of weights from which on a candidate is a name, and from which on a place is looked at. */
  readonly threshold: number
  readonly gateThreshold: number
  readonly weights: Int8Array
  readonly gate: Int8Array
  /** Everyday words, as `openWords` reads them. */
  readonly words: Uint16Array
  /** What longer words begin with. */
  readonly beginnings: Uint8Array
  /** Costs of signs, by `signTables`. */
  readonly signs: Uint8Array
  /** Pairs of signs of names of the region. */
  readonly pairs: Uint8Array
}

const magic = 'fenshen-names-3'
const sizes = {
  weights: 2 ** rowBits,
  gate: 2 ** gateBits,
  words: 2 ** wordBits * 2,
  beginnings: beginningBytes,
  signs: hanSigns * tableCount,
  pairs: pairBytes,
} as const
type Block = keyof typeof sizes
const blocks: readonly Block[] = ['words', 'beginnings', 'weights', 'gate', 'signs', 'pairs']
const allBytes = blocks.reduce((sum, block) => sum + sizes[block], 0)

/** A model as bytes: how long the head is, the head, and one block after another. */
export const bytesOfModel = (model: NameModel): Uint8Array => {
  const { facts, taught, threshold, gateThreshold } = model
  const head = new TextEncoder().encode(JSON.stringify({ magic, taught, threshold, gateThreshold, facts }))
  const bytes = new Uint8Array(4 + head.length + allBytes)
  new DataView(bytes.buffer).setUint32(0, head.length, true)
  bytes.set(head, 4)
  let at = 4 + head.length
  for (const block of blocks) {
    const { buffer, byteOffset } = model[block]
    bytes.set(new Uint8Array(buffer, byteOffset, sizes[block]), at)
    at += sizes[block]
  }
  return bytes
}

/** Reads one. Throws when the bytes are of another kind or size. */
export const readModel = (bytes: Uint8Array): NameModel => {
  const headBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  // Written by bytesOfModel; the magic and the size are checked below.
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headBytes))) as Pick<
    NameModel,
    'facts' | 'taught' | 'threshold' | 'gateThreshold'
  > & { magic: string }
  if (head.magic !== magic || bytes.length !== 4 + headBytes + allBytes) throw new Error('not a model of names that this version can read')
  let at = 4 + headBytes
  // Each block gets memory of its own: one of two bytes has to begin at an even place.
  const next = (block: Block): ArrayBuffer => {
    const copy = new Uint8Array(sizes[block])
    copy.set(bytes.subarray(at, at + sizes[block]))
    at += sizes[block]
    return copy.buffer
  }
  return {
    ...{ facts: head.facts, taught: head.taught, threshold: head.threshold, gateThreshold: head.gateThreshold },
    words: new Uint16Array(next('words')),
    beginnings: new Uint8Array(next('beginnings')),
    weights: new Int8Array(next('weights')),
    gate: new Int8Array(next('gate')),
    signs: new Uint8Array(next('signs')),
    pairs: new Uint8Array(next('pairs')),
  }
}

/** Where the shipped one lies; made by `node teach-names.ts`. */
export const modelFile = join(import.meta.dirname, '..', '..', '..', 'data', 'lexicon', 'names', 'learned.bin')

export const shippedModel = (): NameModel => readModel(readFileSync(modelFile))
