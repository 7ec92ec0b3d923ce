import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { Choice, ClauseLink } from './questions.tsx'
import type { Overview } from './types.ts'

const periods = { '7': '近 7 天', '30': '近 30 天', '365': '近一年' } as const

/** How knowledge was used: counts of questions, and the clauses that were shown most. */
export const Uses = ({ api }: { api: Api }) => {
  const [days, setDays] = useState<keyof typeof periods>('30')
  const { data, problem, load } = useRead<Overview>(api, `/api/knowledge/overview?days=${days}`)
  return (
    <>
      <div class="filters">
        <Choice label="时间" names={periods} value={days} onChange={setDays} />
      </div>
      {problem ? <ProblemNotice problem={problem} onRetry={load} /> : data ? <Counts overview={data} /> : <Loading what="统计" />}
    </>
  )
}

const Counts = ({ overview: { asked, answered, unanswered, isCapped, uses, lately } }: { overview: Overview }) => (
  <>
    <dl class="counts" data-testid="counts">
      <div>
        <dt>提问</dt>
        <dd>
          {asked}
          {isCapped && ' 以上'}
        </dd>
      </div>
      <div>
        <dt>答上了</dt>
        <dd>{answered}</dd>
      </div>
      <div>
        <dt>没答上</dt>
        <dd>{unanswered}</dd>
      </div>
    </dl>
    <h3 class="section-title">用得最多的条文</h3>
    {uses.length === 0 ? (
      <p class="muted">这段时间还没有引用过条文。</p>
    ) : (
      <ol class="lines counted">
        {uses.map((use) => (
          <li data-testid="use">
            <ClauseLink clause={use} /> <span class="muted">{use.uses} 次</span>
          </li>
        ))}
      </ol>
    )}
    <h3 class="section-title">最近收入的文件</h3>
    <ul class="lines">
      {lately.slice(0, 10).map((one) => (
        <li>
          <a href={`/policies/${encodeURIComponent(one.document)}?v=${encodeURIComponent(one.label)}`} target="_blank" rel="noopener">
            {one.title}
          </a>{' '}
          <span class="muted">
            {one.clauses} 条，{peopleDate(one.ingestedAt)}
          </span>
        </li>
      ))}
    </ul>
  </>
)
