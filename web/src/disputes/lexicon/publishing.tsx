import { useState } from 'preact/hooks'
import type { Api } from '../../api.ts'
import { peopleDate } from '../../dates.ts'
import { Drop, Publish, Why } from '../../draft-parts.tsx'
import { useAct } from '../../knowledge/act.ts'
import { ProblemNotice } from '../../notice.tsx'
import { MeasuredTables } from './measured.tsx'
import type { Draft } from './types.ts'

/** Put forward, measured, signed where it has to be, published (提交, 签字, 发布). */
export const Publishing = (props: { api: Api; draft: Draft; isBehind: boolean; onChange: () => void }) => {
  const { api, draft, isBehind, onChange } = props
  const { proposal, signature, state } = draft
  if (state === 'published' && proposal) return <MeasuredTables proposal={proposal} />
  if (!proposal || state === 'open') return <Propose api={api} draft={draft} isBehind={isBehind} onChange={onChange} />
  const isWorse = proposal.worse.length > 0
  return (
    <section class="card" aria-label="测评结果" data-testid="proposal">
      <p>
        {proposal.byName}于{peopleDate(proposal.at)}提交：{proposal.why}
      </p>
      {isWorse ? (
        <div class="notice" role="status">
          <div>
            <p class="notice-title">比现在的版本差，要第二人签字才能发布</p>
            <ul class="lines">
              {proposal.worse.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
        </div>
      ) : (
        <p class="done">测评没有变差，可以直接发布。</p>
      )}
      <MeasuredTables proposal={proposal} />
      {signature && (
        <p class="done" data-testid="signed">
          {signature.byName}于{peopleDate(signature.at)}签字：{signature.why}
        </p>
      )}
      {isWorse && !signature && <Sign api={api} draft={draft} seal={proposal.seal} onChange={onChange} />}
      {(!isWorse || signature) && <Publish api={api} path={`/api/lexicon/drafts/${draft.id}`} seal={proposal.seal} onChange={onChange} />}
    </section>
  )
}

const Propose = ({ api, draft, isBehind, onChange }: { api: Api; draft: Draft; isBehind: boolean; onChange: () => void }) => {
  const [why, setWhy] = useState('')
  const { isBusy, problem, act } = useAct()
  const propose = (event: Event) => {
    event.preventDefault()
    const body = { revision: draft.revision, why }
    void act(() => api.send(`/api/lexicon/drafts/${draft.id}/propose`, body).then(onChange), '测评完成。')
  }
  return (
    <>
      <form class="card" onSubmit={propose}>
        <p class="muted">提交以后会用标注集把现在的版本和草稿各读一遍，比较查准、查全和红档。之后再改，就要重新提交。</p>
        <Why label="为什么这样改" value={why} onValue={setWhy} testId="why" />
        {problem && <ProblemNotice problem={problem} />}
        <div class="actions">
          <button type="submit" class="button" disabled={isBusy || isBehind} data-testid="propose">
            {isBusy ? '正在测评…' : '提交测评'}
          </button>
        </div>
        {isBehind && <p class="muted">请先并入新版本。</p>}
      </form>
      <Drop api={api} path={`/api/lexicon/drafts/${draft.id}`} title={draft.title} home="disputes/lexicon" />
    </>
  )
}

const Sign = ({ api, draft, seal, onChange }: { api: Api; draft: Draft; seal: string; onChange: () => void }) => {
  const [why, setWhy] = useState('')
  const { isBusy, problem, act } = useAct()
  const sign = (event: Event) => {
    event.preventDefault()
    void act(() => api.send(`/api/lexicon/drafts/${draft.id}/sign`, { seal, why }).then(onChange), '已签字。')
  }
  return (
    <form class="form" onSubmit={sign}>
      <Why
        label="签字（要由没有参与修改的另一个人来签；只对这一份草稿和这一次测评有效，用一次）：为什么同意"
        value={why}
        onValue={setWhy}
        testId="sign-why"
      />
      {problem && <ProblemNotice problem={problem} />}
      <div class="actions">
        <button type="submit" class="button" disabled={isBusy} data-testid="sign">
          签字
        </button>
      </div>
    </form>
  )
}
