import { useEffect, useState } from 'preact/hooks'
import type { Api, Me } from '../api.ts'
import { peopleDate } from '../dates.ts'
import { CheckIcon } from '../icons.tsx'
import { useAct } from '../knowledge/act.ts'
import { Empty, Loading, ProblemNotice } from '../notice.tsx'
import { useRead } from '../use-page.ts'
import { ClassBadges, TierBadge } from './badges.tsx'
import { CallsToUs } from './calls-to-us.tsx'
import { dueText } from './due.ts'
import { classNames, markNames, stateNames, type Tier, tierMeanings, tierNames, tiers } from './names.ts'
import type { Board as BoardPage, Summary, TaskRow, Unit } from './types.ts'

/** The board asks again by itself; a minute is what a deadline is told in. */
const lookEveryMs = 60_000

interface Filters {
  tier: Tier | ''
  class: string
  state: string
  unit: string
  which: 'all' | 'mine' | 'overdue' | 'escalated'
}
const everything: Filters = { tier: '', class: '', state: 'open', unit: '', which: 'all' }

const pathOf = ({ tier, class: one, state, unit, which }: Filters, after?: string): string => {
  const query = new URLSearchParams({ limit: '50', state })
  if (tier) query.set('tier', tier)
  if (one) query.set('class', one)
  if (unit) query.set('unit', unit)
  if (which !== 'all') query.set(which, 'true')
  if (after) query.set('after', after)
  return `/api/tasks?${query}`
}

/** The minute that it is, for whatever is told in minutes. */
const useMinute = (): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), lookEveryMs)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** What has to be done now, the gravest first, then what is due first (看板). */
export const Board = ({ api, me }: { api: Api; me: Me }) => {
  const [filters, setFilters] = useState(everything)
  const [mark, setMark] = useState(0)
  const now = useMinute()
  const again = () => setMark((one) => one + 1)
  const summary = useRead<Summary>(
    api,
    `/api/tasks/summary${filters.unit ? `?unit=${encodeURIComponent(filters.unit)}` : ''}`,
    `${now} ${mark}`,
  )
  return (
    <>
      {summary.data && <Counts summary={summary.data} tier={filters.tier} onTier={(tier) => setFilters({ ...filters, tier })} />}
      <CallsToUs api={api} unit={me.who?.unit} mark={`${now} ${mark}`} onChange={again} />
      <FilterLine api={api} filters={filters} onFilters={setFilters} />
      <TaskList key={pathOf(filters)} api={api} me={me} filters={filters} now={now} mark={mark} onChange={again} />
    </>
  )
}

const Counts = ({ summary, tier, onTier }: { summary: Summary; tier: Tier | ''; onTier: (tier: Tier | '') => void }) => (
  <section aria-label="今日" data-testid="summary">
    <div class="tier-counts">
      {tiers
        .filter((one) => one !== 'white')
        .map((one) => (
          <button
            type="button"
            key={one}
            class={`tier-count tier-${one}`}
            aria-pressed={tier === one}
            title={tierMeanings[one]}
            onClick={() => onTier(tier === one ? '' : one)}
            data-testid={`count-${one}`}
          >
            <span>{tierNames[one]}</span>
            <b>{summary.open[one]}</b>
            <small>{summary.overdue[one] > 0 ? `超时 ${summary.overdue[one]}` : '无超时'}</small>
          </button>
        ))}
    </div>
    <p class="muted">
      {summary.unit.name}，今天来警情 {summary.today.incidents} 条{summary.today.merged > 0 && `（并案 ${summary.today.merged}）`}，派送{' '}
      {summary.today.dispatched}，办结 {summary.today.closed}
      {summary.today.reopened > 0 && `，重开 ${summary.today.reopened}`}
      {summary.today.escalated > 0 && `，提级 ${summary.today.escalated}`}
      {summary.callsWaiting > 0 && `；吹哨待答复 ${summary.callsWaiting}${summary.callsLate > 0 ? `，超时 ${summary.callsLate}` : ''}`}。
    </p>
  </section>
)

