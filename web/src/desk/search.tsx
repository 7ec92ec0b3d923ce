import { useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { useAct } from '../knowledge/act.ts'
import { ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { CaseLine } from './case-line.tsx'
import type { CasePage, CaseRow } from './types.ts'

const ways = {
  number: { name: '受理号或证明编号', hint: '写全' },
  document: { name: '证件号码', hint: '写全，不能只写一部分' },
  name: { name: '姓名', hint: '写全，一字不差' },
} as const
type Way = keyof typeof ways

/** Finds one case (查找): exact, so that nobody leafs through people; each look is written down. */
export const Search = ({ api }: { api: Api }) => {
  const [way, setWay] = useState<Way>('number')
  const [text, setText] = useState('')
  const [found, setFound] = useState<CaseRow[]>()
  const { isBusy, problem, act } = useAct()
  const look = () =>
    act(async () => {
      const { cases } = await api.send<{ cases: CaseRow[] }>('/api/desk/search', { [way]: text.trim() })
      setFound(cases)
    }, '查找完了。')
  return (
    <>
      <form
        class="form card"
        onSubmit={(event) => {
          event.preventDefault()
          void look()
        }}
      >
        <label class="field">
          <span>用什么找</span>
          {/* The options are the keys of the ways. */}
          <select value={way} onChange={(event) => setWay(event.currentTarget.value as Way)} data-testid="search-way">
            {Object.entries(ways).map(([one, { name }]) => (
              <option key={one} value={one}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>
            {ways[way].name}（{ways[way].hint}）
          </span>
          <input required maxLength={60} value={text} onInput={(event) => setText(event.currentTarget.value)} data-testid="search-text" />
        </label>
        <p class="confirm-line">按姓名、证件号码查找会记下是谁、什么时候查的。只在办理业务时使用。</p>
        <div class="actions">
          <button type="submit" class="button" disabled={isBusy} data-testid="search-go">
            查找
          </button>
        </div>
      </form>
      {problem && <ProblemNotice problem={problem} />}
      {found && (
        <p role="status" class="lead">
          {found.length === 0 ? '本单位和下属单位里没有找到。请核对后再找；不在这里不等于没有办过。' : `找到 ${found.length} 件。`}
        </p>
      )}
      {found && found.length > 0 && (
        <ol class="cases">
          {found.map((one) => (
            <CaseLine key={one.number} api={api} one={one} onChange={look} />
          ))}
        </ol>
      )}
      {!found && <Done api={api} />}
    </>
  )
}

/** What was finished last (最近办结), for whoever looks for it without a number. */
const Done = ({ api }: { api: Api }) => {
  const { data, problem, load } = useRead<CasePage>(api, '/api/desk/done?limit=20')
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data || data.cases.length === 0) return null
  return (
    <section aria-labelledby="done-title" data-testid="done">
      <h3 class="section-title" id="done-title">
        最近办结的
      </h3>
      <ol class="cases">
        {data.cases.map((one) => (
          <CaseLine key={one.number} api={api} one={one} onChange={load} />
        ))}
      </ol>
    </section>
  )
}
