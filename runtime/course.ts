import type { Agent } from '../core/agent.ts'
import type { Outcome, PendingDeed, StoredTurn, TraceMessage, TurnEvent } from '../core/conversation.ts'
import type { FoundClause, Ruling, SaidSentence } from '../core/guard.ts'
import type { GatePass, ModelFault, ModelGate, OnModelCall } from '../core/models.ts'
import { mayUse, type Who } from '../core/people.ts'
import type { HeardReply, TurnRecord, UsedTool } from '../core/receipts.ts'
import type { Clock } from '../core/time.ts'
import type { Presentation, Tool } from '../core/tool.ts'
import type { CallTool } from './call-tool.ts'
import type { Patience } from './pieces.ts'
import type { NamedModel } from './speak.ts'

/** What the loop is given by a turn. */
export interface LoopInput {
  readonly agent: Agent
  readonly who: Who
  readonly conversation: string
  readonly turn: string
  /** What the offline model is told; models behind endpoints are told `stablePrompt`. */
  readonly system: string
  readonly history: readonly StoredTurn[]
  readonly says: string
  /** When it was said. */
  readonly at: Date
  readonly isEnglish: boolean
  readonly signal: AbortSignal
}

/** What a loop stands on. */
export interface LoopGround {
  readonly tools: readonly Tool[]
  readonly callTool: CallTool
  /** Asked in this order; the last is the offline model, which cannot fail and is never hurried. */
  readonly models: readonly NamedModel[]
  readonly patience: Patience
  /** Sees each sentence a model wrote before anybody else does; undefined drops it and gives the model up, an empty text cuts it. */
  readonly check: (sentence: string, facts: Omit<SaidSentence, 'text'>) => Ruling
  readonly onModelFault: (facts: { model: string; fault: ModelFault; cause: unknown }) => void
  /** Hears of every call, the offline model's too. */
  readonly onModelCall?: OnModelCall
  /** What hides personal values from models behind endpoints; undefined hides nothing. */
  readonly gate?: ModelGate | undefined
  readonly clock: Clock
}

/** How a loop ends. */
export interface LoopEnd {
  readonly outcome: Outcome
  readonly trace: readonly TraceMessage[]
  readonly suggestions: readonly string[]
  readonly pending: PendingDeed | null
  readonly model: string
  /** The reply came back to the deed that waits for its yes: it still does. */
  readonly stands?: boolean
  /** What was heard and used on the way, for the receipt. */
  readonly record?: Pick<TurnRecord, 'chain' | 'heard' | 'used'>
}

/** What a turn used of models, for its budget. */
export interface Spent {
  steps: number
  tokens: number
  microYuan: number
  readonly beganMs: number
}

/** What leaves a loop. */
export type LoopEvent = Extract<
  TurnEvent,
  { event: 'text.delta' | 'tool.started' | 'tool.finished' | 'card' | 'citation' | 'confirm.required' }
>

/** What a turn has come to so far. */
export interface Course {
  readonly input: LoopInput
  readonly ground: LoopGround
  readonly tools: readonly Tool[]
  /** The one that is asked, and those after it. */
  models: readonly NamedModel[]
  readonly pass: GatePass | undefined
  /** How often the model that is asked has been asked. */
  asked: number
  /** What models of this turn told the person so far, for whoever goes on when one breaks off. */
  heard: string
  /** The part of it that belongs to an answer that broke off. */
  unfinished: string
  /** What all models of this turn used. */
  readonly spent: Spent
  trace: TraceMessage[]
  /** What every model said and every tool came to, for the receipt. */
  readonly record: { readonly heard: HeardReply[]; readonly used: UsedTool[] }
  /** Everything that was tried, for the guards. */
  readonly steps: { name: string; ok: boolean }[]
  /** What tools said in this conversation, for the guards: only what stands here may be claimed. */
  readonly sources: string[]
  /** Those of them that speak of the person's own matters and not of rules. */
  readonly answers: string[]
  /** What other systems said: only the offline model, which quotes them with their source, may stand on it. */
  readonly foreign: string[]
  /** Clauses that were found in this turn. */
  readonly passages: FoundClause[]
  /** What code itself told the person in this turn. */
  readonly told: string[]
  last: Presentation | undefined
  /** What the last search came to: its words are said where a model's own do not hold. */
  found: Presentation | undefined
  /** What each call came to: the same call again is answered from here and not done again. */
  readonly known: Map<string, { text: string; ok: boolean; presentation: Presentation | undefined }>
  /** What the offline model's last search would cite: shown with the words it quotes, for it may look twice and quote once. */
  toCite: Presentation['citations']
  /** Cards and citations that the person has already. */
  readonly shown: Set<string>
  /** How many calls there were: they are numbered for good. */
  calls: number
  /** The last character that the person was told. */
  tail: string
}

