import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Me } from './api.ts'
import { signInHref } from './api.ts'
import { Composer } from './composer.tsx'
import { DownIcon, PhoneIcon } from './icons.tsx'
import { FromUs, Turn } from './message.tsx'
import { Loading, ProblemNotice } from './notice.tsx'
import { RichText } from './rich-text.tsx'
import type { Conversation } from './use-conversation.ts'

/** Before sign-in: what this is, the way in, and the numbers that need no sign-in. */
const Welcome = ({ me }: { me: Me }) => (
  <section class="welcome" data-testid="welcome">
    <h2>
      您好，我是数字分身，
      <br />
      有事您说，我来办。
    </h2>
    <p class="welcome-lead">问政策、开无犯罪记录证明、查办理进度，说一句话就行。办事前我都会请您确认。</p>
    {me.reason === 'session_expired' && <p class="demo-note">登录已过期，请重新登录。没发出去的话还在下面。</p>}
    <div class="actions">
      <a class="button button-large" href={signInHref()} data-testid="sign-in-welcome">
        登录后开始
      </a>
      <a class="button button-large button-plain" href="/verify">
        验证证明真伪
      </a>
    </div>
    {me.demo && <p class="demo-note">这是演示环境，人物和证件都是虚构的。请不要填写真实的身份信息。</p>}
    <div class="welcome-calls">
      <p>
        <PhoneIcon />
        遇到危险，请直接拨打
      </p>
      <ul>
        <li>
          <a href="tel:110">110 报警</a>
        </li>
        <li>
          <a href="tel:120">120 急救</a>
        </li>
        <li>
          <a href="tel:119">119 火警</a>
        </li>
      </ul>
    </div>
  </section>
)

const Chips = ({ texts, busy, onSay }: { texts: readonly string[]; busy: boolean; onSay: (text: string) => void }) =>
  texts.length === 0 ? null : (
    <ul class="chips" aria-label="可以这样说">
      {texts.map((text) => (
        <li>
          <button type="button" class="chip" disabled={busy} onClick={() => onSay(text)} data-testid="chip">
            {text}
          </button>
        </li>
      ))}
    </ul>
  )

const intoSight = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' })

const distanceToEnd = () => document.documentElement.scrollHeight - window.innerHeight - window.scrollY

/** Keeps the newest words in sight, but never scrolls the question itself out at the top. */
const useStickToEnd = (mark: unknown, count: number) => {
  const [isAway, setIsAway] = useState(false)
  const sticks = useRef(true)
  const lastTurn = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const look = () => {
      const distance = distanceToEnd()
      setIsAway(distance > 200)
      if (distance < 120) sticks.current = true
    }
    const leave = () => {
      sticks.current = false
    }
    window.addEventListener('scroll', look, { passive: true })
    window.addEventListener('wheel', leave, { passive: true })
    window.addEventListener('touchmove', leave, { passive: true })
    return () => {
      window.removeEventListener('scroll', look)
      window.removeEventListener('wheel', leave)
      window.removeEventListener('touchmove', leave)
    }
  }, [])
  useLayoutEffect(() => {
    sticks.current = true
  }, [count])
  useLayoutEffect(() => {
    const header = document.querySelector('header')?.offsetHeight ?? 0
    const start = lastTurn.current ? lastTurn.current.getBoundingClientRect().top + window.scrollY - header - 12 : 0
    if (sticks.current && count > 0) window.scrollTo({ top: Math.min(start, document.documentElement.scrollHeight), behavior: 'instant' })
    setIsAway(distanceToEnd() > 200)
  }, [mark, count])
  const toEnd = () => window.scrollTo({ top: document.documentElement.scrollHeight })
  return { lastTurn, isAway, toEnd }
}

/** The conversation (对话). */
export const Chat = ({ me, talk }: { me: Me; talk: Conversation }) => {
  const { opening, turns, busy, problem, expired } = talk
  const last = turns.at(-1)
  const { lastTurn, isAway, toEnd } = useStickToEnd(turns, turns.length)
  const suggestions = last ? (last.phase === 'done' && !last.confirm ? last.suggestions : []) : (opening?.suggestions ?? [])
  return (
    <div class="chat">
      <section class="log" aria-label="对话内容">
        {!me.signedIn && turns.length === 0 && <Welcome me={me} />}
        {me.signedIn && !opening && !problem && turns.length === 0 && <Loading what="对话" />}
        {opening?.greeting && (
          <FromUs aiLabel={me.aiLabel}>
            <div class={turns.length === 0 ? 'greeting' : ''} data-testid="greeting">
              <RichText text={opening.greeting} />
            </div>
            {me.demo && turns.length === 0 && <p class="demo-note">这是演示环境，请不要填写真实的身份信息。</p>}
          </FromUs>
        )}
        {turns.map((view, i) => (
          <div key={view.key} ref={i === turns.length - 1 ? lastTurn : null}>
            <Turn
              view={view}
              isLast={i === turns.length - 1}
              busy={busy}
              aiLabel={me.aiLabel}
              demo={me.demo}
              onAnswer={talk.answer}
              onRetry={talk.retry}
              onOpinion={talk.opine}
            />
          </div>
        ))}
        {/* Opening a conversation and sending can both meet the same end of the session: one way to sign in is shown, not two. */}
        {problem && !(problem.status === 401 && expired) && <ProblemNotice problem={problem} onRetry={talk.start} />}
        {expired && (
          <div class="notice" role="alert" data-testid="expired" ref={intoSight}>
            <div>
              <p class="notice-title">{me.signedIn ? '登录已过期' : '请先登录'}</p>
              <p>
                {expired === 'words'
                  ? '您写的话还在下面的输入框里，登录后再发一次就行。'
                  : '登录后回到这里，就能看到办到了哪一步；还没有办的，再点一次就行。'}
              </p>
              <div class="actions">
                <a class="button" href={signInHref()} data-testid="sign-in-again">
                  {me.signedIn ? '重新登录' : '去登录'}
                </a>
              </div>
            </div>
          </div>
        )}
        <Chips texts={suggestions} busy={busy} onSay={talk.say} />
      </section>
      <div class="dock">
        {isAway && turns.length > 0 && (
          <button type="button" class="to-end" onClick={toEnd} aria-label="看最新的内容">
            <DownIcon />
          </button>
        )}
        <Composer busy={busy} returned={talk.returned} onReturned={talk.onReturned} onSay={talk.say} />
      </div>
    </div>
  )
}
