import { readLoose } from '../models/loose-json.ts'
import type { CallPiece } from '../models/wire-reply.ts'
import { plainName } from '../models/written-calls.ts'

/** A tool call that a model asked for. */
export interface AskedCall {
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
}

/** More calls than this in one message are not a wish but a fault. */
const maxCalls = 8

interface Draft {
  id: string | undefined
  index: number | undefined
  name: string
  args: string
}

/** Text that no database keeps: NUL, or half a surrogate pair (which JSON.stringify writes as an escape). */
const isUnstorable = (value: unknown): boolean => /\\u(?:0000|d[89a-f][0-9a-f]{2})/.test(JSON.stringify(value))

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Arguments as they were meant: JSON, JSON within a string, or what small models write for it. Undefined where they are not whole. */
const argsOf = (text: string): unknown => {
  const args = text.trim().replace(/^```(?:json)?\s*|\s*```$/g, '')
  // Some gateways begin with an empty object and then send the real one.
  const whole = args.replace(/^\{\s*\}(?=\s*\{)/, '') || '{}'
  try {
    const value: unknown = JSON.parse(whole)
    if (typeof value !== 'string') return value ?? {}
    return value.trim() === '' ? {} : argsOf(value)
  } catch {
    const loose = readLoose(whole)
    return loose && whole.slice(loose.end).trim() === '' ? loose.value : undefined
  }
}

const isWhole = (args: string): boolean => args.trimEnd().endsWith('}') && isRecord(argsOf(args))

const callOf = ({ name: said, args }: Draft): AskedCall | undefined => {
  const name = plainName(said)
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) return undefined
  const parsed = argsOf(args)
  return isRecord(parsed) && !isUnstorable(parsed) ? { name, args: { ...parsed } } : undefined
}

/**
 * Puts tool calls together from their deltas. LangChain would do it, but reads arguments that were cut off as if they were whole,
 * and mixes up the calls of gateways that number all of them 0 or none.
 */
export const callGatherer = () => {
  const drafts: Draft[] = []
  const draftFor = ({ id, index, name }: CallPiece): Draft => {
    const ofIndex = index === undefined ? drafts.at(-1) : drafts.findLast((draft) => draft.index === index)
    const known = id
      ? (drafts.find((draft) => draft.id === id && draft.index === index) ?? (ofIndex?.id === undefined ? ofIndex : undefined))
      : ofIndex
    // Where neither id nor place tells calls apart, whole arguments and then a name are another call; a name repeated beside `{}` is the same.
    const isAnother = name && known && known.name !== '' && (name !== known.name || known.args.trim() !== '{}') && isWhole(known.args)
    if (known && !isAnother) return known
    const fresh: Draft = { id: undefined, index, name: '', args: '' }
    drafts.push(fresh)
    return fresh
  }
  return {
    /** Takes the next pieces. Gives back how many characters they hold. */
    push(chunks: readonly CallPiece[]): number {
      for (const chunk of chunks) {
        const draft = draftFor(chunk)
        draft.id ??= chunk.id || undefined
        // A name comes whole; gateways that repeat it in every delta mean the same call.
        if (draft.name === '') draft.name = chunk.name ?? ''
        draft.args += chunk.args ?? ''
      }
      return chunks.reduce((sum, chunk) => sum + (chunk.args?.length ?? 0) + (chunk.name?.length ?? 0) + 1, 0)
    },
    /** The calls, or undefined when one of them cannot be read or there are too many. */
    finish(): readonly AskedCall[] | undefined {
      const calls = drafts.map(callOf).filter((call) => call !== undefined)
      return calls.length === drafts.length && calls.length <= maxCalls ? calls : undefined
    },
  }
}
