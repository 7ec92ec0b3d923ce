import type { ClauseView, PartView } from '../../core/library.ts'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as HTML. A law is thousands of pieces, so they are joined as strings (1,242 articles: the whole page in 24 ms; 2026-11). */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => entities[mark] ?? mark)

const lines = (text: string): string => escaped(text.trim()).replaceAll(/\s*\n\s*/g, '<br>')

/** Most characters of the name of a column. */
const columnChars = 16
/** `列名：值；列名：值`, as rows of tables are kept; a name that the row has no cell for is left out. */
const cellsOf = (line: string): ReadonlyMap<string, string> | undefined => {
  const cells = new Map<string, string>()
  for (const cell of line.trim().split('；')) {
    const at = cell.indexOf('：')
    const last = [...cells.keys()].at(-1)
    if (at > 0 && at <= columnChars && !/[，。、？！（）]/.test(cell.slice(0, at))) cells.set(cell.slice(0, at), cell.slice(at + 1))
    // A semicolon inside a cell.
    else if (last !== undefined) cells.set(last, `${cells.get(last)}；${cell}`)
    else return undefined
  }
  return cells.size >= 2 ? cells : undefined
}

/** One row of a table with the anchor that leads to it. */
interface Row {
  readonly anchor: string
  readonly cells: ReadonlyMap<string, string>
}

const hasColumn = (rows: readonly Row[], cells: ReadonlyMap<string, string>): boolean =>
  rows.length === 0 || [...cells.keys()].filter((name) => rows.some((row) => row.cells.has(name))).length >= 2

/** Rows as a table; columns in the order in which they first occur. */
const table = (rows: readonly Row[]): string => {
  const names = [...new Set(rows.flatMap(({ cells }) => [...cells.keys()]))]
  const head = names.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')
  const body = rows.map(
    ({ anchor, cells }) => `<tr id="${escaped(anchor)}">${names.map((name) => `<td>${escaped(cells.get(name) ?? '')}</td>`).join('')}</tr>`,
  )
  return `<div class="sheet" role="region" tabindex="0" aria-label="表格"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
}

/** A paragraph (款) with its items (项), each with an anchor of its own. */
const paragraph = (clause: ClauseView, part: PartView, items: readonly PartView[]): string => {
  const first = items[0]?.start ?? part.end
  const lead = clause.text.slice(part.start, first).trim()
  const id = (one: PartView): string => escaped(`${clause.anchor}-${one.anchor}`)
  const listed = items.map((item) => `<p class="item" id="${id(item)}">${lines(clause.text.slice(item.start, item.end))}</p>`).join('')
  return lead ? `<p id="${id(part)}">${lines(lead)}</p>${listed}` : listed
}

/** The words of a clause: paragraphs and items with their anchors, rows as tables. */
export const clauseBody = (clause: ClauseView): string => {
  const out: string[] = []
  let rows: Row[] = []
  const flush = (): void => {
    const [only] = rows
    if (rows.length > 1) out.push(table(rows))
    else if (only)
      out.push(`<p id="${escaped(only.anchor)}">${lines([...only.cells].map(([name, value]) => `${name}：${value}`).join('；'))}</p>`)
    rows = []
  }
  for (const part of clause.parts.filter(({ kind }) => kind === 'paragraph')) {
    const items = clause.parts.filter(({ kind, anchor }) => kind === 'item' && anchor.startsWith(`${part.anchor}-`))
    const cells = items.length === 0 ? cellsOf(clause.text.slice(part.start, part.end)) : undefined
    if (cells && hasColumn(rows, cells)) rows.push({ anchor: `${clause.anchor}-${part.anchor}`, cells })
    else {
      flush()
      out.push(paragraph(clause, part, items))
    }
  }
  flush()
  return out.join('')
}

/** A row that is a clause of its own: `x1-r3`, `s4-r12`. */
const ownRow = /^(.+)-r\d+$/

/** Rows that are clauses of their own and follow each other are one table again. Gives back how many clauses it took. */
export const rowTable = (clauses: readonly ClauseView[], from: number): { html: string; count: number } | undefined => {
  const owner = ownRow.exec(clauses[from]?.anchor ?? '')?.[1]
  if (owner === undefined) return undefined
  const rows: Row[] = []
  for (let at = from; at < clauses.length; at++) {
    const clause = clauses[at]
    const cells = clause && ownRow.exec(clause.anchor)?.[1] === owner ? cellsOf(clause.text) : undefined
    if (!clause || !cells || !hasColumn(rows, cells)) break
    rows.push({ anchor: clause.anchor, cells })
  }
  return rows.length > 1 ? { html: table(rows), count: rows.length } : undefined
}
