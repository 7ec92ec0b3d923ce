import { disputeClasses } from '../../../core/disputes.ts'
import { rowCount } from './features.ts'
import { mostOutputs, type PairKernel } from './kernel.ts'
import { type Manner, manners } from './manner.ts'

/** What the learned part weighs (学来的部分): the eight classes, none of them, whether something is told that happens, and whether it sounds like danger. */
export const outputs = [...disputeClasses, 'none', 'live', 'danger'] as const
export const outputCount = outputs.length
export const noneOutput = outputs.indexOf('none')
export const liveOutput = outputs.indexOf('live')
export const dangerOutput = outputs.indexOf('danger')

/**
 * Weights of a linear model, one byte each, for each manner; with `steps` by how often a text has a row, its score is
 * `bias + scale · Σ steps · weight / √Σ (steps · rarity)²`.
 */
export interface Model {
  readonly version: string
  /** Hash of the lexicon and the texts that it was taught with. */
  readonly taught: string
  /** Manner by manner, row by row, output by output. */
  readonly weights: Int8Array
  /** Row → how rare it is. */
  readonly rarity: Uint8Array
  readonly scales: Float32Array
  /** Manner by manner. */
  readonly biases: Float32Array
  /** Hashes of the terms that it was taught with, in order: a word that an analyst adds later decides by itself. */
  readonly terms: Uint32Array
  /** The pairs of characters that it knows, in the order in which they were chosen. */
  readonly pairs: Int32Array
}

const magic = 'fenshen-disputes-4'
const headBytes = 512
const weightCount = manners.length * rowCount * outputCount
const biasCount = manners.length * outputCount
/** Of the head, what is text. */
const textBytes = headBytes - 4 * (outputCount + biasCount)

/** A model as bytes: a head of text, scales and biases, one byte a weight and a rarity. The same teaching gives the same bytes. */
export const bytesOfModel = ({ version, taught, weights, rarity, scales, biases, terms, pairs }: Model): Uint8Array => {
  const bytes = new Uint8Array(headBytes + weights.length + rarity.length + 4 * (terms.length + pairs.length))
  const head = JSON.stringify({ magic, version, taught, rows: rowCount, outputs: outputCount, terms: terms.length, pairs: pairs.length })
  bytes.set(new TextEncoder().encode(head.padEnd(textBytes, ' ')))
  const view = new DataView(bytes.buffer)
  for (const [at, value] of [...scales, ...biases].entries()) view.setFloat32(textBytes + 4 * at, value, true)
  bytes.set(new Uint8Array(weights.buffer, weights.byteOffset, weights.length), headBytes)
  bytes.set(rarity, headBytes + weights.length)
  const termsFrom = headBytes + weights.length + rarity.length
  for (const [at, term] of terms.entries()) view.setUint32(termsFrom + 4 * at, term, true)
  for (const [at, pair] of pairs.entries()) view.setInt32(termsFrom + 4 * (terms.length + at), pair, true)
  return bytes
}

const headOf = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes.subarray(0, textBytes)))
  } catch {
    return undefined
  }
}

/** Reads one; undefined when the bytes are of another kind, size or version. */
export const readModel = (bytes: Uint8Array): Model | undefined => {
  const head = headOf(bytes)
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
    bytes.length === headBytes + weightCount + rowCount + 4 * (head.terms + head.pairs)
  if (!fits) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const termsFrom = headBytes + weightCount + rowCount
  // Checked above; narrowing does not reach through the && chain.
  const { terms, pairs } = head as { terms: number; pairs: number }
  const floats = (from: number, length: number): Float32Array =>
    Float32Array.from({ length }, (_, at) => view.getFloat32(textBytes + 4 * (from + at), true))
  return {
    // Checked above; narrowing does not reach through the && chain.
    version: String((head as { version: unknown }).version),
    taught: String((head as { taught: unknown }).taught),
    terms: Uint32Array.from({ length: terms }, (_, at) => view.getUint32(termsFrom + 4 * at, true)),
    pairs: Int32Array.from({ length: pairs }, (_, at) => view.getInt32(termsFrom + 4 * (terms + at), true)),
    scales: floats(0, outputCount),
    biases: floats(outputCount, biasCount),
    weights: new Int8Array(bytes.buffer, bytes.byteOffset + headBytes, weightCount),
    rarity: bytes.subarray(headBytes + weightCount, termsFrom),
  }
}

/** The model's weights as the kernel adds them up: as many bytes a row as it has lanes. */
export const laneWeights = ({ weights }: Pick<Model, 'weights'>): Int8Array => {
  const rows = weights.length / outputCount
  const lanes = new Int8Array(mostOutputs * rows)
  for (let row = 0; row < rows; row++) lanes.set(weights.subarray(row * outputCount, (row + 1) * outputCount), row * mostOutputs)
  return lanes
}

/** Adds up the first `count` rows of the kernel, told in a manner, into `scores`, one for each output. */
export const scoreRows = (
  { scales, biases }: Pick<Model, 'scales' | 'biases'>,
  { kernel, manner, scores }: { kernel: PairKernel; manner: Manner; scores: Float64Array },
  count: number,
): void => {
  const squares = kernel.add(kernel.unite(count), manner)
  const { sums } = kernel
  const share = squares === 0 ? 0 : 1 / Math.sqrt(squares >>> 0)
  for (let output = 0; output < outputCount; output++)
    scores[output] = (biases[manner * outputCount + output] as number) + (sums[output] as number) * share * (scales[output] as number)
}
