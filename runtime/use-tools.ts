import type { PendingDeed } from '../core/conversation.ts'
import { canonicalJson } from '../core/ids.ts'
import type { UsedTool } from '../core/receipts.ts'
import type { Confirmation, Presentation } from '../core/tool.ts'
import type { ToolResult } from './call-tool.ts'
import { type Course, type LoopEvent, tell } from './course.ts'
import type { AskedCall } from './gather-calls.ts'
import { toolVersion } from './messages.ts'
import type { Said } from './speak.ts'

const unknownTitle = (isEnglish: boolean): string => (isEnglish ? 'An action that is not offered here' : '本窗口没有的操作')

/** What a model reads of a tool's answer. */
const toolText = (result: ToolResult, isEnglish: boolean): string => {
  if (result.kind === 'done') {
    const { text, en, suggestions } = result.presentation
    return JSON.stringify({ ok: true, say: isEnglish && en ? en : text, data: result.output, suggestions: suggestions ?? [] })
  }
  if (result.kind === 'confirm')
    return JSON.stringify({ ok: false, say: result.confirmation.text, error: { code: 'confirmation_required', fields: [] } })
  if (result.kind === 'waiting')
    return JSON.stringify({ ok: false, say: result.waiting.presentation.text, error: { code: 'approval_required', fields: [] } })
  const { code, detail, extra } = result.error
  return JSON.stringify({ ok: false, say: detail, error: { code, fields: extra.fields ?? [] } })
}

/** What a tool came to, for the receipt and a replay. */
export const usedTool = (call: string, name: string, args: unknown, result: ToolResult): UsedTool => ({
  ...{ call, name, args, result: result.kind },
  version: result.tool ? toolVersion(result.tool) : 'none',
  ...(result.kind === 'done' ? { output: result.output } : {}),
  ...(result.kind === 'waiting' ? { output: { id: result.waiting.id, expiresAt: result.waiting.expiresAt.toISOString() } } : {}),
  ...(result.kind === 'refused'
    ? {
        error: {
          ...{ code: result.error.code, title: result.error.title, detail: result.error.detail },
          fields: result.error.extra.fields ?? [],
        },
      }
    : {}),
})

/** Sentences and cards of a deed that waits for a yes. */
function* askToConfirm(course: Course, pending: PendingDeed, confirmation: Confirmation): Generator<LoopEvent> {
  const { isEnglish } = course.input
  const text = isEnglish && confirmation.en ? confirmation.en : confirmation.text
  yield tell(course, text)
  yield {
    event: 'card',
    data: { kind: 'confirm', title: isEnglish ? 'Please confirm' : '请核对', fields: confirmation.fields ?? [], links: [] },
  }
  yield { event: 'confirm.required', data: { id: pending.id, text } }
  // The person was asked, so the conversation says so: some servers take no message of a person right after a tool's.
  course.trace.push({ role: 'assistant', text })
}

/** Cards and citations, each only once a turn. */
export function* show(course: Course, { cards, citations }: Pick<Presentation, 'cards' | 'citations'>): Generator<LoopEvent> {
  const all: LoopEvent[] = [
    ...(cards ?? []).map((data) => ({ event: 'card', data }) as const),
    ...(citations ?? []).map((data) => ({ event: 'citation', data }) as const),
  ]
  for (const event of all) {
    const key = canonicalJson(event)
    if (!course.shown.has(key)) yield event
    course.shown.add(key)
  }
}

/**
 * Shows what a tool gave. Of clauses that a model will put in its own words only those are cited that its sentences turn out to stand on;
 * the offline model, and a text that is said as it is, quote what the tool quotes.
 */
function* showFound(course: Course, presentation: Presentation): Generator<LoopEvent> {
  const { cards, citations, notice, noticeEn } = presentation
  const isOffline = course.models.length === 1
  const isQuoted = presentation.isFinal || !presentation.passages
  if (isOffline && !isQuoted) course.toCite = citations
  yield* show(course, { ...(cards ? { cards } : {}), ...(isQuoted && citations ? { citations } : {}) })
  const said = course.input.isEnglish ? (noticeEn ?? notice) : notice
  if (!said || course.told.includes(said)) return
  course.told.push(said)
  yield tell(course, said)
}

