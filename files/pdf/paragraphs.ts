import { type Block, type HeadingLevel, headingLevel } from '../block.ts'
import { beginsClause, endsSentence } from '../text/clause-start.ts'
import { joinWrapped } from '../text/clean.ts'
import type { PdfLine } from './lines.ts'

interface Measures {
  readonly left: number
  readonly right: number
  readonly size: number
  /** From base line to base line, where lines follow each other. */
  readonly pitch: number
}

/** Lines inside paragraphs are the closest to each other; three in ten are enough to tell how close. */
const closest = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.3)] ?? 0

/** The text area of a page: where its lines of the common size begin and end. */
const measure = (lines: readonly PdfLine[], before: Measures | undefined): Measures => {
  const chars = new Map<number, number>()
  for (const { size, text } of lines) chars.set(Math.round(size * 2) / 2, (chars.get(Math.round(size * 2) / 2) ?? 0) + text.length)
  const [size = 12, weight = 0] = [...chars].sort((a, b) => b[1] - a[1])[0] ?? []
  const body = lines.filter((line) => Math.abs(line.size - size) < size * 0.1)
  const gaps = body.slice(1).map((line, index) => (body[index]?.y ?? 0) - line.y)
  const here = {
    left: Math.min(...body.map(({ x }) => x)),
    right: Math.max(...body.map(({ right }) => right)),
    size,
    pitch: closest(gaps.filter((gap) => gap > size * 0.9)) || size * 1.8,
  }
  // A page with little on it, such as the last, is measured by the one before.
  const isThin = weight < 200 || body.length < 6
  if (!before || !isThin) return here
  return { left: Math.min(before.left, here.left), right: Math.max(before.right, here.right), size: before.size, pitch: before.pitch }
}

const levelOf = ({ size, text }: PdfLine, body: number): HeadingLevel | undefined => {
  if (size < body * 1.12 || text.length > 80 || /[。；]$/.test(text)) return undefined
  return headingLevel(size >= body * 1.6 ? 1 : size >= body * 1.35 ? 2 : 3)
}

/** Joins lines to paragraphs, over the ends of pages too: a page's marker comes before the first block that begins on it. */
export const openJoiner = () => {
  let measures: Measures | undefined
  let open: { text: string; last: PdfLine; level: HeadingLevel | undefined; page: number } | undefined
  const waiting: { readonly kind: 'page'; readonly number: number; readonly hasText: boolean }[] = []

  const isFull = (line: PdfLine, { right }: Measures): boolean => line.right > right - line.size * 2.2
  const isCentred = (line: PdfLine, { left, right }: Measures): boolean => {
    const [before, after] = [line.x - left, right - line.right]
    return before > line.size * 2.5 && after > line.size * 2.5 && Math.abs(before - after) < line.size * 1.5
  }
  const goesOn = (before: PdfLine, line: PdfLine, isSamePage: boolean, area: Measures): boolean => {
    if (Math.abs(before.size - line.size) > line.size * 0.12) return false
    if (isSamePage && before.y - line.y > Math.max(area.pitch * 1.7, line.size * 2.4)) return false
    // Where lines are not set in, paragraphs are set apart, if only a little.
    if (isSamePage && endsSentence(before.text) && before.y - line.y > area.pitch * 1.12) return false
    if (levelOf(line, area.size)) return (isCentred(before, area) || isFull(before, area)) && !beginsClause(line.text, before.text)
    if (!isFull(before, area) || isCentred(line, area)) return false
    if (beginsClause(line.text, before.text)) return false
    const indent = line.x - area.left
    if (indent < line.size * 1.2) return true
    // Text that is set in as a whole goes on at the same place; a new paragraph begins after the end of a sentence.
    return Math.abs(line.x - before.x) < line.size * 0.5 && !endsSentence(before.text)
  }
  const close = function* (): Generator<Block> {
    if (!open) return
    const due = waiting.findIndex(({ number }) => number > (open?.page ?? 0))
    yield* waiting.splice(0, due < 0 ? waiting.length : due)
    yield open.level ? { kind: 'heading', level: open.level, text: open.text } : { kind: 'paragraph', text: open.text }
    open = undefined
  }
  return {
    *page(number: number, lines: readonly PdfLine[]): Generator<Block> {
      waiting.push({ kind: 'page', number, hasText: lines.length > 0 })
      if (lines.length === 0) return
      const area = measure(lines, measures)
      measures = area
      for (const [index, line] of lines.entries()) {
        if (open && goesOn(open.last, line, index > 0, area)) {
          open.text = joinWrapped(open.text, line.text)
          open.last = line
          continue
        }
        yield* close()
        open = { text: line.text, last: line, level: levelOf(line, area.size), page: number }
      }
    },
    *end(): Generator<Block> {
      yield* close()
      yield* waiting
    },
  }
}
