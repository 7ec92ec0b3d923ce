import { cleanLine, mendRadicals } from '../text/clean.ts'
import type { Page, Run } from './pages.ts'

/** A line of a page as it is read, from left to right; measures in points. */
export interface PdfLine {
  readonly text: string
  readonly x: number
  readonly right: number
  readonly y: number
  readonly size: number
}

const isHan = (char: string | undefined): boolean => char !== undefined && /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(char)

/** The blank that a gap between two runs means: none where characters were only set wider apart. */
const blankFor = (gap: number, size: number, before: string, after: string): string => {
  const han = [before.at(-1), after[0]].filter(isHan).length
  if (han === 2) return gap > size * 0.7 ? '\u3000' : ''
  // Word and Typst set a quarter of a letter between Chinese and figures; nobody typed it.
  return gap > size * (han === 1 ? 0.45 : 0.15) ? ' ' : ''
}

/** pdf.js makes a blank of every widening, so the quarter letter around figures becomes one too: `第 8 条`. */
const closeFigures = (text: string): string =>
  text.replace(/(\p{Script=Han}) (?=\d)/gu, '$1').replace(/(\p{Script=Han}\d[\d.,:%]*) (?=\p{Script=Han})/gu, '$1')

const lineOf = (runs: readonly Run[]): PdfLine | undefined => {
  const sorted = [...runs].sort((a, b) => a.x - b.x)
  let [text, right] = ['', Number.NaN]
  let last: Run | undefined
  for (const run of sorted) {
    const piece = closeFigures(mendRadicals(run.text))
    if (piece.trim() === '') continue
    // Some printers make letters bold by setting them twice.
    if (last && last.text === run.text && run.x - last.x < run.size * 0.3) continue
    text += (text === '' ? '' : blankFor(run.x - right, run.size, text, piece)) + piece
    right = Math.max(run.x + run.width, Number.isNaN(right) ? 0 : right)
    last = run
  }
  const first = sorted.find((run) => run.text.trim() !== '')
  const cleaned = cleanLine(text)
  if (!first || !cleaned) return undefined
  const size = [...sorted].sort((a, b) => b.text.length - a.text.length)[0]?.size ?? first.size
  return { text: cleaned, x: first.x, right, y: first.y, size }
}

/** The lines of a page from top to bottom, by where they stand and not by the order in which they were printed. Turned text (watermarks) is left out. */
export const linesOfPage = ({ runs }: Page): readonly PdfLine[] => {
  const level = runs.filter(({ isLevel, text, size }) => isLevel && text !== '' && size > 0).sort((a, b) => b.y - a.y)
  const groups: Run[][] = []
  for (const run of level) {
    const group = groups.at(-1)
    const first = group?.[0]
    // Raised figures stand within half a letter of their line.
    if (group && first && first.y - run.y <= Math.max(first.size, run.size) * 0.45) group.push(run)
    else groups.push([run])
  }
  return groups.flatMap((group) => lineOf(group) ?? [])
}
