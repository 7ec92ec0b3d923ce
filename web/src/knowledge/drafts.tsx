import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { CheckIcon } from '../icons.tsx'
import { Empty, Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { useAct } from './act.ts'
import { Choice } from './questions.tsx'

interface Draft {
  id: string
  at: string
  agent: string | null
  source: 'thumb' | 'question'
  opinion: 'good' | 'bad'
  yaml: string
  note: string | null
}

const states = { open: '等人看的', kept: '留下的', dropped: '不要的' } as const

/** What people thought of answers, as cases that wait for somebody (用例草稿). */
export const Drafts = ({ api }: { api: Api }) => {
  const [state, setState] = useState<keyof typeof states>('open')
  const { data, problem, load } = useRead<{ drafts: Draft[] }>(api, `/api/cases/drafts?state=${state}`)
  return (
    <>
      <p class="lead">群众和民警对答复的评价，已隐去姓名和号码。留下的，复制到分身的 cases.yaml，改好再提交。</p>
      <div class="filters">
        <Choice label="看哪些" names={states} value={state} onChange={setState} />
      </div>
      {problem ? (
        <ProblemNotice problem={problem} onRetry={load} />
      ) : !data ? (
        <Loading what="草稿" />
      ) : data.drafts.length === 0 ? (
        <Empty icon={<CheckIcon />} title="这里没有草稿">
          有人点了“有帮助”或“没答好”，会排在这里。
        </Empty>
      ) : (
        <ol class="rows">
          {data.drafts.map((draft) => (
            <DraftCard key={draft.id} api={api} draft={draft} isOpen={state === 'open'} onChange={load} />
          ))}
        </ol>
      )}
    </>
  )
}

const DraftCard = ({ api, draft, isOpen, onChange }: { api: Api; draft: Draft; isOpen: boolean; onChange: () => void }) => {
  const { isBusy, problem, act } = useAct()
  const decide = async (state: 'kept' | 'dropped') => {
    const isDone = await act(
      () => api.send(`/api/cases/drafts/${encodeURIComponent(draft.id)}`, { state }),
      state === 'kept' ? '已留下' : '已放下',
    )
    if (isDone) onChange()
  }
  return (
    <li class="row" data-testid="draft">
      <p>
        <strong>{draft.opinion === 'good' ? '有帮助' : '没答好'}</strong>{' '}
        <span class="muted">
          {draft.source === 'thumb' ? '对答复的评价' : '没答上的提问'}，{draft.agent ?? '总台'}，{peopleDate(draft.at)}
        </span>
      </p>
      {draft.note && <p>“{draft.note}”</p>}
      <pre class="draft">{draft.yaml}</pre>
      {problem && <ProblemNotice problem={problem} />}
      <p class="actions">
        <button
          type="button"
          class="button button-small button-plain"
          onClick={() => act(() => navigator.clipboard.writeText(draft.yaml), '已复制')}
          disabled={isBusy}
        >
          复制
        </button>
        {isOpen && (
          <>
            <button
              type="button"
              class="button button-small button-plain"
              onClick={() => decide('kept')}
              disabled={isBusy}
              data-testid="keep"
            >
              留下
            </button>
            <button type="button" class="button button-small button-plain" onClick={() => decide('dropped')} disabled={isBusy}>
              不要
            </button>
          </>
        )}
      </p>
    </li>
  )
}
