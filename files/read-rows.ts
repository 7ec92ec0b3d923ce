import { WrongFileTypeError } from '../core/errors.ts'
import type { BroughtFile } from './brought-file.ts'
import { csvRows } from './csv/csv.ts'
import { kindOf } from './kind.ts'
import { type FileLimits, fileLimits } from './limits.ts'
import type { Row } from './row.ts'
import { type SheetChoice, xlsxRows } from './xlsx/xlsx.ts'

/** How to read a table. */
export interface RowOptions {
  readonly limits?: FileLimits
  /** Of XLSX; the first visible sheet unless named. */
  readonly sheet?: SheetChoice
}

/** The rows of a table (XLSX, CSV), in order; rows without a value are passed over. */
export async function* readRows(file: BroughtFile, { limits = fileLimits, sheet }: RowOptions = {}): AsyncGenerator<Row> {
  const kind = await kindOf(file, limits)
  if (kind === 'xlsx') yield* xlsxRows(file, { limits, sheet })
  // A table that was saved as .txt is still a table when somebody asks for its rows.
  else if (kind === 'csv' || kind === 'text') yield* csvRows(file, { limits })
  else throw new WrongFileTypeError({ file: file.name, found: `${kind.toUpperCase()} 文件，不是表格`, wants: 'XLSX 或 CSV 表格' })
}
