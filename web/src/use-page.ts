import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Api, Me, Problem } from './api.ts'
import { problemOf } from './api.ts'
import { kept } from './kept.ts'

/** The views, by the hash of the address. */
export const views = {
  chat: '对话',
  apply: '办证明',
  progress: '办理进度',
  lookups: '谁查过我',
  disputes: '矛盾纠纷',
  desk: '证明',
  knowledge: '知识',
  studio: '工作台',
  audit: '审计',
  notices: '消息',
} as const
export type View = keyof typeof views

/** Roles that look after what is known (研判, 管理). */
const keepsKnowledge = (role: string): boolean => role === 'analyst' || role === 'admin'

/** Certificates have something to do or to read for these roles; an administrator looks after the service alone. */
const deskOf = (roles: readonly string[]): readonly View[] =>
  roles.some((role) => role === 'officer' || role === 'reviewer' || role === 'approver' || role === 'analyst') ? ['desk'] : []

/** The views of a citizen, and of an officer by roles; the first is where they arrive. A visitor has the first one of a citizen. */
export const viewsFor = (who: { kind: 'citizen' | 'officer'; roles?: readonly string[] } | undefined): readonly View[] => {
  if (who?.kind !== 'officer') return ['chat', 'apply', 'progress', 'lookups']
  const roles = who.roles ?? []
  const audit = roles.includes('auditor') ? (['audit'] as const) : []
  // An auditor reads the audit; no incident, no task, and no application.
  if (roles.every((role) => role === 'auditor')) return [...audit, 'chat']
  return [...audit, 'disputes', ...(roles.some(keepsKnowledge) ? (['knowledge', 'studio'] as const) : []), ...deskOf(roles), 'chat']
}

const isView = (text: string): text is View => text in views

/** The view that the address names; undefined where it names none: then the first, or the one that is open (the skip link). */
const viewHere = (): View | undefined => {
  const [name = ''] = location.hash.slice(1).split('/')
  return isView(name) ? name : undefined
}

/** What stands in the address behind the view: `#disputes/task/0199` is `['task', '0199']`. */
const placeHere = (): readonly string[] => location.hash.slice(1).split('/').slice(1)

/** The place inside a view, followed as the address changes; the skip link is no place. */
export const usePlace = (): readonly string[] => {
  const [place, setPlace] = useState(placeHere)
  useEffect(() => {
    const look = () => {
      if (viewHere()) setPlace(placeHere())
    }
    // The address may have changed between the first drawing and now.
    look()
    window.addEventListener('hashchange', look)
    return () => window.removeEventListener('hashchange', look)
  }, [])
  return place
}

/** A part of the page that is fetched when it is opened. */
export const usePart = <T>(fetchPart: () => Promise<T>): { part: T | undefined; problem: Problem | undefined; load: () => void } => {
  const [part, setPart] = useState<{ it: T }>()
  const [problem, setProblem] = useState<Problem>()
  const load = useCallback(() => {
    setProblem(undefined)
    fetchPart()
      .then((it) => setPart({ it }))
      .catch((error) => setProblem(problemOf(error)))
  }, [fetchPart])
  useEffect(load, [load])
  return { part: part?.it, problem, load }
}

export const useView = (allowed: readonly View[]): View => {
  const [view, setView] = useState(viewHere())
  useEffect(() => {
    const look = () => setView((now) => viewHere() ?? (location.hash.length > 1 ? now : undefined))
    window.addEventListener('hashchange', look)
    return () => window.removeEventListener('hashchange', look)
  }, [])
  return view && allowed.includes(view) ? view : (allowed[0] ?? 'chat')
}

/** Fetches for a view: at first, when `mark` changes, and when asked. Of several that are under way only the last one asked counts. */
export const useRead = <T>(api: Api, path: string, mark?: unknown) => {
  const [data, setData] = useState<T>()
  const [problem, setProblem] = useState<Problem>()
  const asked = useRef(0)
  const load = useCallback(() => {
    const own = ++asked.current
    const isLast = () => own === asked.current
    setProblem(undefined)
    api
      .read<T>(path)
      .then((read) => isLast() && setData(read))
      .catch((error) => isLast() && setProblem(problemOf(error)))
  }, [api, path])
  useEffect(load, [load, mark])
  // What the network kept back is asked for again as soon as it is there.
  const isCutOff = problem?.status === 0
  useEffect(() => {
    if (!isCutOff) return
    window.addEventListener('online', load)
    return () => window.removeEventListener('online', load)
  }, [isCutOff, load])
  return { data, problem, load }
}

/** `?agent=certificates` pins an assistant, so that a notice board or another site can lead straight to it. */
export const pinnedAgent = (): string | undefined => new URLSearchParams(location.search).get('agent') ?? undefined

/** Who is here, asked once when a page begins, and again when that went wrong. */
export const useMe = (api: Api) => {
  const [me, setMe] = useState<Me>()
  const [problem, setProblem] = useState<Problem>()
  const load = useCallback(() => {
    setProblem(undefined)
    api
      .me()
      .then(setMe)
      .catch((error) => setProblem(problemOf(error)))
  }, [api])
  useEffect(load, [load])
  return { me, setMe, problem, load }
}

/** True while the browser says there is a network. */
export const useOnline = (): boolean => {
  const [isOnline, setIsOnline] = useState(navigator.onLine)
  useEffect(() => {
    const look = () => setIsOnline(navigator.onLine)
    window.addEventListener('online', look)
    window.addEventListener('offline', look)
    return () => {
      window.removeEventListener('online', look)
      window.removeEventListener('offline', look)
    }
  }, [])
  return isOnline
}

/** Large text (大字模式), remembered in this browser. */
export const useLargeText = () => {
  const [isLarge, setIsLarge] = useState(() => kept.get<boolean>('largeText') ?? false)
  useEffect(() => {
    document.documentElement.classList.toggle('large-text', isLarge)
    kept.set('largeText', isLarge || undefined)
  }, [isLarge])
  return { isLarge, toggle: () => setIsLarge((is) => !is) }
}

export const useMedia = (query: string): boolean => {
  const [matches, setMatches] = useState(() => matchMedia(query).matches)
  useEffect(() => {
    const list = matchMedia(query)
    const look = () => setMatches(list.matches)
    list.addEventListener('change', look)
    return () => list.removeEventListener('change', look)
  }, [query])
  return matches
}