/** Keeps what a tool gave, for the models and the guards. */
const keep = (course: Course, presentation: Presentation, text: string): void => {
  course.last = presentation
  if (presentation.isForeign) {
    course.foreign.push(text)
    return
  }
  course.sources.push(text)
  if (!presentation.passages) {
    course.answers.push(text)
    return
  }
  course.found = presentation
  course.passages.push(...presentation.passages)
}

/** A call with an id of our own. */
type KnownCall = AskedCall & { readonly id: string }

const keyOf = ({ name, args }: KnownCall): string => canonicalJson([name, args])

// A name that a model made up is not shown to anybody as a title.
const titleOf = ({ tools, input }: Course, { name }: KnownCall): string =>
  tools.find((tool) => tool.name === name)?.title ?? unknownTitle(input.isEnglish)

const startOf = (course: Course, call: KnownCall): LoopEvent => ({
  event: 'tool.started',
  data: { name: call.name, title: titleOf(course, call) },
})

const run = ({ input, ground }: Course, { name, args, id }: KnownCall): Promise<ToolResult> =>
  ground.callTool({ tool: name, args, who: input.who, agent: input.agent, conversation: input.conversation, deedKey: id })

/** The calls at the head of the list that only read, if there are several: they change nothing, so none needs to wait for another. */
const readsAhead = (course: Course, calls: readonly KnownCall[]): readonly KnownCall[] => {
  const isRead = ({ name }: KnownCall): boolean => course.tools.some((tool) => tool.name === name && tool.effect === 'read')
  const end = calls.findIndex((call) => !isRead(call))
  const reads = new Map((end < 0 ? calls : calls.slice(0, end)).map((call) => [keyOf(call), call]).reverse() as [string, KnownCall][])
  const fresh = calls.filter((call) => reads.get(keyOf(call)) === call && !course.known.has(keyOf(call)))
  return fresh.length > 1 ? fresh : []
}

/** Runs one call, or waits for it where it runs already, and writes down what it came to. */
async function* use(course: Course, call: KnownCall, running?: Promise<ToolResult>): AsyncGenerator<LoopEvent, ToolResult | undefined> {
  const { input } = course
  const key = keyOf(call)
  const answer = (text: string, ok: boolean): void => void course.trace.push({ role: 'tool', call: call.id, name: call.name, text, ok })
  const before = course.known.get(key)
  if (before) {
    answer(before.text, before.ok)
    if (before.presentation) yield* showFound(course, before.presentation)
    return undefined
  }
  if (!running) yield startOf(course, call)
  const result = await (running ?? run(course, call))
  course.record.used.push(usedTool(call.id, call.name, call.args, result))
  const ok = result.kind === 'done'
  yield { event: 'tool.finished', data: { name: call.name, title: titleOf(course, call), ok: result.kind !== 'refused' } }
  const text = toolText(result, input.isEnglish)
  course.steps.push({ name: call.name, ok })
  course.known.set(key, { text, ok, presentation: result.kind === 'done' ? result.presentation : undefined })
  answer(text, ok)
  if (result.kind === 'done') {
    keep(course, result.presentation, text)
    yield* showFound(course, result.presentation)
  }
  return result
}

/**
 * Runs the calls of one message until one of them waits for a yes. What they came to is written down in their order; those at the head that
 * only read run at the same time.
 */
export async function* useTools(course: Course, said: Said): AsyncGenerator<LoopEvent, PendingDeed | undefined> {
  // Ids of our own: gateways repeat theirs, and a deed is known by its id.
  const calls = said.calls.map((call) => ({ ...call, id: `${course.input.turn}:${course.calls++}` }))
  course.trace.push({ role: 'assistant', text: said.text, calls })
  const running = new Map<string, Promise<ToolResult>>()
  for (const call of readsAhead(course, calls)) {
    yield startOf(course, call)
    const result = run(course, call)
    // An outage of one is thrown when its turn comes; until then it must not end the process.
    result.catch(() => undefined)
    running.set(call.id, result)
  }
  for (const call of calls) {
    const result = yield* use(course, call, running.get(call.id))
    if (result?.kind !== 'confirm') continue
    yield* askToConfirm(course, result.pending, result.confirmation)
    return result.pending
  }
  return undefined
}
