import type { ModelFault } from './models.ts'

/** What one model said when it was asked once, before any guard saw it (原话): what a replay plays again. */
export interface HeardReply {
  readonly model: string
  readonly text: string
  readonly calls: readonly { readonly name: string; readonly args: Readonly<Record<string, unknown>> }[]
  readonly outcome: string | undefined
  readonly suggestions: readonly string[]
  /** Why it was given up after these words; null when it did its work. */
  readonly fault: ModelFault | null
}

/** What one tool came to. `output` is left out where the trace of the turn holds it. */
export interface UsedTool {
  readonly call: string
  readonly name: string
  /** Of its name, description, input, scope and effect. */
  readonly version: string
  readonly args: unknown
  readonly result: 'done' | 'confirm' | 'waiting' | 'refused'
  readonly output?: unknown
  readonly error?: { readonly code: string; readonly title: string; readonly detail: string; readonly fields: unknown }
}

/** How an answer came to be (答复的由来), kept with its turn: enough to say who answered, and to play it again. */
export interface TurnRecord {
  /** Version of the platform. */
  readonly build: string
  readonly guards: readonly string[]
  /** Models that stood ready, in their order. */
  readonly chain: readonly string[]
  readonly heard: readonly HeardReply[]
  readonly used: readonly UsedTool[]
}

/** Letters of a code: none that is taken for another when it is read out. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * The code of a turn's receipt (回执编号), `XXXX-XXXX-XXXX`: the moment of the turn's id and the count behind it. It opens nothing by
 * itself: only the one who asked, and officers with the right, may read what stands behind it.
 */
export const receiptCode = (turn: string): string => {
  const hex = turn.replaceAll('-', '')
  if (!/^[0-9a-f]{32}$/.test(hex)) return ''
  const bits = BigInt(`0x${hex.slice(0, 12)}${hex.slice(13, 16)}`)
  const code = Array.from({ length: 12 }, (_, at) => letters[Number((bits >> BigInt(5 * (11 - at))) & 31n)]).join('')
  return code.replace(/(.{4})(?=.)/g, '$1-')
}

/** The ids of turns that a code stands for, first and last; undefined where it is no code. Read as people write: any case, O for 0, I and L for 1. */
export const turnsOfCode = (code: string): { readonly from: string; readonly to: string } | undefined => {
  const plain = code.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  if (plain.length !== 12 || [...plain].some((letter) => !letters.includes(letter))) return undefined
  const bits = [...plain].reduce((sum, letter) => (sum << 5n) | BigInt(letters.indexOf(letter)), 0n)
  const hex = bits.toString(16).padStart(15, '0')
  const start = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(12)}`
  return { from: `${start}-0000-000000000000`, to: `${start}-ffff-ffffffffffff` }
}

/** A receipt as it is shown (答复回执). */
export interface Receipt {
  readonly code: string
  readonly at: Date
  /** Keyed hash of the one who asked: the same person is the same here, and nobody else can tell who. */
  readonly askedBy: string
  readonly says: string
  readonly text: string
  readonly outcome: string
  readonly agent: { readonly id: string; readonly version: string } | undefined
  readonly model: string
  readonly models: readonly { readonly model: string; readonly fault: ModelFault | null }[]
  readonly tools: readonly { readonly name: string; readonly version: string; readonly result: UsedTool['result'] }[]
  readonly documents: readonly {
    readonly document: string
    readonly version: string
    readonly path: string
    readonly effective: string
    readonly quote: string
  }[]
  readonly guards: readonly string[]
  readonly build: string
}
