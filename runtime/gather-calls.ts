import type { CallPiece } from '../models/wire-reply.ts'

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

const callOf = ({ name, args }: Draft): AskedCall | undefined => {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) return undefined
  try {
    const parsed: unknown = JSON.parse(args.trim() || '{}')
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed) || isUnstorable(parsed)) return undefined
    return { name, args: { ...parsed } }
  } catch {
    return undefined
  }
}

/**
 * Puts tool calls together from their deltas. LangChain would do it, but reads arguments that were cut off as if they were whole,
 * and mixes up the calls of gateways that number all of them 0 or none.
 */
export const callGatherer = () => {
  const drafts: Draft[] = []
  const draftFor = ({ id, index }: CallPiece): Draft => {
    const ofIndex = index === undefined ? drafts.at(-1) : drafts.findLast((draft) => draft.index === index)
    const known = id
      ? (drafts.find((draft) => draft.id === id && draft.index === index) ?? (ofIndex?.id === undefined ? ofIndex : undefined))
      : ofIndex
    if (known) return known
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
