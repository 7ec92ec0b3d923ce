import { useState } from 'preact/hooks'
import type { AnswerOf, Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { useAct } from '../knowledge/act.ts'
import { ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'

type Sending = AnswerOf<'/api/sendings', 'get'>['sendings'][number]

const findings = {
  done: '对方办了',
  not_done: '对方没有办',
  resend: '对方没有收到，再发一次',
} as const
type Finding = keyof typeof findings

/** What an administrator's word does, said before the button that does it. */
const effects: Readonly<Record<Finding, string>> = {
  done: '告诉交办的人：已经办了',
  not_done: '告诉交办的人：没有办，要办请重新提出',
  resend: '马上再发一次；对方要是已经收到过，就会办两次',
}

/** Deeds that may have arrived at another system before a crash; an administrator asks there (不能确定的外发). Nothing where there are none. */
export const Sendings = ({ api }: { api: Api }) => {
  const { data, problem, load } = useRead<{ sendings: Sending[] }>(api, '/api/sendings')
  const [asks, setAsks] = useState<string>()
  if (!problem && !data?.sendings.length) return null
  return (
    <section class="card" aria-labelledby="sendings" data-testid="sendings">
      <h3 id="sendings">要向对方核实的外发</h3>
      <p class="muted">发到一半断了，对方可能办了，也可能没有收到。请打电话问清楚，再把结果写在这里。</p>
      {problem && <ProblemNotice problem={problem} onRetry={load} />}
      <ul class="rows">
        {data?.sendings.map((one) => (
          <li key={one.id} data-testid="sending">
            <div class="row-head">
              <h4>{one.title}</h4>
              <span class="status is-bad">不能确定</span>
            </div>
            <p>
              {peopleDate(one.at)}交办，{peopleDate(one.movedAt)}断开，发过 {one.attempts} 次{one.target && `，对方是 ${one.target}`}。
            </p>
            <details>
              <summary>发了什么</summary>
              <pre>{JSON.stringify(one.args, null, 2)}</pre>
            </details>
            {asks === one.id ? (
              <FindingForm
                api={api}
                sending={one}
                onDone={() => {
                  setAsks(undefined)
                  load()
                }}
                onClose={() => setAsks(undefined)}
              />
            ) : (
              <button type="button" class="button button-plain" onClick={() => setAsks(one.id)} data-testid="sending-found">
                写核实结果
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

const FindingForm = ({ api, sending, onDone, onClose }: { api: Api; sending: Sending; onDone: () => void; onClose: () => void }) => {
  const [finding, setFinding] = useState<Finding>()
  const [reason, setReason] = useState('')
  const { isBusy, problem, act } = useAct()
  const save = (event: Event) => {
    event.preventDefault()
    if (!finding) return
    void act(() => api.post('/api/sendings/{id}/decision', { finding, reason }, { id: sending.id }), '已记下。').then(
      (isDone) => isDone && onDone(),
    )
  }
  return (
    <form class="form" onSubmit={save} data-testid="finding-form">
      <div class="filters">
        <label class="choice">
          <span>对方怎么说</span>
          <select
            required
            value={finding ?? ''}
            onChange={(event) => setFinding((event.currentTarget.value || undefined) as Finding | undefined)}
            data-testid="finding"
          >
            <option value="">请选择</option>
            {Object.entries(findings).map(([one, title]) => (
              <option key={one} value={one}>
                {title}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label class="field">
        <span>向谁核实的，原话怎么说（记入审计）</span>
        <input
          type="text"
          required
          minLength={2}
          maxLength={500}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
          data-testid="finding-reason"
        />
      </label>
      {finding && <p class={finding === 'resend' ? 'confirm-line is-grave' : 'confirm-line'}>{effects[finding]}。</p>}
      {problem && <ProblemNotice problem={problem} />}
      <div class="actions">
        <button type="submit" class="button" disabled={isBusy || !finding || reason.trim().length < 2} data-testid="finding-send">
          确认
        </button>
        <button type="button" class="button button-quiet" onClick={onClose}>
          不办了
        </button>
      </div>
    </form>
  )
}
