import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { outcomeName } from './running-words.ts'
import { runTitle, useSuiteTitles } from './runs.tsx'
import type { Compared, Figure, Report, Run, RunItem } from './types.ts'

const valueText = ({ kind, unit }: Pick<Figure, 'kind'> & { unit?: string | null }, value: number): string =>
  kind === 'share' ? `${(100 * value).toFixed(1)}%` : `${value.toFixed(2)}${unit ?? ''}`

/** One run: figures with intervals and over time, what did not hold, and what differs from another run. */
export const RunPage = ({ api, id }: { api: Api; id: string }) => {
  const { data, problem, load } = useRead<Report>(api, `/api/studio/evals/runs/${id}/report`)
  const titles = useSuiteTitles(api)
  const { data: all } = useRead<{ runs: Run[] }>(api, '/api/studio/evals/runs')
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="报告" />
  const { run, measured, suites } = data
  const history = (all?.runs ?? []).filter(
    ({ state, order, at }) => state === 'done' && order.model === run.order.model && order.isWhole === run.order.isWhole && at <= run.at,
  )
  return (
    <>
      <p class="crumbs">
        <a href="#studio/runs">测评</a> › {runTitle(run, titles)}
      </p>
      <p class="lead">
        {run.byName}
        {peopleDate(run.at)}开始，版本 {measured.commit}，{measured.turns} 轮对话，一轮中位 {measured.p50Ms.toFixed(0)} 毫秒
        {measured.promptTokens > 0 && `，${measured.promptTokens} + ${measured.completionTokens} 词元`}。
        <a href={`/api/studio/evals/runs/${id}/report.html`} data-testid="report-file">
          下载这份报告
        </a>
      </p>
      {run.gate.length === 0 ? (
        <p class="done">过关：没有一项低于底线或基线。</p>
      ) : (
        <div class="notice" role="status">
          <div>
            <p class="notice-title">没有过关</p>
            <ul class="lines">
              {run.gate.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
        </div>
      )}
      <Against api={api} run={run} runs={(all?.runs ?? []).filter((one) => one.state === 'done' && one.id !== id)} titles={titles} />
      {suites.map((suite) => (
        <section key={suite.suite} class="card" aria-labelledby={`suite-${suite.suite}`} data-testid="suite">
          <h3 id={`suite-${suite.suite}`}>{suite.title}</h3>
          <p class="muted">{suite.skipped ? `没有跑：${suite.skipped}` : suite.about}</p>
          {!suite.skipped && <Figures suite={suite.suite} figures={suite.figures} history={history} />}
          {suite.failed.length > 0 && <h4>没做到的 {suite.failed.length} 件</h4>}
          {suite.failed.map((item) => (
            <Item key={item.id} item={item} />
          ))}
          {suite.gaps.length > 0 && (
            <details>
              <summary>已知还做不到的 {suite.gaps.length} 件（另外计数）</summary>
              {suite.gaps.map((item) => (
                <Item key={item.id} item={item} />
              ))}
            </details>
          )}
        </section>
      ))}
    </>
  )
}

const Figures = ({ suite, figures, history }: { suite: string; figures: readonly Figure[]; history: readonly Run[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard
  <section class="table-wrap" tabIndex={0} aria-label="指标">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">指标</th>
          <th scope="col">结果</th>
          <th scope="col">95% 区间</th>
          <th scope="col">数量</th>
          <th scope="col">底线</th>
          <th scope="col">历次</th>
        </tr>
      </thead>
      <tbody>
        {figures.map((figure) => {
          const points = history
            .flatMap((run) => run.figures.filter((one) => one.suite === suite && one.id === figure.id).map(({ value }) => value))
            .reverse()
          return (
            <tr key={figure.id}>
              <th scope="row">{figure.title}</th>
              <td class="number">{valueText(figure, figure.value)}</td>
              <td class="number">
                {valueText(figure, figure.low)} – {valueText(figure, figure.high)}
              </td>
              <td class="number">{figure.hits === null ? figure.count : `${figure.hits} / ${figure.count}`}</td>
              <td class="number">
                {figure.line === null ? '' : `${figure.wants === 'most' ? '≥' : '≤'} ${valueText(figure, figure.line)}`}
              </td>
              <td>
                <OverTime title={figure.title} points={points} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  </section>
)

/** A figure over the runs that are kept, the oldest on the left. */
const OverTime = ({ title, points }: { title: string; points: readonly number[] }) => {
  if (points.length < 2) return <span class="muted">—</span>
  const [least, most] = [Math.min(...points), Math.max(...points)]
  const at = points.map((value, index) => ({
    x: 4 + (index * 92) / (points.length - 1),
    // A change of less than a twentieth of the value is drawn as small as it is.
    y: 20 - ((value - least) / (Math.max(most - least, Math.abs(most) / 20) || 1)) * 16,
  }))
  return (
    <svg
      class="spark"
      viewBox="0 0 100 24"
      width="100"
      height="24"
      role="img"
      aria-label={`${title}，${points.length} 次，从 ${points[0]?.toFixed(3)} 到 ${points.at(-1)?.toFixed(3)}`}
    >
      <polyline points={at.map(({ x, y }) => `${x},${y}`).join(' ')} fill="none" stroke="currentColor" stroke-width="1.5" />
      {at.map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r="2" fill="currentColor" />
      ))}
    </svg>
  )
}

const Item = ({ item }: { item: RunItem }) => (
  <details class="card" data-testid="failure">
    <summary>
      {item.group}：{item.title} <small>{item.gap ?? item.faults[0] ?? ''}</small>
    </summary>
    {item.source && <p class="muted">{item.source}</p>}
    <ul class="lines">
      {item.faults.map((fault) => (
        <li key={fault}>{fault}</li>
      ))}
    </ul>
    <ol>
      {item.transcript.map((turn, at) => (
        <li key={`${at}${turn.says}`}>
          <p>
            <strong>{turn.says}</strong>
          </p>
          <p>{turn.reply || '（没有话）'}</p>
          <p class="muted">
            {[
              outcomeName(turn.outcome),
              turn.agent ?? '总台',
              ...turn.tools.map((name) => `工具 ${name}`),
              ...turn.cites.map((place) => `引 ${place}`),
            ].join(' · ')}
          </p>
          {turn.faults.length > 0 && (
            <ul class="lines">
              {turn.faults.map((fault) => (
                <li key={fault}>{fault}</li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
    {item.asCase && <pre class="draft">{item.asCase}</pre>}
  </details>
)

const Against = (props: { api: Api; run: Run; runs: readonly Run[]; titles: ReadonlyMap<string, string> }) => {
  const { api, run, runs, titles } = props
  const [other, setOther] = useState('')
  if (runs.length === 0) return null
  return (
    <section class="card" aria-label="对照">
      <label class="choice">
        <span>和哪一次比</span>
        <select value={other} onChange={(event) => setOther(event.currentTarget.value)} data-testid="against">
          <option value="">不比</option>
          {runs.map((one) => (
            <option key={one.id} value={one.id}>
              {peopleDate(one.at)} {runTitle(one, titles)}
            </option>
          ))}
        </select>
      </label>
      {other && <Rows api={api} run={run.id} other={other} titles={titles} />}
    </section>
  )
}

const Rows = ({ api, run, other, titles }: { api: Api; run: string; other: string; titles: ReadonlyMap<string, string> }) => {
  const { data, problem, load } = useRead<{ rows: Compared[] }>(api, `/api/studio/evals/runs/${run}/compare/${other}`)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="对照" />
  if (data.rows.length === 0) return <p class="muted">两次都测了的，没有差别。</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard
    <section class="table-wrap" tabIndex={0} aria-label="差别">
      <table class="table" data-testid="compared">
        <thead>
          <tr>
            <th scope="col">指标</th>
            <th scope="col">那一次</th>
            <th scope="col">这一次</th>
            <th scope="col">是不是碰巧</th>
            <th scope="col">退步</th>
            <th scope="col">进步</th>
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={`${row.suite}${row.id}`}>
              <th scope="row">
                {titles.get(row.suite) ?? row.suite}：{row.title}
              </th>
              <td class="number">{valueText(row, row.first)}</td>
              <td class="number">{valueText(row, row.second)}</td>
              <td>
                {row.isSignificant ? '不像碰巧' : '可能是碰巧'}
                <small>{row.p === null ? '' : `（p = ${row.p.toFixed(3)}）`}</small>
              </td>
              <td>{row.lost.join('、')}</td>
              <td>{row.gained.join('、')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
