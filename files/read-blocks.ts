import { WrongFileTypeError } from '../core/file-errors.ts'
import type { Block } from './block.ts'
import type { BroughtFile } from './brought-file.ts'
import { kindOf } from './kind.ts'
import { type FileLimits, fileLimits } from './limits.ts'
import { textOf } from './text/decode.ts'
import { linesOf } from './text/lines.ts'
import { markdownBlocks } from './text/markdown.ts'
import { plainBlocks } from './text/plain.ts'

/**
 * The blocks of a document (Markdown, text, HTML, DOCX, PDF), in the order of reading, as they are read. An error may come after
 * blocks: whoever reads takes nothing over until the end is reached. Readers with libraries of their own are loaded by their first file.
 */
export async function* readBlocks(file: BroughtFile, limits: FileLimits = fileLimits): AsyncGenerator<Block> {
  const kind = await kindOf(file, limits)
  const lines = () => linesOf(textOf(file), { file: file.name, maxChars: limits.recordChars })
  switch (kind) {
    case 'markdown':
      yield* markdownBlocks(lines())
      return
    case 'text':
      yield* plainBlocks(lines())
      return
    case 'html':
      yield* (await import('./html/html.ts')).htmlBlocks(file)
      return
    case 'docx':
      yield* (await import('./docx/docx.ts')).docxBlocks(file, limits)
      return
    case 'pdf':
      yield* (await import('./pdf/pdf.ts')).pdfBlocks(file, limits)
      return
    default:
      throw new WrongFileTypeError({ file: file.name, found: '表格', wants: '按表格导入的方式' })
  }
}
