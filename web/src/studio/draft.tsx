import { useEffect, useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { CodeField } from '../disputes/lexicon/code-field.tsx'
import { useAct } from '../knowledge/act.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { Changes } from './agent.tsx'
import { Publishing } from './publishing.tsx'
import type { Draft, Fault, OpenDraft } from './types.ts'
import { stateOf } from './types.ts'

const steps = { edit: '改页面和案例', changes: '改了什么', publish: '试办和发布' } as const
type Step = keyof typeof steps
/** A trial takes seconds, rarely a minute: ms. */
const askAgainMs = 2_000
/** After typing stops, the checks are asked: ms. */
const checkAfterMs = 600

/** One draft from the first word to the release (草稿). */
export const DraftPage = ({ api, id }: { api: Api; id: string }) => {
  const [step, setStep] = useState<Step>()
  const [mark, setMark] = useState(0)
  const again = () => setMark((now) => now + 1)
  const { data, problem, load } = useRead<OpenDraft>(api, `/api/studio/drafts/${id}`, mark)
  const isTrying = data?.draft.state === 'trying'
  useEffect(() => {
    if (!isTrying) return
    const timer = setTimeout(again, askAgainMs)
    return () => clearTimeout(timer)
  }, [isTrying, data])
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="草稿" />
  const { draft, isBehind } = data
  const isOver = draft.state === 'published' || draft.state === 'dropped'
  const here = step ?? (draft.state === 'open' ? 'edit' : 'publish')
  return (
    <>
      <p class="crumbs">
        <a href="#studio/agents">分身</a> › <a href={`#studio/agents/${draft.agent}`}>{draft.agent}</a> › {draft.title}
      </p>
      <p class="lead" data-testid="draft-state">
        {stateOf({ ...draft, worse: draft.proposal?.worse ?? null })}。{draft.changedByName}
        {peopleDate(draft.changedAt)}改动。{isBehind && !isOver && '使用中的页面在这之后换过，试办会和现在的比。'}
      </p>
      {draft.stopped && (
        <p class="notice" role="status">
          {draft.stopped}
        </p>
      )}
      <nav class="parts" aria-label="草稿">
        {(['edit', 'changes', 'publish'] as const).map((one) => (
          <button
            key={one}
            type="button"
            aria-current={one === here ? 'true' : undefined}
            onClick={() => setStep(one)}
            data-testid={`step-${one}`}
          >
            {steps[one]}
          </button>
        ))}
      </nav>
      {here === 'edit' && <Editor key={`${draft.id}${draft.revision}`} api={api} data={data} isOver={isOver || isTrying} onSaved={again} />}
      {here === 'changes' && <Changes api={api} agent={draft.agent} from="service" to={`draft:${draft.id}`} mark={draft.revision} />}
      {here === 'publish' && <Publishing api={api} draft={draft} faults={data.faults} onChange={again} />}
    </>
  )
}

type File = Fault['file']
const files = { 'agent.md': '页面', 'cases.yaml': '案例' } as const

const Editor = (props: { api: Api; data: OpenDraft; isOver: boolean; onSaved: () => void }) => {
  const { api, data, isOver, onSaved } = props
  const { draft } = data
  const [texts, setTexts] = useState({ 'agent.md': draft.page, 'cases.yaml': draft.cases })
  const [file, setFile] = useState<File>('agent.md')
  const [faults, setFaults] = useState<readonly Fault[]>(data.faults)
  const [goTo, setGoTo] = useState<{ line: number; mark: number }>()
  const { isBusy, problem, act } = useAct()
  const { 'agent.md': page, 'cases.yaml': cases } = texts
  const isDirty = page !== draft.page || cases !== draft.cases

  useEffect(() => {
    if (!isDirty) return
    let isOld = false
    const timer = setTimeout(() => {
      api
        .send<{ faults: Fault[] }>('/api/studio/check', { agent: draft.agent, page, cases })
        .then((checked) => {
          if (!isOld) setFaults(checked.faults)
        })
        // What cannot be checked now is checked when it is saved.
        .catch(() => undefined)
    }, checkAfterMs)
    return () => {
      isOld = true
      clearTimeout(timer)
    }
  }, [api, draft.agent, page, cases, isDirty])

  const save = () =>
    act(async () => {
      await api.send<Draft>(`/api/studio/drafts/${draft.id}`, { page, cases, revision: draft.revision })
      onSaved()
    }, '已保存。')
  return (
    <section class="card" aria-label="编辑">
      <div class="filters">
        <label class="choice">
          <span>文件</span>
          <select value={file} onChange={(event) => setFile(event.currentTarget.value === 'cases.yaml' ? 'cases.yaml' : 'agent.md')}>
            {(['agent.md', 'cases.yaml'] as const).map((one) => (
              <option key={one} value={one}>
                {files[one]} {one}
              </option>
            ))}
          </select>
        </label>
      </div>
      <CodeField
        label={`${files[file]} ${file}`}
        text={texts[file]}
        isDisabled={isOver}
        goTo={goTo}
        onText={(text) => setTexts({ ...texts, [file]: text })}
        onSave={() => isDirty && void save()}
      />
      <ul class="lines" aria-live="polite" data-testid="faults">
        {faults.map((fault) => (
          <li key={`${fault.file}${fault.line}${fault.why}`}>
            <button
              type="button"
              class="link"
              onClick={() => {
                setFile(fault.file)
                setGoTo({ line: fault.line, mark: Date.now() })
              }}
            >
              {fault.file} 第 {fault.line} 行
            </button>
            ：{fault.why}
          </li>
        ))}
      </ul>
      {faults.length === 0 && <p class="muted">没有查出错。</p>}
      {problem && <ProblemNotice problem={problem} />}
      {!isOver && (
        <div class="actions">
          <button type="button" class="button" disabled={isBusy || !isDirty} onClick={save} data-testid="save-draft">
            {isDirty ? '保存' : '已保存'}
          </button>
        </div>
      )}
    </section>
  )
}
