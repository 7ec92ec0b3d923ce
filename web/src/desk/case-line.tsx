import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { useAct } from '../knowledge/act.ts'
import { ProblemNotice } from '../notice.tsx'
import { purposeName } from '../purposes.ts'
import { Due } from './due.tsx'
import { applicantNames, stateNames } from './names.ts'
import { ReviewMark } from './review-mark.tsx'
import type { CaseRow } from './types.ts'

/** One case of a list: what it is, by when, who has it in hand. */
export const CaseLine = ({ api, one, onChange }: { api: Api; one: CaseRow; onChange: () => void }) => {
  const { isBusy, problem, act } = useAct()
  const [isMine, setIsMine] = useState(false)
  // Shown at once, and taken back where somebody else was faster.
  const claim = async () => {
    setIsMine(true)
    const isDone = await act(
      () => api.send(`/api/desk/cases/${encodeURIComponent(one.number)}/claim`, { revision: one.revision }),
      '已认领。',
    )
    if (!isDone) setIsMine(false)
    onChange()
  }
  const canClaim = one.group !== null && one.group !== 'machine' && !one.claim && !isMine
  return (
    <li class="case" data-testid="case">
      <div class="task-head">
        <span class="status">{stateNames[one.state] ?? one.state}</span>
        <ReviewMark one={one} />
        <Due one={one} />
      </div>
      <p class="task-text">
        <a href={`#desk/case/${encodeURIComponent(one.number)}`} data-case data-press="open" data-testid="open-case">
          {one.about} · {applicantNames[one.applicant] ?? one.applicant} · {purposeName(one.purpose)}
        </a>
      </p>
      <p class="muted">
        {one.number} · {one.unit.name} · {peopleDate(one.submittedAt)}提交 ·{' '}
        {one.claim ? (one.claim.isMine ? '我在办' : `${one.claim.by.name}在办`) : isMine ? '我在办' : '没有人认领'}
      </p>
      {problem && <ProblemNotice problem={problem} onRetry={onChange} />}
      {canClaim && (
        <div class="actions">
          <button
            type="button"
            class="button button-plain button-small"
            disabled={isBusy}
            onClick={claim}
            data-press="claim"
            data-testid="claim"
          >
            认领
          </button>
        </div>
      )}
    </li>
  )
}
