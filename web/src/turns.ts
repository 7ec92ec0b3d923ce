import type { Card, Citation, Confirm, History, Problem, Reply } from './api.ts'
import type { TurnEvent } from './events.ts'

/** A step that a tool took (办理步骤); `ok` is undefined while it runs. */
export interface Step {
  name: string
  title: string
  ok: boolean | undefined
}

/** One turn as the page shows it. */
export interface TurnView {
  /** Ours, and the idempotency key of the message: the same words sent twice are one deed. */
  key: string
  turn: string | undefined
  says: string
  /** What was asked by a button: sent to a confirmation, not as a message. */
  answers: { confirm: string; accept: boolean } | undefined
  text: string
  steps: Step[]
  cards: Card[]
  citations: Citation[]
  suggestions: string[]
  /** Its own words for “AI 生成”, once the reply says them. */
  label: string | undefined
  /** By this code the answer can be asked about later. */
  receipt: string | undefined
  confirm: Confirm | undefined
  outcome: Reply['outcome'] | undefined
  phase: 'sending' | 'streaming' | 'reconnecting' | 'done' | 'failed'
  problem: Problem | undefined
}

export const newTurn = (key: string, says: string, answers?: TurnView['answers']): TurnView => ({
  key,
  turn: undefined,
  says,
  answers,
  text: '',
  steps: [],
  cards: [],
  citations: [],
  suggestions: [],
  label: undefined,
  receipt: undefined,
  confirm: undefined,
  outcome: undefined,
  phase: 'sending',
  problem: undefined,
})

/** The reply is the last word: it replaces what was streamed. */
const ended = (view: TurnView, reply: Reply): TurnView => ({
  ...view,
  turn: reply.turn,
  text: reply.text,
  steps: reply.tools,
  cards: reply.cards,
  citations: reply.citations,
  suggestions: reply.suggestions ?? [],
  label: reply.label,
  receipt: reply.receipt,
  confirm: reply.confirm ?? undefined,
  outcome: reply.outcome,
  phase: 'done',
  problem: undefined,
})

const finishStep = (steps: Step[], { name, title, ok }: { name: string; title: string; ok: boolean }): Step[] => {
  const at = steps.findIndex((step) => step.name === name && step.ok === undefined)
  return at < 0 ? [...steps, { name, title, ok }] : steps.map((step, i) => (i === at ? { name, title, ok } : step))
}

/** The view after one more event. */
export const applyEvent = (view: TurnView, event: TurnEvent): TurnView => {
  const going: TurnView = { ...view, phase: 'streaming', problem: undefined }
  switch (event.type) {
    case 'turn.started':
      return { ...going, turn: event.data.turn }
    case 'text.delta':
      return { ...going, text: view.text + event.data.text }
    case 'tool.started':
      return { ...going, steps: [...view.steps, { ...event.data, ok: undefined }] }
    case 'tool.finished':
      return { ...going, steps: finishStep(view.steps, event.data) }
    case 'card':
      return { ...going, cards: [...view.cards, event.data] }
    case 'citation':
      return { ...going, citations: [...view.citations, event.data] }
    case 'confirm.required':
      return { ...going, confirm: event.data }
    case 'turn.ended':
      return ended(view, event.data)
  }
}

/** What was said so far, as kept by the server. A turn without a reply is still going on. */
export const viewsOf = (history: History): TurnView[] =>
  history.turns.map(({ turn, says, reply }) => {
    const view = { ...newTurn(turn, says), turn }
    return reply ? ended(view, reply) : { ...view, phase: 'reconnecting' }
  })
