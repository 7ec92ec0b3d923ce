import { WrongFileTypeError } from '../core/file-errors.ts'
import type { BroughtFile } from './brought-file.ts'
import { csvRows } from './csv/csv.ts'
import { kindOf } from './kind.ts'
import { type FileLimits, fileLimits } from './limits.ts'
import type { Row } from './row.ts'
import type { SheetChoice } from './xlsx/xlsx.ts'

/** How to read a table. */
export interface RowOptions {
  readonly limits?: FileLimits
  /** Of XLSX; the first visible sheet unless named. */
  readonly sheet?: SheetChoice
  /** A cell with a formula is `=…` instead of what was saved with it: for tables in which nothing may be reckoned. */
  readonly showsFormulas?: boolean
}

const wants = 'XLSX 或 CSV 表格'

/** The rows of a table (XLSX, CSV), in order; rows without a value are passed over. */
export async function* readRows(file: BroughtFile, { limits = fileLimits, sheet, showsFormulas }: RowOptions = {}): AsyncGenerator<Row> {
  const kind = await kindOf(file, limits).catch((cause: unknown) => {
    // Whoever was asked for a table is not told of kinds of text.
    throw cause instanceof WrongFileTypeError ? new WrongFileTypeError({ file: file.name, found: String(cause.extra.found), wants }) : cause
  })
  if (kind === 'xlsx') yield* (await import('./xlsx/xlsx.ts')).xlsxRows(file, { limits, sheet, showsFormulas })
  // A table that was saved as .txt is still a table when somebody asks for its rows.
  else if (kind === 'csv' || kind === 'text') yield* csvRows(file, { limits })
  else throw new WrongFileTypeError({ file: file.name, found: `${kind.toUpperCase()} 文件，不是表格`, wants })
}
