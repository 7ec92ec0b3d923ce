import { useEffect, useRef } from 'preact/hooks'
import type { Api, Me } from '../api.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { usePart, usePlace } from '../use-page.ts'
import { Board } from './board.tsx'
import { TaskPage } from './task.tsx'

const parts = { board: '看板', trends: '走势', work: '成效', lexicon: '词库', reports: '报告' } as const
type Part = keyof typeof parts

/** Which parts somebody has a use for: the same that the server lets in. */
const partsFor = (roles: readonly string[]): readonly Part[] => {
  const [isAnalyst, isAdmin, isLead] = (['analyst', 'admin', 'approver'] as const).map((role) => roles.includes(role))
  return [
    'board',
    ...(isAnalyst || isAdmin || isLead ? (['trends', 'work'] as const) : []),
    ...(isAnalyst || isAdmin ? (['lexicon'] as const) : []),
    ...(isAnalyst || isLead ? (['reports'] as const) : []),
  ]
}

const fetchTrends = () => import('./trends.tsx')
const fetchWork = () => import('./work.tsx')
const fetchLexicon = () => import('./lexicon/lexicon.tsx')
const fetchReports = () => import('./reports.tsx')

const TrendsPart = ({ api }: { api: Api }) => {
  const { part, problem, load } = usePart(fetchTrends)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  return part ? <part.TrendsPage api={api} /> : <Loading what="走势" />
}

const WorkPart = ({ api }: { api: Api }) => {
  const { part, problem, load } = usePart(fetchWork)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  return part ? <part.WorkPage api={api} /> : <Loading what="成效" />
}

const LexiconPart = ({ api, place }: { api: Api; place: readonly string[] }) => {
  const { part, problem, load } = usePart(fetchLexicon)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  return part ? <part.Lexicon api={api} place={place} /> : <Loading what="词库" />
}

const ReportsPart = ({ api, me }: { api: Api; me: Me }) => {
  const { part, problem, load } = usePart(fetchReports)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  return part ? <part.Reports api={api} me={me} /> : <Loading what="报告" />
}

/** Disputes seen early and worked off (矛盾纠纷): `#disputes/<part>/…`, and `#disputes/task/<id>`. */
export const Disputes = ({ api, me }: { api: Api; me: Me }) => {
  const [name, ...rest] = usePlace()
  const allowed = partsFor(me.who?.roles ?? [])
  const page = [name, ...rest].join('/')
  const before = useRef(page)
  // Another page begins at its top, for eyes and for screen readers.
  useEffect(() => {
    if (before.current === page) return
    before.current = page
    window.scrollTo(0, 0)
    document.getElementById('main')?.focus({ preventScroll: true })
  }, [page])
  const isTask = name === 'task' && rest[0] !== undefined
  const here: Part = allowed.find((part) => part === name) ?? 'board'
  return (
    <>
      {allowed.length > 1 && (
        <nav class="parts" aria-label="矛盾纠纷">
          {allowed.map((part) => (
            <a key={part} href={`#disputes/${part}`} aria-current={part === here ? 'true' : undefined} data-testid={`part-${part}`}>
              {parts[part]}
            </a>
          ))}
        </nav>
      )}
      {isTask ? (
        <TaskPage key={rest[0]} api={api} id={rest[0] ?? ''} />
      ) : (
        <>
          {here === 'board' && <Board api={api} me={me} />}
          {here === 'trends' && <TrendsPart api={api} />}
          {here === 'work' && <WorkPart api={api} />}
          {here === 'lexicon' && <LexiconPart api={api} place={rest} />}
          {here === 'reports' && <ReportsPart api={api} me={me} />}
        </>
      )}
    </>
  )
}
