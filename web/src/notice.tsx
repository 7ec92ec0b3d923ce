import type { ComponentChildren } from 'preact'
import type { Problem } from './api.ts'
import { signInHref } from './api.ts'
import { AlertIcon } from './icons.tsx'

interface NoticeFacts {
  problem: Problem
  onRetry?: () => void
  /** What signing in is good for, where somebody has to. */
  signInSays?: string
}

/** Something went wrong, told kindly, with the way on. */
export const ProblemNotice = ({ problem, onRetry, signInSays = '登录后就能看到您自己的内容。' }: NoticeFacts) => (
  <div class="notice" role="alert" data-testid="problem">
    <AlertIcon />
    <div>
      <p class="notice-title">{problem.status === 401 ? '请先登录' : problem.title}</p>
      <p>{problem.status === 401 ? signInSays : problem.detail}</p>
      <div class="actions">
        {problem.status === 401 ? (
          <a class="button" href={signInHref()} data-testid="sign-in-again">
            去登录
          </a>
        ) : (
          onRetry && (
            <button type="button" class="button" onClick={onRetry} data-testid="retry">
              再试一次
            </button>
          )
        )}
      </div>
    </div>
  </div>
)

/** What is somebody's own is asked for only once it is known whose (先登录). */
export const SignInFirst = () => <ProblemNotice problem={{ title: '', detail: '', status: 401, code: 'sign_in_required' }} />

/** Nothing here yet, and what would be. */
export const Empty = ({ icon, title, children }: { icon: ComponentChildren; title: string; children: ComponentChildren }) => (
  <div class="empty">
    {icon}
    <p class="empty-title">{title}</p>
    <p>{children}</p>
  </div>
)

/** Grey lines while something is fetched. */
export const Loading = ({ what }: { what: string }) => (
  <div class="loading" role="status">
    <span class="sr-only">正在读取{what}…</span>
    <i class="bone" />
    <i class="bone" />
    <i class="bone bone-short" />
  </div>
)
