import { useEffect, useRef } from 'preact/hooks'
import type { Api, Me, PastConversation } from './api.ts'
import { peopleDate } from './dates.ts'
import { CloseIcon, PlusIcon } from './icons.tsx'
import { kept } from './kept.ts'
import { useRead } from './use-page.ts'

interface SideProps {
  api: Api
  me: Me
  current: string | undefined
  /** Changes when the list of conversations may have. */
  mark: string
  onStart: () => void
  onOpen: (id: string) => void
}

/** New conversation, earlier ones, and the way out: beside the chat where there is room, in the menu where there is not. */
export const Side = ({ api, me, current, mark, onStart, onOpen }: SideProps) => {
  const { data } = useRead<{ conversations: PastConversation[] }>(api, '/api/conversations', mark)
  const past = (data?.conversations ?? []).filter(({ firstSays }) => firstSays).slice(0, 20)
  const signOut = async () => {
    await api.signOut().catch(() => undefined)
    kept.forgetPerson()
    location.assign('/')
  }
  return (
    <div class="side-content">
      <button type="button" class="button button-plain" onClick={onStart} data-testid="new-conversation">
        <PlusIcon />
        新对话
      </button>
      {past.length > 0 && (
        <nav aria-label="以往对话">
          <h2 class="section-title">以往对话</h2>
          <ul class="past">
            {past.map(({ id, firstSays, lastAt, createdAt }) => (
              <li>
                <button type="button" aria-current={id === current ? 'true' : undefined} onClick={() => onOpen(id)}>
                  <span>{firstSays}</span>
                  <small>{peopleDate(lastAt ?? createdAt)}</small>
                </button>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <div class="account">
        <p>
          {me.who?.name}
          {me.who?.unit && <small>{me.who.unitName ?? me.who.unit}</small>}
        </p>
        <a href="/verify">验证证明真伪</a>
        <a href="/policies">政策文件</a>
        <button type="button" class="link" onClick={signOut} data-testid="sign-out">
          退出登录
        </button>
      </div>
    </div>
  )
}

/** The same as a sheet; the browser's own dialog keeps focus inside and closes on Escape. */
export const Menu = ({ onClose, ...side }: SideProps & { onClose: () => void }) => {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the browser closes a modal dialog on Escape; this is the click beside it
    <dialog
      ref={dialog}
      class="menu"
      aria-label="菜单"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="menu-head">
        <p>菜单</p>
        <button type="button" class="icon-button" onClick={() => dialog.current?.close()} aria-label="关闭菜单">
          <CloseIcon />
        </button>
      </div>
      <Side {...side} />
    </dialog>
  )
}
