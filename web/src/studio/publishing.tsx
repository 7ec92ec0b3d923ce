import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { Drop, Publish, Why } from '../draft-parts.tsx'
import { useAct } from '../knowledge/act.ts'
import { ProblemNotice } from '../notice.tsx'
import type { Draft, Fault, Proposal, TriedCase } from './types.ts'

/** Tried, signed where it has to be, published (试办, 签字, 发布). */
export const Publishing = (props: { api: Api; draft: Draft; faults: readonly Fault[]; onChange: () => void }) => {
  const { api, draft, faults, onChange } = props
  const { proposal, state } = draft
  if (state === 'dropped') return <p class="muted">这份草稿已经作废。</p>
  if (state === 'trying') {
    return (
      <p class="done" role="status" data-testid="trying">
        正在跑案例：自己的、使用中页面的，两个版本各跑一遍。不用守着，跑完这里会变。
      </p>
    )
  }
  if (!proposal || state === 'open') return <Propose api={api} draft={draft} isFaulty={faults.length > 0} onChange={onChange} />
  const isWorse = proposal.worse.length > 0
  const isBarred = proposal.barred.length > 0
  return (
    <>
      <section class="card" aria-label="试办结果" data-testid="trial">
        <p>
          {proposal.byName}于{peopleDate(proposal.at)}提交：{proposal.why}
        </p>
        <Verdict proposal={proposal} />
        <Cases cases={proposal.trial.cases} />
        <p class="muted">
          还听了别的分身的 {proposal.trial.routed} 句话，看总台会不会送错；用时 {proposal.trial.seconds.toFixed(0)} 秒。
        </p>
        {state === 'proposed' && !isBarred && isWorse && <Sign api={api} draft={draft} proposal={proposal} onChange={onChange} />}
        {state === 'proposed' && !isWorse && !isBarred && (
          <Publish api={api} path={`/api/studio/drafts/${draft.id}`} seal={proposal.seal} onChange={onChange} />
        )}
      </section>
      {state === 'proposed' && (
        <Drop api={api} path={`/api/studio/drafts/${draft.id}`} title={draft.title} home={`studio/agents/${draft.agent}`} />
      )}
    </>
  )
}

const Verdict = ({ proposal: { worse, barred } }: { proposal: Proposal }) => {
  if (worse.length + barred.length === 0) return <p class="done">没有变差，可以直接发布。</p>
  return (
    <div class="notice" role="status" data-testid="verdict">
      <div>
        <p class="notice-title">{barred.length > 0 ? '这一版不能发布，签字也不行' : '比使用中的差，要第二人签字才能发布'}</p>
        <ul class="lines">
          {[...barred, ...worse].map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}

const mark = (held: boolean | null): string => (held === null ? '—' : held ? '通过' : '没通过')

const Cases = ({ cases }: { cases: readonly TriedCase[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard
  <section class="table-wrap" tabIndex={0} aria-label="案例">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">案例</th>
          <th scope="col">使用中</th>
          <th scope="col">这一版</th>
        </tr>
      </thead>
      <tbody>
        {cases.map(({ title, of, before, after, faults }) => (
          <tr key={`${of}${title}`} class={after ? undefined : 'is-worse'}>
            <th scope="row">
              {title}
              {of === 'service' && <small>（使用中页面的案例）</small>}
              {!after && faults.length > 0 && (
                <details>
                  <summary>差在哪里</summary>
                  <ul class="lines">
                    {faults.map((fault) => (
                      <li key={fault}>{fault}</li>
                    ))}
                  </ul>
                </details>
              )}
            </th>
            <td>{mark(before)}</td>
            <td>{mark(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const Propose = ({ api, draft, isFaulty, onChange }: { api: Api; draft: Draft; isFaulty: boolean; onChange: () => void }) => {
  const [why, setWhy] = useState('')
  const { isBusy, problem, act } = useAct()
  const propose = (event: Event) => {
    event.preventDefault()
    void act(() => api.send(`/api/studio/drafts/${draft.id}/try`, { revision: draft.revision, why }).then(onChange), '开始试办。')
  }
  return (
    <>
      <form class="card" onSubmit={propose}>
        <p class="muted">提交以后会用虚构的人跑一遍案例，和使用中的页面比。之后再改，就要重新提交。</p>
        <Why label="为什么这样改" value={why} onValue={setWhy} testId="why" />
        {problem && <ProblemNotice problem={problem} />}
        <div class="actions">
          <button type="submit" class="button" disabled={isBusy || isFaulty} data-testid="try">
            提交试办
          </button>
        </div>
        {isFaulty && <p class="muted">页面或案例里还有错，请先改好。</p>}
      </form>
      <Drop api={api} path={`/api/studio/drafts/${draft.id}`} title={draft.title} home={`studio/agents/${draft.agent}`} />
    </>
  )
}

const Sign = (props: { api: Api; draft: Draft; proposal: Proposal; onChange: () => void }) => {
  const { api, draft, proposal, onChange } = props
  const [why, setWhy] = useState('')
  const { isBusy, problem, act } = useAct()
  const sign = (event: Event) => {
    event.preventDefault()
    void act(() => api.send(`/api/studio/drafts/${draft.id}/sign`, { seal: proposal.seal, why }).then(onChange), '已签字并发布。')
  }
  return (
    <form class="form" onSubmit={sign}>
      <Why
        label="签字（要由没有参与修改的另一名研判或管理人员来签，签了就发布）：为什么同意"
        value={why}
        onValue={setWhy}
        testId="sign-why"
      />
      {draft.approval && <p class="muted">{peopleDate(draft.approval.expiresAt)}以前有效；也可以在“待我审批”里退回。</p>}
      {problem && <ProblemNotice problem={problem} />}
      <div class="actions">
        <button type="submit" class="button" disabled={isBusy} data-testid="sign">
          签字并发布
        </button>
      </div>
    </form>
  )
}
