import { MaterialRefusedError } from '../../core/material-intake.ts'

/** More than any phone takes; a picture is unpacked by whoever looks at it. */
export const maxPixels = 120_000_000

const soi = 0xd8
const eoi = 0xd9
const sos = 0xda
/** Frame headers of what every program shows: baseline, extended, progressive. */
const frames = new Set([0xc0, 0xc1, 0xc2])
/** Tables, restart interval. Everything that is not named here is left out: EXIF, XMP, IPTC, comments, previews, profiles. */
const needed = new Set([0xc4, 0xdb, 0xdd])

const damaged = (): MaterialRefusedError => new MaterialRefusedError({ why: 'damaged' })

/**
 * A JPEG with its picture and nothing else, bit for bit (no second compression). Only segments that draw are taken over; of EXIF the
 * way up is kept, written anew; whatever follows the end of the picture is dropped.
 */
export const cleanJpeg = (bytes: Buffer): Buffer => {
  if (bytes[0] !== 0xff || bytes[1] !== soi) throw damaged()
  const kept: Buffer[] = [Buffer.of(0xff, soi)]
  let orientation = 1
  let hasFrame = false
  let at = 2
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1
    const marker = bytes[at + 1]
    if (bytes[at] !== 0xff || marker === undefined) throw damaged()
    if (marker === eoi) break
    const length = at + 4 <= bytes.length ? bytes.readUInt16BE(at + 2) : 0
    const end = at + 2 + length
    if (length < 2 || end > bytes.length) throw damaged()
    const segment = bytes.subarray(at, end)
    if (frames.has(marker)) {
      if (length < 11) throw damaged()
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)]
      if (height * width > maxPixels) throw new MaterialRefusedError({ why: 'pixels' })
      if (height * width === 0) throw damaged()
      hasFrame = true
    } else if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4) throw damaged()
    if (frames.has(marker) || needed.has(marker) || isPlain(marker, segment)) kept.push(segment)
    if (marker === 0xe1) orientation = orientationOf(segment) ?? orientation
    at = end
    if (marker === sos) {
      const scanEnd = endOfScan(bytes, at)
      kept.push(segment, bytes.subarray(at, scanEnd))
      at = scanEnd
    }
  }
  if (!hasFrame) throw damaged()
  if (orientation !== 1) kept.splice(1, 0, wayUp(orientation))
  return Buffer.concat([...kept, Buffer.of(0xff, eoi)])
}

/** Segments of programs that change how the picture is drawn: JFIF without its preview, and the colours of Adobe. */
const isPlain = (marker: number, segment: Buffer): boolean =>
  (marker === 0xe0 && segment.length === 18 && segment.toString('latin1', 4, 9) === 'JFIF\0') ||
  (marker === 0xee && segment.length === 16 && segment.toString('latin1', 4, 9) === 'Adobe')

/** In the data of a scan, FF is followed by 00 or by a restart marker; anything else is the next segment. */
const endOfScan = (bytes: Buffer, from: number): number => {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7) && next !== 0xff) return at
  }
  throw damaged()
}

const exifHead = 'Exif\0\0'

/** The way up (EXIF tag 0x0112), 1 to 8. */
const orientationOf = (segment: Buffer): number | undefined => {
  if (segment.toString('latin1', 4, 10) !== exifHead || segment.length < 24) return undefined
  const tiff = segment.subarray(10)
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const u16 = (at: number): number => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (directory + 2 > tiff.length) return undefined
  for (let i = 0; i < u16(directory); i++) {
    const entry = directory + 2 + i * 12
    if (entry + 12 > tiff.length) return undefined
    if (u16(entry) !== 0x0112) continue
    const value = u16(entry + 8)
    return value >= 1 && value <= 8 ? value : undefined
  }
  return undefined
}

/** An EXIF segment of one entry. */
const wayUp = (orientation: number): Buffer => {
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex')
  tiff.writeUInt16BE(orientation, 18)
  const body = Buffer.concat([Buffer.from(exifHead, 'latin1'), tiff])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}
