import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Api, Me } from './api.ts'
import type { Apply } from './applying/apply.tsx'
import type { AuditLog } from './audit/audit.tsx'
import { Chat } from './chat.tsx'
import type { Desk } from './desk/desk.tsx'
import type { Disputes } from './disputes/disputes.tsx'
import { Header } from './header.tsx'
import type { Knowledge } from './knowledge/knowledge.tsx'
import { LookUps } from './lookups.tsx'
import { Loading, ProblemNotice, SignInFirst } from './notice.tsx'
import { Notices, useUnread } from './notices.tsx'
import { Progress } from './progress.tsx'
import { Menu, Side } from './side.tsx'
import type { Studio } from './studio/studio.tsx'
import { useConversation } from './use-conversation.ts'
import { pinnedAgent, useLargeText, useMe, useMedia, useOnline, usePart, useView, type View, views, viewsFor } from './use-page.ts'

/** Of a visitor an address is kept, whatever it names: after signing in they stand where they wanted to be. */
const everyView: readonly View[] = ['chat', ...(Object.keys(views) as View[]).filter((name) => name !== 'chat')]
const isOpenTo = (me: Me, view: View): boolean => me.signedIn || view === 'chat' || view === 'apply'

const fetchDisputes = (): Promise<{ Disputes: typeof Disputes }> => import('./disputes/disputes.tsx')

/** Boards, incidents and the lexicon: officers alone open them, so nobody else's phone fetches them. */
const DisputesPart = ({ api, me }: { api: Api; me: Me }) => {
  const { part, problem, load } = usePart(fetchDisputes)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  return part ? <part.Disputes api={api} me={me} /> : <Loading what="矛盾纠纷" />
}

const fetchDesk = (): Promise<{ Desk: typeof Desk }> => import('./desk/desk.tsx')

const DeskPart = ({ api, me }: { api: Api; me: Me }) => {
  const { part, problem, load } = usePart(fetchDesk)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  return part ? <part.Desk api={api} me={me} /> : <Loading what="证明" />
}

const fetchKnowledge = (): Promise<{ Knowledge: typeof Knowledge }> => import('./knowledge/knowledge.tsx')

const KnowledgePart = ({ api }: { api: Api }) => {
  const { part, problem, load } = usePart(fetchKnowledge)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  return part ? <part.Knowledge api={api} /> : <Loading what="知识" />
}

const fetchStudio = (): Promise<{ Studio: typeof Studio }> => import('./studio/studio.tsx')

/** Pages of agents, their evals and how they run: analysts and administrators alone open them. */
const StudioPart = ({ api, me }: { api: Api; me: Me }) => {
  const { part, problem, load } = usePart(fetchStudio)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  return part ? <part.Studio api={api} me={me} /> : <Loading what="分身工作台" />
}

const fetchAudit = (): Promise<{ AuditLog: typeof AuditLog }> => import('./audit/audit.tsx')

/** The log and receipts: auditors alone open them. */
const AuditPart = ({ api }: { api: Api }) => {
  const { part, problem, load } = usePart(fetchAudit)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  return part ? <part.AuditLog api={api} /> : <Loading what="审计记录" />
}

const fetchApply = (): Promise<{ Apply: typeof Apply }> => import('./applying/apply.tsx')

const ApplyPart = ({ api, me }: { api: Api; me: Me }) => {
  const { part, problem, load } = usePart(fetchApply)
  if (problem) return <ProblemNotice problem={problem} onRetry={load} />
  return part ? <part.Apply api={api} me={me} /> : <Loading what="申请表" />
}

interface ViewFacts {
  view: View
  api: Api
  me: Me
  talk: ReturnType<typeof useConversation>
  onRead: () => void
}

