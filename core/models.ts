import type { Who } from './people.ts'

/** What a model may be asked for (模型用途). Only `chat` writes text for people; `judge` is asked by evals alone. */
export const modelRoles = ['chat', 'embedding', 'rerank', 'judge'] as const
export type ModelRole = (typeof modelRoles)[number]

/**
 * Why a model was given up: a closed list, for logs and metrics. `busy`: its queue or its own limit (429) let nobody in; `budget`: no money,
 * tokens or time are left for it; `outrun`: asked as the second (hedging), and the first spoke sooner; `dropped`: a guard let a sentence not pass; `unproven`: all that it claimed of law was cut, and it had
 * looked nothing up.
 */
export const modelFaults = [
  'error',
  'silent',
  'too_slow',
  'busy',
  'budget',
  'outrun',
  'garbage',
  'empty',
  'endless',
  'dropped',
  'language',
  'unproven',
] as const
export type ModelFault = (typeof modelFaults)[number]

/** Tokens of one call (词元). `isCounted`: the endpoint told them; otherwise they are estimated from the text, never too few. */
export interface TokenUse {
  readonly in: number
  readonly out: number
  /** The part of `in` that the provider took from its prefix cache. */
  readonly cached: number
  readonly isCounted: boolean
}

/**
 * One call of a model, when it is over, well or badly (模型调用): what metrics, costs and budgets are made of. Ids and numbers only: no word
 * that anybody said stands in it. Told once for every call, the offline model's too.
 */
export interface ModelCall {
  /** Name in models.yaml, `MODEL`, or `offline`. */
  readonly model: string
  readonly role: ModelRole
  readonly at: Date
  readonly agent: string | undefined
  readonly agentVersion: string | undefined
  readonly conversation: string | undefined
  readonly turn: string | undefined
  /** Who the call was made for; an officer's unit beside it. */
  readonly person: string | undefined
  readonly unit: string | undefined
  /** From the start of the call, the wait for a free place included. Undefined when nothing came. */
  readonly firstTokenMs: number | undefined
  readonly ms: number
  readonly tokens: TokenUse
  /** In millionths of a yuan (微元), by the prices of models.yaml; 0 without. */
  readonly costMicroYuan: number
  /** How many tools it asked for. */
  readonly toolCalls: number
  /** Null when it did its work. */
  readonly fault: ModelFault | null
  /** False when the endpoint was never reached or turned the request down: nothing was used then. */
  readonly isTaken: boolean
}

/** Hears of every call when it is over. Must not throw, and must not wait. */
export type OnModelCall = (call: ModelCall) => void

/**
 * THE seam between this process and every model behind an endpoint: whatever leaves goes through `hide`, whatever comes back through
 * `show` and `restore`, and nothing else touches the text on its way. The offline model runs in the process and passes no gate.
 * `hide` runs in models/wire-request.ts just before the bytes are written; `show` and `restore` run in runtime/speak.ts before a sentence
 * is cut, a guard sees it, or a tool is called.
 */
export interface ModelGate {
  /** One for each turn; the same conversation may be opened again, and must then hide the same values in the same way. */
  open(talk: { readonly conversation: string; readonly who: Who }): GatePass
}

/** One turn's way through the gate. */
export interface GatePass {
  /** Text on its way out: what people said, what tools answered, arguments of earlier calls (as JSON text), the agent's page. */
  hide(text: string): string
  /** For one reply of a model. */
  reply(): {
    /** Text on its way back, cut anywhere: gives back what is sure, and keeps the rest. */
    show(piece: string): string
    /** What was kept, when the text is over. */
    flush(): string
  }
  /** Parsed arguments of a tool call, before anybody sees them or runs it. */
  restore(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>
}

/** The model could not do its work; the turn goes on without it. */
export class ModelFaultError extends Error {
  readonly fault: ModelFault
  constructor(fault: ModelFault, cause?: unknown) {
    super(`model fault: ${fault}`, { cause })
    this.fault = fault
  }
}

/** Whose budget is spent, as far as a person is told: this turn's, their own for today, or one that is nobody's in particular. */
export type BudgetSpan = 'turn' | 'person' | 'day'

/** The cause of a `budget` fault. */
export class BudgetSpentError extends Error {
  readonly span: BudgetSpan
  constructor(span: BudgetSpan, what: string) {
    super(`budget spent: ${what}`)
    this.span = span
  }
}
