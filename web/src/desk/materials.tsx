import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { materialNames } from './names.ts'
import type { CaseDetail, Material } from './types.ts'

const sizeText = (bytes: number): string => (bytes < 1_048_576 ? `${Math.ceil(bytes / 1_024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`)

/** What was asked for, what came in and stands beside the form to be read, and what is missing (材料). */
export const Materials = ({ api, one }: { api: Api; one: CaseDetail }) => {
  const { data, problem, load } = useRead<{ materials: Material[] }>(
    api,
    `/api/applications/${encodeURIComponent(one.number)}/materials`,
    one.revision,
  )
  const [shown, setShown] = useState<string>()
  const files = data?.materials ?? []
  const there = new Set(files.filter(({ isRemoved }) => !isRemoved).map(({ kind }) => kind))
  const open = files.find(({ id }) => id === shown)
  const lacking = one.wanted.filter((kind) => !there.has(kind))
  return (
    <section class="card" aria-labelledby="materials-title" data-testid="case-materials">
      <h3 id="materials-title" tabIndex={-1}>
        材料
      </h3>
      {one.wanted.length === 0 && files.length === 0 && <p class="muted">这件申请不用另外交材料。</p>}
      {problem && <ProblemNotice problem={problem} onRetry={load} />}
      {files.length > 0 && (
        <ul class="lines">
          {files.map(({ id, title, name, bytes, scan, at, isRemoved }) => (
            <li key={id}>
              {isRemoved ? (
                <>{title}（已按保存期限删除）</>
              ) : (
                <button
                  type="button"
                  class="link"
                  aria-expanded={shown === id}
                  onClick={() => setShown(shown === id ? undefined : id)}
                  data-testid="material"
                >
                  {title}
                </button>
              )}
              <span class="muted">
                {' '}
                {name}，{sizeText(bytes)}，{peopleDate(at)}
                {scan === 'unscanned' && !isRemoved && '，未查毒'}
              </span>
            </li>
          ))}
        </ul>
      )}
      {open?.href && <Viewer file={open} href={`${open.href}?inline=1`} />}
      {lacking.length > 0 && (
        <>
          <h4>还没有交的</h4>
          <ul class="lines">
            {lacking.map((kind) => (
              <li key={kind}>{materialNames[kind] ?? kind}</li>
            ))}
          </ul>
        </>
      )}
      {one.received.length > 0 && <p>窗口收到：{one.received.join('、')}</p>}
      {one.missing.length > 0 && one.history.some(({ event }) => event === 'incomplete') && (
        <>
          <h4>已告知要补的</h4>
          <ul class="lines">
            {one.missing.map(({ what, how }) => (
              <li key={what}>
                {what}：{how}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

/** The paper itself beside the form. It is fetched when somebody opens it: each look is written down. */
const Viewer = ({ file, href }: { file: Material; href: string }) => (
  <figure class="viewer" data-testid="viewer">
    {file.type === 'application/pdf' ? <iframe src={href} title={file.title} /> : <img src={href} alt={`${file.title}：${file.name}`} />}
    <figcaption>
      <a href={href} target="_blank" rel="noreferrer">
        在新窗口里看
      </a>
      <span class="muted"> 谁看过都会记下来。</span>
    </figcaption>
  </figure>
)
