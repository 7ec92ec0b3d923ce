import { labelName } from '../names.ts'
import type { Figures, Proposal, Share } from './types.ts'

const percent = (value: number | null): string => (value === null ? '—' : `${(value * 100).toFixed(1)}%`)
const change = (before: number | null, after: number | null): string => {
  if (before === null || after === null) return ''
  const points = Math.round((after - before) * 1000) / 10
  return points === 0 ? '不变' : points > 0 ? `+${points.toFixed(1)}` : points.toFixed(1)
}

interface Line {
  name: string
  of: number | undefined
  before: number | null
  after: number | null
  isWorseWhenHigher?: boolean
}

const share = (name: string, of: (figures: Figures) => Share, { before, after }: { before: Figures; after: Figures }): Line => ({
  ...{ name, of: of(after).of, before: of(before).value, after: of(after).value },
})

const linesOf = (both: { before: Figures; after: Figures }): readonly Line[] => [
  { name: '分类宏平均 F1', of: both.after.texts, before: both.before.macroF1, after: both.after.macroF1 },
  share('红档查全', ({ red }) => red.recall, both),
  { ...share('红档误报', ({ red }) => red.falseAlarms, both), isWorseWhenHigher: true },
  share('是不是纠纷：查准', ({ dispute }) => dispute.precision, both),
  share('是不是纠纷：查全', ({ dispute }) => dispute.recall, both),
]

/** How a draft reads the labelled sets beside the version in force (测评): precision and recall before and after. */
export const MeasuredTables = ({ proposal }: { proposal: Proposal }) => (
  <>
    {proposal.measured.map(({ set, before, after }) => (
      <div key={set} class="table-wrap">
        <table class="table" data-testid="measured">
          <caption>
            {set}（{after.texts} 条）
          </caption>
          <thead>
            <tr>
              <th scope="col">指标</th>
              <th scope="col" class="number">
                现在
              </th>
              <th scope="col" class="number">
                改以后
              </th>
              <th scope="col" class="number">
                差（百分点）
              </th>
            </tr>
          </thead>
          <tbody>
            {linesOf({ before, after }).map(({ name, of, before: was, after: is, isWorseWhenHigher }) => {
              const isWorse = was !== null && is !== null && (isWorseWhenHigher ? is > was : is < was)
              return (
                <tr key={name} class={isWorse ? 'is-worse' : undefined}>
                  <th scope="row">
                    {name}
                    {of !== undefined && <small>（{of} 条）</small>}
                  </th>
                  <td class="number">{percent(was)}</td>
                  <td class="number">{percent(is)}</td>
                  <td class="number">
                    {change(was, is)}
                    {isWorse && '（变差）'}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
        <details>
          <summary>每一类的查准和查全</summary>
          <table class="table">
            <caption class="sr-only">{set}：每一类的查准和查全</caption>
            <thead>
              <tr>
                <th scope="col">类</th>
                <th scope="col" class="number">
                  查准
                </th>
                <th scope="col" class="number">
                  查全
                </th>
                <th scope="col" class="number">
                  F1
                </th>
              </tr>
            </thead>
            <tbody>
              {after.byClass.map((row) => {
                const was = before.byClass.find(({ class: one }) => one === row.class)
                const cell = (now: number | null, then: number | null | undefined) => (
                  <td class="number">
                    {percent(then ?? null)} → {percent(now)}
                  </td>
                )
                return (
                  <tr key={row.class}>
                    <th scope="row">{labelName(row.class)}</th>
                    {cell(row.precision.value, was?.precision.value)}
                    {cell(row.recall.value, was?.recall.value)}
                    {cell(row.f1, was?.f1)}
                  </tr>
                )
              })}
            </tbody>
          </table>
        </details>
      </div>
    ))}
  </>
)
