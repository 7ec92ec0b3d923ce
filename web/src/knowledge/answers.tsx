import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { CheckIcon, PlusIcon } from '../icons.tsx'
import { Empty, Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { useAct } from './act.ts'
import { AnswerForm } from './answer-form.tsx'
import type { Answer } from './types.ts'
import { audienceNames } from './types.ts'

/** Answers that a person signed (审定答复), the next to expire first. */
export const Answers = ({ api }: { api: Api }) => {
  const { data, problem, load } = useRead<{ answers: Answer[] }>(api, '/api/knowledge/answers')
  const [isWriting, setIsWriting] = useState(false)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="审定答复" />
  return (
    <>
      <p class="lead">有人署名、写明期限的答复。有人这样问，先用它来答；过了期限就不再用。</p>
      {isWriting ? (
        <div class="card">
          <AnswerForm
            api={api}
            onClose={() => {
              setIsWriting(false)
              load()
            }}
          />
        </div>
      ) : (
        <button type="button" class="button" onClick={() => setIsWriting(true)} data-testid="new-answer">
          <PlusIcon />
          写一条
        </button>
      )}
      {data.answers.length === 0 && !isWriting ? (
        <Empty icon={<CheckIcon />} title="还没有审定答复">
          在“没答上的提问”里也可以直接写。
        </Empty>
      ) : (
        <ol class="rows">
          {data.answers.map((answer) => (
            <AnswerCard key={answer.id} api={api} answer={answer} onChange={load} />
          ))}
        </ol>
      )}
    </>
  )
}

const AnswerCard = ({ api, answer, onChange }: { api: Api; answer: Answer; onChange: () => void }) => {
  const [isAsking, setIsAsking] = useState(false)
  const { isBusy, problem, act } = useAct()
  const remove = () => act(() => api.remove(`/api/knowledge/answers/${encodeURIComponent(answer.id)}`).then(onChange), '已停用。')
  return (
    <li class="card" data-testid="answer">
      <div class="row-head">
        <h3>{answer.questions[0]}</h3>
        <span class={answer.isExpired ? 'status is-bad' : 'status'}>{answer.isExpired ? '已过期' : '使用中'}</span>
      </div>
      {answer.questions.length > 1 && <p class="muted">也这样问：{answer.questions.slice(1).join('；')}</p>}
      <p class="answer-text">{answer.text}</p>
      <p class="muted">
        {answer.reviewer}审定，{peopleDate(answer.reviewedAt)}，用到{peopleDate(answer.expires)} · {audienceNames[answer.audience]} · 依据{' '}
        {answer.clauses.length} 条
      </p>
      {problem && <ProblemNotice problem={problem} />}
      <div class="actions">
        {isAsking ? (
          <>
            <button type="button" class="button button-small" disabled={isBusy} onClick={remove} data-testid="remove-yes">
              确认停用
            </button>
            <button type="button" class="button button-quiet button-small" onClick={() => setIsAsking(false)}>
              不停用
            </button>
          </>
        ) : (
          <button type="button" class="button button-plain button-small" onClick={() => setIsAsking(true)} data-testid="remove-answer">
            停用
          </button>
        )}
      </div>
    </li>
  )
}
