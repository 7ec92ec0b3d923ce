import type { Measure, ReportCell } from '../../core/reports.ts'

/** Small counts of an area that are hidden: below this, and above nothing. */
export const smallest = 3

/** A change is told from so many up: from one to two is no growth of 100 %. */
export const comparable = 5

/** A cell as people read it. */
export const cellText = ({ value, isHidden }: ReportCell, measure: Measure): string => {
  if (isHidden) return '＊'
  if (value === undefined) return '—'
  if (measure === 'percent') return `${(value * 100).toFixed(1)}%`
  if (measure === 'change') return `${value > 0 ? '+' : ''}${(value * 100).toFixed(1)}%`
  return String(value)
}
