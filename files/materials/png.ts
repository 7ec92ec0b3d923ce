import { crc32 } from 'node:zlib'
import { MaterialRefusedError } from '../../core/material-intake.ts'
import { maxPixels } from './jpeg.ts'

const signature = Buffer.from('89504e470d0a1a0a', 'hex')
/** Chunks that draw. Left out: text, time, EXIF, profiles, animation, and whatever a program made up. */
const needed = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'bKGD', 'pHYs'])

const damaged = (): MaterialRefusedError => new MaterialRefusedError({ why: 'damaged' })

/** A PNG with its picture and nothing else; whatever follows its end is dropped. */
export const cleanPng = (bytes: Buffer): Buffer => {
  if (!bytes.subarray(0, 8).equals(signature)) throw damaged()
  const kept: Buffer[] = [signature]
  let hasData = false
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) throw damaged()
    const length = bytes.readUInt32BE(at)
    const end = at + 12 + length
    if (end > bytes.length) throw damaged()
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (at === 8 && (name !== 'IHDR' || length !== 13)) throw damaged()
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) throw damaged()
    if (name === 'IHDR') {
      const pixels = bytes.readUInt32BE(at + 8) * bytes.readUInt32BE(at + 12)
      if (pixels === 0) throw damaged()
      if (pixels > maxPixels) throw new MaterialRefusedError({ why: 'pixels' })
    }
    if (name === 'IDAT') hasData = true
    if (needed.has(name)) kept.push(bytes.subarray(at, end))
    at = end
    if (name === 'IEND') break
  }
  if (!hasData) throw damaged()
  return Buffer.concat(kept)
}
