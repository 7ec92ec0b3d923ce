import type { Report, ReportTable } from '../../core/reports.ts'
import { addDays, shanghaiText } from '../../core/time.ts'
import { cellText } from './report.ts'

/** A bar beside a name; without a value where the number is hidden. */
export interface PageBar {
  readonly name: string
  readonly value: number | undefined
  readonly text: string
}

/** A table with every word as it is printed. */
export interface PageTable {
  readonly title: string
  readonly of: string
  readonly columns: readonly string[]
  readonly rows: readonly { readonly name: string; readonly cells: readonly string[] }[]
  readonly bars: readonly PageBar[] | undefined
  readonly barTitle: string
  /** Where its numbers come from. */
  readonly source: string
}

/** Every word of a printed report (报告版面): DOCX and PDF say exactly the same. */
export interface ReportPage {
  readonly title: string
  readonly period: string
  readonly demo: string
  readonly foot: string
  readonly heads: { readonly text: string; readonly annex: string; readonly notes: string }
  readonly sentences: readonly { readonly text: string; readonly source: string }[]
  readonly tables: readonly PageTable[]
  readonly annexHead: readonly string[]
  readonly queries: readonly (readonly string[])[]
  readonly notes: readonly string[]
}

const barsOf = ({ plot, columns, rows }: ReportTable): readonly PageBar[] | undefined => {
  const at = columns.findIndex(({ key }) => key === plot)
  const column = columns[at]
  if (!column) return undefined
  return rows.flatMap(({ name, cells }) => {
    const cell = cells[at]
    return cell ? [{ name, value: cell.value, text: cellText(cell, column.measure) }] : []
  })
}

/** `T1.D1.now` as people find it: 表1. */
const tablesIn = (refs: readonly string[]): string => {
  const numbers = [...new Set(refs.map((ref) => /^T(\d+)/.exec(ref)?.[1] ?? ''))]
  return numbers.length === 0 ? '' : `［${numbers.map((number) => `表${number}`).join('、')}］`
}

/** Sets a report into words. */
export const reportPage = (report: Report): ReportPage => {
  const { tables, queries, sentences, period } = report
  return {
    title: report.title,
    period: `${period.label}　制表 ${shanghaiText(report.madeAt)}`,
    demo: report.isDemo ? '演示数据，人员、地点、警情全部虚构' : '',
    foot: `${report.title}　${period.label}`,
    heads: { text: '一、情况', annex: '二、附录：查询口径', notes: '三、说明' },
    sentences: sentences.map(({ text, refs }) => ({ text, source: tablesIn(refs) })),
    tables: tables.map((table) => {
      const plotted = table.columns.find(({ key }) => key === table.plot)
      return {
        title: `表${table.id.slice(1)}　${table.title}`,
        of: table.of,
        columns: table.columns.map(({ title }) => title),
        rows: table.rows.map(({ name, cells }) => ({
          name,
          cells: cells.map((cell, at) => cellText(cell, table.columns[at]?.measure ?? 'count')),
        })),
        bars: barsOf(table),
        barTitle: plotted?.title ?? '',
        source: `来源：${[...new Set(table.columns.flatMap(({ query }) => query.split('、')))].join('、')}${plotted ? `；条形为“${plotted.title}”` : ''}`,
      }
    }),
    annexHead: ['编号', '查询', '口径', '时间、范围', '计数'],
    queries: queries.map(({ id, title, definition, from, to, unit, counted }) => [
      id,
      title,
      definition,
      `${from}至${addDays(to, -1)}，${unit}`,
      String(counted),
    ]),
    notes: report.notes,
  }
}
