import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { safeHref } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { CheckIcon } from '../icons.tsx'
import { Empty, Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { useAct } from './act.ts'
import { AnswerForm } from './answer-form.tsx'
import type { Question, ShownClause } from './types.ts'
import { audienceNames } from './types.ts'

const supported = { no: '没答上的', yes: '答上了的', all: '全部提问' } as const
const verdicts = { all: '不论判定', none: '还没判定', right: '判为对', wrong: '判为错' } as const

/** A list to choose one of, by what it is called. */
export const Choice = <T extends string>(props: {
  label: string
  names: Readonly<Record<T, string>>
  value: T
  onChange: (value: T) => void
}) => (
  <label class="choice">
    <span>{props.label}</span>
    <select
      value={props.value}
      onChange={(event) => {
        // The options are made from these very names.
        props.onChange(event.currentTarget.value as T)
      }}
    >
      {Object.entries<string>(props.names).map(([value, name]) => (
        <option value={value}>{name}</option>
      ))}
    </select>
  </label>
)

/** A clause by its name, with the way to it where it is still known. */
export const ClauseLink = ({ clause }: { clause: ShownClause }) => {
  const href = safeHref(clause.href)
  const name = clause.document ? `《${clause.document}》${clause.article ?? ''}` : clause.id
  return href ? (
    <a href={href} target="_blank" rel="noopener">
      {name}
    </a>
  ) : (
    <span>{name}</span>
  )
}

/** What was asked, what came of it, and what an analyst makes of that. */
export const Questions = ({ api }: { api: Api }) => {
  const [wanted, setWanted] = useState<keyof typeof supported>('no')
  const [verdict, setVerdict] = useState<keyof typeof verdicts>('all')
  const { data, problem, load } = useRead<{ questions: Question[] }>(api, `/api/knowledge/questions?supported=${wanted}&verdict=${verdict}`)
  return (
    <>
      <p class="lead">提问已隐去姓名和号码，不记是谁问的。近 90 天，新的在前。</p>
      <div class="filters">
        <Choice label="看哪些" names={supported} value={wanted} onChange={setWanted} />
        <Choice label="判定" names={verdicts} value={verdict} onChange={setVerdict} />
      </div>
      {problem ? (
        <ProblemNotice problem={problem} onRetry={load} />
      ) : !data ? (
        <Loading what="提问" />
      ) : data.questions.length === 0 ? (
        <Empty icon={<CheckIcon />} title="这里没有提问">
          有人问了而没有条文支持的问题，会排在这里。
        </Empty>
      ) : (
        <ol class="rows">
          {data.questions.map((question) => (
            <QuestionCard key={question.id} api={api} question={question} onChange={load} />
          ))}
        </ol>
      )}
    </>
  )
}

const QuestionCard = ({ api, question, onChange }: { api: Api; question: Question; onChange: () => void }) => {
  const { id, text, at, agent, audience, isSupported, shown, verdict, verdictBy } = question
  const [note, setNote] = useState(question.note ?? '')
  const [open, setOpen] = useState<'answer' | undefined>()
  const [yaml, setYaml] = useState<string>()
  const { isBusy, problem, act } = useAct()
  const judge = (verdict: 'right' | 'wrong') =>
    act(() => api.send(`/api/knowledge/questions/${id}/verdict`, { verdict, note }).then(onChange), '判定已记下。')
  const makeCase = () => act(async () => setYaml((await api.send<{ yaml: string }>(`/api/knowledge/questions/${id}/case`)).yaml))
  const words = isSupported ? { right: '答对了', wrong: '答错了' } : { right: '确实没有依据', wrong: '本该答得上' }
  return (
    <li class="card question" data-testid="question">
      <div class="row-head">
        <h3>{text}</h3>
        <span class="status">{isSupported ? '答上了' : '没答上'}</span>
      </div>
      <p class="muted">
        {[peopleDate(at), agent, audienceNames[audience], verdict && `${words[verdict]}（${verdictBy}）`].filter(Boolean).join(' · ')}
      </p>
      {shown.length > 0 && (
        <p class="muted">
          引用：
          {shown.map((clause, at) => (
            <>
              {at > 0 && '、'}
              <ClauseLink clause={clause} />
            </>
          ))}
        </p>
      )}
      <label class="field">
        <span>说明（可不写，请不要写姓名和号码）</span>
        <input value={note} maxLength={500} onInput={(event) => setNote(event.currentTarget.value)} />
      </label>
      <div class="actions">
        {(['right', 'wrong'] as const).map((one) => (
          <button
            type="button"
            class="button button-plain button-small"
            aria-pressed={verdict === one}
            disabled={isBusy}
            onClick={() => judge(one)}
            data-testid={`judge-${one}`}
          >
            {words[one]}
          </button>
        ))}
        <button
          type="button"
          class="button button-plain button-small"
          aria-expanded={open === 'answer'}
          onClick={() => setOpen(open ? undefined : 'answer')}
          data-testid="write-answer"
        >
          写成审定答复
        </button>
        <button type="button" class="button button-plain button-small" disabled={isBusy} onClick={makeCase} data-testid="make-case">
          做成用例
        </button>
      </div>
      {problem && <ProblemNotice problem={problem} />}
      {yaml && <Yaml text={yaml} />}
      {open === 'answer' && <AnswerForm api={api} question={question} onClose={() => setOpen(undefined)} />}
    </li>
  )
}

/** A case to be copied into an agent's cases.yaml; it is kept nowhere. */
const Yaml = ({ text }: { text: string }) => {
  const [isCopied, setIsCopied] = useState(false)
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setIsCopied(true),
      () => undefined,
    )
  return (
    <div class="yaml">
      <label class="field">
        <span>复制到助手的 cases.yaml，检查后再用；这里不保存</span>
        <textarea
          readOnly
          rows={Math.min(14, text.split('\n').length + 1)}
          value={text}
          onFocus={(event) => event.currentTarget.select()}
          data-testid="case-yaml"
        />
      </label>
      {'clipboard' in navigator && (
        <button type="button" class="button button-plain button-small" onClick={copy}>
          {isCopied ? '已复制' : '复制'}
        </button>
      )}
    </div>
  )
}
