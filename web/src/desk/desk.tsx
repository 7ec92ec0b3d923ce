import { useEffect, useRef } from 'preact/hooks'
import type { Api, Me } from '../api.ts'
import { Loading, ProblemNotice } from '../notice.tsx'
import { Queue } from '../queue.tsx'
import { usePart, usePlace } from '../use-page.ts'
import { Approvals } from './approvals.tsx'

const parts = { queue: '待办', approvals: '待我审批', reports: '统计' } as const
type Part = keyof typeof parts

/** Which parts somebody has a use for: the same that the server lets in. */
const partsFor = (roles: readonly string[]): readonly Part[] => {
  const has = (role: string): boolean => roles.includes(role)
  return [
    'queue',
    ...(has('approver') ? (['approvals'] as const) : []),
    ...(has('approver') || has('analyst') ? (['reports'] as const) : []),
  ]
}

const fetchReports = () => import('./reports.tsx')

const ReportsPart = ({ api }: { api: Api }) => {
  const { part, problem, load } = usePart(fetchReports)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  return part ? <part.CertificateReports api={api} /> : <Loading what="统计" />
}

/** Certificates, as officers see them (证明): `#desk/<part>/…`. */
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
  const here: Part = allowed.find((part) => part === name) ?? 'queue'
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
      {here === 'queue' && <Queue api={api} />}
      {here === 'approvals' && <Approvals api={api} />}
      {here === 'reports' && <ReportsPart api={api} />}
    </>
  )
}
