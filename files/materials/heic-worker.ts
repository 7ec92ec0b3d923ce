import { parentPort, workerData } from 'node:worker_threads'
import decode from 'heic-decode'
import jpeg from 'jpeg-js'

// libheif in a thread of its own: a picture that never ends is ended from outside, and its memory goes with the thread.

/** As good as a phone's own: a stamp stays readable. */
const quality = 88

const { bytes }: { bytes: Uint8Array } = workerData
try {
  const { width, height, data } = await decode({ buffer: bytes })
  const picture = jpeg.encode({ width, height, data: Buffer.from(data.buffer, data.byteOffset, data.byteLength) }, quality)
  parentPort?.postMessage({ kind: 'done', bytes: new Uint8Array(picture.data) })
} catch (cause) {
  parentPort?.postMessage({ kind: 'failed', why: cause instanceof Error ? cause.name : 'unknown' })
}
