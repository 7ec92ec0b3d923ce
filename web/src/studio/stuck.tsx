import { useState } from 'preact/hooks'
import type { AnswerOf, Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { useAct } from '../knowledge/act.ts'
import { ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'

type Stuck = AnswerOf<'/api/stuck-applications', 'get'>['applications'][number]

/** Applications that the machine cannot carry on; an administrator mends what is wrong and tries again (卡住的申请). Nothing where there are none. */
export const StuckApplications = ({ api }: { api: Api }) => {
  const { data, problem, load } = useRead<{ applications: Stuck[] }>(api, '/api/stuck-applications')
  if (!problem && !data?.applications.length) return null
  return (
    <section class="card" aria-labelledby="stuck" data-testid="stuck">
      <h3 id="stuck">卡住的证明申请</h3>
      <p class="muted">系统办不下去，会自己再试，间隔最长十分钟。请先按原因查日志、修好，再点“再办一次”。申请没有丢，期限照常计算。</p>
      {problem && <ProblemNotice problem={problem} onRetry={load} />}
      <ul class="rows">
        {data?.applications.map((one) => (
          <StuckRow key={one.number} api={api} one={one} onDone={load} />
        ))}
      </ul>
    </section>
  )
}

const StuckRow = ({ api, one, onDone }: { api: Api; one: Stuck; onDone: () => void }) => {
  const { isBusy, problem, act } = useAct()
  const [hasFailed, setHasFailed] = useState(false)
  const retry = () => {
    setHasFailed(false)
    const tried = async () => {
      const { isMoved } = await api.post('/api/stuck-applications/retry', { number: one.number })
      setHasFailed(!isMoved)
      if (isMoved) onDone()
    }
    void act(tried, '已经再试了一次。')
  }
  return (
    <li data-testid="stuck-application">
      <div class="row-head">
        <h4>受理号 {one.number}</h4>
        <span class="status is-bad">办不下去</span>
      </div>
      <p>
        {peopleDate(one.since)}起，试过 {one.attempts} 次。原因代号：{one.why}
      </p>
      {hasFailed && <p role="alert">还是没有办成，原因没有消除。</p>}
      {problem && <ProblemNotice problem={problem} />}
      <button type="button" class="button button-plain" disabled={isBusy} onClick={retry} data-testid="stuck-retry">
        再办一次
      </button>
    </li>
  )
}
