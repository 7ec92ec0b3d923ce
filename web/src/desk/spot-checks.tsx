import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { CheckIcon } from '../icons.tsx'
import { useAct } from '../knowledge/act.ts'
import { Empty, Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import type { SpotCheck } from './types.ts'

/** What the machine issued by itself and was picked for a second look (抽查), the oldest first. */
export const SpotChecks = ({ api }: { api: Api }) => {
  const [mark, setMark] = useState(0)
  const { data, problem, load } = useRead<{ checks: SpotCheck[]; next: string | null }>(api, '/api/desk/spot-checks', mark)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="抽查" />
  if (data.checks.length === 0)
    return (
      <Empty icon={<CheckIcon />} title="没有要抽查的">
        自动出具的证明会按比例抽一部分，事后请民警再核对一遍，排在这里。
      </Empty>
    )
  return (
    <>
      <p class="lead">这些证明由系统自动出具，抽中了事后核对。先打开申请看，再写结论。认为有误的，请负责人撤销，结论本身不撤销证明。</p>
      <ol class="rows">
        {data.checks.map((check) => (
          <CheckCard key={check.application} api={api} check={check} onDone={() => setMark((one) => one + 1)} />
        ))}
      </ol>
      {data.next && <p class="muted">还有更多，核对完这些会接着出来。</p>}
    </>
  )
}

const CheckCard = ({ api, check, onDone }: { api: Api; check: SpotCheck; onDone: () => void }) => {
  const [result, setResult] = useState('')
  const [note, setNote] = useState('')
  const { isBusy, problem, act } = useAct()
  const send = () =>
    act(
      () => api.send(`/api/desk/spot-checks/${encodeURIComponent(check.application)}`, { result, note: note.trim() }).then(onDone),
      '已记下。',
    )
  return (
    <li class="card" data-testid="spot-check">
      <div class="row-head">
        <h3>
          <a href={`#desk/case/${encodeURIComponent(check.application)}`}>{check.application}</a>
        </h3>
        <span class="status">待核对</span>
      </div>
      <p class="muted">
        {check.certificate} · {check.unit.name} · {peopleDate(check.pickedAt)}出具
      </p>
      {problem && <ProblemNotice problem={problem} onRetry={onDone} />}
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <label class="field">
          <span>结论</span>
          <select name="result" required onChange={(event) => setResult(event.currentTarget.value)} data-testid="spot-result">
            <option value="">请选</option>
            <option value="right">核对无误</option>
            <option value="wrong">有误，要撤销</option>
          </select>
        </label>
        <label class="field">
          <span>核对了什么</span>
          <input required minLength={2} maxLength={300} onInput={(event) => setNote(event.currentTarget.value)} data-testid="spot-note" />
        </label>
        <div class="actions">
          <button type="submit" class="button" disabled={isBusy} data-testid="spot-send">
            记下结论
          </button>
        </div>
      </form>
    </li>
  )
}
