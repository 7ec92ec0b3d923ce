import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { announce, sentencesFrom } from './announce.ts'
import type { Api, Opening, Problem } from './api.ts'
import { ProblemError, problemOf } from './api.ts'
import type { TurnLine } from './events.ts'
import { turnEvents } from './events.ts'
import { kept } from './kept.ts'
import type { TurnView } from './turns.ts'
import { applyEvent, newTurn, viewsOf } from './turns.ts'

/** Random, also where the page is served without TLS and `crypto.randomUUID` is missing. */
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

const maxAttempts = 7

/** Waits 0.4 s, 0.8 s, … at most 6 s; returns early when the network is back. */
const waitBefore = (attempt: number): Promise<boolean> =>
  attempt > maxAttempts
    ? Promise.resolve(false)
    : new Promise((resolve) => {
        const go = () => {
          clearTimeout(timer)
          window.removeEventListener('online', go)
          resolve(true)
        }
        const timer = setTimeout(go, Math.min(6_000, 400 * 2 ** (attempt - 1)))
        window.addEventListener('online', go)
      })

const isStatus = (error: unknown, status: number) => error instanceof ProblemError && error.problem.status === status

/** One conversation: what was said, and the ways to go on with it. A pinned agent begins anew at each load, unless it `goesOn`. */
export const useConversation = (
  api: Api,
  { signedIn, agent, goesOn = false }: { signedIn: boolean; agent: string | undefined; goesOn?: boolean },
) => {
  const [opening, setOpening] = useState<Opening>()
  const [turns, setTurns] = useState<TurnView[]>([])
  const [problem, setProblem] = useState<Problem>()
  /** The session ended while something was being sent: words, or the answer that a button gives. */
  const [expired, setExpired] = useState<'words' | 'answer'>()
  /** These words are for the composer to take back. */
  const [returned, setReturned] = useState<string>()
  const isBusy = useRef(false)
  const latest = useRef<Opening | undefined>(undefined)
  const pending = useRef<Promise<Opening> | undefined>(undefined)
  const line = useRef<AbortController | undefined>(undefined)
  const [busy, setBusy] = useState(false)

  const use = useCallback((next: Opening | undefined) => {
    latest.current = next
    setOpening(next)
    kept.set('conversation', next)
  }, [])

  const change = useCallback((key: string, to: (view: TurnView) => TurnView) => {
    setTurns((all) => all.map((view) => (view.key === key ? to(view) : view)))
  }, [])

  const occupy = useCallback((is: boolean) => {
    isBusy.current = is
    setBusy(is)
  }, [])

  /** The conversation at hand, or a new one; asked for once, however many ask. */
  const ensure = useCallback(async (): Promise<Opening> => {
    if (latest.current) return latest.current
    pending.current ??= api.open(agent)
    try {
      const next = await pending.current
      if (latest.current !== next) use(next)
      return next
    } finally {
      pending.current = undefined
    }
  }, [api, agent, use])

  const start = useCallback(async () => {
    line.current?.abort()
    occupy(false)
    setTurns([])
    setProblem(undefined)
    use(undefined)
    await ensure().catch((error) => setProblem(problemOf(error)))
  }, [ensure, occupy, use])

  /** Follows one turn to its end; what goes wrong is shown at the turn itself. */
  const follow = useCallback(
    async (view: TurnView, begin: Pick<TurnLine, 'start'> & { from?: string }) => {
      if (isBusy.current) return
      occupy(true)
      setExpired(undefined)
      const control = new AbortController()
      line.current = control
      const hear = sentencesFrom(announce)
      try {
        const events = turnEvents({
          ...begin,
          resume: (last) => api.resume(latest.current?.id ?? '', last, control.signal),
          wait: async (attempt) => !control.signal.aborted && waitBefore(attempt),
          onDropped: () => change(view.key, (now) => ({ ...now, phase: 'reconnecting' })),
        })
        for await (const event of events) {
          hear(event)
          change(view.key, (now) => applyEvent(now, event))
        }
      } catch (error) {
        if (control.signal.aborted) return
        if (isStatus(error, 401)) {
          setTurns((all) => all.filter(({ key }) => key !== view.key))
          setExpired(view.answers ? 'answer' : 'words')
          if (!view.answers) setReturned(view.says)
          announce('登录已过期，请重新登录。')
          return
        }
        const settled = await settle(view)
        if (settled) setTurns(settled)
        else change(view.key, (now) => ({ ...now, phase: 'failed', problem: problemOf(error) }))
        announce(settled ? '' : problemOf(error).title)
      } finally {
        if (line.current === control) occupy(false)
      }
    },
    [api, change, occupy],
  )

  /** After a lost line the server may hold the whole turn: then that is shown, and nothing is sent twice. */
  const settle = async (view: TurnView): Promise<TurnView[] | undefined> => {
    if (!view.turn || !latest.current) return undefined
    const history = await api.history(latest.current.id).catch(() => undefined)
    return history?.turns.find(({ turn }) => turn === view.turn)?.reply ? viewsOf(history) : undefined
  }

  const send = useCallback(
    (view: TurnView) =>
      follow(view, {
        start: async () => {
          const signal = line.current?.signal ?? new AbortController().signal
          const body = { text: view.says, key: view.key }
          const here = await ensure()
          if (view.answers) return api.confirm(here.id, view.answers.confirm, view.answers.accept, signal)
          try {
            return await api.say(here.id, body, signal)
          } catch (error) {
            // The conversation is gone (kept too long ago, or another person's): begin a new one, keep the words.
            if (!isStatus(error, 404)) throw error
            use(undefined)
            return api.say((await ensure()).id, body, signal)
          }
        },
      }),
    [api, ensure, follow, use],
  )

  const add = useCallback(
    (view: TurnView) => {
      if (isBusy.current) return
      setTurns((all) => [...all, view])
      void send(view)
    },
    [send],
  )

  const show = useCallback(
    async (known: Opening) => {
      line.current?.abort()
      occupy(true)
      setProblem(undefined)
      const history = await api.history(known.id).finally(() => occupy(false))
      const views = viewsOf(history)
      use({ ...known, greeting: history.greeting ?? known.greeting, suggestions: known.suggestions })
      setTurns(views)
      const open = views.find(({ phase }) => phase === 'reconnecting')
      if (open?.turn) void follow(open, { start: () => Promise.reject(new TypeError('no line')), from: `${open.turn}.0` })
    },
    [api, follow, occupy, use],
  )

  useEffect(() => {
    if (!signedIn) return
    const known = kept.get<Opening>('conversation')
    if (known && (!agent || (goesOn && known.agent === agent)))
      show(known).catch((error) => (isStatus(error, 404) ? start() : setProblem(problemOf(error))))
    else void start()
  }, [signedIn, agent, goesOn, show, start])

  return useMemo(
    () => ({
      opening,
      turns,
      busy,
      problem,
      expired,
      returned,
      onReturned: () => setReturned(undefined),
      say: (text: string) => add(newTurn(newKey(), text)),
      answer: (confirm: string, accept: boolean) => add(newTurn(newKey(), accept ? '确认' : '先不办', { confirm, accept })),
      opine: (turn: string, opinion: 'good' | 'bad') => api.opine(latest.current?.id ?? '', turn, opinion),
      retry: (view: TurnView) => {
        if (isBusy.current) return
        change(view.key, (now) => ({ ...now, phase: 'sending', problem: undefined }))
        void send(view)
      },
      start,
      open: (id: string) => show({ id, agent: '', greeting: '', suggestions: [] }).catch((error) => setProblem(problemOf(error))),
    }),
    [api, opening, turns, busy, problem, expired, returned, add, change, send, show, start],
  )
}

export type Conversation = ReturnType<typeof useConversation>
