import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { useAct } from './act.ts'
import type { Concern, Document, Overview } from './types.ts'
import { audienceNames, forceNames } from './types.ts'
import { Upload } from './upload.tsx'

/** Documents that are shown at once; the box above narrows them. */
const shownAtOnce = 30

const hrefOf = (document: string, version?: string): string =>
  `/policies/${encodeURIComponent(document)}${version ? `?v=${encodeURIComponent(version)}` : ''}`

/** Documents and their versions: bring one in, look which ask for attention, take one back (文件与版本). */
export const Documents = ({ api }: { api: Api }) => {
  const [mark, setMark] = useState(0)
  const [query, setQuery] = useState('')
  const { data, problem, load } = useRead<{ documents: Document[] }>(api, '/api/policies', mark)
  const overview = useRead<Overview>(api, '/api/knowledge/overview?days=30', mark)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="文件" />
  const found = data.documents.filter(({ title, topic }) => `${title} ${topic}`.includes(query.trim()))
  return (
    <>
      <Upload api={api} topics={[...new Set(data.documents.map(({ topic }) => topic))]} onLanded={() => setMark(mark + 1)} />
      {overview.data && overview.data.concerns.length > 0 && <Concerns concerns={overview.data.concerns} />}
      <h3 class="section-title">全部文件（{data.documents.length}）</h3>
      <label class="field">
        <span>按标题找</span>
        <input type="search" value={query} onInput={(event) => setQuery(event.currentTarget.value)} data-testid="document-query" />
      </label>
      <ol class="rows">
        {found.slice(0, shownAtOnce).map((document) => (
          <DocumentCard key={document.id} api={api} document={document} onChange={() => setMark(mark + 1)} />
        ))}
      </ol>
      {found.length > shownAtOnce && <p class="muted">还有 {found.length - shownAtOnce} 份，请写出标题里的字来缩小范围。</p>}
    </>
  )
}

const concernText = ({ concern, on }: Concern): string => {
  const day = peopleDate(on)
  const words = {
    expired: `复核有效期到${day}，已过期`,
    expires_soon: `复核有效期到${day}，快到了`,
    undated: '没有写明施行日期',
    not_yet: `有一版${day}起施行`,
    repealed: `${day}起已废止，没有现行文本`,
  }
  return words[concern]
}

const Concerns = ({ concerns }: { concerns: readonly Concern[] }) => (
  <details class="card" open={concerns.length <= 5} data-testid="concerns">
    <summary>要看一看的文件（{concerns.length}）</summary>
    <ul class="lines">
      {concerns.map((one) => (
        <li>
          <a href={hrefOf(one.document, one.label)} target="_blank" rel="noopener">
            {one.title}
          </a>
          ：{concernText(one)}
        </li>
      ))}
    </ul>
  </details>
)

const DocumentCard = ({ api, document, onChange }: { api: Api; document: Document; onChange: () => void }) => {
  const [isAsking, setIsAsking] = useState(false)
  const { isBusy, problem, act } = useAct()
  const rollBack = () =>
    act(() => api.send(`/api/knowledge/documents/${encodeURIComponent(document.id)}/rollback`).then(onChange), '已撤回。')
  // The newest to come in is what goes, whichever is in force.
  const newest = document.versions.reduce((one, other) => (one.ingestedAt >= other.ingestedAt ? one : other))
  return (
    <li class="card" data-testid="document">
      <div class="row-head">
        <h3>
          <a href={hrefOf(document.id)} target="_blank" rel="noopener">
            {document.title}
          </a>
        </h3>
        <span class="status">{audienceNames[document.audience]}</span>
      </div>
      <ul class="lines">
        {document.versions.map(({ label, force, effective, clauses, ingestedAt }) => (
          <li>
            {label === 'undated' ? '' : `${label}：`}
            {forceNames[force]}
            {effective && `，${peopleDate(effective)}起施行`}，{clauses} 条，{peopleDate(ingestedAt)}收入
          </li>
        ))}
      </ul>
      {document.versions.length > 1 && (
        <p>
          <a href={`${hrefOf(document.id)}/diff`} target="_blank" rel="noopener">
            对照两个版本
          </a>
        </p>
      )}
      {problem && <ProblemNotice problem={problem} />}
      {isAsking ? (
        <fieldset class="confirm">
          <legend class="sr-only">确认撤回</legend>
          <p>
            撤回《{document.title}》{newest.label} 版（{peopleDate(newest.ingestedAt)}收入）？撤回后它不再被查到；它代替过的版本会恢复。
          </p>
          <div class="actions">
            <button type="button" class="button button-small" disabled={isBusy} onClick={rollBack} data-testid="rollback-yes">
              确认撤回
            </button>
            <button type="button" class="button button-quiet button-small" onClick={() => setIsAsking(false)}>
              不撤回
            </button>
          </div>
        </fieldset>
      ) : (
        <div class="actions">
          <button type="button" class="button button-plain button-small" onClick={() => setIsAsking(true)} data-testid="rollback">
            撤回最近收入的一版
          </button>
        </div>
      )}
    </li>
  )
}
