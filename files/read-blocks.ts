import { WrongFileTypeError } from '../core/errors.ts'
import type { Block } from './block.ts'
import type { BroughtFile } from './brought-file.ts'
import { docxBlocks } from './docx/docx.ts'
import { htmlBlocks } from './html/html.ts'
import { kindOf } from './kind.ts'
import { type FileLimits, fileLimits } from './limits.ts'
import { pdfBlocks } from './pdf/pdf.ts'
import { textOf } from './text/decode.ts'
import { linesOf } from './text/lines.ts'
import { markdownBlocks } from './text/markdown.ts'
import { plainBlocks } from './text/plain.ts'

/**
 * The blocks of a document (Markdown, text, HTML, DOCX, PDF), in the order of reading, as they are read. An error may come after
 * blocks: whoever reads takes nothing over until the end is reached.
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
      yield* htmlBlocks(file)
      return
    case 'docx':
      yield* docxBlocks(file, limits)
      return
    case 'pdf':
      yield* pdfBlocks(file, limits)
      return
    default:
      throw new WrongFileTypeError({ file: file.name, found: '表格', wants: '按表格导入的方式' })
  }
}
