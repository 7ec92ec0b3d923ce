import type { PendingDeed } from '../core/conversation.ts'
import { canonicalJson } from '../core/ids.ts'
import type { Confirmation, Presentation } from '../core/tool.ts'
import type { ToolResult } from './call-tool.ts'
import { type Course, type LoopEvent, tell } from './course.ts'
import type { AskedCall } from './gather-calls.ts'
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
  const isQuoted = course.models.length === 1 || presentation.isFinal || !presentation.passages
  yield* show(course, { ...(cards ? { cards } : {}), ...(isQuoted && citations ? { citations } : {}) })
  const said = course.input.isEnglish ? (noticeEn ?? notice) : notice
  if (!said || course.told.includes(said)) return
  course.told.push(said)
  yield tell(course, said)
}

/** Keeps what a tool gave, for the models and the guards. */
const keep = (course: Course, presentation: Presentation, text: string): void => {
  course.last = presentation
  course.sources.push(text)
  if (!presentation.passages) {
    course.answers.push(text)
    return
  }
  course.found = presentation
  course.passages.push(...presentation.passages)
}

/** Runs one call, and writes down what it came to. */
async function* use(course: Course, call: AskedCall & { id: string }): AsyncGenerator<LoopEvent, ToolResult | undefined> {
  const { input, ground } = course
  const key = canonicalJson([call.name, call.args])
  const answer = (text: string, ok: boolean): void => void course.trace.push({ role: 'tool', call: call.id, name: call.name, text, ok })
  const before = course.known.get(key)
  if (before) {
    answer(before.text, before.ok)
    if (before.presentation) yield* showFound(course, before.presentation)
    return undefined
  }
  // A name that a model made up is not shown to anybody as a title.
  const title = course.tools.find((tool) => tool.name === call.name)?.title ?? unknownTitle(input.isEnglish)
  yield { event: 'tool.started', data: { name: call.name, title } }
  const { agent, who, conversation } = input
  const result = await ground.callTool({ tool: call.name, args: call.args, who, agent, conversation, deedKey: call.id })
  const ok = result.kind === 'done'
  yield { event: 'tool.finished', data: { name: call.name, title, ok: result.kind !== 'refused' } }
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

/** Runs the calls of one message in their order, until one of them waits for a yes. */
export async function* useTools(course: Course, said: Said): AsyncGenerator<LoopEvent, PendingDeed | undefined> {
  // Ids of our own: gateways repeat theirs, and a deed is known by its id.
  const calls = said.calls.map((call) => ({ ...call, id: `${course.input.turn}:${course.calls++}` }))
  course.trace.push({ role: 'assistant', text: said.text, calls })
  for (const call of calls) {
    const result = yield* use(course, call)
    if (result?.kind !== 'confirm') continue
    yield* askToConfirm(course, result.pending, result.confirmation)
    return result.pending
  }
  return undefined
}
