import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { ProblemNotice } from '../notice.tsx'
import { useAct } from './act.ts'
import type { FoundClause, Question } from './types.ts'

/** The day a year from today, in the browser's own calendar; the server has the last word. */
const inAYear = (): string => {
  const day = new Date()
  day.setFullYear(day.getFullYear() + 1)
  return day.toISOString().slice(0, 10)
}

interface Chosen {
  id: string
  name: string
}

/** Writes an answer under the name of whoever is signed in (审定答复): how people ask, what they are told, on what clauses, until when. */
export const AnswerForm = ({ api, question, onClose }: { api: Api; question?: Question; onClose: () => void }) => {
  const [questions, setQuestions] = useState(question?.text ?? '')
  const [text, setText] = useState('')
  const [audience, setAudience] = useState(question?.audience ?? 'public')
  const [expires, setExpires] = useState('')
  const [clauses, setClauses] = useState<Chosen[]>(
    (question?.shown ?? []).flatMap(({ id, document, article }) => (document ? [{ id, name: `《${document}》${article ?? ''}` }] : [])),
  )
  const [isSaved, setIsSaved] = useState(false)
  const { isBusy, problem, act } = useAct()
  const save = (event: Event) => {
    event.preventDefault()
    const body = {
      questions: questions
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
      ...{ text, audience, expires, clauses: clauses.map(({ id }) => id) },
    }
    void act(() => api.send('/api/knowledge/answers', body), '审定答复已保存。').then(setIsSaved)
  }
  if (isSaved) {
    return (
      <p class="done" role="status" data-testid="answer-saved">
        已保存，署您的名，从现在起有人这样问就用它来答。
        <button type="button" class="link" onClick={onClose}>
          收起
        </button>
      </p>
    )
  }
  return (
    <form class="form" onSubmit={save} data-testid="answer-form">
      <label class="field">
        <span>人们怎么问，一行一种问法</span>
        <textarea rows={3} required value={questions} onInput={(event) => setQuestions(event.currentTarget.value)} />
      </label>
      <label class="field">
        <span>怎么答</span>
        <textarea
          rows={4}
          required
          maxLength={4000}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          data-testid="answer-text"
        />
      </label>
      <ClausePicker api={api} chosen={clauses} onChange={setClauses} />
      <div class="filters">
        <label class="choice">
          <span>给谁看</span>
          <select value={audience} onChange={(event) => setAudience(event.currentTarget.value === 'internal' ? 'internal' : 'public')}>
            <option value="public">对外公开</option>
            <option value="internal">仅内部</option>
          </select>
        </label>
        <label class="choice">
          <span>用到哪天（最长一年）</span>
          <input
            type="date"
            required
            max={inAYear()}
            value={expires}
            onInput={(event) => setExpires(event.currentTarget.value)}
            data-testid="answer-expires"
          />
        </label>
      </div>
      {problem && <ProblemNotice problem={problem} />}
      <div class="actions">
        <button type="submit" class="button" disabled={isBusy || clauses.length === 0} data-testid="save-answer">
          署名保存
        </button>
        <button type="button" class="button button-quiet" onClick={onClose}>
          不写了
        </button>
      </div>
      {clauses.length === 0 && <p class="muted">还要选至少一条依据，才能保存。</p>}
    </form>
  )
}

/** Clauses that the answer stands on, found by searching. */
const ClausePicker = ({ api, chosen, onChange }: { api: Api; chosen: Chosen[]; onChange: (chosen: Chosen[]) => void }) => {
  const [query, setQuery] = useState('')
  const [found, setFound] = useState<FoundClause[]>()
  const { isBusy, problem, act } = useAct()
  const search = () =>
    act(async () => {
      const { passages } = await api.read<{ passages: FoundClause[] }>(`/api/policies/search?k=8&q=${encodeURIComponent(query)}`)
      setFound(passages.filter(({ isOld }) => !isOld))
    })
  const rest = (found ?? []).filter(({ id }) => !chosen.some((one) => one.id === id))
  return (
    <fieldset class="picker">
      <legend>依据</legend>
      {chosen.length > 0 && (
        <ul>
          {chosen.map(({ id, name }) => (
            <li>
              {name}
              <button type="button" class="link" onClick={() => onChange(chosen.filter((one) => one.id !== id))}>
                去掉<span class="sr-only">{name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class="search-line">
        <label class="field">
          <span>找条文：法名和条号，或几个词</span>
          <input
            type="search"
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
            onKeyDown={(event) => {
              // Enter searches here; it must not save the form around it.
              if (event.key !== 'Enter') return
              event.preventDefault()
              if (query.trim()) void search()
            }}
            data-testid="clause-query"
          />
        </label>
        <button type="button" class="button button-plain" disabled={isBusy || !query.trim()} onClick={search} data-testid="find-clause">
          找
        </button>
      </div>
      {problem && <ProblemNotice problem={problem} />}
      {found && rest.length === 0 && <p class="muted">没有找到别的条文，换个说法试试。</p>}
      <ul>
        {rest.map(({ id, document, article, href }) => (
          <li>
            <a href={href} target="_blank" rel="noopener">
              《{document}》{article}
            </a>
            <button
              type="button"
              class="link"
              onClick={() => onChange([...chosen, { id, name: `《${document}》${article}` }])}
              data-testid="choose-clause"
            >
              选这条<span class="sr-only">{`《${document}》${article}`}</span>
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