const FilterLine = ({ api, filters, onFilters }: { api: Api; filters: Filters; onFilters: (filters: Filters) => void }) => (
  <div class="filters" data-testid="board-filters">
    <UnitFilter api={api} unit={filters.unit} onUnit={(unit) => onFilters({ ...filters, unit })} />
    <label class="choice">
      <span>看哪些</span>
      <select
        value={filters.which}
        // The options are those of the type.
        onChange={(event) => onFilters({ ...filters, which: event.currentTarget.value as Filters['which'] })}
        data-testid="filter-which"
      >
        <option value="all">本单位和下属的</option>
        <option value="mine">我认领的</option>
        <option value="overdue">已超时的</option>
        <option value="escalated">提级给我的</option>
      </select>
    </label>
    <label class="choice">
      <span>类别</span>
      <select
        value={filters.class}
        onChange={(event) => onFilters({ ...filters, class: event.currentTarget.value })}
        data-testid="filter-class"
      >
        <option value="">全部</option>
        {Object.entries(classNames).map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </label>
    <label class="choice">
      <span>状态</span>
      <select
        value={filters.state}
        onChange={(event) => onFilters({ ...filters, state: event.currentTarget.value })}
        data-testid="filter-state"
      >
        <option value="open">未办结</option>
        {Object.entries(stateNames).map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </label>
  </div>
)

/** Which of the units below; nothing to choose for a station without any. */
const UnitFilter = ({ api, unit, onUnit }: { api: Api; unit: string; onUnit: (unit: string) => void }) => {
  const { data } = useRead<{ units: Unit[] }>(api, '/api/tasks/units')
  const units = (data?.units ?? []).filter(({ kind }) => kind !== 'department')
  if (units.length < 2) return null
  return (
    <label class="choice">
      <span>单位（含下属）</span>
      <select value={unit} onChange={(event) => onUnit(event.currentTarget.value)} data-testid="filter-unit">
        <option value="">全部</option>
        {units.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}

const TaskList = (props: { api: Api; me: Me; filters: Filters; now: number; mark: number; onChange: () => void }) => {
  const { api, me, filters, now, mark, onChange } = props
  const { data, problem, load } = useRead<BoardPage>(api, pathOf(filters), `${now} ${mark}`)
  const [more, setMore] = useState<TaskRow[]>([])
  const [next, setNext] = useState<string | null>()
  const { isBusy, act } = useAct()
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  if (!data) return <Loading what="任务" />
  const known = new Set(data.tasks.map(({ id }) => id))
  const tasks = [...data.tasks, ...more.filter(({ id }) => !known.has(id))]
  const after = next === undefined ? data.next : next
  const loadMore = () =>
    act(async () => {
      const page = await api.read<BoardPage>(pathOf(filters, after ?? undefined))
      setMore((now) => [...now, ...page.tasks])
      setNext(page.next)
    })
  if (tasks.length === 0) {
    return (
      <Empty icon={<CheckIcon />} title="这里没有任务">
        {filters === everything ? '有新的警情派来，会按急缓排在这里。' : '换一个条件再看看。'}
      </Empty>
    )
  }
  return (
    <>
      {tiers
        .filter((tier) => tasks.some((task) => task.tier === tier))
        .map((tier) => (
          <section key={tier} aria-labelledby={`tier-${tier}`}>
            <h3 class="section-title" id={`tier-${tier}`}>
              {tierNames[tier]}档：{tierMeanings[tier]}
            </h3>
            <ol class="tasks">
              {tasks
                .filter((task) => task.tier === tier)
                .map((task) => (
                  <TaskCard key={task.id} api={api} me={me} task={task} now={now} onChange={onChange} />
                ))}
            </ol>
          </section>
        ))}
      {after && (
        <button type="button" class="button button-plain" disabled={isBusy} onClick={loadMore} data-testid="more-tasks">
          再看一些
        </button>
      )}
    </>
  )
}

const TaskCard = ({ api, me, task, now, onChange }: { api: Api; me: Me; task: TaskRow; now: number; onChange: () => void }) => {
  const { isBusy, problem, act } = useAct()
  const due = dueText(task.dueAt, now)
  const isOpen = task.state !== 'closed'
  const isMyUnit = me.who?.unit === task.unit.id
  const quick = (name: string, title: string) =>
    act(() => api.send(`/api/tasks/${task.id}/${name}`, { revision: task.revision }).then(onChange), `${title}已记下。`)
  return (
    <li class={`task task-${task.tier}`} data-testid="task">
      <div class="task-head">
        <TierBadge tier={task.tier} />
        <ClassBadges classes={task.classes} />
        <span class="status">{stateNames[task.state]}</span>
        {isOpen && (
          <span class={due.isOver ? 'due is-over' : 'due'} title={`最迟 ${peopleDate(task.dueAt)}`}>
            {due.text}
          </span>
        )}
      </div>
      <p class="task-text">
        <a href={`#disputes/task/${task.id}`} data-testid="open-task">
          {task.place ?? '地点不详'}：{task.excerpt ?? '文本已按期限去除'}
        </a>
      </p>
      <p class="muted">
        {task.number} · {task.unit.name} · {task.claimedBy ? `${task.claimedBy.name}在办` : '没有人认领'}
        {task.incidents > 1 && ` · 同一地点同一事由 ${task.incidents} 起`}
        {task.level > 0 && ` · 已提级 ${task.level} 次`}
        {task.needsVisit && ' · 要上门回访'}
        {task.marks.map((mark) => ` · ${markNames[mark] ?? mark}`).join('')}
      </p>
      {problem && <ProblemNotice problem={problem} />}
      {isOpen && isMyUnit && (task.state === 'dispatched' || !task.claimedBy) && (
        <div class="actions">
          {task.state === 'dispatched' && (
            <button
              type="button"
              class="button button-small"
              disabled={isBusy}
              onClick={() => quick('receive', '签收')}
              data-testid="receive"
            >
              签收
            </button>
          )}
          {task.state !== 'dispatched' && task.state !== 'returned' && !task.claimedBy && (
            <button
              type="button"
              class="button button-plain button-small"
              disabled={isBusy}
              onClick={() => quick('claim', '认领')}
              data-testid="claim"
            >
              认领
            </button>
          )}
        </div>
      )}
    </li>
  )
}
