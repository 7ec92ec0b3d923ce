import { useState } from 'preact/hooks'
import type { Api } from './api.ts'
import { useAct } from './knowledge/act.ts'
import { ProblemNotice } from './notice.tsx'

// What drafts of agent pages and of the lexicon have in common (草稿): why, published, dropped.

/** A reason that is kept with what was done. */
export const Why = (props: { label: string; value: string; onValue: (value: string) => void; testId: string }) => (
  <label class="field">
    <span>{props.label}</span>
    <textarea
      rows={2}
      required
      minLength={2}
      maxLength={500}
      value={props.value}
      onInput={(event) => props.onValue(event.currentTarget.value)}
      data-testid={props.testId}
    />
  </label>
)

/** Publishes the draft at `path` as it was proposed: the seal is of exactly that. */
export const Publish = ({ api, path, seal, onChange }: { api: Api; path: string; seal: string; onChange: () => void }) => {
  const { isBusy, problem, act } = useAct()
  const publish = () => act(() => api.send(`${path}/publish`, { seal }).then(onChange), '已发布，几秒内全部生效。')
  return (
    <div>
      {problem && <ProblemNotice problem={problem} />}
      <div class="actions">
        <button type="button" class="button" disabled={isBusy} onClick={publish} data-testid="publish">
          发布
        </button>
      </div>
    </div>
  )
}

/** Drops the draft at `path`, asked once more, and goes to `home`. */
export const Drop = ({ api, path, title, home }: { api: Api; path: string; title: string; home: string }) => {
  const [isAsking, setIsAsking] = useState(false)
  const { isBusy, problem, act } = useAct()
  const drop = () =>
    act(async () => {
      await api.remove(path)
      location.hash = home
    }, '已作废。')
  if (!isAsking) {
    return (
      <button type="button" class="link" onClick={() => setIsAsking(true)}>
        不要这份草稿了
      </button>
    )
  }
  return (
    <fieldset class="confirm">
      <legend class="sr-only">确认作废</legend>
      <p>作废“{title}”？以后不能再改，写过的内容仍留在系统里备查。</p>
      {problem && <ProblemNotice problem={problem} />}
      <div class="actions">
        <button type="button" class="button button-small" disabled={isBusy} onClick={drop}>
          确认作废
        </button>
        <button type="button" class="button button-quiet button-small" onClick={() => setIsAsking(false)}>
          留着
        </button>
      </div>
    </fieldset>
  )
}
