/** One line of the table that the benches print: what was measured, and the line of DESIGN §11 that it is held to. */
export interface Measured {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** Undefined where the design draws no line. */
  readonly line?: number
  /** `most`: at or below the line is good; `least`: at or above. */
  readonly wants?: 'most' | 'least'
}

/** The value below which the share `q` lies. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** Resident memory of this process, MB. */
export const rssMb = (): number => process.memoryUsage.rss() / 1_048_576

/** CPU that this process has used since `from`, ms: user and system, all threads. */
export const cpuMs = (from?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1_000
}

/** True when it is on the good side of its line, or has none. */
export const isHeld = ({ value, line, wants = 'most' }: Measured): boolean =>
  line === undefined || (wants === 'most' ? value <= line : value >= line)

const rounded = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2))
const width = (text: string): number => [...text].reduce((sum, char) => sum + (/\p{Script=Han}/u.test(char) ? 2 : 1), 0)

/** Prints measurements as one table. */
export const printTable = (rows: readonly Measured[]): void => {
  const cells = rows.map((row) => [
    row.what,
    `${rounded(row.value)} ${row.unit}`,
    row.line === undefined ? '' : `${row.wants === 'least' ? '≥' : '≤'} ${rounded(row.line)}`,
    row.line === undefined ? '' : isHeld(row) ? 'held' : 'NOT HELD',
  ])
  const widths = [0, 1, 2, 3].map((at) => Math.max(...cells.map((cell) => width(cell[at] ?? ''))))
  for (const cell of cells)
    console.log(
      cell
        .map((text, at) => `${text}${' '.repeat(Math.max(0, (widths[at] ?? 0) - width(text)))}`)
        .join('  ')
        .trimEnd(),
    )
}

/** A count given on the command line, or the default. */
export const countFrom = (text: string | undefined, fallback: number): number => {
  const count = Number(text ?? fallback)
  if (!Number.isInteger(count) || count < 1) throw new Error(`"${text}" is no count`)
  return count
}

/** Ends a bench: a table for people, or with `--json` one line for `bench/index.ts`. */
export const finish = (rows: readonly Measured[]): void => {
  if (process.argv.includes('--json')) console.log(JSON.stringify(rows))
  else printTable(rows)
}

/** The n-th word of the command line that is no flag. */
export const word = (n: number): string | undefined => process.argv.slice(2).filter((text) => !text.startsWith('--'))[n]
