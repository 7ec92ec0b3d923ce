import { FileProtectedError, WrongFileTypeError } from '../core/file-errors.ts'
import { openZip } from './archive/zip.ts'
import { type BroughtFile, bytesAt, sizeOf } from './brought-file.ts'
import { type FileLimits, fileLimits } from './limits.ts'
import { encodingOf } from './text/encoding.ts'

/** What can be read (文件类型). */
export type FileKind = 'markdown' | 'text' | 'html' | 'docx' | 'pdf' | 'xlsx' | 'csv' | 'jsonl'

/** How many bytes from the start tell what a file is. */
const headBytes = 4_096
const wants = 'Markdown、TXT、HTML、DOCX、PDF、XLSX、CSV 或 JSONL 文件'

const byEnding: Readonly<Record<string, FileKind>> = {
  md: 'markdown',
  markdown: 'markdown',
  txt: 'text',
  text: 'text',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  csv: 'csv',
  tsv: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
}

// First bytes as Latin-1 and what a person would call the file.
const strangers: readonly (readonly [magic: RegExp, found: string])[] = [
  [/^MZ/, 'Windows 程序'],
  [/^\x7fELF/, 'Linux 程序'],
  [/^(?:\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe|\xfe\xed\xfa)/, '程序文件'],
  [/^#!/, '脚本程序'],
  [/^\x89PNG/, '图片（PNG）'],
  [/^\xff\xd8\xff/, '图片（JPEG）'],
  [/^GIF8/, '图片（GIF）'],
  [/^BM.{4}\x00\x00\x00\x00/s, '图片（BMP）'],
  [/^RIFF.{4}WEBP/s, '图片（WebP）'],
  [/^(?:II\*\x00|MM\x00\*)/, '图片（TIFF）'],
  [/^.{4}ftypavif/s, '图片（AVIF）'],
  [/^.{4}ftyp(?:heic|heix|mif1)/s, '图片（HEIC）'],
  [/^.{4}ftyp/s, '视频'],
  [/^(?:ID3|\xff\xfb|OggS|fLaC|RIFF.{4}WAVE)/s, '音频'],
  [/^(?:RIFF.{4}AVI |\x1aE\xdf\xa3)/s, '视频'],
  [/^Rar!\x1a\x07/, '压缩包（RAR）'],
  [/^7z\xbc\xaf\x27\x1c/, '压缩包（7z）'],
  [/^\x1f\x8b/, '压缩包（gzip）'],
  [/^\{\\rtf/, 'RTF 文档，请在 Word 或 WPS 里另存为 DOCX'],
  [/^SQLite format 3\x00/, '数据库文件'],
  [/^%!PS/, 'PostScript 文件'],
]

/** What a person would call a file of a kind that is never read, by its first bytes; undefined for what is none of these. */
export const strangerIn = (head: Uint8Array): string | undefined => {
  const text = Buffer.from(head.subarray(0, 16)).toString('latin1')
  if (/^PK(?:\x03\x04|\x05\x06)/.test(text)) return '压缩包或 Office 文件'
  if (oleSignature.test(text)) return '旧版 Office 文件'
  return strangers.find(([magic]) => magic.test(text))?.[1]
}

const oleSignature = /^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/
/** Names of streams inside an OLE file, as it writes them. */
const wideName = (name: string): string => [...name].map((char) => `${char}\u0000`).join('')

/** Old Office files, and new ones behind a password, which hide in an old shell. */
const refuseOle = async (file: BroughtFile, size: number): Promise<never> => {
  // The directory may stand anywhere; the start and the end hold it in what Office and WPS write.
  const ends = [await bytesAt(file, 0, 1_048_576), await bytesAt(file, Math.max(0, size - 1_048_576), 1_048_576)]
  const text = ends.map((bytes) => Buffer.from(bytes).toString('latin1')).join('')
  if (text.includes(wideName('EncryptedPackage'))) throw new FileProtectedError({ file: file.name, kind: 'Office file' })
  const found = text.includes(wideName('WordDocument'))
    ? '旧版 Word 文档（.doc），请在 Word 或 WPS 里另存为 DOCX'
    : text.includes(wideName('Workbook')) || text.includes(wideName('Book'))
      ? '旧版 Excel 表格（.xls），请在 Excel 或 WPS 里另存为 XLSX'
      : '旧版 Office 文件'
  throw new WrongFileTypeError({ file: file.name, found, wants })
}

const kindOfZip = async (file: BroughtFile, limits: FileLimits): Promise<FileKind> => {
  await using zip = await openZip(file, limits)
  const under = (folder: string): boolean => zip.names.some((name) => name.startsWith(folder))
  if (zip.has('word/document.xml') || (zip.has('[Content_Types].xml') && under('word/'))) return 'docx'
  if (zip.has('xl/workbook.bin')) throw new WrongFileTypeError({ file: file.name, found: '二进制表格（.xlsb），请另存为 XLSX', wants })
  if (zip.has('xl/workbook.xml') || (zip.has('[Content_Types].xml') && under('xl/'))) return 'xlsx'
  const found = under('ppt/')
    ? '演示文稿（PPTX）'
    : zip.has('OFD.xml')
      ? 'OFD 版式文件，请导出为 PDF 或 DOCX'
      : zip.has('META-INF/manifest.xml') && zip.has('content.xml')
        ? 'OpenDocument 文档，请另存为 DOCX 或 XLSX'
        : zip.has('AndroidManifest.xml') || under('META-INF/')
          ? '程序包'
          : '压缩包（ZIP），请解压后再导入'
  throw new WrongFileTypeError({ file: file.name, found, wants })
}

/** True when a person could read it: hardly any control characters, in whatever encoding it is. */
const isText = (head: Uint8Array): boolean => {
  const encoding = encodingOf(head)
  const text = new TextDecoder(encoding).decode(head, { stream: true })
  const odd = text.match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0
  const zero = text.match(/\u0000/g)?.length ?? 0
  // A slip or two may happen in any text, however short.
  return odd <= 4 + text.length / 50 && zero <= 4 + text.length / 10
}

/**
 * What a file is, by its content first and its name second. Throws for what cannot be read, saying what it really is:
 * a program or a picture stays one, whatever it is called.
 */
export const kindOf = async (file: BroughtFile, limits: FileLimits = fileLimits): Promise<FileKind> => {
  const size = await sizeOf(file, limits)
  const head = await bytesAt(file, 0, headBytes)
  const text = Buffer.from(head).toString('latin1')
  // Up to 1,024 bytes may stand before the header (PDF 32000-1 annex H.3.4.1); a page about PDF does not begin with one.
  if (/^(?:\xef\xbb\xbf)?\s{0,64}%PDF-\d/.test(text)) return 'pdf'
  if (/^PK(?:\x03\x04|\x05\x06)/.test(text)) return kindOfZip(file, limits)
  if (oleSignature.test(text)) return refuseOle(file, size)
  const stranger = strangers.find(([magic]) => magic.test(text))
  if (stranger) throw new WrongFileTypeError({ file: file.name, found: stranger[1], wants })
  const ending = /\.([a-z0-9]{1,8})$/i.exec(file.name)?.[1]?.toLowerCase() ?? ''
  if (!isText(head)) throw new WrongFileTypeError({ file: file.name, found: '二进制文件', wants })
  const named = byEnding[ending]
  // Programs save web pages as .doc and .xls, and people as .txt; a guide in Markdown may begin with a tag.
  const shown = new TextDecoder(encodingOf(head)).decode(head, { stream: true })
  if (named !== 'markdown' && /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html)\b/i.test(shown)) return 'html'
  if (named) return named
  if (/^(?:exe|dll|bat|cmd|ps1|vbs|js|jar|apk|sh|py|php)$/.test(ending))
    throw new WrongFileTypeError({ file: file.name, found: '程序或脚本', wants })
  return 'text'
}
