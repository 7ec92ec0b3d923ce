import { useEffect, useRef } from 'preact/hooks'
import type { Api, Me } from '../api.ts'
import { usePlace } from '../use-page.ts'
import { AgentPage } from './agent.tsx'
import { Agents } from './agents.tsx'
import { DraftPage } from './draft.tsx'
import { KeysPage } from './keys.tsx'
import { RunPage } from './run.tsx'
import { RunningPage } from './running.tsx'
import { Runs } from './runs.tsx'

const parts = { agents: '分身', runs: '测评', running: '运行', keys: '密钥' } as const
type Part = keyof typeof parts
const isPart = (name: string | undefined): name is Part => name !== undefined && name in parts

/** Where agents are changed, tried, published and measured, how they run, and the keys of programs (分身工作台): `#studio/agents/<id>`, `#studio/draft/<id>`, `#studio/runs/<id>`, `#studio/running`, `#studio/keys`. */
export const Studio = ({ api, me }: { api: Api; me: Me }) => {
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
  const here = isPart(name) ? name : 'agents'
  return (
    <>
      <nav class="parts" aria-label="分身工作台">
        {(['agents', 'runs', 'running', 'keys'] as const).map((part) => (
          <a key={part} href={`#studio/${part}`} aria-current={part === here ? 'true' : undefined} data-testid={`part-${part}`}>
            {parts[part]}
          </a>
        ))}
      </nav>
      {name === 'draft' && id ? (
        <DraftPage key={id} api={api} id={id} />
      ) : here === 'running' ? (
        <RunningPage api={api} me={me} />
      ) : here === 'keys' ? (
        <KeysPage api={api} me={me} />
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
