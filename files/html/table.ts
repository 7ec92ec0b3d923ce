/** A table that is being read (表格). Rows come out as they end; what turns out to be layout comes out as paragraphs. */
export interface OpenTable {
  /** Counted when its first row comes out, so that tables which only arrange the page have none. */
  number: number
  /** Holds the page together rather than data: a cell has headings, another table, or more text than a cell. */
  isLayout: boolean
  isHead: boolean
  row: { cells: string[]; isHeader: boolean } | undefined
  cell: { parts: string[]; chars: number; columns: number; rows: number; isHeader: boolean } | undefined
  /** Rows for which a column is still taken by a cell from above. */
  taken: number[]
}

const most = (text: string | undefined, limit: number): number => {
  const count = Number(text ?? 1)
  return Number.isInteger(count) && count > 0 ? Math.min(count, limit) : 1
}

export const openTable = (): OpenTable => ({
  number: 0,
  isLayout: false,
  isHead: false,
  row: undefined,
  cell: undefined,
  taken: [],
})

/** Begins a cell; a row without `<tr>` begins with its first cell. */
export const beginCell = (table: OpenTable, isHeader: boolean, attributes: ReadonlyMap<string, string>): void => {
  table.row ??= { cells: [], isHeader: true }
  table.cell = {
    parts: [],
    chars: 0,
    columns: most(attributes.get('colspan'), 200),
    rows: most(attributes.get('rowspan'), 10_000),
    isHeader: isHeader || table.isHead,
  }
}

/** Columns that a cell from above still covers stay empty: its value stands at its top left. */
const skipTaken = (table: OpenTable, cells: string[]): void => {
  while ((table.taken[cells.length] ?? 0) > 0) {
    table.taken[cells.length] = (table.taken[cells.length] ?? 1) - 1
    cells.push('')
  }
}

/** Puts the cell that has ended into its row. */
export const endCell = (table: OpenTable, text: string): void => {
  const { row, cell } = table
  if (!row || !cell) return
  skipTaken(table, row.cells)
  for (let column = 0; column < cell.columns; column++) {
    if (cell.rows > 1) table.taken[row.cells.length] = cell.rows - 1
    row.cells.push(column === 0 ? text : '')
  }
  if (!cell.isHeader) row.isHeader = false
  table.cell = undefined
}

/** The row that has ended; undefined where it holds nothing. */
export const endRow = (table: OpenTable): { cells: readonly string[]; header: boolean } | undefined => {
  const { row } = table
  table.row = undefined
  if (!row) return undefined
  skipTaken(table, row.cells)
  return row.cells.some((cell) => cell !== '') ? { cells: row.cells, header: row.isHeader } : undefined
}
