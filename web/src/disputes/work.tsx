import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { dayAgo } from '../dates.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { outcomeNames, satisfactionNames } from './names.ts'
import type { WorkScore } from './types.ts'
import { UnitChoice } from './unit-choice.tsx'

const spans = { '6': '近 7 天', '29': '近 30 天', '89': '近 90 天', '364': '近一年' } as const

/** How the work of units went (工作成效): on time, given back, reopened, how content people were. Units are compared, persons never. */
export const WorkPage = ({ api }: { api: Api }) => {
  const [from, setFrom] = useState(dayAgo(29))
  const [to, setTo] = useState(dayAgo(0))
  const [unit, setUnit] = useState('')
  const asked = (format?: string): string =>
    `/api/disputes/work?${new URLSearchParams({ from, to, ...(unit ? { unit } : {}), ...(format ? { format } : {}) })}`
  const { data, problem, load } = useRead<{ units: WorkScore[] }>(api, asked())
  const span = Object.keys(spans).find((days) => to === dayAgo(0) && from === dayAgo(Number(days))) ?? ''
  return (
    <>
      <div class="filters">
        <label class="choice">
          <span>多长时间</span>
          <select
            value={span}
            data-testid="work-span"
            onChange={(event) => {
              const days = event.currentTarget.value
              if (days === '') return
              setFrom(dayAgo(Number(days)))
              setTo(dayAgo(0))
            }}
          >
            {span === '' && <option value="">自选</option>}
            {Object.entries(spans).map(([days, name]) => (
              <option key={days} value={days}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="choice">
          <span>从</span>
          <input
            type="date"
            value={from}
            max={to}
            required
            onChange={(event) => event.currentTarget.value && setFrom(event.currentTarget.value)}
          />
        </label>
        <label class="choice">
          <span>到</span>
          <input
            type="date"
            value={to}
            min={from}
            max={dayAgo(0)}
            required
            onChange={(event) => event.currentTarget.value && setTo(event.currentTarget.value)}
          />
        </label>
        <UnitChoice api={api} value={unit} onChange={setUnit} id="work-unit" />
      </div>
      {problem ? (
        <ProblemNotice problem={problem} onRetry={load} />
      ) : data ? (
        <section class="card" aria-labelledby="work" data-testid="work">
          <h3 id="work">
            各单位工作成效（{from} 到 {to}）
          </h3>
          <Shown scores={data.units} />
          <p class="actions">
            <a class="button button-small" href={asked('xlsx')} download>
              下载表格（XLSX）
            </a>
            <a class="button button-plain button-small" href={asked('csv')} download>
              下载 CSV
            </a>
          </p>
          <p class="muted">按时率＝按时完成的步骤 ÷ 有时限的步骤。这里只统计单位的工作，不统计任何个人，更不给群众打分。</p>
        </section>
      ) : (
        <Loading what="成效" />
      )}
    </>
  )
}

const share = (value: number | null): string => (value === null ? '—' : `${(value * 100).toFixed(1)}%`)
const plain = [
  ['派送', 'dispatched'],
  ['办结', 'closed'],
  ['超时步骤', 'lateSteps'],
  ['退件', 'returns'],
  ['重开', 'reopened'],
  ['提级', 'escalated'],
  ['吹哨超时', 'callsLate'],
] as const satisfies readonly (readonly [string, keyof WorkScore])[]
const contents = Object.entries(satisfactionNames) as [keyof typeof satisfactionNames, string][]
const outcomes = Object.entries(outcomeNames) as [keyof typeof outcomeNames, string][]

/** Something happened there in the time that is asked for. */
const isBusy = ({ dispatched, steps, closed, returns, escalated, callsLate }: WorkScore): boolean =>
  dispatched + steps + closed + returns + escalated + callsLate > 0

const Shown = ({ scores }: { scores: readonly WorkScore[] }) => {
  const busy = scores.filter(isBusy)
  if (busy.length === 0) return <p class="muted">这段时间各单位没有任务。换一段时间看看。</p>
  const quiet = scores.length - busy.length
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <section class="table-wrap" tabIndex={0} aria-label="各单位工作成效，可左右滚动">
        <table class="table">
          <caption class="sr-only">各单位工作成效</caption>
          <thead>
            <tr>
              <th scope="col">单位</th>
              <th scope="col" class="number">
                按时率
              </th>
              {[...plain.map(([name]) => name), ...contents.map(([, name]) => name), ...outcomes.map(([, name]) => name)].map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {busy.map((score) => (
              <tr key={score.unit.id}>
                <th scope="row">{score.unit.name}</th>
                <td class="number">{share(score.timeliness)}</td>
                {plain.map(([name, key]) => (
                  <td key={name} class="number">
                    {score[key]}
                  </td>
                ))}
                {contents.map(([key]) => (
                  <td key={key} class="number">
                    {score.satisfaction[key]}
                  </td>
                ))}
                {outcomes.map(([key]) => (
                  <td key={key} class="number">
                    {score.outcomes[key]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {quiet > 0 && <p class="muted">另有 {quiet} 个单位这段时间没有任务。</p>}
    </>
  )
}
