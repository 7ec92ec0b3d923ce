import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { useAct } from '../knowledge/act.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import type { BriefDraft, Draft, Overview } from './types.ts'
import { audiences, stateOf } from './types.ts'

/** Drafts in a list: whose, and how far. */
export const DraftRows = ({ drafts }: { drafts: readonly BriefDraft[] }) => (
  <ol class="rows">
    {drafts.map((draft) => (
      <li key={draft.id} class="card" data-testid="page-draft">
        <div class="row-head">
          <h4>
            <a href={`#studio/draft/${draft.id}`}>
              {draft.agent}：{draft.title}
            </a>
          </h4>
          <span class="status">{stateOf(draft)}</span>
        </div>
        <p class="muted">
          {draft.byName}新建，{draft.changedByName}
          {peopleDate(draft.changedAt)}改动
        </p>
      </li>
    ))}
  </ol>
)

/** Every agent that serves, what is being changed, and pages that cannot be read. */
export const Agents = ({ api }: { api: Api }) => {
  const { data, problem, load } = useRead<Overview>(api, '/api/studio/agents')
  const [words, setWords] = useState('')
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="分身" />
  const { agents, broken, drafts, unpublished } = data
  const shown = agents.filter(({ id, name, purpose }) => `${id}${name}${purpose}`.includes(words.trim()))
  return (
    <>
      <p class="lead">
        使用中的分身 {agents.length} 个。改页面先建草稿，跑完它的案例再发布；比现在差的，要第二个人签字。
        {agents.some(({ isFileOther }) => isFileOther) && '标“文件不同”的，文件里的写法还没有发布。'}
      </p>
      {broken.length > 0 && (
        <div class="notice" role="status">
          <div>
            <p class="notice-title">有页面读不了，仍在用它上一次能读的样子</p>
            <ul class="lines">
              {broken.map(({ agent, line, why }) => (
                <li key={`${agent}${line}`}>
                  {agent} 第 {line} 行：{why}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
      {unpublished.length > 0 && (
        <section aria-labelledby="unpublished">
          <h3 class="section-title" id="unpublished">
            新页面，还没有发布
          </h3>
          <ul class="lines" data-testid="unpublished">
            {unpublished.map((id) => (
              <li key={id}>
                <a href={`#studio/agents/${id}`}>{id}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      {drafts.length > 0 && (
        <section aria-labelledby="page-drafts">
          <h3 class="section-title" id="page-drafts">
            正在改的草稿
          </h3>
          <DraftRows drafts={drafts} />
        </section>
      )}
      <section aria-labelledby="serving">
        <h3 class="section-title" id="serving">
          使用中
        </h3>
        <label class="field">
          <span>找分身</span>
          <input value={words} maxLength={40} onInput={(event) => setWords(event.currentTarget.value)} data-testid="find-agent" />
        </label>
        <ul class="rows list">
          {shown.map(({ id, name, audience, purpose, release, isFileOther }) => (
            <li key={id} class="card" data-testid="agent">
              <div class="row-head">
                <h4>
                  <a href={`#studio/agents/${id}`}>{name}</a>
                </h4>
                <span class="status">{isFileOther ? '文件不同' : (audiences[audience] ?? audience)}</span>
              </div>
              <p>{purpose}</p>
              <p class="muted">
                {id}，{release ? `发布号 ${release.number}，${release.byName}${peopleDate(release.at)}` : '以文件为准'}
              </p>
            </li>
          ))}
        </ul>
        {shown.length === 0 && <p class="muted">没有这样的分身。</p>}
      </section>
      <NewAgent api={api} />
    </>
  )
}

const NewAgent = ({ api }: { api: Api }) => {
  const [id, setId] = useState('')
  const { isBusy, problem, act } = useAct()
  const begin = (event: Event) => {
    event.preventDefault()
    void act(async () => {
      const draft = await api.send<Draft>('/api/studio/drafts', { agent: id, title: '新分身', from: 'empty' })
      location.hash = `studio/draft/${draft.id}`
    })
  }
  return (
    <form class="card" onSubmit={begin}>
      <div class="search-line">
        <label class="field">
          <span>新建分身：编号（小写字母和短横线，例如 lost-property）</span>
          <input
            value={id}
            maxLength={41}
            required
            pattern="[a-z][a-z0-9\-]+"
            onInput={(event) => setId(event.currentTarget.value)}
            data-testid="new-agent"
          />
        </label>
        <button type="submit" class="button" disabled={isBusy}>
          新建
        </button>
      </div>
      {problem && <ProblemNotice problem={problem} />}
    </form>
  )
}
