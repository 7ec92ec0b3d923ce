import type { Force } from './knowledge.ts'
import type { TurnRecord } from './receipts.ts'

/** How a turn (一轮对话) may end: a closed list. */
export const outcomes = ['answered', 'clarified', 'unanswered', 'confirming', 'handed_off', 'refused', 'failed'] as const
export type Outcome = (typeof outcomes)[number]

/** A card (卡片): what code made and no model may rephrase. */
export interface Card {
  readonly kind:
    | 'certificate'
    | 'application'
    | 'confirm'
    | 'office'
    | 'emergency'
    | 'handoff'
    | 'lookups'
    | 'verification'
    | 'task'
    | 'dispute'
    | 'approval'
  readonly title: string
  readonly fields: readonly { readonly label: string; readonly value: string }[]
  readonly links: readonly { readonly rel: string; readonly href: string }[]
}

/** A passage that an answer stands on (政策依据): the same object at every door. `effective` is empty where the document names no day. */
export interface Citation {
  readonly document: string
  readonly version: string
  readonly path: string
  readonly quote: string
  readonly effective: string
  readonly href: string
  /** How the text stood on the day that was asked about. */
  readonly force?: Force
  /** True where a later version is in force today. */
  readonly isOld?: boolean
}

/** One tool step of a turn, as people may see it. */
export interface ToolStep {
  readonly name: string
  readonly title: string
  readonly ok: boolean
}

/** What a turn comes back with. `suggestions` are quick replies (an addition to the contract). */
export interface Reply {
  readonly turn: string
  readonly agent: string | null
  readonly outcome: Outcome
  readonly text: string
  readonly cards: readonly Card[]
  readonly citations: readonly Citation[]
  readonly tools: readonly ToolStep[]
  readonly confirm?: { readonly id: string; readonly text: string }
  readonly suggestions: readonly string[]
  /** By this code the answer can be asked about later (回执编号). */
  readonly receipt?: string
  /** Says that a machine wrote it (AI 生成标识); shown beside the text at every door. */
  readonly label: string
  /** The model that wrote the text; `offline` for the deterministic one, `reviewed` for a person's own answer, `rules` where no model was asked. */
  readonly model: string
}

/** What leaves a running turn, in order. `turn.ended` is last and carries the whole reply. */
export type TurnEvent =
  | { readonly event: 'turn.started'; readonly data: { readonly turn: string; readonly agent: string | null } }
  | { readonly event: 'text.delta'; readonly data: { readonly text: string } }
  | { readonly event: 'tool.started'; readonly data: { readonly name: string; readonly title: string } }
  | { readonly event: 'tool.finished'; readonly data: ToolStep }
  | { readonly event: 'card'; readonly data: Card }
  | { readonly event: 'citation'; readonly data: Citation }
  | { readonly event: 'confirm.required'; readonly data: { readonly id: string; readonly text: string } }
  | { readonly event: 'turn.ended'; readonly data: Reply }

/** A deed that waits for one plain yes (待确认). It lives on the turn that asked, and dies with the next turn. */
export interface PendingDeed {
  readonly id: string
  readonly tool: string
  readonly args: unknown
  /** SHA-256 over tool, canonical arguments and the sentence shown. */
  readonly hash: string
  readonly text: string
  readonly expiresAt: string
}

/** One stored turn. `reply` is absent while it runs, or when the process died in it. */
export interface StoredTurn {
  readonly id: string
  readonly n: number
  readonly says: string
  readonly at: Date
  readonly agent: string | null
  readonly agentVersion: string | null
  readonly pending: PendingDeed | null
  readonly reply: Reply | null
  readonly events: readonly TurnEvent[]
  /** What the models saw and said in this turn beyond the text (tool calls and results), for the next turn's model. */
  readonly trace: readonly TraceMessage[]
  /** How the reply came to be; turns of before 2026-12 have none. */
  readonly record?: TurnRecord | undefined
}

/** A message of a turn in the words every chat model shares. */
export type TraceMessage =
  /** What a short answer such as “1” stood for; replaces the message for the models of later turns. */
  | { readonly role: 'meant'; readonly text: string }
  | {
      readonly role: 'assistant'
      readonly text: string
      readonly calls?: readonly { readonly id: string; readonly name: string; readonly args: unknown }[]
    }
  | { readonly role: 'tool'; readonly call: string; readonly name: string; readonly text: string; readonly ok: boolean }

/** A conversation (会话) of one person. */
export interface Conversation {
  readonly id: string
  readonly person: string
  /** The agent pinned at the start, if any. */
  readonly pinned: string | null
  readonly greeting: string
  readonly createdAt: Date
}
