import { useEffect, useRef } from 'preact/hooks'
import type { Api } from '../api.ts'
import { usePlace } from '../use-page.ts'
import { AgentPage } from './agent.tsx'
import { Agents } from './agents.tsx'
import { DraftPage } from './draft.tsx'
import { RunPage } from './run.tsx'
import { Runs } from './runs.tsx'

const parts = { agents: '分身', runs: '测评' } as const

/** Where agents are changed, tried, published and measured (分身工作台): `#studio/agents/<id>`, `#studio/draft/<id>`, `#studio/runs/<id>`. */
export const Studio = ({ api }: { api: Api }) => {
  const [name, id] = usePlace()
  const page = `${name}/${id}`
  const before = useRef(page)
  // Another page begins at its top, for eyes and for screen readers.
  useEffect(() => {
    if (before.current === page) return
    before.current = page
    window.scrollTo(0, 0)
    document.getElementById('main')?.focus({ preventScroll: true })
  }, [page])
  const here = name === 'runs' ? 'runs' : 'agents'
  return (
    <>
      <nav class="parts" aria-label="分身工作台">
        {(['agents', 'runs'] as const).map((part) => (
          <a key={part} href={`#studio/${part}`} aria-current={part === here ? 'true' : undefined} data-testid={`part-${part}`}>
            {parts[part]}
          </a>
        ))}
      </nav>
      {name === 'draft' && id ? (
        <DraftPage key={id} api={api} id={id} />
      ) : here === 'runs' ? (
        id ? (
          <RunPage key={id} api={api} id={id} />
        ) : (
          <Runs api={api} />
        )
      ) : id ? (
        <AgentPage key={id} api={api} id={id} />
      ) : (
        <Agents api={api} />
      )}
    </>
  )
}
