import type { Api, QueueItem } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { CheckIcon } from '../icons.tsx'
import { Empty, Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'

/** People who asked for a person in a conversation (转人工), oldest first. */
export const Handoffs = ({ api }: { api: Api }) => {
  const { data, problem, load } = useRead<{ items: QueueItem[] }>(api, '/api/queue')
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="转人工" />
  const calls = data.items.filter(({ kind }) => kind === 'handoff')
  if (calls.length === 0)
    return (
      <Empty icon={<CheckIcon />} title="没有等人联系的群众">
        群众在对话里要找人的，会排在这里。
      </Empty>
    )
  return (
    <>
      <p class="lead">在对话里要找人的群众，先来的在前。</p>
      <ol class="rows">
        {calls.map((item) => (
          <li class="card" data-testid="handoff" key={item.number}>
            <div class="row-head">
              <h3>待联系</h3>
              <span class="status">{item.unitName}</span>
            </div>
            <p>{item.summary}</p>
            <p class="muted">{peopleDate(item.submittedAt)}</p>
          </li>
        ))}
      </ol>
    </>
  )
}
