import type { PdfLine } from './lines.ts'

/** A page with its lines, before the edges are looked at. */
export interface LinedPage {
  readonly number: number
  readonly height: number
  readonly lines: readonly PdfLine[]
}

/** How far from the edge running heads stand, as a share of the page; and how many lines of them there may be. */
const edge = 0.12
const edgeLines = 3
/** Left and right pages differ, so a running line is looked for two pages away too. */
export const neighbours = 2
const samePlace = 4

const pageNumber =
  /^[-—–―·•.\s]*(?:第?\s*\d{1,5}\s*页?(?:\s*[/／,，]?\s*共?\s*\d{1,5}\s*页?)?|Page \d+(?: of \d+)?|[ivxIVX]{1,6})[-—–―·•.\s]*$/

interface Edge {
  readonly line: PdfLine
  readonly key: string
}

/** Longer lines that differ in their figures are text that happens to begin alike. */
const longestHead = 120

const keyOf = (text: string): string =>
  text.length > longestHead ? text : text.replace(/\d+/g, '#').replace(/第[一二三四五六七八九十百]+页/g, '第#页')

/** How many of the outermost lines stand apart from the text: a wider gap after them, or another size of letter. */
const apart = (outer: readonly PdfLine[], pitch: number): number => {
  for (let count = Math.min(edgeLines, outer.length - 1); count > 0; count--) {
    const [last, next] = [outer[count - 1], outer[count]]
    if (!last || !next) continue
    if (Math.abs(last.y - next.y) > pitch * 1.25 || Math.abs(last.size - next.size) > next.size * 0.08) return count
  }
  return outer.length === 1 ? 1 : 0
}

const edgesOf = ({ lines, height }: LinedPage): readonly Edge[] => {
  const gaps = lines.slice(1).map((line, index) => (lines[index]?.y ?? 0) - line.y)
  const pitch = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0
  const upward = lines.toReversed()
  const outer = [...lines.slice(0, apart(lines, pitch)), ...upward.slice(0, apart(upward, pitch))]
  return [...new Set(outer)]
    .filter(({ y }) => y > height * (1 - edge) || y < height * edge)
    .map((line) => ({ line, key: keyOf(line.text) }))
}

/** The lines of a page without its running head and foot and its number; `around` are the pages near it. */
export const withoutEdges = (page: LinedPage, around: readonly LinedPage[]): readonly PdfLine[] => {
  const near = around.filter(({ number }) => number !== page.number && Math.abs(number - page.number) <= neighbours).flatMap(edgesOf)
  const dropped = new Set(
    edgesOf(page)
      .filter(
        ({ line, key }) =>
          pageNumber.test(line.text) || near.some((other) => other.key === key && Math.abs(other.line.y - line.y) < samePlace),
      )
      .map(({ line }) => line),
  )
  return page.lines.filter((line) => !dropped.has(line))
}
