import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { Lines } from '../disputes/lexicon/changes.tsx'
import { useAct } from '../knowledge/act.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { DraftRows } from './agents.tsx'
import type { AgentHistory, Difference, Draft } from './types.ts'
import { origins } from './types.ts'

/** One agent: what serves, every release, two of them side by side, and the way back to an earlier one. */
export const AgentPage = ({ api, id }: { api: Api; id: string }) => {
  const { data, problem, load } = useRead<AgentHistory>(api, `/api/studio/agents/${id}`)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="分身" />
  const { inService, file, releases, drafts } = data
  const isOther = file !== null && (file.version !== inService?.version || file.cases !== inService?.cases)
  return (
    <>
      <p class="crumbs">
        <a href="#studio/agents">分身</a> › {id}
      </p>
      <div class="actions">
        {inService && <Begin api={api} agent={id} from="service" title="改页面" label="在使用中的页面上改" />}
        {isOther && <Begin api={api} agent={id} from="file" title="文件里的写法" label="用文件里的写法建草稿" />}
      </div>
      {drafts.length > 0 && <DraftRows drafts={drafts} />}
      <h3 class="section-title">发布记录</h3>
      {releases.length === 0 && <p class="muted">还没有发布过，使用中的是文件。</p>}
      <ol class="rows">
        {releases.map((release) => (
          <li key={release.number} class="card" data-testid="release">
            <div class="row-head">
              <h4>发布号 {release.number}</h4>
              {release.version === inService?.version && <span class="status">使用中</span>}
            </div>
            <p>{release.why}</p>
            <p class="muted">
              {release.byName}
              {peopleDate(release.at)}发布，来自{origins[release.origin]}
              {release.held && `，案例 ${release.held.after} / ${release.held.of} 通过`}
            </p>
            {release.signature && (
              <p class="muted">
                {release.signature.byName}签字：{release.signature.why}
              </p>
            )}
            {release.version !== inService?.version && (
              <Begin api={api} agent={id} from={`release:${release.number}`} title={`恢复发布号 ${release.number}`} label="恢复这一版" />
            )}
          </li>
        ))}
      </ol>
      <Compare api={api} data={data} />
    </>
  )
}

const Begin = (props: { api: Api; agent: string; from: string; title: string; label: string }) => {
  const { api, agent, from, title, label } = props
  const { isBusy, problem, act } = useAct()
  const begin = () =>
    act(async () => {
      const draft = await api.send<Draft>('/api/studio/drafts', { agent, title, from })
      location.hash = `studio/draft/${draft.id}`
    })
  return (
    <span>
      {problem && <ProblemNotice problem={problem} />}
      <button type="button" class="button button-small" disabled={isBusy} onClick={begin} data-testid={`begin-${from.split(':')[0]}`}>
        {label}
      </button>
    </span>
  )
}

const Compare = ({ api, data }: { api: Api; data: AgentHistory }) => {
  const places = [
    ...(data.inService ? [['service', '使用中'] as const] : []),
    ...(data.file ? [['file', '文件'] as const] : []),
    ...data.releases.map(({ number }) => [`release:${number}`, `发布号 ${number}`] as const),
  ]
  const [from, setFrom] = useState(places.at(-1)?.[0] ?? 'empty')
  const [to, setTo] = useState(places[0]?.[0] ?? 'empty')
  if (places.length < 2) return null
  return (
    <section aria-labelledby="compare-pages">
      <h3 class="section-title" id="compare-pages">
        对照两个版本
      </h3>
      <div class="filters">
        {(
          [
            ['旧的', from, setFrom],
            ['新的', to, setTo],
          ] as const
        ).map(([label, value, set]) => (
          <label key={label} class="choice">
            <span>{label}</span>
            <select value={value} onChange={(event) => set(event.currentTarget.value)}>
              {places.map(([place, name]) => (
                <option key={place} value={place}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      <Changes api={api} agent={data.id} from={from} to={to} />
    </section>
  )
}

/** Two texts of an agent line by line. */
export const Changes = (props: { api: Api; agent: string; from: string; to: string; mark?: unknown }) => {
  const { api, agent, from, to, mark } = props
  const path = `/api/studio/agents/${agent}/difference?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`
  const { data, problem, load } = useRead<Difference>(api, path, mark)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="改动" />
  const isSame = [...data.page, ...data.cases].every(({ kind }) => kind === 'same')
  if (isSame) return <p class="muted">没有改动。</p>
  return (
    <div data-testid="page-changes">
      {(
        [
          ['页面 agent.md', data.page],
          ['案例 cases.yaml', data.cases],
        ] as const
      )
        .filter(([, lines]) => lines.some(({ kind }) => kind !== 'same'))
        .map(([name, lines]) => (
          <div key={name} class="card">
            <h4>{name}</h4>
            <Lines lines={lines} />
          </div>
        ))}
    </div>
  )
}
