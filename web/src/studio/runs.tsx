import { useEffect, useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { useAct } from '../knowledge/act.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import type { Run } from './types.ts'

interface Suites {
  suites: { name: string; title: string; about: string }[]
  models: string[]
}

const askAgainMs = 2_000
const states: Readonly<Record<Run['state'], string>> = {
  running: '正在跑',
  cancelling: '正在停',
  done: '跑完了',
  failed: '没跑完',
  cancelled: '已停止',
}

type Titles = ReadonlyMap<string, string>

/** What suites are called. */
export const useSuiteTitles = (api: Api): Titles => {
  const { data } = useRead<Suites>(api, '/api/studio/evals/suites')
  return new Map(data?.suites.map(({ name, title }) => [name, title]))
}

/** What a run is about, in a line. */
export const runTitle = ({ order }: Run, titles: Titles): string =>
  `${order.suites.length === 0 ? '全部测评集' : order.suites.map((suite) => titles.get(suite) ?? suite).join('、')}，${order.isWhole ? '全套' : '快的一套'}${order.k > 1 ? `，每件 ${order.k} 次` : ''}${
    order.model === 'offline' ? '' : `，模型 ${order.model}`
  }`

/** Suites are started here; every run that is kept stands below. */
export const Runs = ({ api }: { api: Api }) => {
  const [mark, setMark] = useState(0)
  const titles = useSuiteTitles(api)
  const again = () => setMark((now) => now + 1)
  const { data, problem, load } = useRead<{ runs: Run[] }>(api, '/api/studio/evals/runs', mark)
  const isRunning = data?.runs.some(({ state }) => state === 'running' || state === 'cancelling') ?? false
  useEffect(() => {
    if (!isRunning) return
    const timer = setTimeout(again, askAgainMs)
    return () => clearTimeout(timer)
  }, [isRunning, data])
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="测评" />
  return (
    <>
      <p class="lead">用虚构的人和另开的数据库跑，不碰真实数据。报告里没有个人信息。</p>
      <Start api={api} isRunning={isRunning} onStart={again} />
      <ol class="rows">
        {data.runs.map((run) => (
          <li key={run.id} class="card" data-testid="run">
            <div class="row-head">
              <h4>{run.state === 'done' ? <a href={`#studio/runs/${run.id}`}>{runTitle(run, titles)}</a> : runTitle(run, titles)}</h4>
              <span class="status">{states[run.state]}</span>
            </div>
            {(run.state === 'running' || run.state === 'cancelling') && <Going api={api} run={run} onChange={again} />}
            <p class="muted">
              {run.byName}
              {peopleDate(run.at)}开始
              {run.state === 'done' &&
                `，没做到 ${run.failures} 件，${run.gate.length === 0 ? '过关' : `没有过关（${run.gate.length} 项）`}`}
              {run.fault && `，${run.fault}`}
            </p>
          </li>
        ))}
      </ol>
      {data.runs.length === 0 && <p class="muted">还没有跑过。</p>}
    </>
  )
}

const Going = ({ api, run, onChange }: { api: Api; run: Run; onChange: () => void }) => {
  const { isBusy, problem, act } = useAct()
  const cancel = () => act(() => api.send(`/api/studio/evals/runs/${run.id}/cancel`).then(onChange), '正在停止。')
  return (
    <div class="actions">
      <progress value={run.done} max={Math.max(1, run.total)} aria-label="进度" />
      <span>
        {run.done} / {run.total || '…'}
      </span>
      <button
        type="button"
        class="button button-small button-quiet"
        disabled={isBusy || run.state === 'cancelling'}
        onClick={cancel}
        data-testid="cancel-run"
      >
        停止
      </button>
      {problem && <ProblemNotice problem={problem} />}
    </div>
  )
}

const Start = ({ api, isRunning, onStart }: { api: Api; isRunning: boolean; onStart: () => void }) => {
  const { data, problem: unread, load } = useRead<Suites>(api, '/api/studio/evals/suites')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [isWhole, setIsWhole] = useState(false)
  const [model, setModel] = useState('offline')
  const { isBusy, problem, act } = useAct()
  if (unread) return <ProblemNotice problem={unread} onRetry={load} />
  if (!data) return <Loading what="测评集" />
  const start = (event: Event) => {
    event.preventDefault()
    const k = model === 'offline' ? 1 : 4
    void act(() => api.send('/api/studio/evals/runs', { suites: chosen, isWhole, model, k }).then(onStart), '已开始。')
  }
  const toggle = (name: string) => setChosen(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name])
  return (
    <form class="card" onSubmit={start}>
      <fieldset class="checks">
        <legend>跑哪些（都不选就是全部）</legend>
        {data.suites.map(({ name, title, about }) => (
          <label key={name} class="check" title={about}>
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} data-testid={`suite-${name}`} /> {title}
          </label>
        ))}
      </fieldset>
      <div class="filters">
        <label class="check">
          <input type="checkbox" checked={isWhole} onChange={() => setIsWhole(!isWhole)} /> 全套（要几分钟到十几分钟）
        </label>
        {data.models.length > 1 && (
          <label class="choice">
            <span>模型</span>
            <select value={model} onChange={(event) => setModel(event.currentTarget.value)}>
              {data.models.map((one) => (
                <option key={one} value={one}>
                  {one === 'offline' ? '离线模型' : `${one}（每件跑四次）`}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="submit" class="button" disabled={isBusy || isRunning} data-testid="start-run">
          开始
        </button>
      </div>
      {problem && <ProblemNotice problem={problem} />}
    </form>
  )
}
