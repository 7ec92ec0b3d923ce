import { useEffect, useState } from 'preact/hooks'
import type { Api } from './api.ts'
import type { components } from './api-types.ts'
import { peopleDate } from './dates.ts'
import { BellIcon } from './icons.tsx'
import { Empty, Loading, ProblemNotice } from './notice.tsx'
import { NoticeSettings } from './notice-settings.tsx'
import { useRead } from './use-page.ts'

type Schemas = components['schemas']
type Notice = Schemas['Notice']

const lookEveryMs = 60_000

/** How many notices I have not read, looked at now and then while the page is open, and when `mark` changes. */
export const useUnread = (api: Api, isSignedIn: boolean, mark: unknown): number => {
  const [unread, setUnread] = useState(0)
  useEffect(() => {
    if (!isSignedIn) return
    const look = (): void => {
      if (document.hidden) return
      // A bell that cannot be read rings no alarm: the next look may succeed.
      api.read<{ unread: number }>('/api/me/notices?limit=1').then(
        (found) => setUnread(found.unread),
        () => undefined,
      )
    }
    look()
    const timer = setInterval(look, lookEveryMs)
    return () => clearInterval(timer)
  }, [api, isSignedIn, mark])
  return unread
}

/** The bell of the header (消息): how many are unread, in a word for those who do not see it. */
export const Bell = ({ unread, isHere }: { unread: number; isHere: boolean }) => (
  <a
    class="icon-button bell"
    href="#notices"
    aria-label={unread > 0 ? `消息，${unread} 条未读` : '消息'}
    aria-current={isHere ? 'page' : undefined}
    data-testid="bell"
  >
    <BellIcon />
    {unread > 0 && (
      <span class="bell-count" aria-hidden="true">
        {unread > 99 ? '99+' : unread}
      </span>
    )}
  </a>
)

/** Where the news can be read. */
const placeOf = ({ kind, target }: Notice): string =>
  kind === 'task_raised'
    ? '#disputes/board'
    : kind === 'overdue'
      ? `#desk/case/${encodeURIComponent(target)}`
      : `#apply/number/${encodeURIComponent(target)}`

/** My notices (消息): that there is news, and where to read it. Opened is read. */
export const Notices = ({ api, isOfficer, onRead }: { api: Api; isOfficer: boolean; onRead(): void }) => {
  const { data, problem, load } = useRead<{ unread: number; notices: Notice[] }>(api, '/api/me/notices')
  // What is shown has been read; the list keeps its marks until it is opened again.
  useEffect(() => {
    if (!data || data.unread === 0) return
    api.send('/api/me/notices/read', {}).then(onRead, () => undefined)
  }, [api, data, onRead])
  return (
    <>
      {problem ? (
        <ProblemNotice problem={problem} onRetry={load} />
      ) : !data ? (
        <Loading what="消息" />
      ) : data.notices.length === 0 ? (
        <Empty icon={<BellIcon />} title="还没有消息">
          {isOfficer ? '提到您这里的任务、快到期的件，都会在这里告诉您。' : '申请受理、要补材料、办结了，都会在这里告诉您。'}
        </Empty>
      ) : (
        <ol class="rows" data-testid="notices">
          {data.notices.map((notice) => (
            <li key={notice.id} class={`card${notice.readAt === null ? ' is-unread' : ''}`} data-testid="notice">
              <div class="row-head">
                <h3>{notice.title}</h3>
                {notice.readAt === null && <span class="status">新</span>}
              </div>
              <p>{notice.text}</p>
              <p class="actions">
                <a class="button button-plain button-small" href={placeOf(notice)}>
                  去看看
                </a>
                <span class="muted">{peopleDate(notice.at)}</span>
              </p>
            </li>
          ))}
        </ol>
      )}
      <NoticeSettings api={api} />
    </>
  )
}
