import { useState } from 'preact/hooks'
import type { Api } from '../../api.ts'
import { peopleDate } from '../../dates.ts'
import { useAct } from '../../knowledge/act.ts'
import { ProblemNotice } from '../../notice.tsx'
import { FindingLine } from '../finding.tsx'
import { labelName, tierNames } from '../names.ts'
import type { Replay } from './types.ts'

/** How the incidents of the last weeks would be read with the draft (回放). Who looked stands in the audit. */
export const ReplayPart = ({ api, id }: { api: Api; id: string }) => {
  const [days, setDays] = useState(30)
  const [replay, setReplay] = useState<Replay>()
  const { isBusy, problem, act } = useAct()
  const run = () =>
    act(async () => setReplay(await api.send<Replay>(`/api/lexicon/drafts/${encodeURIComponent(id)}/replay`, { days })), '回放完成。')
  return (
    <section class="card" aria-label="回放">
      <p class="muted">用草稿把已有的警情重新读一遍，只看会怎么变，不改动任何警情。会查看警情文本，查看会留痕。</p>
      <div class="filters">
        <label class="choice">
          <span>最近多少天</span>
          <select value={days} onChange={(event) => setDays(Number(event.currentTarget.value))}>
            {[7, 30, 90].map((one) => (
              <option key={one} value={one}>
                {one} 天
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="button" disabled={isBusy} onClick={run} data-testid="run-replay">
          {isBusy ? '正在重读…' : '看看会怎么变'}
        </button>
      </div>
      {problem && <ProblemNotice problem={problem} />}
      <div aria-live="polite">{replay && <Result replay={replay} />}</div>
    </section>
  )
}

const Result = ({ replay }: { replay: Replay }) => {
  if (replay.faults.length > 0) return <p class="bad">词库里还有错，改好以后才能回放。</p>
  if (replay.texts === 0) return <p class="muted">这段时间没有警情。</p>
  return (
    <div data-testid="replay">
      <p class="lead">
        {peopleDate(replay.since)}以来的 {replay.texts} 条{replay.isCapped && '（只读最近的这些）'}，有 {replay.changed} 条的类或档会变。
      </p>
      <div class="desk-columns">
        <Counts caption="按档" rows={replay.byTier.map(({ tier, before, after }) => ({ name: tierNames[tier], before, after }))} />
        <Counts caption="按类" rows={replay.byClass.map(({ class: one, before, after }) => ({ name: labelName(one), before, after }))} />
      </div>
      {replay.examples.length > 0 && <h4>会变的例子，要紧的在前</h4>}
      <ol class="rows">
        {replay.examples.map(({ text, before, after }, at) => (
          <li key={at} class="example">
            <p>{text}</p>
            <div class="before-after">
              <FindingLine finding={before} />
              <span aria-hidden="true">→</span>
              <span class="sr-only">变成</span>
              <FindingLine finding={after} />
            </div>
          </li>
        ))}
      </ol>
    </div>
  )
}

const Counts = ({ caption, rows }: { caption: string; rows: readonly { name: string; before: number; after: number }[] }) => (
  <div class="table-wrap">
    <table class="table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="sr-only">{caption}</span>
          </th>
          <th scope="col" class="number">
            现在
          </th>
          <th scope="col" class="number">
            改以后
          </th>
          <th scope="col" class="number">
            差
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, before, after }) => (
          <tr key={name} class={before === after ? undefined : 'is-active'}>
            <th scope="row">{name}</th>
            <td class="number">{before}</td>
            <td class="number">{after}</td>
            <td class="number">{after - before > 0 ? `+${after - before}` : after - before}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)
