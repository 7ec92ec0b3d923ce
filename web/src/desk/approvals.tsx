import { useState } from 'preact/hooks'
import type { Api, Me } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { CheckIcon } from '../icons.tsx'
import { useAct } from '../knowledge/act.ts'
import { Empty, Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { CaseLine } from './case-line.tsx'
import type { Approval, CasePage } from './types.ts'

const stateNames: Record<Approval['state'], string> = { open: '等人审批', approved: '已同意', sent_back: '已退回', withdrawn: '已撤回' }

/** Proposals about an application: it can be opened before it is decided on. */
const caseKinds: readonly string[] = ['certificate_refusal', 'certificate_verification', 'recheck_extension', 'letter_revocation']

/** The inbox of two pairs of eyes (审批): what others have proposed and I may decide, and what waits for somebody else. */
export const Approvals = ({ api, me }: { api: Api; me: Me }) => (
  <>
    {me.who?.roles?.includes('approver') && <Inbox api={api} />}
    <Mine api={api} />
    <Proposed api={api} />
  </>
)

/** What I may decide (待我审批): exactly what was put, and one press for each answer. */
const Inbox = ({ api }: { api: Api }) => {
  const [mark, setMark] = useState(0)
  const { data, problem, load } = useRead<{ approvals: Approval[]; next: string | null }>(api, '/api/approvals', mark)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="呈批件" />
  if (data.approvals.length === 0)
    return (
      <Empty icon={<CheckIcon />} title="没有等您审批的">
        同事提请您审批的事会排在这里。自己提请的，要由别人审批。
      </Empty>
    )
  return (
    <>
      <p class="lead">先看清楚再决定。同意以后，马上按下面写的办；退回的，由提请人接着办。</p>
      <ol class="rows">
        {data.approvals.map((approval) => (
          <ApprovalCard key={approval.id} api={api} approval={approval} onDone={() => setMark((one) => one + 1)} />
        ))}
      </ol>
      {data.next && <p class="muted">还有更多，办完这些会接着出来。</p>}
    </>
  )
}

/** What I have proposed myself (我提请的): it waits for somebody else, and what ran out is proposed anew. */
const Mine = ({ api }: { api: Api }) => {
  const { data, problem, load } = useRead<{ approvals: Approval[] }>(api, '/api/approvals/mine')
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data || data.approvals.length === 0) return null
  return (
    <section aria-labelledby="mine-title" data-testid="my-proposals">
      <h3 class="section-title" id="mine-title">
        我提请的，等另一位同事审批
      </h3>
      <ol class="rows">
        {data.approvals.map((approval) => (
          <ApprovalCard key={approval.id} api={api} approval={approval} onDone={load} />
        ))}
      </ol>
    </section>
  )
}

/** What was proposed, by me or by others here, and waits for somebody's decision (已提请). */
const Proposed = ({ api }: { api: Api }) => {
  const { data, problem, load } = useRead<CasePage>(api, '/api/desk/cases?group=second&limit=50')
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data || data.cases.length === 0) return null
  return (
    <section aria-labelledby="proposed-title" data-testid="proposed">
      <h3 class="section-title" id="proposed-title">
        已提请、等负责人审批的
      </h3>
      <ol class="cases">
        {data.cases.map((one) => (
          <CaseLine key={one.number} api={api} one={one} onChange={load} />
        ))}
      </ol>
    </section>
  )
}

interface CardFacts {
  api: Api
  approval: Approval
  /** It stands on the page of its case already. */
  isAtCase?: boolean
  onDone: () => void
}

/** One proposal, exactly as it was put; the hash that was shown goes back with the answer. */
export const ApprovalCard = ({ api, approval, isAtCase = false, onDone }: CardFacts) => {
  const [isSendingBack, setIsSendingBack] = useState(false)
  const [note, setNote] = useState('')
  const { isBusy, problem, act } = useAct()
  const decide = (verdict: 'approved' | 'sent_back') =>
    act(
      () =>
        api
          .send(`/api/approvals/${encodeURIComponent(approval.id)}/decision`, {
            hash: approval.hash,
            verdict,
            ...(note.trim() ? { note: note.trim() } : {}),
          })
          .then(onDone),
      verdict === 'approved' ? '已同意，正在办理。' : '已退回给提请人。',
    )
  return (
    <li class="card" data-testid="approval">
      <div class="row-head">
        <h3>{approval.shown.title}</h3>
        <span class="status">{approval.isExpired && approval.state === 'open' ? '已过期' : stateNames[approval.state]}</span>
      </div>
      <p class="muted">
        {approval.proposerName}提请 · {approval.unitName} · {peopleDate(approval.proposedAt)} · {peopleDate(approval.expiresAt)}前有效
      </p>
      <dl class="fields">
        {approval.shown.fields.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {!isAtCase && caseKinds.includes(approval.kind) && (
        <p class="actions">
          <a class="button button-plain button-small" href={`#desk/case/${encodeURIComponent(approval.target)}`} data-testid="open-case">
            打开这一件
          </a>
        </p>
      )}
      {approval.note && <p>审批意见：{approval.note}</p>}
      {problem && <ProblemNotice problem={problem} onRetry={onDone} />}
      {approval.mayDecide && (
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault()
            void decide('sent_back')
          }}
        >
          {isSendingBack && (
            <label class="field">
              <span>为什么退回</span>
              <textarea
                rows={3}
                required
                minLength={2}
                maxLength={1_000}
                onInput={(event) => setNote(event.currentTarget.value)}
                data-testid="approval-note"
              />
            </label>
          )}
          <div class="actions">
            {isSendingBack ? (
              <>
                <button type="submit" class="button" disabled={isBusy} data-testid="send-back">
                  退回
                </button>
                <button type="button" class="button button-quiet" onClick={() => setIsSendingBack(false)}>
                  先不退
                </button>
              </>
            ) : (
              <>
                <button type="button" class="button" disabled={isBusy} onClick={() => void decide('approved')} data-testid="approve">
                  同意
                </button>
                <button
                  type="button"
                  class="button button-plain"
                  disabled={isBusy}
                  onClick={() => setIsSendingBack(true)}
                  data-testid="to-send-back"
                >
                  退回…
                </button>
              </>
            )}
          </div>
        </form>
      )}
    </li>
  )
}
