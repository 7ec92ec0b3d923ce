import { useEffect, useRef, useState } from 'preact/hooks'
import type { Api } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { CheckIcon } from '../icons.tsx'
import { useAct } from '../knowledge/act.ts'
import { Empty, Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { SealBatch } from './batch.tsx'
import { CaseLine } from './case-line.tsx'
import { Keys } from './keys.tsx'
import { groupNames } from './names.ts'
import type { CasePage, CaseRow, Group, Overview } from './types.ts'

/** The queue asks again by itself: others work on it too. */
const lookEveryMs = 60_000

interface Filters {
  group: Group | ''
  unit: string
  hand: '' | 'mine' | 'free' | 'escalated'
  due: '' | 'overdue' | 'today' | 'soon'
}
const everything: Filters = { group: '', unit: '', hand: '', due: '' }

const pathOf = (filters: Filters, after?: string): string => {
  const query = new URLSearchParams({ limit: '50' })
  for (const [name, value] of Object.entries(filters)) if (value) query.set(name, value)
  if (after) query.set('after', after)
  return `/api/desk/cases?${query}`
}

/** What has to be done, by the day on which it is due (待办). */
export const Queue = ({ api }: { api: Api }) => {
  const [filters, setFilters] = useState(everything)
  const [mark, setMark] = useState(0)
  const again = () => setMark((one) => one + 1)
  useEffect(() => {
    const timer = setInterval(again, lookEveryMs)
    return () => clearInterval(timer)
  }, [])
  const overview = useRead<Overview>(api, `/api/desk/overview${filters.unit ? `?unit=${encodeURIComponent(filters.unit)}` : ''}`, mark)
  return (
    <>
      {overview.problem && <ProblemNotice problem={overview.problem} onRetry={overview.load} />}
      {overview.data && <Counts overview={overview.data} filters={filters} onFilters={setFilters} />}
      <FilterLine overview={overview.data} filters={filters} onFilters={setFilters} />
      <CaseList key={pathOf(filters)} api={api} filters={filters} mark={mark} onChange={again} />
    </>
  )
}

const Counts = ({ overview, filters, onFilters }: { overview: Overview; filters: Filters; onFilters: (filters: Filters) => void }) => {
  const all = overview.units.flatMap(({ groups }) => groups)
  const sum = (key: 'count' | 'overdue' | 'dueToday' | 'unclaimed', group?: Group): number =>
    all.filter((one) => group === undefined || one.group === group).reduce((total, one) => total + one[key], 0)
  const groups = (Object.keys(groupNames) as Group[]).filter((group) => sum('count', group) > 0)
  return (
    <section aria-label="现在" data-testid="overview">
      <div class="group-counts">
        {groups.map((group) => {
          const [late, today] = [sum('overdue', group), sum('dueToday', group)]
          return (
            <button
              type="button"
              key={group}
              class={`group-count${late > 0 ? ' is-over' : today > 0 ? ' is-today' : ''}`}
              aria-pressed={filters.group === group}
              onClick={() => onFilters({ ...filters, group: filters.group === group ? '' : group })}
              data-testid={`group-${group}`}
            >
              <span>{groupNames[group]}</span>
              <b>{sum('count', group)}</b>
              <small>{late > 0 ? `逾期 ${late}` : today > 0 ? `今天到期 ${today}` : '都在期内'}</small>
            </button>
          )
        })}
      </div>
      <p class="muted">
        今天是{peopleDate(overview.today)}。共 {sum('count')} 件，没有人认领的 {sum('unclaimed')} 件
        {sum('overdue') > 0 ? `，逾期 ${sum('overdue')} 件` : ''}。
        {overview.approvalsWaiting > 0 && <a href="#desk/approvals">有 {overview.approvalsWaiting} 件等您审批</a>}
      </p>
      {overview.units.length > 1 && <Lateness units={overview.units} />}
      {overview.calendarNotice && <p class="notice-line">{overview.calendarNotice}</p>}
    </section>
  )
}

/** How late each unit is (各单位期限): what has passed, what is due today and on the next working day. */
const Lateness = ({ units }: { units: Overview['units'] }) => {
  const lines = units.map(({ unit, groups }) => {
    const sum = (key: 'count' | 'overdue' | 'dueToday' | 'dueNext' | 'unclaimed'): number =>
      groups.reduce((total, one) => total + one[key], 0)
    return { unit, late: sum('overdue'), today: sum('dueToday'), next: sum('dueNext'), all: sum('count'), free: sum('unclaimed') }
  })
  const worst = lines.filter(({ all }) => all > 0).sort((a, b) => b.late - a.late || b.today - a.today || b.next - a.next)
  if (worst.length < 2) return null
  return (
    <details data-testid="lateness">
      <summary>今天各单位的期限</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <section class="table-wrap" tabIndex={0} aria-label="各单位的期限，可左右滚动">
        <table class="table">
          <caption class="sr-only">今天各单位的期限</caption>
          <thead>
            <tr>
              <th scope="col">单位</th>
              <th scope="col" class="number">
                已逾期
              </th>
              <th scope="col" class="number">
                今天到期
              </th>
              <th scope="col" class="number">
                下一个工作日
              </th>
              <th scope="col" class="number">
                没有人认领
              </th>
              <th scope="col" class="number">
                共
              </th>
            </tr>
          </thead>
          <tbody>
            {worst.map(({ unit, late, today, next, free, all }) => (
              <tr key={unit.id}>
                <th scope="row">{unit.name}</th>
                <td class="number">{late}</td>
                <td class="number">{today}</td>
                <td class="number">{next}</td>
                <td class="number">{free}</td>
                <td class="number">{all}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}

const hands: Record<Exclude<Filters['hand'], ''>, string> = { mine: '我认领的', free: '没有人认领的', escalated: '督办给我的' }
const dues: Record<Exclude<Filters['due'], ''>, string> = { overdue: '已逾期', today: '今天到期', soon: '下一个工作日前到期' }

const FilterLine = (props: { overview: Overview | undefined; filters: Filters; onFilters: (filters: Filters) => void }) => {
  const { overview, filters, onFilters } = props
  // The list of units is that of the whole, also while one of them is looked at.
  const units = useRef<Overview['units']>([])
  if (overview && !filters.unit) units.current = overview.units
  return (
    <div class="filters" data-testid="queue-filters">
      {units.current.length > 1 && (
        <label class="choice">
          <span>单位</span>
          <select value={filters.unit} onChange={(event) => onFilters({ ...filters, unit: event.currentTarget.value })}>
            <option value="">本单位和下属</option>
            {units.current.map(({ unit }) => (
              <option key={unit.id} value={unit.id}>
                {unit.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label class="choice">
        <span>谁在办</span>
        <select
          value={filters.hand}
          // The options are those of the type.
          onChange={(event) => onFilters({ ...filters, hand: event.currentTarget.value as Filters['hand'] })}
          data-testid="filter-hand"
        >
          <option value="">全部</option>
          {Object.entries(hands).map(([one, name]) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label class="choice">
        <span>期限</span>
        <select
          value={filters.due}
          // The options are those of the type.
          onChange={(event) => onFilters({ ...filters, due: event.currentTarget.value as Filters['due'] })}
          data-testid="filter-due"
        >
          <option value="">全部</option>
          {Object.entries(dues).map(([one, name]) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}

const CaseList = ({ api, filters, mark, onChange }: { api: Api; filters: Filters; mark: number; onChange: () => void }) => {
  const { data, problem, load } = useRead<CasePage>(api, pathOf(filters), mark)
  const [more, setMore] = useState<CaseRow[]>([])
  const [next, setNext] = useState<string | null>()
  const list = useRef<HTMLOListElement>(null)
  const { isBusy, act } = useAct()
  const step = (by: number) => {
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a[data-case]') ?? [])]
    const here = links.findIndex((link) => link.closest('li')?.contains(document.activeElement))
    links[Math.min(links.length - 1, Math.max(0, here + by))]?.focus()
  }
  const press = (what: string) => document.activeElement?.closest('li')?.querySelector<HTMLElement>(`[data-press="${what}"]`)?.click()
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="待办" />
  const known = new Set(data.cases.map(({ number }) => number))
  const cases = [...data.cases, ...more.filter(({ number }) => !known.has(number))]
  const after = next === undefined ? data.next : next
  const loadMore = () =>
    act(async () => {
      const page = await api.read<CasePage>(pathOf(filters, after ?? undefined))
      setMore((now) => [...now, ...page.cases])
      setNext(page.next)
    })
  return (
    <>
      <Keys
        keys={[
          { key: 'j', does: '下一件', run: () => step(1) },
          { key: 'k', does: '上一件', run: () => step(-1) },
          { key: 'o', does: '打开这一件（也可以按回车）', run: () => press('open') },
          { key: 'c', does: '认领这一件', run: () => press('claim') },
          { key: 'r', does: '刷新', run: onChange },
          { key: '/', does: '找一件', run: () => location.assign('#desk/search') },
        ]}
      />
      <SealBatch api={api} cases={cases} onDone={onChange} />
      {cases.length === 0 ? (
        <Empty icon={<CheckIcon />} title="这里没有待办">
          {JSON.stringify(filters) === JSON.stringify(everything) ? '有新的申请要民警看，会按期限排在这里。' : '换一个条件再看看。'}
        </Empty>
      ) : (
        <ol class="cases" ref={list}>
          {cases.map((one) => (
            <CaseLine key={one.number} api={api} one={one} onChange={onChange} />
          ))}
        </ol>
      )}
      {after && (
        <button type="button" class="button button-plain" disabled={isBusy} onClick={loadMore} data-testid="more-cases">
          再看一些
        </button>
      )}
    </>
  )
}
