import { type MaterialReader, MaterialRefusedError } from '../../core/material-intake.ts'
import { strangerIn } from '../kind.ts'
import { heicToJpeg, isHeic } from './heic.ts'
import { cleanJpeg } from './jpeg.ts'
import { checkPdf } from './pdf.ts'
import { cleanPng } from './png.ts'

/** Reads a file by what its bytes are, whatever it is called (识别与净化). A HEIC picture comes out as a JPEG. */
export const readMaterial: MaterialReader = async (given) => {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength)
  if (bytes.length === 0) throw new MaterialRefusedError({ why: 'empty' })
  const head = bytes.toString('latin1', 0, 16)
  // Only at the very start: a program that hides a PDF behind itself begins as a program.
  if (/^%PDF-\d/.test(head)) return { type: 'application/pdf', bytes: await checkPdf(bytes) }
  if (head.startsWith('\xff\xd8\xff')) return { type: 'image/jpeg', bytes: cleanJpeg(bytes) }
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return { type: 'image/png', bytes: cleanPng(bytes) }
  if (isHeic(bytes)) return { type: 'image/jpeg', bytes: await heicToJpeg(bytes) }
  throw new MaterialRefusedError({ why: 'type', found: strangerIn(bytes) ?? '别的格式' })
}
