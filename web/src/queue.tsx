import type { Api, QueueItem } from './api.ts'
import { peopleDate } from './dates.ts'
import { CheckIcon } from './icons.tsx'
import { Empty, Loading, ProblemNotice } from './notice.tsx'
import { useRead } from './use-page.ts'

/** What an officer has to do with it next. */
const next: Record<string, string> = {
  ID_VERIFIED: '待受理审查',
  NEED_SUPPLEMENT: '等申请人补材料',
  HUMAN_REVIEW: '待人工复核',
}

/** What waits for the officers of this unit, oldest first (待办). Deciding on it comes with the casework desk. */
export const Queue = ({ api }: { api: Api }) => {
  const { data, problem, load } = useRead<{ items: QueueItem[] }>(api, '/api/queue')
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="待办" />
  if (data.items.length === 0) {
    return (
      <Empty icon={<CheckIcon />} title="现在没有待办">
        需要民警看的申请和转人工的事，会按时间排在这里。
      </Empty>
    )
  }
  return (
    <>
      <p class="lead">本单位（市局含下属派出所）等民警处理的事，先来的在前。</p>
      <ol class="rows">
        {data.items.map((item) => (
          <li class="card" data-testid="queue-item" key={item.number}>
            <div class="row-head">
              <h3>{item.kind === 'application' ? `申请 ${item.number}` : '转人工'}</h3>
              <span class="status">{item.kind === 'application' ? (next[item.state ?? ''] ?? '待处理') : '待联系'}</span>
            </div>
            <dl class="fields">
              <div>
                <dt>单位</dt>
                <dd>{item.unitName}</dd>
              </div>
              <div>
                <dt>提交</dt>
                <dd>{peopleDate(item.submittedAt)}</dd>
              </div>
              {item.dueOn && (
                <div>
                  <dt>最迟</dt>
                  <dd>{peopleDate(item.dueOn)}</dd>
                </div>
              )}
              {item.summary && (
                <div>
                  <dt>事由</dt>
                  <dd>{item.summary}</dd>
                </div>
              )}
            </dl>
          </li>
        ))}
      </ol>
    </>
  )
}
