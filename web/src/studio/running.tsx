import { useState } from 'preact/hooks'
import type { Api, Me } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { Legend, Plot } from '../disputes/plot.tsx'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { Bounds } from './bounds.tsx'
import { count, endings, faultWords, modelName, type Running, seconds, yuan } from './running-words.ts'
import { Sendings } from './sendings.tsx'
import { StuckApplications } from './stuck.tsx'
import { Switches } from './switches.tsx'

const spans = { 1: '今天', 7: '近 7 天', 30: '近 30 天' } as const
type Span = keyof typeof spans

/** How the service runs (运行): turns, times, tokens, cost and faults by agent and model; limits, health, and what is switched off. */
export const RunningPage = ({ api, me }: { api: Api; me: Me }) => {
  const [days, setDays] = useState<Span>(1)
  const { data, problem, load } = useRead<Running>(api, `/api/running?days=${days}`)
  const isAdmin = me.who?.roles?.includes('admin') ?? false
  return (
    <>
      {isAdmin && <Sendings api={api} />}
      {isAdmin && <StuckApplications api={api} />}
      <p class="lead">只有次数、用时和花费，没有谁问的，也没有问了什么。用时的误差在一成以内。</p>
      <div class="filters">
        <label class="choice">
          <span>多长时间</span>
          <select value={days} onChange={(event) => setDays(Number(event.currentTarget.value) as Span)} data-testid="running-days">
            {Object.entries(spans).map(([span, name]) => (
              <option key={span} value={span}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="button button-plain" onClick={load} data-testid="running-again">
          再看一次
        </button>
      </div>
      {problem ? <ProblemNotice problem={problem} onRetry={load} /> : data ? <Shown running={data} /> : <Loading what="运行情况" />}
      <Switches api={api} isAdmin={isAdmin} />
      <Bounds api={api} />
    </>
  )
}

const Shown = ({ running }: { running: Running }) => {
  const { total, from, to, days } = running
  return (
    <>
      <section class="card" aria-labelledby="running-total" data-testid="running">
        <h3 id="running-total">一共（{from === to ? peopleDate(from) : `${peopleDate(from)}到${peopleDate(to)}`}）</h3>
        <dl class="tiles">
          <Tile name="对话轮数" value={count(total.turns)} />
          <Tile name="没办成" value={count(total.outcomes.failed ?? 0)} />
          <Tile name="中位用时" value={seconds(total.medianMs)} />
          <Tile name="九成不超过" value={seconds(total.p90Ms)} />
          <Tile name="词元" value={count(total.tokensIn + total.tokensOut)} />
          <Tile name="花费" value={yuan(total.microYuan)} />
        </dl>
        <p class="muted">{endings(total.outcomes) || '这段时间没有人问。'}</p>
      </section>
      {days.length > 1 && <Days days={days} />}
      <Agents agents={running.agents} />
      <Models models={running.models} />
    </>
  )
}

const Tile = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
)

/** Columns that agents, models and days have alike. */
const sharedHeads = ['中位用时', '九成不超过', '词元', '花费'] as const
const UseCells = (row: { medianMs: number | null; p90Ms: number | null; tokensIn: number; tokensOut: number; microYuan: number }) => (
  <>
    <td class="number">{seconds(row.medianMs)}</td>
    <td class="number">{seconds(row.p90Ms)}</td>
    <td class="number">{count(row.tokensIn + row.tokensOut)}</td>
    <td class="number">{yuan(row.microYuan)}</td>
  </>
)

const Heads = ({ first, names }: { first: string; names: readonly string[] }) => (
  <thead>
    <tr>
      <th scope="col">{first}</th>
      {names.map((name) => (
        <th key={name} scope="col" class="number">
          {name}
        </th>
      ))}
    </tr>
  </thead>
)

const Days = ({ days }: { days: Running['days'] }) => {
  const periods = days.map(({ day }) => day)
  const lines = [
    { name: '对话轮数', values: days.map(({ turns }) => turns) },
    { name: '没办成', values: days.map(({ failed }) => failed) },
  ]
  return (
    <section class="card" aria-labelledby="running-by-day" data-testid="running-plot">
      <h3 id="running-by-day">按天</h3>
      <Plot title="每天的对话轮数" periods={periods} series={lines} />
      <Legend names={lines.map(({ name }) => name)} />
      <details>
        <summary>每天的数字</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
        <section class="table-wrap" tabIndex={0} aria-label="每天的数字，可左右滚动">
          <table class="table">
            <caption class="sr-only">每天的对话轮数、用时和花费</caption>
            <Heads first="日期" names={['轮数', '没办成', ...sharedHeads]} />
            <tbody>
              {[...days].reverse().map((one) => (
                <tr key={one.day}>
                  <th scope="row">{one.day}</th>
                  <td class="number">{count(one.turns)}</td>
                  <td class="number">{count(one.failed)}</td>
                  <UseCells {...one} />
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </section>
  )
}

const Agents = ({ agents }: { agents: Running['agents'] }) => (
  <section class="card" aria-labelledby="running-agents" data-testid="running-agents">
    <h3 id="running-agents">分身</h3>
    {agents.length === 0 ? (
      <p class="muted">这段时间没有人问。</p>
    ) : (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
      <section class="table-wrap" tabIndex={0} aria-label="各分身的数字，可左右滚动">
        <table class="table">
          <caption class="sr-only">各分身的对话轮数、用时、花费和模型故障</caption>
          <Heads first="分身" names={['轮数', ...sharedHeads, '模型故障']} />
          <tbody>
            {agents.map((agent) => (
              <tr key={agent.id ?? ''}>
                <th scope="row">
                  {agent.name}
                  <br />
                  <small>{endings(agent.outcomes)}</small>
                </th>
                <td class="number">{count(agent.turns)}</td>
                <UseCells {...agent} />
                <td class="number">{faultWords(agent.faults)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    )}
    <p class="muted">词元和花费不算离线模型，它不花钱。</p>
  </section>
)

const Models = ({ models }: { models: Running['models'] }) => (
  <section class="card" aria-labelledby="running-models" data-testid="running-models">
    <h3 id="running-models">模型</h3>
    {models.length === 0 ? (
      <p class="muted">这段时间没有用过模型。</p>
    ) : (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
      <section class="table-wrap" tabIndex={0} aria-label="各模型的数字，可左右滚动">
        <table class="table">
          <caption class="sr-only">各模型的调用次数、用时、花费和故障</caption>
          <Heads first="模型" names={['调用', '写成的答复', ...sharedHeads, '故障']} />
          <tbody>
            {models.map((model) => (
              <tr key={model.name}>
                <th scope="row">{modelName(model.name)}</th>
                <td class="number">{count(model.calls)}</td>
                <td class="number">{count(model.turns)}</td>
                <UseCells {...model} />
                <td class="number">{faultWords(model.faults)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    )}
  </section>
)
