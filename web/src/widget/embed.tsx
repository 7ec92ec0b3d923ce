import { useEffect, useRef, useState } from 'preact/hooks'
import type { Api, Me } from '../api.ts'
import { Chat } from '../chat.tsx'
import { Loading, ProblemNotice } from '../notice.tsx'
import { useConversation } from '../use-conversation.ts'
import { pinnedAgent, useMe } from '../use-page.ts'
import { hostPage } from './host-page.ts'

/** Every way out opens beside the foreign page: our other pages let nobody frame them, and sign-in needs a window of its own. */
const leaveByNewWindow = (event: MouseEvent): HTMLAnchorElement | undefined => {
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || !/^https?:$/.test(link.protocol) || link.getAttribute('href')?.startsWith('#')) return undefined
  link.target = '_blank'
  link.rel = 'noopener'
  return link
}

const Talk = ({ api, me }: { api: Api; me: Me }) => {
  const talk = useConversation(api, { signedIn: me.signedIn, agent: pinnedAgent(), goesOn: true })
  return <Chat me={me} talk={talk} />
}

/** The line to the page outside: told when we are there and when Escape is pressed; asks for the focus. */
const useHostPage = (title: string | undefined): void => {
  const line = useRef<ReturnType<typeof hostPage>>(undefined)
  useEffect(() => {
    const host = hostPage(() => document.getElementById('message')?.focus())
    line.current = host
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing && !document.querySelector('dialog[open]'))
        host.tell({ fenshen: 'close' })
    }
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onKey)
      host.leave()
    }
  }, [])
  useEffect(() => {
    if (!title) return
    document.title = title
    line.current?.tell({ fenshen: 'title', text: title })
    line.current?.tell({ fenshen: 'ready' })
  }, [title])
}

/** The chat alone, in a frame on a page of another house (嵌入对话). */
export const Embed = ({ api }: { api: Api }) => {
  const { me, setMe, problem, load } = useMe(api)
  const [hasLeft, setHasLeft] = useState(false)
  const [isUnseen, setIsUnseen] = useState(false)
  useHostPage(me ? `${me.institution}数字分身` : problem && '数字分身')

  // Back from the window where people sign in: a browser shows us the session only where both sites belong together.
  const isVisitor = me?.signedIn === false
  useEffect(() => {
    if (!isVisitor || !hasLeft) return
    const look = () => {
      if (document.visibilityState !== 'visible') return
      void api.me().then(
        (now) => {
          setMe(now)
          setIsUnseen(!now.signedIn)
        },
        () => {},
      )
    }
    document.addEventListener('visibilitychange', look)
    window.addEventListener('focus', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('focus', look)
    }
  }, [api, isVisitor, hasLeft])

  const onClick = (event: MouseEvent) => {
    if (leaveByNewWindow(event)?.pathname === '/auth/login') setHasLeft(true)
  }
  return (
    <div class="frame" onClickCapture={onClick}>
      <main id="main" tabIndex={-1}>
        <h1 class="sr-only">{me ? `${me.institution}数字分身` : '数字分身'}</h1>
        {isUnseen && isVisitor && (
          <p class="offline" role="status" data-testid="unseen">
            已经登录的话，请在刚打开的窗口里继续。出于安全，这个网站里看不到您的登录。
          </p>
        )}
        {me && <Talk key={String(me.signedIn)} api={api} me={me} />}
        {!me && (problem ? <ProblemNotice problem={problem} onRetry={load} /> : <Loading what="对话" />)}
      </main>
    </div>
  )
}
