import type { PartView } from '../../core/library.ts'
import { chineseOf, numberOf, numeralClass } from './numerals.ts'

const mark = new RegExp(`^(?:[（(]([${numeralClass}]{1,4})[）)]|([${numeralClass}]{1,3})[、．.](?!\\d))`)
const inlineMark = new RegExp(`(?<=[：:；;。])\\s*(?=[（(][${numeralClass}]{1,4}[）)])`, 'g')

interface Piece {
  readonly text: string
  readonly start: number
}

/** Lines, and within a line the items that follow a colon or semicolon: `…：（一）…；（二）…`. */
const piecesOf = (text: string): Piece[] => {
  const pieces: Piece[] = []
  let at = 0
  for (const line of text.split('\n')) {
    const cuts = [0, ...[...line.matchAll(inlineMark)].map((found) => found.index + found[0].length), line.length]
    for (let i = 0; i + 1 < cuts.length; i++) {
      const [from = 0, to = 0] = [cuts[i], cuts[i + 1]]
      const piece = line.slice(from, to)
      if (piece.trim()) pieces.push({ text: piece.trimEnd(), start: at + from })
    }
    at += line.length + 1
  }
  return pieces
}

/** The paragraphs and items of a clause, in order. Items count from one and rise by one; anything else that looks like one is text. */
export const partsOf = (text: string): readonly PartView[] => {
  interface Open {
    start: number
    end: number
    items: { number: number; printed: string; start: number; end: number }[]
  }
  const paragraphs: Open[] = []
  for (const { text: piece, start } of piecesOf(text)) {
    const open = paragraphs.at(-1)
    const found = mark.exec(piece)
    const printed = found?.[1] ?? found?.[2] ?? ''
    const number = numberOf(printed)
    const end = start + piece.length
    const last = open?.items.at(-1)
    if (open && found && number !== undefined && number === (last?.number ?? 0) + 1) {
      open.items.push({ number, printed: found[1] === undefined ? printed : `（${printed}）`, start, end })
      open.end = end
    } else if (open && last && found && number !== undefined) {
      // 目 of an item, or a number out of turn: it belongs to the item before it.
      last.end = end
      open.end = end
    } else if (open && text[start - 1] !== '\n') open.end = end
    else paragraphs.push({ start, end, items: [] })
  }
  const isOnly = paragraphs.length === 1
  return paragraphs.flatMap(({ start, end, items }, index) => {
    const count = index + 1
    const name = `第${chineseOf(count)}款`
    return [
      { anchor: `p${count}`, kind: 'paragraph' as const, name, start, end },
      ...items.map((item) => ({
        anchor: `p${count}-i${item.number}`,
        kind: 'item' as const,
        name: `${isOnly ? '' : name}第${item.printed}项`,
        start: item.start,
        end: item.end,
      })),
    ]
  })
}
