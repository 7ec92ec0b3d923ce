import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import type { components } from '../api-types.ts'
import { peopleDate } from '../dates.ts'
import { Legend, Plot } from '../disputes/plot.tsx'
import type { Unit } from '../disputes/types.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { spanText, timeScale } from './spans.ts'

type Report = components['schemas']['CertificateReport']
type Line = Report['all']
type Measure = Report['measures'][number]
type Key = Measure['key']
type Cell = Line['cells'][Key]

const spans = { 4: '近 4 周', 12: '近 12 周', 26: '近半年', 52: '近一年' } as const

const cellText = ({ value, isHidden }: Cell, unit: Measure['unit']): string => {
  if (isHidden) return '＊'
  if (value === null) return '—'
  if (unit === 'share') return `${(value * 100).toFixed(1)}%`
  return unit === 'seconds' ? spanText(value) : String(value)
}

/** How certificates went (统计): by week and unit, as lines, as a table, and to carry away. Nobody is in it. */
export const CertificateReports = ({ api }: { api: Api }) => {
  const [weeks, setWeeks] = useState<keyof typeof spans>(12)
  const [unit, setUnit] = useState('')
  const units = useRead<{ units: Unit[] }>(api, '/api/tasks/units')
  const police = (units.data?.units ?? []).filter(({ kind }) => kind !== 'department' && kind !== 'community')
  const query = new URLSearchParams({ weeks: String(weeks), ...(unit ? { unit } : {}) })
  const { data, problem, load } = useRead<Report>(api, `/api/reports/certificates?${query}`)
  return (
    <>
      <div class="filters">
        <label class="choice">
          <span>多长时间</span>
          <select
            value={weeks}
            // The options are the keys of the spans.
            onChange={(event) => setWeeks(Number(event.currentTarget.value) as keyof typeof spans)}
            data-testid="report-weeks"
          >
            {Object.entries(spans).map(([one, name]) => (
              <option key={one} value={one}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {police.length > 1 && (
          <label class="choice">
            <span>单位（含下属）</span>
            <select value={unit} onChange={(event) => setUnit(event.currentTarget.value)} data-testid="report-unit">
              <option value="">我的单位</option>
              {police.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {problem ? (
        <ProblemNotice problem={problem} onRetry={load} />
      ) : data ? (
        <Shown report={data} query={query} />
      ) : (
        <Loading what="统计" />
      )}
    </>
  )
}

/** What stands on top, before anybody reads a table. */
const told: readonly Key[] = ['done', 'automatic', 'median', 'p90', 'overdue']

const Shown = ({ report, query }: { report: Report; query: URLSearchParams }) => {
  const { all, weeks, units, measures, notes } = report
  const seen = (key: Key) => weeks.map(({ cells }) => cells[key].value)
  const periods = weeks.map(({ key }) => key)
  const scale = timeScale([...seen('median'), ...seen('p90')])
  const counts = measures.filter(({ key }) => key === 'received' || key === 'done' || key === 'overdue')
  const times = measures.filter(({ unit }) => unit === 'seconds')
  const isEmpty = counts.every(({ key }) => !all.cells[key].isHidden && !all.cells[key].value)
  return (
    <article class="report" data-testid="certificate-report">
      <p class="muted">
        {report.unit.name}，数据截至{peopleDate(report.madeAt)}
      </p>
      <dl class="tiles">
        {measures
          .filter(({ key }) => told.includes(key))
          .map(({ key, title, unit }) => (
            <div key={key} data-testid={`tile-${key}`}>
              <dt>{title}</dt>
              <dd>{cellText(all.cells[key], unit)}</dd>
            </div>
          ))}
      </dl>
      {isEmpty ? (
        <p class="muted">这段时间没有收件，也没有办结的。</p>
      ) : (
        <>
          <section class="card" aria-labelledby="counts-title">
            <h3 id="counts-title">每周收了多少、办了多少</h3>
            <Plot title="每周件数" periods={periods} series={counts.map(({ key, title }) => ({ name: title, values: seen(key) }))} />
            <Legend names={counts.map(({ title }) => title)} />
          </section>
          <section class="card" aria-labelledby="times-title">
            <h3 id="times-title">群众等了多久（{scale.name}）</h3>
            <Plot
              title={`等待时间，单位${scale.name}`}
              periods={periods}
              series={times.map(({ key, title }) => ({
                name: title,
                values: seen(key).map((value) => (value === null ? null : value / scale.seconds)),
              }))}
            />
            <Legend names={times.map(({ title }) => title)} />
          </section>
        </>
      )}
      {units.length > 1 && <Figures title="按单位" of="单位" lines={[...units, all]} measures={measures} />}
      <Figures title="按周" of="周" lines={[...[...weeks].reverse(), all]} measures={measures} />
      <p class="actions" data-testid="report-files">
        <a class="button button-small" href={`/api/reports/certificates/csv?${query}`} download>
          下载表格（CSV）
        </a>
        <a class="button button-plain button-small" href={`/api/reports/certificates/json?${query}`} download>
          下载数据（JSON）
        </a>
      </p>
      <details class="card">
        <summary>每个数是怎么算的</summary>
        <dl class="fields">
          {measures.map(({ key, title, definition }) => (
            <div key={key}>
              <dt>{title}</dt>
              <dd>{definition}</dd>
            </div>
          ))}
        </dl>
      </details>
      {notes.map((note) => (
        <p key={note} class="muted">
          {note}
        </p>
      ))}
    </article>
  )
}

const Figures = ({ title, of, lines, measures }: { title: string; of: string; lines: Line[]; measures: Measure[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
  <section class="card table-wrap" tabIndex={0} aria-label={`${title}，可左右滚动`}>
    <table class="table">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          {measures.map(({ key, title: name }) => (
            <th key={key} scope="col" class="number">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, name, cells }) => (
          <tr key={key} class={key === 'all' ? 'sum' : undefined}>
            <th scope="row" title={name}>
              {key === 'all' ? '合计' : of === '周' ? `${peopleDate(key).replace(/^.*年/, '')}起` : name}
            </th>
            {measures.map((measure) => (
              <td key={measure.key} class="number">
                {cellText(cells[measure.key], measure.unit)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
