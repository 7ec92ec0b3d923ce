import type { ComponentChildren } from 'preact'
import { CardView, EmergencyCard } from './cards.tsx'
import { Citations } from './citations.tsx'
import { ConfirmCard } from './confirm-card.tsx'
import { CheckIcon, Emblem } from './icons.tsx'
import { ProblemNotice } from './notice.tsx'
import { type Opinion, OpinionButtons } from './opinion.tsx'
import { RichText } from './rich-text.tsx'
import type { Step, TurnView } from './turns.ts'

/** What is being done for the person, step by step. */
const Steps = ({ steps }: { steps: readonly Step[] }) =>
  steps.length === 0 ? null : (
    <ul class="steps" aria-label="办理步骤">
      {steps.map(({ title, ok }) => (
        <li class={ok === undefined ? 'is-running' : ok ? 'is-done' : 'is-stuck'}>
          <span class="step-mark">{ok && <CheckIcon />}</span>
          {title}
          {ok === undefined && <span class="muted">进行中</span>}
          {ok === false && <span class="muted">未完成</span>}
        </li>
      ))}
    </ul>
  )

/** Said by the page's own side, with the label that the law asks for (AI 生成). */
export const FromUs = ({ aiLabel, children }: { aiLabel: string; children: ComponentChildren }) => (
  <div class="from-us">
    <p class="speaker">
      <Emblem />
      分身
      {aiLabel && (
        <span class="ai-label" data-testid="ai-label">
          {aiLabel}
        </span>
      )}
    </p>
    {children}
  </div>
)

/** The text of a turn; a question that its confirm card asks in full is not said twice. */
const spoken = ({ text, confirm }: TurnView): string =>
  confirm && text.endsWith(confirm.text) ? text.slice(0, -confirm.text.length).trimEnd() : text

/** One turn: what the person said, and what came back; an emergency first. */
export const Turn = (props: {
  view: TurnView
  isLast: boolean
  busy: boolean
  aiLabel: string
  demo: boolean
  onAnswer: (confirm: string, accept: boolean) => void
  onRetry: (view: TurnView) => void
  onOpinion: (turn: string, opinion: Opinion) => Promise<unknown>
}) => {
  const { view, isLast, busy, aiLabel, demo, onAnswer, onRetry, onOpinion } = props
  const emergencies = view.cards.filter(({ kind }) => kind === 'emergency')
  const confirmCard = view.cards.find(({ kind }) => kind === 'confirm')
  const cards = view.cards.filter((card) => card.kind !== 'emergency' && !(card === confirmCard && view.confirm))
  const isWaiting = view.phase === 'sending' || (view.phase === 'streaming' && !view.text && view.steps.length === 0)
  return (
    <article class="turn" data-testid="turn" data-phase={view.phase} data-outcome={view.outcome}>
      {view.says && (
        <p class="from-me">
          <span class="sr-only">您说：</span>
          {view.says}
        </p>
      )}
      {view.phase === 'failed' ? (
        view.problem && <ProblemNotice problem={view.problem} onRetry={() => onRetry(view)} />
      ) : (
        <FromUs aiLabel={view.text ? (view.label ?? aiLabel) : ''}>
          {emergencies.map((card) => (
            <EmergencyCard card={card} />
          ))}
          <Steps steps={view.steps} />
          <RichText text={spoken(view)} />
          {isWaiting && (
            <p class="dots">
              <span class="sr-only">正在回复</span>
              <i />
              <i />
              <i />
            </p>
          )}
          {view.phase === 'reconnecting' && <p class="muted reconnecting">网络断了一下，正在接上，内容不会丢…</p>}
          {cards.map((card) => (
            <CardView card={card} demo={demo} />
          ))}
          {view.confirm && (
            <ConfirmCard
              confirm={view.confirm}
              card={confirmCard}
              isOpen={isLast && view.phase === 'done'}
              busy={busy}
              onAnswer={(accept) => view.confirm && onAnswer(view.confirm.id, accept)}
            />
          )}
          <Citations citations={view.citations} />
          {view.phase === 'done' && view.receipt && (
            <p class="muted receipt" data-testid="receipt">
              回执编号 {view.receipt}
            </p>
          )}
          {view.phase === 'done' && view.turn && !view.confirm && emergencies.length === 0 && (
            <OpinionButtons onOpinion={(opinion) => onOpinion(view.turn ?? '', opinion)} />
          )}
        </FromUs>
      )}
    </article>
  )
}
