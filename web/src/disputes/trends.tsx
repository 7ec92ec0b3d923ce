import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { dayAgo } from '../dates.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { Legend, Plot } from './plot.tsx'
import type { Trends } from './types.ts'
import { UnitChoice } from './unit-choice.tsx'

/** Lines that one picture can carry; the table has all of them. */
const linesAtMost = 8

const spans = {
  week: { name: '按周，近 12 周', step: 'week', days: 84 },
  day: { name: '按天，近 30 天', step: 'day', days: 30 },
  month: { name: '按月，近 12 个月', step: 'month', days: 365 },
} as const
type Span = keyof typeof spans

const subjects = { class: '按类别', unit: '按单位', tier: '按分档' } as const
type Subject = keyof typeof subjects

/** How incidents move over time (走势): by class, unit and tier, as lines and as the same numbers in a table. */
export const TrendsPage = ({ api }: { api: Api }) => {
  const [by, setBy] = useState<Subject>('class')
  const [span, setSpan] = useState<Span>('week')
  const [unit, setUnit] = useState('')
  const { step, days } = spans[span]
  const path = `/api/disputes/trends?${new URLSearchParams({ by, step, from: dayAgo(days), to: dayAgo(0), ...(unit ? { unit } : {}) })}`
  const { data, problem, load } = useRead<Trends>(api, path)
  return (
    <>
      <div class="filters">
        <label class="choice">
          <span>看什么</span>
          <select value={by} onChange={(event) => setBy(event.currentTarget.value as Subject)} data-testid="trends-by">
            {Object.entries(subjects).map(([one, name]) => (
              <option key={one} value={one}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="choice">
          <span>多长时间</span>
          <select value={span} onChange={(event) => setSpan(event.currentTarget.value as Span)} data-testid="trends-span">
            {Object.entries(spans).map(([one, { name }]) => (
              <option key={one} value={one}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <UnitChoice api={api} value={unit} onChange={setUnit} id="trends-unit" />
      </div>
      {problem ? (
        <ProblemNotice problem={problem} onRetry={load} />
      ) : data && data.by === by ? (
        <Shown trends={data} />
      ) : (
        <Loading what="走势" />
      )}
    </>
  )
}

const Shown = ({ trends }: { trends: Trends }) => {
  const rows = [...trends.rows].sort((a, b) => b.total - a.total)
  // What is no dispute would press all others flat; the bars and the table have it.
  const drawn = rows.filter(({ key, total }) => total > 0 && key !== 'none').slice(0, linesAtMost)
  const total = rows.reduce((sum, row) => sum + row.total, 0)
  const title = `${subjects[trends.by]}的警情数`
  return (
    <section class="card" aria-labelledby="trend" data-testid="trends">
      <h3 id="trend">
        {title}（{trends.from} 到 {trends.to}，共 {total} 条）
      </h3>
      {drawn.length === 0 ? (
        <p class="muted">这段时间没有警情。</p>
      ) : (
        <>
          <Plot title={title} periods={trends.periods} series={drawn.map(({ name, counts }) => ({ name, values: counts }))} />
          <Legend names={drawn.map(({ name }) => name)} />
          <Bars rows={rows} total={total} />
          {rows.length > drawn.length && <p class="muted">线图只画纠纷里最多的 {drawn.length} 项，条形和表里是全部。</p>}
          <p class="muted">最后一期算到今天，还没过完，少了不一定是真的少了。</p>
          <Changes trends={trends} rows={rows} />
        </>
      )}
    </section>
  )
}

/** How the whole period is shared out (概况): areas, classes or tiers by length, without a map. */
const Bars = ({ rows, total }: { rows: Trends['rows']; total: number }) => {
  const most = Math.max(1, ...rows.map((row) => row.total))
  return (
    <ul class="bars">
      {rows
        .filter((row) => row.total > 0)
        .map(({ key, name, total: own }) => (
          <li key={key}>
            <span>{name}</span>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect width={(own / most) * 100} height="8" />
            </svg>
            <span class="number">
              {own}（{Math.round((own / Math.max(1, total)) * 100)}%）
            </span>
          </li>
        ))}
    </ul>
  )
}

/** The same numbers, with the last period beside the one before it. */
const Changes = ({ trends, rows }: { trends: Trends; rows: Trends['rows'] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
  <section class="table-wrap" tabIndex={0} aria-label="同样的数字，可左右滚动">
    <table class="table">
      <caption class="sr-only">{subjects[trends.by]}的警情数</caption>
      <thead>
        <tr>
          <th scope="col">{subjects[trends.by].slice(1)}</th>
          <th scope="col" class="number">
            合计
          </th>
          <th scope="col" class="number">
            最近一期比上期
          </th>
          {[...trends.periods].reverse().map((period) => (
            <th key={period} scope="col" class="number">
              {period.slice(5)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, counts, total }) => {
          const [last = 0, before = 0] = [counts.at(-1), counts.at(-2)]
          return (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td class="number">{total}</td>
              <td class="number">{last - before > 0 ? `+${last - before}` : last - before}</td>
              {[...counts].reverse().map((count, at) => (
                <td key={trends.periods[trends.periods.length - 1 - at]} class="number">
                  {count}
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  </section>
)
