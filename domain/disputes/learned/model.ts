import { disputeClasses } from '../../../core/disputes.ts'
import { rowCount } from './features.ts'
import { mostOutputs, type PairKernel } from './kernel.ts'

/** What the learned part weighs (学来的部分): the eight classes, none of them, whether something is told that happens, and whether it sounds like danger. */
export const outputs = [...disputeClasses, 'none', 'live', 'danger'] as const
export const outputCount = outputs.length
export const noneOutput = outputs.indexOf('none')
export const liveOutput = outputs.indexOf('live')
export const dangerOutput = outputs.indexOf('danger')

/** Weights of a linear model, one byte each; a text's score is `bias + scale · sum of its rows / √(rows + 8)`. */
export interface Model {
  readonly version: string
  /** Hash of the lexicon and the texts that it was taught with. */
  readonly taught: string
  readonly weights: Int8Array
  readonly scales: Float32Array
  readonly biases: Float32Array
  /** Hashes of the terms that it was taught with, in order: a word that an analyst adds later decides by itself. */
  readonly terms: Uint32Array
  /** The pairs of characters that it knows, in the order in which they were chosen. */
  readonly pairs: Int32Array
}

const magic = 'fenshen-disputes-3'
const headBytes = 256

/** A model as bytes: a head of text, scales and biases, one byte a weight. The same teaching gives the same bytes. */
export const bytesOfModel = ({ version, taught, weights, scales, biases, terms, pairs }: Model): Uint8Array => {
  const bytes = new Uint8Array(headBytes + weights.length + 4 * (terms.length + pairs.length))
  const head = JSON.stringify({ magic, version, taught, rows: rowCount, outputs: outputCount, terms: terms.length, pairs: pairs.length })
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
    'taught' in head &&
    typeof head.taught === 'string' &&
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
    taught: String((head as { taught: unknown }).taught),
    terms: Uint32Array.from({ length: terms }, (_, at) => view.getUint32(termsFrom + 4 * at, true)),
    pairs: Int32Array.from({ length: pairs }, (_, at) => view.getInt32(termsFrom + 4 * (terms + at), true)),
    scales: floats(headBytes - 8 * outputCount),
    biases: floats(headBytes - 4 * outputCount),
    weights: new Int8Array(bytes.buffer, bytes.byteOffset + headBytes, outputCount * rowCount),
  }
}

/** The model's weights as the kernel adds them up: as many bytes a row as it has lanes. */
export const laneWeights = ({ weights }: Pick<Model, 'weights'>): Int8Array => {
  const lanes = new Int8Array(mostOutputs * rowCount)
  for (let row = 0; row < rowCount; row++) lanes.set(weights.subarray(row * outputCount, (row + 1) * outputCount), row * mostOutputs)
  return lanes
}

/** Adds up the first `count` rows of the kernel into `scores`, one for each output. */
export const scoreRows = (
  { scales, biases }: Pick<Model, 'scales' | 'biases'>,
  kernel: PairKernel,
  count: number,
  scores: Float64Array,
): void => {
  kernel.add(count)
  const { sums } = kernel
  const share = 1 / Math.sqrt(count + 8)
  for (let output = 0; output < outputCount; output++)
    scores[output] = (biases[output] as number) + (sums[output] as number) * share * (scales[output] as number)
}
