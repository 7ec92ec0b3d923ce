import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { ProblemNotice } from '../notice.tsx'
import { useAct } from './act.ts'
import type { Landed, UploadResult } from './types.ts'

/** 30 MB, as the server takes. */
const mostBytes = 30 * 1_048_576

/** Brings a file in and tells what came of it (导入文件). */
export const Upload = ({ api, topics, onLanded }: { api: Api; topics: readonly string[]; onLanded: () => void }) => {
  const [result, setResult] = useState<UploadResult>()
  const [isTooLarge, setIsTooLarge] = useState(false)
  const { isBusy, problem, act } = useAct()
  const send = (event: SubmitEvent) => {
    event.preventDefault()
    // The listener is on a form.
    const form = event.currentTarget as HTMLFormElement
    const body = new FormData(form)
    const file = body.get('file')
    setResult(undefined)
    setIsTooLarge(file instanceof File && file.size > mostBytes)
    if (file instanceof File && file.size > mostBytes) return
    void act(async () => {
      setResult(await api.send<UploadResult>('/api/knowledge/documents', body))
      form.reset()
      onLanded()
    }, '文件已处理完。')
  }
  return (
    <details class="card" open={result !== undefined || problem !== undefined ? true : undefined} data-testid="upload">
      <summary>导入文件</summary>
      <form class="form" onSubmit={send}>
        <label class="field">
          <span>文件：Word、有文字的 PDF、网页、Markdown、文本，或问答表格（Excel、CSV），最大 30 MB</span>
          <input type="file" name="file" required accept=".md,.txt,.html,.htm,.docx,.pdf,.xlsx,.csv,.jsonl" data-testid="upload-file" />
        </label>
        <div class="filters">
          <label class="choice">
            <span>主题（助手按主题引用）</span>
            <input name="topic" list="topics" required maxLength={60} defaultValue="laws" data-testid="upload-topic" />
            <datalist id="topics">
              {topics.map((topic) => (
                <option value={topic} />
              ))}
            </datalist>
          </label>
          <label class="choice">
            <span>给谁看</span>
            <select name="audience">
              <option value="public">对外公开</option>
              <option value="internal">仅内部</option>
            </select>
          </label>
        </div>
        {isTooLarge && (
          <p class="bad" role="alert">
            文件超过 30 MB，请拆成几份再导入。
          </p>
        )}
        {problem && <ProblemNotice problem={problem} />}
        <div class="actions">
          <button type="submit" class="button" disabled={isBusy} data-testid="upload-send">
            {isBusy ? '正在导入…' : '导入'}
          </button>
        </div>
      </form>
      {result && <Result result={result} />}
    </details>
  )
}

const actions = { new: '新文件', version: '新版本', correction: '更正了原有的一版' } as const

const counted = ({ added, changed, removed, action }: Landed): string =>
  action === 'new' ? '' : `，与前一版比：新增 ${added.length} 条，修改 ${changed.length} 条，删去 ${removed.length} 条`

const Result = ({ result: { landed, unchanged, broken } }: { result: UploadResult }) => (
  <div class="done" role="status" data-testid="upload-result">
    {landed.map((one) => (
      <>
        <p>
          <strong>
            {actions[one.action]}：
            <a href={`/policies/${encodeURIComponent(one.document)}?v=${encodeURIComponent(one.label)}`} target="_blank" rel="noopener">
              {one.title}
            </a>
          </strong>
          （{one.clauses} 条{one.effective ? `，${peopleDate(one.effective)}起施行` : ''}
          {counted(one)}）
        </p>
        {one.notes.length > 0 && (
          <ul class="lines">
            {one.notes.map((note) => (
              <li>请核对：{note}</li>
            ))}
          </ul>
        )}
      </>
    ))}
    {unchanged > 0 && <p>{unchanged} 份已经在库里，内容没有变，没有重复收入。</p>}
    {broken.map(({ source, why }) => (
      <p class="bad">
        {source}：{why}
      </p>
    ))}
  </div>
)
