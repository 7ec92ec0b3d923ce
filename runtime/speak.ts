import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import type { BaseMessage } from '@langchain/core/messages'
import { type GatePass, type ModelFault, ModelFaultError } from '../core/models.ts'
import type { ToldUse } from '../models/wire-reply.ts'
import { fitArguments } from './fit-arguments.ts'
import { type AskedCall, callGatherer } from './gather-calls.ts'
import { type HeardPiece, type Patience, patientPieces } from './pieces.ts'
import { sentenceCutter } from './sentences.ts'
import { isGarbage, isMachineTalk, withoutControls } from './unreadable.ts'

/** A chat model with the name that a reply shows. */
export interface NamedModel {
  readonly name: string
  readonly model: BaseChatModel
  /** Yuan for a million tokens; undefined costs nothing. */
  readonly price?: { readonly in: number; readonly out: number; readonly cached?: number | undefined } | undefined
  /** Tokens that fit into one request, the reply included. */
  readonly context?: number
  /** Milliseconds without a first word after which the next of the chain is asked too; undefined never does. */
  readonly hedgeAfterMs?: number | undefined
  /** Its own times; left out, those of the turn. */
  readonly patience?: Pick<Patience, 'silentMs' | 'totalMs'>
  /** Asks for a place before a call; throws ModelFaultError where there is none. Left out, there always is one. */
  readonly enter?: (asked: PlaceAsked) => Promise<Place>
}

/** Who asks for a place, and for how much. */
export interface PlaceAsked {
  readonly person: string
  readonly unit: string | undefined
  readonly agent: string
  /** Tokens of the request, estimated. */
  readonly tokens: number
  /** What the turn has used already. */
  readonly spent: { readonly steps: number; readonly tokens: number; readonly microYuan: number; readonly beganMs: number }
  readonly signal: AbortSignal
}

/** A place at an endpoint. */
export interface Place {
  /** Gives it back, and says how the call went. Once. */
  leave(end: { readonly fault: ModelFault | null; readonly cause: unknown; readonly firstTokenMs: number | undefined }): void
}

/** What one call of a model came to. */
export interface Said {
  readonly text: string
  readonly calls: readonly AskedCall[]
  /** Set by the offline model, which knows how its turn ends; other models leave it empty. */
  readonly outcome: string | undefined
  readonly suggestions: readonly string[]
  /** Also its own: what it showed before still waits for a yes. */
  readonly stands?: boolean
}

/** What one call has come to so far, for whoever counts: written as it goes, also when it fails. */
export interface CallMeter {
  /** `performance.now()` of the first piece. */
  firstAt: number | undefined
  /** Characters that came, reasoning and arguments included. */
  chars: number
  told: ToldUse | undefined
  toolCalls: number
}

export const newMeter = (): CallMeter => ({ firstAt: undefined, chars: 0, told: undefined, toolCalls: 0 })

/** What one call of a model is given. A model that cannot fail (the offline one) is given no limits, and so cannot be given up. */
export interface Asking {
  readonly tools: readonly unknown[]
  readonly limits: { readonly patience: Patience; readonly signal: AbortSignal } | undefined
  readonly pass?: GatePass | undefined
  readonly meter?: CallMeter
}

const readable = (sentence: string): string => {
  const text = withoutControls(sentence).toWellFormed()
  if (isGarbage(text) || isMachineTalk(text)) throw new ModelFaultError('garbage')
  return text
}

/** Asks a model once and yields its text sentence by sentence. Throws ModelFaultError, and nothing else. */
export async function* speak(
  { model }: NamedModel,
  messages: readonly BaseMessage[],
  { tools, limits, pass, meter = newMeter() }: Asking,
): AsyncGenerator<string, Said> {
  const cutter = sentenceCutter()
  const gathered = callGatherer()
  const back = pass?.reply()
  const check = limits ? readable : (sentence: string) => sentence
  const metadata: { outcome?: unknown; suggestions?: unknown; stands?: unknown } = {}
  let text = ''
  /** Bounds what people and tools may get; thoughts are bounded by bytes and time. */
  let size = 0
  const shown = (piece: string): string => (back ? back.show(piece) : piece)
  const take = (piece: HeardPiece): string => {
    const spoken = shown(piece.text)
    const asked = piece.calls.length > 0 ? gathered.push(piece.calls) : 0
    meter.firstAt ??= performance.now()
    meter.chars += piece.text.length + piece.thought + asked
    text += spoken
    size += spoken.length + asked
    if (limits && size > limits.patience.maxChars) throw new ModelFaultError('endless')
    if (piece.metadata) Object.assign(metadata, piece.metadata)
    return spoken
  }
  const pieces = patientPieces(model, messages, { tools, limits, hide: pass && ((outgoing) => pass.hide(outgoing)) })
  try {
    for (;;) {
      const step = await pieces.next()
      if (step.done) {
        meter.told = step.value.use
        break
      }
      const spoken = take(step.value)
      if (spoken !== '') for (const sentence of cutter.push(spoken)) yield check(sentence)
    }
  } finally {
    await pieces.return({ use: undefined })
  }
  const calls = gathered.finish()
  if (!calls) throw new ModelFaultError('garbage')
  meter.toolCalls = calls.length
  const held = back?.flush() ?? ''
  text += held
  for (const sentence of [...cutter.push(held), ...cutter.flush()]) yield check(sentence)
  if (calls.length === 0 && text.trim() === '') throw new ModelFaultError('empty')
  const restored = pass ? calls.map(({ name, args }) => ({ name, args: pass.restore(args) })) : calls
  return {
    text,
    calls: limits ? restored.map(({ name, args }) => ({ name, args: fitArguments(tools, name, args) })) : restored,
    outcome: typeof metadata.outcome === 'string' ? metadata.outcome : undefined,
    suggestions: Array.isArray(metadata.suggestions) ? metadata.suggestions.filter((item) => typeof item === 'string') : [],
    ...(metadata.stands === true ? { stands: true } : {}),
  }
}
