import type { Api, LookUp } from './api.ts'
import { peopleDate } from './dates.ts'
import { EyeIcon } from './icons.tsx'
import { Empty, Loading, ProblemNotice } from './notice.tsx'
import { purposeName } from './purposes.ts'
import { useRead } from './use-page.ts'

const kinds: Record<LookUp['kind'], string> = { self: '本人', agent: '为您办事', system: '为您办事', officer: '民警查询', other: '经授权' }

/** Who looked at me, when, what for, and by what right (谁查过我). */
export const LookUps = ({ api }: { api: Api }) => {
  const { data, problem, load } = useRead<{ lookups: LookUp[] }>(api, '/api/me/lookups')
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="查询记录" />
  if (data.lookups.length === 0) {
    return (
      <Empty icon={<EyeIcon />} title="目前没有人查过您">
        以后每一次查询，是谁、为什么、凭什么查，都会记在这里。
      </Empty>
    )
  }
  return (
    <>
      <p class="lead">
        每一次查询都记在这里：是谁、为什么、凭什么查。觉得不对，可在<a href="#chat">对话</a>里说“转人工”。
      </p>
      <ol class="rows">
        {data.lookups.map((look) => (
          <li class="card look" data-testid="lookup">
            <div class="row-head">
              <h3>{look.by}</h3>
              <span class="status">{kinds[look.kind] ?? '查询'}</span>
            </div>
            <dl class="fields">
              <div>
                <dt>时间</dt>
                <dd>{peopleDate(look.at)}</dd>
              </div>
              <div>
                <dt>用途</dt>
                <dd>{purposeName(look.purpose)}</dd>
              </div>
              <div>
                <dt>依据</dt>
                <dd>{look.basis}</dd>
              </div>
            </dl>
          </li>
        ))}
      </ol>
    </>
  )
}
