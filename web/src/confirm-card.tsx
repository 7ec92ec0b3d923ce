import { useEffect, useRef } from 'preact/hooks'
import type { Card, Confirm } from './api.ts'
import { Fields } from './fields.tsx'

/** One plain sentence, and yes or no (办理前确认). Only the newest one can be answered. */
export const ConfirmCard = (props: {
  confirm: Confirm
  card: Card | undefined
  isOpen: boolean
  busy: boolean
  onAnswer: (accept: boolean) => void
}) => {
  const { confirm, card, isOpen, busy, onAnswer } = props
  const group = useRef<HTMLElement>(null)
  useEffect(() => {
    const typing = document.activeElement instanceof HTMLTextAreaElement && document.activeElement.value !== ''
    if (isOpen && !typing) group.current?.focus({ preventScroll: true })
    if (isOpen) group.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  return (
    <section
      ref={group}
      class={`card card-confirm ${isOpen ? '' : 'is-past'}`}
      tabIndex={-1}
      aria-label="请您确认"
      data-testid="confirm-card"
    >
      <p class="confirm-kicker">请您确认</p>
      <p class="confirm-text">{confirm.text}</p>
      {card && <Fields card={card} />}
      {isOpen ? (
        <div class="choices">
          <button type="button" class="button button-large" disabled={busy} onClick={() => onAnswer(true)} data-testid="confirm-yes">
            确认
          </button>
          <button
            type="button"
            class="button button-large button-plain"
            disabled={busy}
            onClick={() => onAnswer(false)}
            data-testid="confirm-no"
          >
            先不办
          </button>
        </div>
      ) : (
        <p class="muted">这一步已经过去了。</p>
      )}
    </section>
  )
}
