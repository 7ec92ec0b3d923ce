import { disputeClasses } from '../../../core/disputes.ts'
import { rowCount } from './features.ts'
import { type Vocabulary, vocabularyOf } from './vocabulary.ts'

/** What the learned part weighs (学来的部分): the eight classes, none of them, and whether something is told that happens. */
export const outputs = [...disputeClasses, 'none', 'live'] as const
export const outputCount = outputs.length
export const noneOutput = outputs.indexOf('none')
export const liveOutput = outputs.indexOf('live')

/** Weights of a linear model, one byte each; a text's score is `bias + scale · sum of its rows / √(rows + 8)`. */
export interface Model {
  readonly version: string
  readonly weights: Int8Array
  readonly scales: Float32Array
  readonly biases: Float32Array
  /** Hashes of the terms that it was taught with, in order: a word that an analyst adds later decides by itself. */
  readonly terms: Uint32Array
  /** The pairs of characters that it knows, in the order in which they were chosen. */
  readonly pairs: Int32Array
}

const magic = 'fenshen-disputes-1'
const headBytes = 256

/** A model as bytes: a head of text, scales and biases, one byte a weight. The same teaching gives the same bytes. */
export const bytesOfModel = ({ version, weights, scales, biases, terms, pairs }: Model): Uint8Array => {
  const bytes = new Uint8Array(headBytes + weights.length + 4 * (terms.length + pairs.length))
  const head = JSON.stringify({ magic, version, rows: rowCount, outputs: outputCount, terms: terms.length, pairs: pairs.length })
  bytes.set(new TextEncoder().encode(head.padEnd(headBytes - 8 * outputCount, ' ')))
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < outputCount; at++) {
    view.setFloat32(headBytes - 8 * outputCount + 4 * at, scales[at] as number, true)
    view.setFloat32(headBytes - 4 * outputCount + 4 * at, biases[at] as number, true)
  }
  bytes.set(new Uint8Array(weights.buffer, weights.byteOffset, weights.length), headBytes)
  for (const [at, term] of terms.entries()) view.setUint32(headBytes + weights.length + 4 * at, term, true)
  for (const [at, pair] of pairs.entries()) view.setInt32(headBytes + weights.length + 4 * (terms.length + at), pair, true)
  return bytes
}

/** Reads one. Throws when the bytes are of another kind or size. */
export const readModel = (bytes: Uint8Array): Model => {
  const head: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(0, headBytes - 8 * outputCount)))
  const fits =
    typeof head === 'object' &&
    head !== null &&
    'magic' in head &&
    head.magic === magic &&
    'rows' in head &&
    head.rows === rowCount &&
    'outputs' in head &&
    head.outputs === outputCount &&
    'version' in head &&
    typeof head.version === 'string' &&
    'terms' in head &&
    typeof head.terms === 'number' &&
    'pairs' in head &&
    typeof head.pairs === 'number' &&
    bytes.length === headBytes + outputCount * rowCount + 4 * (head.terms + head.pairs)
  if (!fits) throw new Error('not a model of disputes that this version can read')
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const termsFrom = headBytes + outputCount * rowCount
  // Checked above; narrowing does not reach through the && chain.
  const { terms, pairs } = head as { terms: number; pairs: number }
  const floats = (from: number): Float32Array => Float32Array.from({ length: outputCount }, (_, at) => view.getFloat32(from + 4 * at, true))
  return {
    // Checked above; narrowing does not reach through the && chain.
    version: String((head as { version: unknown }).version),
    terms: Uint32Array.from({ length: terms }, (_, at) => view.getUint32(termsFrom + 4 * at, true)),
    pairs: Int32Array.from({ length: pairs }, (_, at) => view.getInt32(termsFrom + 4 * (terms + at), true)),
    scales: floats(headBytes - 8 * outputCount),
    biases: floats(headBytes - 4 * outputCount),
    weights: new Int8Array(bytes.buffer, bytes.byteOffset + headBytes, outputCount * rowCount),
  }
}

/** Weights for adding up: four to a number, each with 128 added so that none is negative. Three numbers a row. */
export interface PackedModel {
  readonly vocabulary: Vocabulary
  readonly rows: Int32Array
  readonly scales: Float32Array
  readonly biases: Float32Array
}

const numbersPerRow = 3
const offset = 128

export const packModel = ({ weights, scales, biases, pairs }: Model): PackedModel => {
  const bytes = new Uint8Array(4 * numbersPerRow * rowCount).fill(offset)
  for (let row = 0; row < rowCount; row++)
    for (let output = 0; output < outputCount; output++)
      bytes[row * 4 * numbersPerRow + output] = (weights[row * outputCount + output] as number) + offset
  return { vocabulary: vocabularyOf(pairs), rows: new Int32Array(bytes.buffer), scales, biases }
}

const lanes = 0x00ff00ff
/** A lane of sixteen bits holds so many bytes without running over. */
const mostAdds = 256
const sums = new Int32Array(4 * numbersPerRow)
const flush = (even: number, odd: number, from: number): void => {
  sums[from] = (sums[from] as number) + (even & 0xffff)
  sums[from + 1] = (sums[from + 1] as number) + (odd & 0xffff)
  sums[from + 2] = (sums[from + 2] as number) + (even >>> 16)
  sums[from + 3] = (sums[from + 3] as number) + (odd >>> 16)
}

/** Adds up the rows of a text into `scores`, one for each output. Two lanes at a time: this is half of what a text costs. */
export const scoreRows = ({ rows: packed, scales, biases }: PackedModel, rows: Int32Array, count: number, scores: Float64Array): void => {
  sums.fill(0)
  for (let from = 0; from < count; from += mostAdds) {
    const until = Math.min(count, from + mostAdds)
    let [a, b, c, d, e, f] = [0, 0, 0, 0, 0, 0]
    for (let at = from; at < until; at++) {
      const row = (rows[at] as number) * numbersPerRow
      const x = packed[row] as number
      const y = packed[row + 1] as number
      const z = packed[row + 2] as number
      a = (a + (x & lanes)) | 0
      b = (b + ((x >>> 8) & lanes)) | 0
      c = (c + (y & lanes)) | 0
      d = (d + ((y >>> 8) & lanes)) | 0
      e = (e + (z & lanes)) | 0
      f = (f + ((z >>> 8) & lanes)) | 0
    }
    flush(a, b, 0)
    flush(c, d, 4)
    flush(e, f, 8)
  }
  const share = 1 / Math.sqrt(count + 8)
  for (let output = 0; output < outputCount; output++)
    scores[output] = (biases[output] as number) + ((sums[output] as number) - offset * count) * share * (scales[output] as number)
}
