import { MaterialRefusedError } from '../../core/material-intake.ts'
import { inThread } from './in-thread.ts'
import { cleanJpeg, maxPixels } from './jpeg.ts'

/** Brands of ISO/IEC 23008-12 in the first box: still pictures and sequences coded as HEVC. */
export const isHeic = (head: Buffer): boolean => /^....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)/s.test(head.toString('latin1', 0, 16))

/** Size by the `ispe` boxes: the largest is the picture, others are its tiles and previews. Read before anything is unpacked. */
const pixelsOf = (bytes: Buffer): number => {
  let most = 0
  for (let at = bytes.indexOf('ispe'); at >= 0 && at + 16 <= bytes.length; at = bytes.indexOf('ispe', at + 4))
    most = Math.max(most, bytes.readUInt32BE(at + 8) * bytes.readUInt32BE(at + 12))
  return most
}

/**
 * The picture of a HEIC file as a JPEG, the right way up: hardly any browser of an office shows HEIC, and a picture drawn anew carries
 * nothing of what stood beside it.
 */
export const heicToJpeg = async (bytes: Buffer): Promise<Buffer> => {
  const pixels = pixelsOf(bytes)
  if (pixels === 0) throw new MaterialRefusedError({ why: 'damaged' })
  if (pixels > maxPixels / 2) throw new MaterialRefusedError({ why: 'pixels' })
  const answer = await inThread<{ kind: 'done'; bytes: Uint8Array } | { kind: 'failed' }>(new URL('./heic-worker.ts', import.meta.url), {
    bytes: Uint8Array.from(bytes),
  })
  if (answer.kind === 'failed') throw new MaterialRefusedError({ why: 'damaged' })
  return cleanJpeg(Buffer.from(answer.bytes))
}
