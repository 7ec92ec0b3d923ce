import { useState } from 'preact/hooks'
import type { Api } from '../../api.ts'
import { peopleDate } from '../../dates.ts'
import { useAct } from '../../knowledge/act.ts'
import { Loading, ProblemNotice } from '../../notice.tsx'
import { useRead } from '../../use-page.ts'
import { DraftPage } from './draft.tsx'
import type { Draft, Overview } from './types.ts'
import { titleOf } from './types.ts'
import { Versions } from './versions.tsx'

/** The words that disputes are found by (词库): what is in force, what is being changed, and what was. */
export const Lexicon = ({ api, place }: { api: Api; place: readonly string[] }) => {
  const [name, id] = place
  if (name === 'draft' && id) return <DraftPage key={id} api={api} id={id} />
  if (name === 'versions') return <Versions api={api} />
  return <Home api={api} />
}

const draftState = ({ state, signature, proposal }: Draft): string => {
  if (state === 'open') return '修改中'
  if (signature) return '已签字，待发布'
  return proposal && proposal.worse.length > 0 ? '待第二人签字' : '已测评，待发布'
}

const Home = ({ api }: { api: Api }) => {
  const { data, problem, load } = useRead<Overview>(api, '/api/lexicon')
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="词库" />
  const { current, drafts, files, sets } = data
  const words = files.reduce((sum, { entries }) => sum + entries, 0)
  return (
    <>
      <p class="lead">
        {current.number === 0 ? '现在用的是随带的词库' : `现在用的是第 ${current.number} 版`}，共 {words} 个词。
        {current.version && `${current.version.byName}于${peopleDate(current.version.at)}发布：${current.version.why}。`}{' '}
        <a href="#disputes/lexicon/versions" data-testid="lexicon-versions">
          看全部版本
        </a>
      </p>
      {data.hasNewerShipped && (
        <p class="done" role="status">
          程序更新带来了新的词。新建一份草稿，点“并入随带的更新”，核对后发布。
        </p>
      )}
      <NewDraft api={api} />
      {drafts.length > 0 && (
        <section aria-labelledby="drafts">
          <h3 class="section-title" id="drafts">
            正在改的草稿
          </h3>
          <ol class="rows">
            {drafts.map((draft) => (
              <li key={draft.id} class="card" data-testid="draft">
                <div class="row-head">
                  <h4>
                    <a href={`#disputes/lexicon/draft/${draft.id}`}>{draft.title}</a>
                  </h4>
                  <span class="status">{draftState(draft)}</span>
                </div>
                <p class="muted">
                  {draft.byName}新建，{draft.changedByName}
                  {peopleDate(draft.changedAt)}改动，基于{draft.base === 0 ? '随带词库' : `第 ${draft.base} 版`}
                </p>
              </li>
            ))}
          </ol>
        </section>
      )}
      <section aria-labelledby="files">
        <h3 class="section-title" id="files">
          词库里有什么
        </h3>
        <ul class="chips-list">
          {files.map(({ name, entries }) => (
            <li key={name}>
              {titleOf(name)} <b>{entries}</b>
            </li>
          ))}
        </ul>
        <p class="muted">
          测评用的标注集：{sets.map(({ name, texts }) => `${name} ${texts} 条`).join('，')}。本地的标注集放进数据目录的 labelled
          文件夹就会一起测。
        </p>
      </section>
    </>
  )
}

const NewDraft = ({ api }: { api: Api }) => {
  const [title, setTitle] = useState('')
  const { isBusy, problem, act } = useAct()
  const begin = (event: Event) => {
    event.preventDefault()
    void act(async () => {
      const draft = await api.send<Draft>('/api/lexicon/drafts', { title })
      location.hash = `disputes/lexicon/draft/${draft.id}`
    })
  }
  return (
    <form class="card" onSubmit={begin}>
      <div class="search-line">
        <label class="field">
          <span>这次打算改什么（草稿的名字）</span>
          <input value={title} maxLength={80} required onInput={(event) => setTitle(event.currentTarget.value)} data-testid="draft-title" />
        </label>
        <button type="submit" class="button" disabled={isBusy} data-testid="begin-draft">
          新建草稿
        </button>
      </div>
      {problem && <ProblemNotice problem={problem} />}
    </form>
  )
}
