import { disputeClasses } from '../../../core/disputes.ts'
import { rowBits } from './features.ts'

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
}

const magic = 'fenshen-disputes-1'
const headBytes = 256

/** A model as bytes: a head of text, scales and biases, one byte a weight. The same teaching gives the same bytes. */
export const bytesOfModel = ({ version, weights, scales, biases, terms }: Model): Uint8Array => {
  const bytes = new Uint8Array(headBytes + weights.length + 4 * terms.length)
  const head = JSON.stringify({ magic, version, rowBits, outputs: outputCount, terms: terms.length })
  bytes.set(new TextEncoder().encode(head.padEnd(headBytes - 8 * outputCount, ' ')))
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < outputCount; at++) {
    view.setFloat32(headBytes - 8 * outputCount + 4 * at, scales[at] as number, true)
    view.setFloat32(headBytes - 4 * outputCount + 4 * at, biases[at] as number, true)
  }
  bytes.set(new Uint8Array(weights.buffer, weights.byteOffset, weights.length), headBytes)
  for (const [at, term] of terms.entries()) view.setUint32(headBytes + weights.length + 4 * at, term, true)
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
    'rowBits' in head &&
    head.rowBits === rowBits &&
    'outputs' in head &&
    head.outputs === outputCount &&
    'version' in head &&
    typeof head.version === 'string' &&
    'terms' in head &&
    typeof head.terms === 'number' &&
    bytes.length === headBytes + outputCount * 2 ** rowBits + 4 * head.terms
  if (!fits) throw new Error('not a model of disputes that this version can read')
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const termsFrom = headBytes + outputCount * 2 ** rowBits
  const floats = (from: number): Float32Array => Float32Array.from({ length: outputCount }, (_, at) => view.getFloat32(from + 4 * at, true))
  return {
    // Checked above; narrowing does not reach through the && chain.
    version: String((head as { version: unknown }).version),
    terms: Uint32Array.from({ length: (bytes.length - termsFrom) / 4 }, (_, at) => view.getUint32(termsFrom + 4 * at, true)),
    scales: floats(headBytes - 8 * outputCount),
    biases: floats(headBytes - 4 * outputCount),
    weights: new Int8Array(bytes.buffer, bytes.byteOffset + headBytes, outputCount * 2 ** rowBits),
  }
}

/** Adds up the rows of a text into `scores`, one for each output. */
export const scoreRows = (model: Model, rows: Int32Array, count: number, scores: Float64Array): void => {
  const { weights, scales, biases } = model
  let [a, b, c, d, e, f, g, h, i, j] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
  for (let at = 0; at < count; at++) {
    const from = (rows[at] as number) * 10
    a += weights[from] as number
    b += weights[from + 1] as number
    c += weights[from + 2] as number
    d += weights[from + 3] as number
    e += weights[from + 4] as number
    f += weights[from + 5] as number
    g += weights[from + 6] as number
    h += weights[from + 7] as number
    i += weights[from + 8] as number
    j += weights[from + 9] as number
  }
  const share = 1 / Math.sqrt(count + 8)
  scores[0] = (biases[0] as number) + a * share * (scales[0] as number)
  scores[1] = (biases[1] as number) + b * share * (scales[1] as number)
  scores[2] = (biases[2] as number) + c * share * (scales[2] as number)
  scores[3] = (biases[3] as number) + d * share * (scales[3] as number)
  scores[4] = (biases[4] as number) + e * share * (scales[4] as number)
  scores[5] = (biases[5] as number) + f * share * (scales[5] as number)
  scores[6] = (biases[6] as number) + g * share * (scales[6] as number)
  scores[7] = (biases[7] as number) + h * share * (scales[7] as number)
  scores[8] = (biases[8] as number) + i * share * (scales[8] as number)
  scores[9] = (biases[9] as number) + j * share * (scales[9] as number)
}
