import type { Block } from '../../files/block.ts'

/** A row of a table, as a reader gives it. */
export type Row = Extract<Block, { kind: 'row' }>

/** Characters that print nothing, out. */
export const plainLine = (text: string): string => text.replace(/[\u200b-\u200f\u2060\ufeff\u00ad]/g, '').trim()

/** A row as one line: `列名：值；列名：值`, so that a row alone still says what its cells are. */
export const rowText = (names: readonly string[], cells: readonly string[]): string =>
  cells
    .map((cell, index) => [plainLine(names[index] ?? ''), plainLine(cell.replace(/\s*\n\s*/g, ' '))] as const)
    .filter(([, cell]) => cell !== '')
    .map(([name, cell]) => (name && name !== cell ? `${name}：${cell}` : cell))
    .join('；')

/** Turns rows that arrive one by one into lines; the header of each table names the cells of its rows. */
export const rowReader = (): ((row: Row) => string | undefined) => {
  let table = -1
  let names: readonly string[] = []
  return (row) => {
    if (row.table !== table) [table, names] = [row.table, []]
    if (row.header) {
      names = row.cells
      return undefined
    }
    return rowText(names, row.cells) || undefined
  }
}
