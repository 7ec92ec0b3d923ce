import { useEffect, useRef } from 'preact/hooks'
import type { Api, Me } from '../api.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { usePart, usePlace } from '../use-page.ts'
import { Approvals } from './approvals.tsx'
import { CasePage } from './case.tsx'
import { Handoffs } from './handoffs.tsx'
import { Queue } from './queue.tsx'
import { Search } from './search.tsx'
import { SpotChecks } from './spot-checks.tsx'

const parts = { queue: '待办', approvals: '审批', search: '查找', checks: '抽查', handoffs: '转人工', reports: '统计' } as const
type Part = keyof typeof parts

/** Which parts somebody has a use for: the same that the server lets in. */
const partsFor = (roles: readonly string[]): readonly Part[] => {
  const has = (role: string): boolean => roles.includes(role)
  return [
    ...(has('officer') ? (['queue'] as const) : []),
    ...(has('approver') || has('reviewer') ? (['approvals'] as const) : []),
    ...(has('officer') ? (['search'] as const) : []),
    ...(has('reviewer') ? (['checks'] as const) : []),
    ...(has('officer') ? (['handoffs'] as const) : []),
    ...(has('approver') || has('analyst') ? (['reports'] as const) : []),
  ]
}

const fetchReports = () => import('./reports.tsx')

const ReportsPart = ({ api }: { api: Api }) => {
  const { part, problem, load } = usePart(fetchReports)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  return part ? <part.CertificateReports api={api} /> : <Loading what="统计" />
}

/** Certificates, as officers see them (证明): `#desk/<part>/…`, and `#desk/case/<number>`. */
export const Desk = ({ api, me }: { api: Api; me: Me }) => {
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
  const number = name === 'case' ? rest[0] : undefined
  const here = allowed.find((part) => part === name) ?? allowed[0]
  return (
    <>
      {allowed.length > 1 && (
        <nav class="parts" aria-label="证明">
          {allowed.map((part) => (
            <a key={part} href={`#desk/${part}`} aria-current={part === here ? 'true' : undefined} data-testid={`desk-${part}`}>
              {parts[part]}
            </a>
          ))}
        </nav>
      )}
      {number !== undefined ? (
        <CasePage key={number} api={api} number={decodeURIComponent(number)} />
      ) : (
        <>
          {here === undefined && <p class="lead">您的角色在这里没有要办的事。</p>}
          {here === 'queue' && <Queue api={api} />}
          {here === 'approvals' && <Approvals api={api} me={me} />}
          {here === 'search' && <Search api={api} />}
          {here === 'checks' && <SpotChecks api={api} />}
          {here === 'handoffs' && <Handoffs api={api} />}
          {here === 'reports' && <ReportsPart api={api} />}
        </>
      )}
    </>
  )
}
