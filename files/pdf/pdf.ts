import { NoTextLayerError } from '../../core/file-errors.ts'
import type { Block } from '../block.ts'
import type { BroughtFile } from '../brought-file.ts'
import type { FileLimits } from '../limits.ts'
import { linesOfPage } from './lines.ts'
import { type LinedPage, neighbours, withoutEdges } from './margins.ts'
import { pdfPages } from './pages.ts'
import { openJoiner } from './paragraphs.ts'

/** Fewer characters on a page than this, over a whole document, are stamps on pictures. */
const charsOfStamp = 8

/** Blocks of a PDF with text: pages, headings by the size of letters, paragraphs. A scan says that it is one, at its end. */
export async function* pdfBlocks(file: BroughtFile, limits: FileLimits): AsyncGenerator<Block> {
  const joiner = openJoiner()
  /** The pages around the one whose edges are looked at. */
  const held: LinedPage[] = []
  let [pages, chars, done] = [0, 0, 0]
  const settle = function* (upTo: number): Generator<Block> {
    for (const page of held.filter(({ number }) => number > done && number <= upTo)) {
      const lines = withoutEdges(page, held)
      chars += lines.reduce((sum, { text }) => sum + text.length, 0)
      done = page.number
      yield* joiner.page(page.number, lines)
    }
    while (held[0] && held[0].number < done - neighbours + 1) held.shift()
  }
  for await (const page of pdfPages(file, limits)) {
    pages++
    held.push({ number: page.number, height: page.height, lines: linesOfPage(page) })
    yield* settle(page.number - neighbours)
  }
  yield* settle(pages)
  if (chars === 0 || (pages >= 3 && chars < pages * charsOfStamp)) throw new NoTextLayerError({ file: file.name, pages })
  yield* joiner.end()
}
