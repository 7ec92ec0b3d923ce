import type { Me } from './api.ts'
import { signInHref } from './api.ts'
import { Emblem, MenuIcon } from './icons.tsx'
import { Bell } from './notices.tsx'
import type { View } from './use-page.ts'
import { views, viewsFor } from './use-page.ts'

/** Whose page it is, its views, large text, and who is signed in. */
export const Header = (props: {
  me: Me
  view: View
  unread: number
  isLarge: boolean
  onLargeText: () => void
  onMenu: (() => void) | undefined
}) => {
  const { me, view, unread, isLarge, onLargeText, onMenu } = props
  return (
    <header class="top">
      <div class="top-row">
        <a class="brand" href={`#${viewsFor(me.who)[0]}`}>
          <Emblem />
          <span>
            <h1>{me.institution}</h1>
            <small>
              数字分身
              {me.demo && (
                <span class="demo-badge" data-testid="demo-badge">
                  演示
                </span>
              )}
            </small>
          </span>
        </a>
        <span class="top-tools">
          <button type="button" class="text-size" aria-pressed={isLarge} onClick={onLargeText} data-testid="large-text">
            大字
          </button>
          {me.signedIn && <Bell unread={unread} isHere={view === 'notices'} />}
          {!me.signedIn && (
            <a class="button button-small" href={signInHref()} data-testid="sign-in">
              登录
            </a>
          )}
          {onMenu && (
            <button type="button" class="icon-button" onClick={onMenu} aria-label="菜单" data-testid="menu">
              <MenuIcon />
            </button>
          )}
        </span>
      </div>
      {me.signedIn && (
        <nav class="tabs" aria-label="主要页面">
          {viewsFor(me.who).map((name) => (
            <a href={`#${name}`} aria-current={view === name ? 'page' : undefined} data-testid={`tab-${name}`}>
              {views[name]}
            </a>
          ))}
        </nav>
      )}
    </header>
  )
}
