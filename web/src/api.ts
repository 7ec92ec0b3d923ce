import type { components, paths } from './api-types.ts'
import { kept } from './kept.ts'

/** The HTTP API as this page knows it (DESIGN.md §7): types are those of /openapi.json (node main.ts client). */
type Schemas = components['schemas']

/** Who is here (当事人), and what the page must say about itself. */
export type Me = Schemas['Me']
/** A result a person can keep (办理卡片): never written by a model. */
export type Card = Schemas['Card']
export type Link = Card['links'][number]
/** The clause behind a sentence (政策依据). */
export type Citation = Schemas['Citation']
/** The end of one turn (一轮对话的答复). */
export type Reply = Schemas['Reply']
export type Confirm = NonNullable<Reply['confirm']>
export type Opening = Schemas['ConversationStarted']
export type History = Schemas['ConversationRead']
/** One line of my conversations (以往对话). */
export type PastConversation = Schemas['ConversationSummary']
export type Certificate = Schemas['CertificateView']
export type Application = Schemas['ApplicationView']
/** One look at my data (谁查过我). */
export type LookUp = Schemas['Lookup']
/** What waits for an officer (待办): an application or a hand-over, and nothing of any record. */
export type QueueItem = Schemas['QueueItem']

type Method = 'get' | 'post'
type JsonOf<T> = T extends { content: { 'application/json': infer Body } } ? Body : never
type AnswersOf<T> = T extends { responses: infer R } ? JsonOf<R[keyof R & (200 | 201)]> : never
type PathsWith<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, unknown> ? P : never }[keyof paths]
/** What a path answers with, by the description of the API. */
export type AnswerOf<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer Operation> ? AnswersOf<Operation> : never
type BodyOf<P extends keyof paths> = paths[P] extends { post: { requestBody?: infer B } } ? JsonOf<NonNullable<B>> : never

/** A path with its names filled in: `/api/x/{id}` and `{ id }`. */
const filled = (path: string, names: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(names[name] ?? ''))

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
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

/** The client: keeps the CSRF word of the session, renews it once when the server says it went stale. `door`: which one it talks through. */
export const createApi = (fetchIt: typeof fetch = (...args) => fetch(...args), door?: 'widget') => {
  let csrf = ''

  const ask = async (path: string, { method = 'GET', body, headers = {}, signal }: Ask = {}, isRetry = false): Promise<Response> => {
    const response = await fetchIt(path, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(door ? { 'X-Fenshen-Door': door } : {}),
        ...(method === 'GET' ? {} : { 'X-CSRF-Token': csrf }),
        // A form names its own boundary.
        ...((method === 'POST' || method === 'PUT') && !(body instanceof FormData) ? { 'Content-Type': 'application/json' } : {}),
        ...headers,
      },
      ...(method === 'POST' || method === 'PUT' ? { body: body instanceof FormData ? body : JSON.stringify(body ?? {}) } : {}),
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
    if (found.who) kept.isOf(found.who.id)
    return found
  }

  const eventStream = { Accept: 'text/event-stream' }
  const at = (id: string) => `/api/conversations/${encodeURIComponent(id)}`

  /** Reads what a path of the description answers with. */
  const get = async <P extends PathsWith<'get'>>(path: P, names: Readonly<Record<string, string>> = {}): Promise<AnswerOf<P, 'get'>> =>
    (await ask(filled(path, names))).json()
  const post = async <P extends PathsWith<'post'>>(
    path: P,
    body: BodyOf<P>,
    names: Readonly<Record<string, string>> = {},
  ): Promise<AnswerOf<P, 'post'>> => (await ask(filled(path, names), { method: 'POST', body })).json()

  return {
    me,
    get,
    post,
    read: async <T>(path: string): Promise<T> => (await ask(path)).json(),
    send: async <T>(path: string, body?: unknown): Promise<T> => (await ask(path, { method: 'POST', body })).json(),
    put: async <T>(path: string, body: unknown): Promise<T> => (await ask(path, { method: 'PUT', body })).json(),
    remove: async (path: string): Promise<void> => void (await ask(path, { method: 'DELETE' })),
    signOut: () => ask('/auth/logout', { method: 'POST' }),
    open: (agent?: string) => post('/api/conversations', agent ? { agent } : {}),
    history: (id: string) => get('/api/conversations/{id}', { id }),
    say: (id: string, body: { text: string; key: string }, signal: AbortSignal) =>
      ask(`${at(id)}/messages`, { method: 'POST', body, headers: eventStream, signal }),
    confirm: (id: string, confirmId: string, accept: boolean, signal: AbortSignal) =>
      ask(`${at(id)}/confirmations/${encodeURIComponent(confirmId)}`, { method: 'POST', body: { accept }, headers: eventStream, signal }),
    opine: (id: string, turn: string, opinion: 'good' | 'bad') =>
      post('/api/conversations/{id}/turns/{turn}/opinion', { opinion }, { id, turn }),
    resume: (id: string, lastEventId: string, signal: AbortSignal) =>
      ask(`${at(id)}/events`, { headers: { ...eventStream, 'Last-Event-ID': lastEventId }, signal }),
  }
}

export type Api = ReturnType<typeof createApi>

/** The address, if a page may lead there; text of others can never become `javascript:`. */
export const safeHref = (href: string | null | undefined): string | undefined =>
  href && (/^(https?:\/\/|(tel|sms):[\d+*#-]+$)/i.test(href) || /^\/(?![/\\])/.test(href)) ? href : undefined

/** Where to sign in, and come back to this very page; from a frame, to the whole page. */
export const signInHref = (): string => {
  const path = location.pathname === '/embed' ? '/' : location.pathname
  return `/auth/login?next=${encodeURIComponent(path + location.search + location.hash)}`
}
