import { smallest } from './report.ts'

/**
 * Which cells of a table of counts are hidden (小数隐去): every count below three, nought left out, and with it another of the same line
 * where the line's sum is known, so that no hidden one can be worked out from the others. `known` says which sums a reader can see, and
 * `rows` which rows are hidden as a whole because another table hides their sum.
 */
export const hiddenCells = (
  counts: readonly (readonly number[])[],
  known: { readonly rows: boolean; readonly columns: boolean },
  rows: readonly boolean[] = [],
): readonly (readonly boolean[])[] => {
  const hidden = counts.map((row, at) => row.map((count) => (rows[at] ?? false) || (count > 0 && count < smallest)))
  const width = counts[0]?.length ?? 0
  const cell = (row: number, column: number): number => counts[row]?.[column] ?? 0
  const isHidden = (row: number, column: number): boolean => hidden[row]?.[column] ?? false
  const hide = (row: number, column: number): void => {
    const line = hidden[row]
    if (line) line[column] = true
  }
  /** Hides one more of a line in which only one is hidden: the smallest that is something, else a nought. */
  const cover = (places: readonly (readonly [number, number])[]): boolean => {
    if (places.filter(([row, column]) => isHidden(row, column)).length !== 1) return false
    const open = places.filter(([row, column]) => !isHidden(row, column))
    const [next] = [...open].sort(([aRow, aColumn], [bRow, bColumn]) => {
      const [a, b] = [cell(aRow, aColumn), cell(bRow, bColumn)]
      return Number(a === 0) - Number(b === 0) || a - b
    })
    if (!next) return false
    hide(...next)
    return true
  }
  const rowPlaces = counts.map((row, at) => row.map((_, column) => [at, column] as const))
  const columnPlaces = Array.from({ length: width }, (_, column) => counts.map((_row, at) => [at, column] as const))
  const lines = [...(known.rows ? rowPlaces : []), ...(known.columns ? columnPlaces : [])]
  for (let changed = true; changed; ) {
    changed = false
    for (const line of lines) if (cover(line)) changed = true
  }
  return hidden
}
