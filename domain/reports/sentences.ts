import type { Measure, Period, ReportCell, ReportRow, ReportSentence, ReportTable } from '../../core/reports.ts'
import { cellText } from './report.ts'

/** Sentences made of cells only: every number in them is one that a table has. */
export const sentencesOf = (tables: readonly ReportTable[], { before }: { readonly before: Period }): readonly ReportSentence[] => {
  const table = (id: string): ReportTable | undefined => tables.find((one) => one.id === id)
  const cell = (id: string, row: string, column: string): { cell: ReportCell; measure: Measure } | undefined => {
    const found = table(id)
    const at = found?.columns.findIndex(({ key }) => key === column) ?? -1
    const one = found?.rows.find(({ key }) => key === row)?.cells[at]
    const measure = found?.columns[at]?.measure
    return one && measure && { cell: one, measure }
  }
  const sentences: ReportSentence[] = []
  /** Writes `本期{T2.red.now}件`; a sentence with a number that is hidden or missing is left out. */
  const say = (template: string): void => {
    const refs = [...template.matchAll(/\{(T\d+)\.([^.}]+)\.(\w+)\}/g)].map(([, id = '', row = '', column = '']) => cell(id, row, column))
    if (refs.some((ref) => ref === undefined || ref.cell.value === undefined)) return
    const text = template.replace(/\{(T\d+)\.([^.}]+)\.(\w+)\}/g, (_, id: string, row: string, column: string) => {
      const ref = cell(id, row, column)
      return ref
        ? cellText({ ...ref.cell, value: ref.measure === 'change' ? Math.abs(ref.cell.value ?? 0) : ref.cell.value }, ref.measure).replace(
            /^\+/,
            '',
          )
        : ''
    })
    sentences.push({ text, refs: refs.flatMap((ref) => (ref ? [ref.cell.ref] : [])) })
  }
  const shown = (id: string, column: string): { row: ReportRow; value: number }[] => {
    const found = table(id)
    const at = found?.columns.findIndex(({ key }) => key === column) ?? -1
    return (found?.rows ?? []).flatMap((row) => {
      const value = row.cells[at]?.value
      return value === undefined || row.key === 'all' ? [] : [{ row, value }]
    })
  }

  say('本期受理红档{T2.red.now}件、橙档{T2.orange.now}件、黄档{T2.yellow.now}件、蓝档{T2.blue.now}件，另有非纠纷{T2.white.now}件。')
  say(`上期${before.label}红档{T2.red.before}件、橙档{T2.orange.before}件、黄档{T2.yellow.before}件、蓝档{T2.blue.before}件。`)
  const most = shown('T1', 'now')
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value)
    .slice(0, 3)
  if (most.length > 0)
    say(`件数最多的类别：${most.map(({ row }) => `${row.name.slice(3)}{T1.${row.key}.now}件（占{T1.${row.key}.share}）`).join('，')}。`)
  const grown = shown('T1', 'change')
    .filter(({ row, value }) => value > 0 && (row.cells[0]?.value ?? 0) >= 5)
    .sort((a, b) => b.value - a.value)[0]
  if (grown)
    say(
      `比上期增加最多的类别：${grown.row.name.slice(3)}，由{T1.${grown.row.key}.before}件到{T1.${grown.row.key}.now}件，增加{T1.${grown.row.key}.change}。`,
    )
  const busiest = shown('T3', 'now').sort((a, b) => b.value - a.value)[0]
  if (busiest && busiest.value > 0 && (table('T3')?.rows.length ?? 0) > 1)
    say(`警情最多的单位：${busiest.row.name}{T3.${busiest.row.key}.now}件。`)
  say(
    '任务派送{T6.all.dispatched}件，办结{T6.all.closed}件；退件{T6.all.returns}次，重开{T6.all.reopened}次，提级{T6.all.escalated}次，吹哨超时{T6.all.callsLate}次。',
  )
  say('有时限的步骤按时完成{T6.all.timely}。')
  say('上期按时完成{T6.all.timelyBefore}。')
  const late = shown('T6', 'timely').filter(({ value }) => value < 0.8)
  if (late.length > 0)
    say(`按时率低于80%的单位：${late.map(({ row }) => `${row.name}（{T6.${row.key}.timely}）`).join('、')}，请核查原因。`)
  say(
    '办结时已评价的任务中，满意{T8.all.satisfied}件、基本满意{T8.all.partly}件、不满意{T8.all.unsatisfied}件，满意率{T8.all.rate}；回访不满意的已重开，连同其他原因共重开{T6.all.reopened}次。',
  )
  return sentences.length > 0 ? sentences : [{ text: '本期没有可以公布的数。', refs: [] }]
}
