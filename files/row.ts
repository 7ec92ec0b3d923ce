/** A row of a table (表格行). Cells are text as a person would read it; a merged cell keeps its value top left. */
export interface Row {
  /** Where it stands, counted from 1: the row of a sheet, the line of a CSV on which it begins. */
  readonly row: number
  readonly cells: readonly string[]
}
