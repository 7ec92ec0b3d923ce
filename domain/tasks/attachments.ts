import { FileTooLargeError, WrongFileTypeError } from '../../core/file-errors.ts'

/** What may be attached: pictures, documents and sound, by what the bytes are and not by what the name says. */
const kinds: readonly { readonly type: string; readonly is: (bytes: Buffer) => boolean }[] = [
  { type: 'image/jpeg', is: (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) },
  { type: 'image/png', is: (bytes) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) },
  { type: 'image/webp', is: (bytes) => says(bytes, 0, 'RIFF') && says(bytes, 8, 'WEBP') },
  { type: 'application/pdf', is: (bytes) => says(bytes, 0, '%PDF-') },
  { type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', is: (bytes) => isOffice(bytes, 'word/') },
  { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', is: (bytes) => isOffice(bytes, 'xl/') },
  { type: 'audio/mpeg', is: (bytes) => says(bytes, 0, 'ID3') || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2) },
  { type: 'audio/mp4', is: (bytes) => says(bytes, 4, 'ftypM4A') },
  { type: 'audio/wav', is: (bytes) => says(bytes, 0, 'RIFF') && says(bytes, 8, 'WAVE') },
]

const says = (bytes: Buffer, at: number, text: string): boolean => bytes.subarray(at, at + text.length).toString('latin1') === text
const isOffice = (bytes: Buffer, folder: string): boolean =>
  says(bytes, 0, 'PK\x03\x04') && bytes.includes('[Content_Types].xml') && bytes.includes(folder)

/** One file, and all files of one task. */
export const attachmentLimits = { fileBytes: 10 * 1_048_576, taskBytes: 50 * 1_048_576 }

/** The type of a file by its first bytes. Throws what the person should hear. */
export const checkAttachment = (file: { readonly name: string; readonly bytes: Uint8Array }, attached: number): string => {
  const { name, bytes } = file
  if (bytes.length > attachmentLimits.fileBytes)
    throw new FileTooLargeError({ file: name, what: 'bytes', limit: attachmentLimits.fileBytes })
  if (attached + bytes.length > attachmentLimits.taskBytes)
    throw new FileTooLargeError({ file: name, what: 'bytes', limit: attachmentLimits.taskBytes })
  const found = kinds.find(({ is }) => is(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)))
  if (!found)
    throw new WrongFileTypeError({
      file: name,
      found: '别的格式',
      wants: '照片（JPEG、PNG、WebP）、PDF、Word、Excel 或录音（MP3、M4A、WAV）',
    })
  return found.type
}

/** A name that is only a name: no folders, no control characters, not endless. */
export const plainFileName = (name: string): string => {
  const bare = (name.split(/[/\\]/).at(-1) ?? '').replace(/\p{C}/gu, '').trim()
  return [...(bare || '附件')].slice(-120).join('')
}