const ViewPart = ({ view, api, me, talk, onRead }: ViewFacts) => {
  switch (view) {
    case 'chat':
      return <Chat me={me} talk={talk} />
    case 'apply':
      return <ApplyPart api={api} me={me} />
    case 'progress':
      return <Progress api={api} />
    case 'lookups':
      return <LookUps api={api} />
    case 'disputes':
      return <DisputesPart api={api} me={me} />
    case 'desk':
      return <DeskPart api={api} me={me} />
    case 'knowledge':
      return <KnowledgePart api={api} />
    case 'studio':
      return <StudioPart api={api} me={me} />
    case 'audit':
      return <AuditPart api={api} />
    case 'notices':
      return <Notices api={api} isOfficer={me.who?.kind === 'officer'} onRead={onRead} />
  }
}

const Page = ({ api, me }: { api: Api; me: Me }) => {
  const allowed = useMemo(() => (me.signedIn ? [...viewsFor(me.who), 'notices' as const] : everyView), [me])
  const view = useView(allowed)
  const talk = useConversation(api, { signedIn: me.signedIn, agent: pinnedAgent() })
  const largeText = useLargeText()
  const isOnline = useOnline()
  const isWide = useMedia('(min-width: 60rem)')
  const [hasMenu, setHasMenu] = useState(false)
  const [seen, setSeen] = useState(0)
  const onRead = useCallback(() => setSeen((count) => count + 1), [])
  const unread = useUnread(api, me.signedIn, `${view} ${seen}`)
  const heading = useRef<HTMLHeadingElement>(null)
  const isFirst = useRef(true)

  // A new view is told to screen readers by its heading; the first one is where the page begins anyway.
  useEffect(() => {
    document.title = `${views[view]} · ${me.institution}数字分身`
    if (!isFirst.current) {
      window.scrollTo(0, 0)
      heading.current?.focus({ preventScroll: true })
    }
    isFirst.current = false
  }, [view, me.institution])

  const toChat = (then: () => void) => () => {
    setHasMenu(false)
    location.hash = 'chat'
    then()
  }
  const side = {
    api,
    me,
    current: talk.opening?.id,
    mark: `${talk.opening?.id} ${talk.turns.some(({ phase }) => phase === 'done')}`,
    onStart: toChat(talk.start),
    onOpen: (id: string) => toChat(() => void talk.open(id))(),
  }
  return (
    <>
      <nav aria-label="快捷">
        <a class="skip" href={view === 'chat' ? '#message' : '#main'}>
          {view === 'chat' ? '跳到输入框' : '跳到正文'}
        </a>
      </nav>
      <Header
        me={me}
        view={view}
        unread={unread}
        isLarge={largeText.isLarge}
        onLargeText={largeText.toggle}
        onMenu={me.signedIn && !isWide ? () => setHasMenu(true) : undefined}
      />
      {!isOnline && (
        <p class="offline" role="status" data-testid="offline">
          网络断开了。已写的话不会丢，连上后可以继续。
        </p>
      )}
      <div
        class={`frame${me.signedIn && isWide ? ' has-side' : ''}${['disputes', 'desk', 'knowledge', 'studio', 'audit'].includes(view) ? ' is-desk' : ''}`}
      >
        {me.signedIn && isWide && (
          <aside class="side" aria-label="对话与账号">
            <Side {...side} />
          </aside>
        )}
        <main id="main" tabIndex={-1}>
          <h2 ref={heading} tabIndex={-1} class={view === 'chat' ? 'sr-only' : 'view-title'}>
            {views[view]}
          </h2>
          {isOpenTo(me, view) ? <ViewPart view={view} api={api} me={me} talk={talk} onRead={onRead} /> : <SignInFirst />}
        </main>
      </div>
      {hasMenu && <Menu {...side} onClose={() => setHasMenu(false)} />}
    </>
  )
}

/** The page, once it is known who is here. */
export const App = ({ api }: { api: Api }) => {
  const { me, problem, load } = useMe(api)
  if (me) return <Page api={api} me={me} />
  return (
    <main class="frame">
      {problem ? (
        <>
          <h1 class="view-title">数字分身</h1>
          <ProblemNotice problem={problem} onRetry={load} />
          <p>
            紧急情况请直接拨打 <a href="tel:110">110</a>、<a href="tel:120">120</a>、<a href="tel:119">119</a>。
          </p>
        </>
      ) : (
        <Loading what="页面" />
      )}
    </main>
  )
}
