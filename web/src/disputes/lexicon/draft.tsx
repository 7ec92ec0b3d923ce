import { useState } from 'preact/hooks'
import type { Api } from '../../api.ts'
import { peopleDate } from '../../dates.ts'
import { useAct } from '../../knowledge/act.ts'
import { Loading, ProblemNotice } from '../../notice.tsx'
import { useRead } from '../../use-page.ts'
import { Changes } from './changes.tsx'
import { Editor } from './editor.tsx'
import { Publishing } from './publishing.tsx'
import { ReplayPart } from './replay.tsx'
import type { OpenDraft } from './types.ts'

const steps = { edit: '改词', changes: '改了什么', replay: '过去的警情会怎么变', publish: '测评和发布' } as const
type Step = keyof typeof steps

/** One working copy from the first word to the published version (草稿). */
export const DraftPage = ({ api, id }: { api: Api; id: string }) => {
  const [step, setStep] = useState<Step>('edit')
  const [mark, setMark] = useState(0)
  const { data, problem, load } = useRead<OpenDraft>(api, `/api/lexicon/drafts/${encodeURIComponent(id)}`, mark)
  const again = () => setMark((now) => now + 1)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="草稿" />
  const { draft, isBehind, hasNewerShipped, faults, edits } = data
  const isOver = draft.state === 'published' || draft.state === 'dropped'
  // Object.keys forgets which strings they are.
  const names = (Object.keys(steps) as Step[]).filter((name) => !isOver || name !== 'edit')
  const here = names.includes(step) ? step : 'changes'
  return (
    <>
      <p class="crumbs">
        <a href="#disputes/lexicon">词库</a> › {draft.title}
      </p>
      {isOver && <p class="done">这份草稿{draft.state === 'published' ? '已经发布' : '已经作废'}，不能再改。</p>}
      {isBehind && <TakeUp api={api} id={id} from="published" onDone={again} />}
      {hasNewerShipped && !isBehind && <TakeUp api={api} id={id} from="shipped" onDone={again} />}
      <nav class="parts" aria-label="草稿">
        {names.map((name) => (
          <button
            type="button"
            key={name}
            aria-current={name === here ? 'true' : undefined}
            onClick={() => setStep(name)}
            data-testid={`step-${name}`}
          >
            {steps[name]}
          </button>
        ))}
      </nav>
      {here === 'edit' && <Editor api={api} draft={draft} faults={faults} onSaved={again} />}
      {here === 'changes' && <Changes api={api} from={String(draft.base)} to={`draft:${id}`} mark={draft.revision} />}
      {here === 'replay' && <ReplayPart api={api} id={id} />}
      {here === 'publish' && <Publishing api={api} draft={draft} isBehind={isBehind} onChange={again} />}
      {edits.length > 0 && (
        <details class="card">
          <summary>谁改过（{edits.length}）</summary>
          <ul class="lines">
            {edits.map(({ file, byName, at }, index) => (
              <li key={index}>
                {peopleDate(at)} {byName} 改了 {file}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

const takings = {
  published: { why: '您改的时候，别人发布了新版本。并入以后才能提交；', button: '并入新版本' },
  shipped: { why: '程序更新带来了新的词，可以并到这份草稿里；', button: '并入随带的更新' },
} as const

const TakeUp = ({ api, id, from, onDone }: { api: Api; id: string; from: keyof typeof takings; onDone: () => void }) => {
  const { isBusy, problem, act } = useAct()
  const { why, button } = takings[from]
  const takeUp = () => act(() => api.send(`/api/lexicon/drafts/${id}/take-up`, { from }).then(onDone), '已并入。')
  return (
    <div class="done" role="status">
      <p>{why}两边改了同一处的，会标出来请您选。</p>
      {problem && <ProblemNotice problem={problem} />}
      <button type="button" class="button button-small" disabled={isBusy} onClick={takeUp} data-testid="take-up">
        {button}
      </button>
    </div>
  )
}