/** An answer of a search in an earlier turn: rules are looked up again before they are spoken of again. */
const isOfSearch = (text: string): boolean => text.includes('"passages":[')

/** An answer of another system; the same mark inside a text of ours would stand there with escapes. */
const isForeign = (text: string): boolean => text.includes('"isForeign":true')

const toldBefore = (history: readonly StoredTurn[]): string[] =>
  history.flatMap(({ trace }) => trace.flatMap((message) => (message.role === 'tool' && message.ok ? [message.text] : [])))

const answersBefore = (history: readonly StoredTurn[]): string[] => toldBefore(history).filter((text) => !isForeign(text))

/** Where a turn begins. */
export const beginCourse = (input: LoopInput, ground: LoopGround): Course => ({
  input,
  ground,
  tools: ground.tools.filter((tool) => input.agent.tools.includes(tool.name) && mayUse(input.who, tool)),
  models: ground.models,
  pass: ground.gate?.open({ conversation: input.conversation, who: input.who }),
  asked: 0,
  heard: '',
  unfinished: '',
  spent: { steps: 0, tokens: 0, microYuan: 0, beganMs: performance.now() },
  trace: [],
  record: { heard: [], used: [] },
  steps: [],
  sources: answersBefore(input.history),
  answers: answersBefore(input.history).filter((text) => !isOfSearch(text)),
  foreign: toldBefore(input.history).filter(isForeign),
  passages: [],
  told: [],
  last: undefined,
  found: undefined,
  known: new Map(),
  toCite: undefined,
  shown: new Set(),
  calls: 0,
  tail: '',
})

/** Text for the person; English sentences that were written apart get a blank between them. */
export const tell = (course: Course, text: string): LoopEvent => {
  const gap = course.input.isEnglish && /\S/.test(course.tail) && /^\S/.test(text) ? ' ' : ''
  course.tail = text.at(-1) ?? course.tail
  return { event: 'text.delta', data: { text: gap + text } }
}

/** All that a sentence may stand on, for the guards. */
export const factsOf = (course: Course): Omit<SaidSentence, 'text'> => ({
  who: course.input.who,
  isOffline: course.models.length === 1,
  asked: course.input.says,
  page: course.input.agent.page,
  tools: course.steps,
  sources: course.models.length === 1 ? [...course.sources, ...course.foreign] : course.sources,
  answers: course.answers,
  passages: course.passages,
  told: course.told,
})

/** What the next model goes on from: deeds that stand. What the one before only read, it had its own reasons to read. */
export const carriedOver = (course: Course): TraceMessage[] => {
  const isDeed = (name: string): boolean => course.tools.some((tool) => tool.name === name && tool.effect !== 'read')
  const kept = new Set(
    course.trace.flatMap((message) => (message.role === 'tool' && message.ok && isDeed(message.name) ? [message.call] : [])),
  )
  return course.trace.flatMap((message): TraceMessage[] => {
    if (message.role === 'tool') return kept.has(message.call) ? [message] : []
    const calls = message.role === 'assistant' ? (message.calls ?? []).filter((call) => kept.has(call.id)) : []
    return calls.length > 0 ? [{ role: 'assistant', text: '', calls }] : []
  })
}
