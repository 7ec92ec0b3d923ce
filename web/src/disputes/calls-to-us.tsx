import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { useAct } from '../knowledge/act.ts'
import { ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import type { Call } from './types.ts'

/**
 * Calls that wait for an answer (吹哨待办): those to our own unit stand open, those to departments below are folded. A department sees the
 * question, and not the task. Shows nothing where nobody called.
 */
export const CallsToUs = ({ api, unit, mark, onChange }: { api: Api; unit: string | undefined; mark: unknown; onChange: () => void }) => {
  const { data } = useRead<{ calls: Call[] }>(api, '/api/tasks/calls', mark)
  const calls = data?.calls ?? []
  const own = calls.filter(({ department }) => department.id === unit)
  const others = calls.filter(({ department }) => department.id !== unit)
  const list = (some: readonly Call[]) => (
    <ol class="tasks">
      {some.map((call) => (
        <CallCard key={call.id} api={api} call={call} onChange={onChange} />
      ))}
    </ol>
  )
  return (
    <>
      {own.length > 0 && (
        <section aria-labelledby="calls-to-us" data-testid="calls-to-us">
          <h3 class="section-title" id="calls-to-us">
            请本单位到场或答复的（{own.length}）
          </h3>
          {list(own)}
        </section>
      )}
      {others.length > 0 && (
        <details class="card" data-testid="calls-below">
          <summary>
            各部门待答复的吹哨（{others.length}
            {others.some(({ isLate }) => isLate) && `，超时 ${others.filter(({ isLate }) => isLate).length}`}）
          </summary>
          {list(others)}
        </details>
      )}
    </>
  )
}

const CallCard = ({ api, call, onChange }: { api: Api; call: Call; onChange: () => void }) => {
  const [answer, setAnswer] = useState('')
  const [attended, setAttended] = useState(false)
  const { isBusy, problem, act } = useAct()
  const send = (event: Event) => {
    event.preventDefault()
    const path = `/api/tasks/${encodeURIComponent(call.task)}/answer`
    void act(() => api.send(path, { call: call.id, attended, answer }).then(onChange), '答复已记下。')
  }
  return (
    <li class="task">
      <div class="task-head">
        <b>{call.department.name}</b>
        <span class="muted">{call.number}</span>
        <span class={call.isLate ? 'due is-over' : 'due'}>最迟 {peopleDate(call.dueAt)}</span>
      </div>
      <p>{call.question}</p>
      <details>
        <summary>答复</summary>
        <form class="form" onSubmit={send}>
          <label class="check">
            <input type="checkbox" checked={attended} onChange={(event) => setAttended(event.currentTarget.checked)} />
            <span>已到场</span>
          </label>
          <label class="field">
            <span>答复的内容</span>
            <textarea rows={3} required maxLength={2_000} value={answer} onInput={(event) => setAnswer(event.currentTarget.value)} />
          </label>
          {problem && <ProblemNotice problem={problem} />}
          <div class="actions">
            <button type="submit" class="button button-small" disabled={isBusy}>
              答复
            </button>
          </div>
        </form>
      </details>
    </li>
  )
}
