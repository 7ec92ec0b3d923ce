/** The HTTP API as this page knows it (DESIGN.md §7), written by hand until it is generated from openapi.json. */

/** Who is here (当事人), and what the page must say about itself. */
export interface Me {
  signedIn: boolean
  who?: { kind: 'citizen' | 'officer'; name: string; unit?: string; unitName?: string; roles?: string[] }
  csrf?: string
  /** Why nobody is signed in. */
  reason?: 'none' | 'session_expired' | 'person_unknown'
  demo: boolean
  institution: string
  aiLabel: string
}

export interface Link {
  rel: string
  href: string
}

/** A result a person can keep (办理卡片): never written by a model. */
export interface Card {
  kind: string
  title: string
  fields: { label: string; value: string }[]
  links: Link[]
}

/** The clause behind a sentence (政策依据). */
export interface Citation {
  document: string
  version?: string | null
  path: string
  quote: string
  effective?: string | null
  href?: string | null
  /** How the text stood on the day that was asked about. */
  force?: 'in_force' | 'superseded' | 'repealed' | 'not_yet' | 'undated'
  /** A later version is in force today. */
  isOld?: boolean
}

export interface Confirm {
  id: string
  text: string
}

/** The end of one turn (一轮对话的答复). */
export interface Reply {
  turn: string
  agent: string | null
  outcome: 'answered' | 'clarified' | 'unanswered' | 'confirming' | 'handed_off' | 'refused' | 'failed'
  text: string
  cards: Card[]
  citations: Citation[]
  tools: { name: string; title: string; ok: boolean }[]
  confirm?: Confirm | null
  /** Says that a machine wrote it (AI 生成标识). */
  label?: string
  model: string
  suggestions?: string[]
}

export interface Opening {
  id: string
  agent: string | null
  greeting: string
  suggestions: string[]
}

export interface History {
  id: string
  agent: string | null
  greeting?: string
  suggestions?: string[]
  turns: { turn: string; says: string; reply?: Reply | null }[]
}

/** One line of my conversations (以往对话). */
export interface PastConversation {
  id: string
  agent?: string | null
  createdAt: string
  /** Nothing was said yet: null. */
  lastSays: string | null
  lastAt: string | null
}

export interface Certificate {
  number: string
  issuedOn: string
  validUntil: string | null
  status: string
  verifyCode: string
}

export interface Application {
  number: string
  status: string
  submittedAt: string
  dueOn: string
  purpose: string
  certificate?: { number: string } | null
}

/** One look at my data (谁查过我). */
export interface LookUp {
  at: string
  by: string
  purpose: string
  basis: string
  kind: 'self' | 'agent' | 'officer' | 'system' | 'other'
}

/** application/problem+json, as shown to people. `status` 0: the network never answered. */
export interface Problem {
  title: string
  detail: string
  status: number
  code: string
}

export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.title)
    this.problem = problem
  }
}

/** What to tell a person when nothing came back at all. */
export const networkProblem: Problem = {
  title: '网络连接不上',
  detail: '请检查网络，稍后再试一次。您写的内容还在。',
  status: 0,
  code: 'network',
}

const readProblem = async (response: Response): Promise<Problem> => {
  const fallback = { title: '暂时没有办成', detail: '服务没有正常回应，请稍后再试一次。', status: response.status, code: 'unexpected' }
  if (!response.headers.get('content-type')?.includes('json')) return fallback
  const body: Partial<Problem> = await response.json().catch(() => ({}))
  return { ...fallback, ...body, status: response.status }
}

/** The problem to show for whatever was thrown. */
export const problemOf = (error: unknown): Problem => (error instanceof ProblemError ? error.problem : networkProblem)

interface Ask {
  method?: 'GET' | 'POST' | 'DELETE'
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** The client: keeps the CSRF word of the session, renews it once when the server says it went stale. */
export const createApi = (fetchIt: typeof fetch = (...args) => fetch(...args)) => {
  let csrf = ''

  const ask = async (path: string, { method = 'GET', body, headers = {}, signal }: Ask = {}, isRetry = false): Promise<Response> => {
    const response = await fetchIt(path, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(method === 'GET' ? {} : { 'X-CSRF-Token': csrf }),
        // A form names its own boundary.
        ...(method === 'POST' && !(body instanceof FormData) ? { 'Content-Type': 'application/json' } : {}),
        ...headers,
      },
      ...(method === 'POST' ? { body: body instanceof FormData ? body : JSON.stringify(body ?? {}) } : {}),
      ...(signal ? { signal } : {}),
    })
    if (response.ok) return response
    const problem = await readProblem(response)
    if (problem.status === 403 && problem.code.includes('csrf') && !isRetry) {
      await me()
      return ask(path, { method, body, headers, ...(signal ? { signal } : {}) }, true)
    }
    throw new ProblemError(problem)
  }

  const me = async (): Promise<Me> => {
    const found: Me = await (await ask('/api/me')).json()
    csrf = found.csrf ?? ''
    return found
  }

  const eventStream = { Accept: 'text/event-stream' }
  const at = (id: string) => `/api/conversations/${encodeURIComponent(id)}`

  return {
    me,
    read: async <T>(path: string): Promise<T> => (await ask(path)).json(),
    send: async <T>(path: string, body?: unknown): Promise<T> => (await ask(path, { method: 'POST', body })).json(),
    remove: async (path: string): Promise<void> => void (await ask(path, { method: 'DELETE' })),
    signOut: () => ask('/auth/logout', { method: 'POST' }),
    open: async (agent?: string): Promise<Opening> =>
      (await ask('/api/conversations', { method: 'POST', body: agent ? { agent } : {} })).json(),
    history: async (id: string): Promise<History> => (await ask(at(id))).json(),
    say: (id: string, body: { text: string; key: string }, signal: AbortSignal) =>
      ask(`${at(id)}/messages`, { method: 'POST', body, headers: eventStream, signal }),
    confirm: (id: string, confirmId: string, accept: boolean, signal: AbortSignal) =>
      ask(`${at(id)}/confirmations/${encodeURIComponent(confirmId)}`, { method: 'POST', body: { accept }, headers: eventStream, signal }),
    opine: (id: string, turn: string, opinion: 'good' | 'bad') =>
      ask(`${at(id)}/turns/${encodeURIComponent(turn)}/opinion`, { method: 'POST', body: { opinion } }),
    resume: (id: string, lastEventId: string, signal: AbortSignal) =>
      ask(`${at(id)}/events`, { headers: { ...eventStream, 'Last-Event-ID': lastEventId }, signal }),
  }
}

export type Api = ReturnType<typeof createApi>

/** The address, if a page may lead there; text of others can never become `javascript:`. */
export const safeHref = (href: string | null | undefined): string | undefined =>
  href && (/^(https?:\/\/|(tel|sms):[\d+*#-]+$)/i.test(href) || /^\/(?![/\\])/.test(href)) ? href : undefined

/** Where to sign in, and come back to this very page. */
export const signInHref = (): string => `/auth/login?next=${encodeURIComponent(location.pathname + location.search + location.hash)}`

/** What waits for an officer (待办): an application or a hand-over, and nothing of any record. */
export interface QueueItem {
  kind: 'application' | 'handoff'
  number: string
  unitName: string
  submittedAt: string
  dueOn: string | null
  state: string | null
  summary: string | null
}
