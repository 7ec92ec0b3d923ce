import { useState } from 'preact/hooks'
import type { Api, Me } from '../api.ts'
import { dayAgo, peopleDate } from '../dates.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import type { Unit } from './types.ts'

const kinds = { week: '周报', month: '月报', quarter: '季报' } as const
type Kind = keyof typeof kinds

interface Report {
  title: string
  period: { label: string }
  before: { label: string }
  madeAt: string
  sentences: { text: string; refs: string[] }[]
  tables: {
    id: string
    title: string
    of: string
    columns: { key: string; title: string; measure: 'count' | 'percent' | 'change' }[]
    rows: { key: string; name: string; cells: { ref: string; value: number | null; isHidden: boolean }[] }[]
  }[]
  queries: { id: string; title: string; definition: string; from: string; to: string; unit: string; counted: number }[]
  notes: string[]
}

/** Weekly, monthly and quarterly reports (报告): read here, or carried away. Every number has a source at the end. */
export const Reports = ({ api, me }: { api: Api; me: Me }) => {
  const [kind, setKind] = useState<Kind>('week')
  const [of, setOf] = useState(dayAgo(0))
  const [unit, setUnit] = useState(me.who?.unit ?? '')
  const units = useRead<{ units: Unit[] }>(api, '/api/tasks/units')
  const own = unit ? `&unit=${encodeURIComponent(unit)}` : ''
  const { data, problem, load } = useRead<Report>(api, `/api/reports?period=${kind}&of=${of}${own}`)
  const file = (form: string): string => `/api/reports/${kind}/${of}/${form}?${own.slice(1)}`
  return (
    <>
      <div class="filters">
        <label class="choice">
          <span>哪一种</span>
          <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind)} data-testid="report-kind">
            {Object.entries(kinds).map(([one, name]) => (
              <option key={one} value={one}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="choice">
          <span>哪一天所在的{kind === 'week' ? '周' : kind === 'month' ? '月' : '季度'}</span>
          <input
            type="date"
            required
            value={of}
            max={dayAgo(0)}
            onChange={(event) => event.currentTarget.value && setOf(event.currentTarget.value)}
          />
        </label>
        <label class="choice">
          <span>单位（含下属）</span>
          <select value={unit} onChange={(event) => setUnit(event.currentTarget.value)}>
            {(units.data?.units ?? [])
              .filter((one) => one.kind !== 'department')
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </select>
        </label>
      </div>
      <p class="actions" data-testid="report-files">
        <a class="button button-small" href={file('docx')} download>
          下载 Word
        </a>
        <a class="button button-plain button-small" href={file('pdf')} download>
          下载 PDF
        </a>
        <a class="button button-plain button-small" href={file('json')} download>
          下载数据（JSON）
        </a>
      </p>
      {problem ? <ProblemNotice problem={problem} onRetry={load} /> : data ? <Shown report={data} /> : <Loading what="报告" />}
    </>
  )
}

const told = (measure: 'count' | 'percent' | 'change', { value, isHidden }: { value: number | null; isHidden: boolean }): string => {
  if (isHidden) return '隐去'
  if (value === null) return '—'
  if (measure === 'count') return String(value)
  const text = `${(value * 100).toFixed(1)}%`
  return measure === 'change' && value > 0 ? `+${text}` : text
}

const Shown = ({ report }: { report: Report }) => (
  <article class="report" data-testid="report">
    <h3>{report.title}</h3>
    <p class="muted">
      {report.period.label}，对比{report.before.label}；{peopleDate(report.madeAt)}由数据生成
    </p>
    {report.sentences.map(({ text }) => (
      <p key={text}>{text}</p>
    ))}
    {report.tables.map((table) => (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
      <section key={table.id} class="card table-wrap" tabIndex={0} aria-label={table.title}>
        <table class="table">
          <caption>
            {table.id} {table.title}
          </caption>
          <thead>
            <tr>
              <th scope="col">{table.of}</th>
              {table.columns.map(({ key, title }) => (
                <th key={key} scope="col" class="number">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(({ key, name, cells }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                {cells.map((cell, at) => (
                  <td key={cell.ref} class="number">
                    {told(table.columns[at]?.measure ?? 'count', cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    ))}
    <details class="card">
      <summary>每个数是怎么来的（{report.queries.length} 项口径）</summary>
      <ul class="lines">
        {report.queries.map(({ id, title, definition, from, to, counted }) => (
          <li key={id}>
            <b>
              {id} {title}
            </b>
            ：{definition}（{from} 起，{to} 前，共 {counted}）
          </li>
        ))}
      </ul>
      {report.notes.map((note) => (
        <p key={note} class="muted">
          {note}
        </p>
      ))}
    </details>
  </article>
)
