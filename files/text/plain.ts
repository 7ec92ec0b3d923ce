import type { Block } from '../block.ts'
import { beginsClause, endsSentence } from './clause-start.ts'
import { cleanLine, joinWrapped } from './clean.ts'
import type { Line } from './lines.ts'

const sampleLines = 400
/** Columns on a screen: a Chinese character takes two. */
const columns = (text: string): number => {
  let width = 0
  for (const char of text) width += char > '\u2e7f' ? 2 : 1
  return width
}

/**
 * The width at which a text was wrapped by a program of fixed columns, or undefined where each line is a paragraph:
 * wrapped means that lines which end inside a sentence are nearly all of one width.
 */
const wrapWidth = (lines: readonly Line[]): number | undefined => {
  const open = lines.map(({ text }) => text.trimEnd()).filter((text) => text && !endsSentence(text))
  const widest = Math.max(0, ...lines.map(({ text }) => columns(text.trimEnd())))
  if (open.length < 4 || widest > 160 || widest < 30) return undefined
  const full = open.filter((text) => columns(text) >= widest - 4).length
  return full >= open.length * 0.6 ? widest : undefined
}

/** Paragraphs of a text without marks: a line each, or, where lines were wrapped at a fixed width, up to a blank line, an indent or a number. */
export async function* plainBlocks(lines: AsyncIterable<Line>): AsyncGenerator<Block> {
  let sample: Line[] | undefined = []
  let width: number | undefined
  let open: { text: string; line: number; last: string } | undefined
  const take = function* ({ line, text }: Line): Generator<Block> {
    const cleaned = cleanLine(text)
    const continues =
      open &&
      width &&
      cleaned &&
      !/^[ \u3000\t]/.test(text) &&
      columns(open.last) >= width - 4 &&
      !beginsClause(cleaned, cleanLine(open.last))
    if (open && continues) {
      open = { text: joinWrapped(open.text, cleaned), line: open.line, last: text.trimEnd() }
      return
    }
    if (open) yield { kind: 'paragraph', text: open.text, line: open.line }
    open = cleaned ? { text: cleaned, line, last: text.trimEnd() } : undefined
  }
  const settle = function* (): Generator<Block> {
    const held = sample ?? []
    width = wrapWidth(held)
    sample = undefined
    for (const one of held) yield* take(one)
  }
  for await (const line of lines) {
    if (!sample) yield* take(line)
    else if (sample.push(line) >= sampleLines) yield* settle()
  }
  if (sample) yield* settle()
  if (open) yield { kind: 'paragraph', text: open.text, line: open.line }
}
