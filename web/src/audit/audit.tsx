import { useState } from 'preact/hooks'
import type { AnswerOf, Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { ReceiptLook } from './receipt.tsx'

type Page = AnswerOf<'/api/audit', 'get'>
type Line = Page['lines'][number]

interface Wish {
  readonly action: string
  readonly actor: string
  readonly target: string
}
const anything: Wish = { action: '', actor: '', target: '' }

const addressOf = (wish: Wish, before: number | undefined): string => {
  const query = new URLSearchParams(Object.entries(wish).filter(([, value]) => value !== ''))
  if (before !== undefined) query.set('before', String(before))
  return `/api/audit?${query}`
}

/** What an auditor reads (审计): the log, receipts of answers, and how the whole of it is checked. Nothing can be done here. */
export const AuditLog = ({ api }: { api: Api }) => {
  const [wish, setWish] = useState(anything)
  const [before, setBefore] = useState<number>()
  const { data, problem, load } = useRead<Page>(api, addressOf(wish, before))
  return (
    <>
      <p class="lead">
        谁、什么时候、凭什么办了什么。群众只显示代号，查到了什么、说了什么都不在这里。您每看一次，也会记一笔（read_audit）。
      </p>
      <Filters
        wish={wish}
        onWish={(next) => {
          setBefore(undefined)
          setWish(next)
        }}
      />
      {problem && <ProblemNotice problem={problem} onRetry={load} />}
      {!problem && !data && <Loading what="审计记录" />}
      {data && (
        <section class="card" aria-labelledby="audit-lines">
          <h3 id="audit-lines">记录，最近的在前</h3>
          {data.lines.length === 0 && <p class="muted">这一段里没有这样的记录。</p>}
          <ol class="rows">
            {data.lines.map((line) => (
              <LineRow key={line.seq} line={line} />
            ))}
          </ol>
          <div class="actions">
            {before !== undefined && (
              <button type="button" class="button button-quiet" onClick={() => setBefore(undefined)}>
                回到最近的
              </button>
            )}
            {data.next !== null && (
              <button type="button" class="button button-plain" onClick={() => setBefore(data.next ?? undefined)} data-testid="audit-more">
                更早的
              </button>
            )}
          </div>
        </section>
      )}
      <section class="card" aria-labelledby="audit-seal" data-testid="audit-seal">
        <h3 id="audit-seal">有没有被改过</h3>
        {data?.newestSeal ? (
          <p>
            最近一次封印是第 {data.newestSeal.id} 个，{peopleDate(data.newestSeal.at)}，摘要 <code>{data.newestSeal.hash}</code>
            。请抄下来，以后核对时应当还在。
          </p>
        ) : (
          <p>还没有封印。</p>
        )}
        <p class="muted">
          这一页只核对每一行自己的摘要。从头到尾连同封印一起核对，请在服务器上运行 <code>audit verify</code>，改过一行就会指出是哪一行。
        </p>
      </section>
      <ReceiptLook api={api} />
    </>
  )
}

const fields = { action: '办了什么（代号）', actor: '谁办的（代号）', target: '对什么办的（编号）' } as const

const Filters = ({ wish, onWish }: { wish: Wish; onWish: (wish: Wish) => void }) => {
  const [draft, setDraft] = useState(wish)
  const find = (event: Event) => {
    event.preventDefault()
    onWish({ action: draft.action.trim(), actor: draft.actor.trim(), target: draft.target.trim() })
  }
  return (
    <form class="filters" onSubmit={find} data-testid="audit-filters">
      {(Object.keys(fields) as (keyof Wish)[]).map((name) => (
        <label class="choice" key={name}>
          <span>{fields[name]}</span>
          <input
            type="text"
            maxLength={80}
            value={draft[name]}
            onInput={(event) => setDraft({ ...draft, [name]: event.currentTarget.value })}
            data-testid={`audit-${name}`}
          />
        </label>
      ))}
      <button type="submit" class="button button-plain" data-testid="audit-find">
        查找
      </button>
    </form>
  )
}

const kinds: Readonly<Record<Line['actorKind'], string>> = { citizen: '群众', officer: '民警', system: '系统' }

const LineRow = ({ line }: { line: Line }) => (
  <li data-testid="audit-line">
    <div class="row-head">
      <h4>
        第 {line.seq} 行：{line.action}
      </h4>
      <span class={`status${line.isOk && line.isWhole ? '' : ' is-bad'}`}>
        {line.isWhole ? (line.isOk ? '已办' : `没有办${line.why ? `（${line.why}）` : ''}`) : '这一行被改过'}
      </span>
    </div>
    <p>
      {peopleDate(line.at)}，{kinds[line.actorKind]}
      {line.name ?? ''}
      {line.actorKind === 'system' ? '' : `（${line.actor}）`}
      {line.target && `，对 ${line.target}`}
      {line.agent && `，经分身 ${line.agent}`}。{line.seal === null ? '等待封印' : `封印 ${line.seal}`}。
    </p>
    {line.purpose && (
      <p class="muted">
        查询用途：{line.purpose}；依据：{line.basis}
      </p>
    )}
  </li>
)
