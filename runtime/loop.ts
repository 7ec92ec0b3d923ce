import { AIMessage, type BaseMessage, HumanMessage } from '@langchain/core/messages'
import { type Outcome, outcomes } from '../core/conversation.ts'
import type { Proof, Ruling } from '../core/guard.ts'
import { BudgetSpentError, ModelFaultError } from '../core/models.ts'
import { traditionalIn } from '../core/script.ts'
import type { Presentation } from '../core/tool.ts'
import { loadSimplify } from '../models/offline/text.ts'
import { goesOn } from '../models/shorter.ts'
import {
  beginCourse,
  type Course,
  carriedOver,
  factsOf,
  type LoopEnd,
  type LoopEvent,
  type LoopGround,
  type LoopInput,
  tell,
} from './course.ts'
import { echoCutter } from './echo.ts'
import { type Attempt, hedged } from './hedge.ts'
import { beginCall, type CallFault, promptTokens } from './measure-call.ts'
import { messagesOf, wireForm } from './messages.ts'
import { goOn, stablePrompt } from './prompt.ts'
import { type NamedModel, type Said, speak } from './speak.ts'
import { isOtherLanguage } from './unreadable.ts'
import { show, useTools } from './use-tools.ts'
import { handoverWords } from './words.ts'

export type { LoopEnd, LoopGround } from './course.ts'

/** Tokens that a model behind an endpoint has room for, where nobody said how many. */
const usualContext = 32_000
/** Most tokens of the conversation before this turn: more makes answers slower, not better. */
const historyMost = 16_000
/** Room for a reply. */
const replyTokens = 2_000

const asFault = (cause: unknown): ModelFaultError => (cause instanceof ModelFaultError ? cause : new ModelFaultError('error', cause))

const modelName = (course: Course): string => course.models[0]?.name ?? 'none'

/** Why the offline model goes on, in a sentence for the person. */
const noticeOf = ({ fault, cause }: ModelFaultError): { zh: string; en: string } => {
  if (fault === 'unproven') return handoverWords.quoting
  if (fault !== 'budget') return handoverWords.apology
  return handoverWords.spent(cause instanceof BudgetSpentError ? cause.span : 'day')
}

/** The next model is asked from now on. */
const goToNext = (course: Course, fault: ModelFaultError): void => {
  course.ground.onModelFault({ model: modelName(course), fault: fault.fault, cause: fault.cause })
  if (course.models.length === 1) throw fault
  course.models = course.models.slice(1)
  course.asked = 0
}

/** Gives the turn to the next model, and says so once a turn, and where there is nothing left to use once a conversation. */
function* giveUp(course: Course, fault: ModelFaultError): Generator<LoopEvent> {
  const { input } = course
  goToNext(course, fault)
  // Another model behind an endpoint goes on where this one broke off, and nobody need know.
  if (course.models.length > 1) return
  const notice = noticeOf(fault)[input.isEnglish ? 'en' : 'zh']
  const isKnown = fault.fault === 'budget' && input.history.some(({ reply }) => reply?.text.includes(notice))
  if (!isKnown) yield tell(course, notice)
  course.unfinished = ''
  course.last = undefined
  course.trace = carriedOver(course)
}

const proofOf = (ruling: Exclude<Ruling, undefined>): Proof =>
  typeof ruling === 'string' ? { text: ruling, claim: 'none', clauses: [] } : ruling

/** What of a reply the guards let through, and how it stood up. */
interface Heard {
  text: string
  isProven: boolean
  isCut: boolean
}

/** A sentence, and how the guards read it: in simplified characters, else 已為您開出 would pass where 已为您开出 does not. */
interface Sentence {
  readonly read: string
  readonly shown: string
}

/** Fewer traditional characters than this may be a name. */
const fewTraditional = 3

const sentenceOf = async (said: string, asked: string): Promise<Sentence> => {
  const count = traditionalIn(said)
  if (count === 0) return { read: said, shown: said }
  const read = (await loadSimplify())(said)
  return { read, shown: count < fewTraditional || traditionalIn(asked) > 0 ? said : read }
}

/** Tells one sentence as far as the guards let it pass, with the clauses that it stands on. */
function* passOn(course: Course, { read, shown }: Sentence, heard: Heard): Generator<LoopEvent> {
  const ruling = course.ground.check(read, factsOf(course))
  if (ruling === undefined && course.models.length > 1) throw new ModelFaultError('dropped')
  if (ruling === undefined) return
  const { text: passed, claim, clauses } = proofOf(ruling)
  const text = passed === read ? shown : passed
  if (text && course.models.length === 1 && course.toCite) {
    yield* show(course, { citations: course.toCite })
    course.toCite = undefined
  }
  heard.text += text
  heard.isProven ||= claim === 'proven'
  heard.isCut ||= claim === 'unproven'
  if (text) yield tell(course, text)
  yield* show(course, { citations: clauses.map(({ citation }) => citation) })
}

/** Nothing that a model claimed held: the words of the search are said instead, and without a search another model answers. */
function* sayFound(course: Course): Generator<LoopEvent, string> {
  const { found, input } = course
  if (!found) throw new ModelFaultError('unproven')
  // The notice stands before them already.
  const text = (input.isEnglish ? (found.en ?? found.text) : found.text).replace(found.notice ?? '', '')
  yield tell(course, text)
  yield* show(course, found)
  course.last = found
  return text
}

/** What the model that is asked now is shown. */
const shownTo = (course: Course, model: NamedModel, offered: readonly object[]): BaseMessage[] => {
  const { input, trace, unfinished } = course
  if (course.models.length === 1) return messagesOf(input, trace, { historyTokens: Number.POSITIVE_INFINITY, isFramed: false })
  const talk = { ...input, system: stablePrompt(input.agent) }
  const bare = promptTokens(messagesOf({ ...talk, history: [] }, trace, { historyTokens: 0, isFramed: true }), offered)
  const room = (model.context ?? usualContext) - replyTokens - bare
  const messages = messagesOf(talk, trace, { historyTokens: Math.min(historyMost, Math.max(0, room)), isFramed: true })
  if (unfinished) messages.push(new AIMessage(unfinished), new HumanMessage({ content: goOn(input.isEnglish), additional_kwargs: goesOn }))
  return messages
}

/** A request under way, with what ends its call. */
interface Call extends Attempt {
  end(how: CallFault): void
}

/** Asks a model. Throws ModelFaultError where it has no place. */
const open = async (course: Course, model: NamedModel): Promise<Call> => {
  const { input, ground } = course
  const isLast = course.models.length === 1
  const offered = course.tools.map(wireForm)
  const messages = shownTo(course, model, offered)
  const stop = new AbortController()
  const signal = isLast ? input.signal : AbortSignal.any([input.signal, stop.signal])
  const { meter, end } = await beginCall(course, model, { prompt: () => promptTokens(messages, offered), signal })
  const speech = speak(model, messages, {
    tools: offered,
    limits: isLast ? undefined : { patience: { ...ground.patience, ...model.patience }, signal },
    pass: isLast ? undefined : course.pass,
    meter,
  })
  const first = speech.next()
  let failed: unknown
  first.catch((cause: unknown) => {
    failed = cause
  })
  return { model, meter, speech, first, failed: () => failed, stop: () => stop.abort(), end }
}

/** What a model came to that was given up before anybody read a word of it. */
const recordSilent = (course: Course, { model }: Call, { fault }: ModelFaultError): void =>
  void course.record.heard.push({ model: model.name, text: '', fault, calls: [], outcome: undefined, suggestions: [] })

/** The model's own request, or that of the next one where hedging is set and it began to speak sooner. */
const quickest = async (course: Course, call: Call): Promise<Call> => {
  const { hedgeAfterMs } = call.model
  const next = course.models[1]
  // The offline model is no second endpoint: it goes on where all have failed.
  if (hedgeAfterMs === undefined || !next || course.models.length < 3) return call
  let other: Promise<Call> | undefined
  const raced = await hedged(call, hedgeAfterMs, {
    begin: () => {
      other = open(course, next)
      return other
    },
    lost: () => {
      const end = (lost: Call): void => {
        lost.end(lost.failed() === undefined ? { fault: 'outrun' } : asFault(lost.failed()))
        lost.stop()
      }
      // Where it had no place there is nothing to end.
      other?.then(end, () => undefined)
    },
  })
  if (raced.won === 'first' || !other) return call
  const fault = asFault(raced.fault ?? new ModelFaultError('silent', new Error('hedged')))
  call.stop()
  call.end(fault)
  recordSilent(course, call, fault)
  goToNext(course, fault)
  course.asked = 1
  return other
}

/** Asks one model once, and tells the person what the guards let through of it. */
async function* hear(course: Course, asked: NamedModel): AsyncGenerator<LoopEvent, Said> {
  const { input } = course
  const call = await quickest(course, await open(course, asked))
  const { model, speech } = call
  const isLast = course.models.length === 1
  const heard: Heard = { text: '', isProven: false, isCut: false }
  const echo = course.heard === '' ? undefined : echoCutter(course.heard)
  let end: CallFault = { fault: 'error', cause: undefined }
  let raw = ''
  let said: Said | undefined
  try {
    for (let step = await call.first; ; step = await speech.next()) {
      if (!step.done) {
        raw += step.value
        if (!isLast && isOtherLanguage(step.value, input.isEnglish, input.says)) throw new ModelFaultError('language')
        const sentence = echo ? echo.fresh(step.value) : step.value
        if (sentence === '') continue
        yield* passOn(course, isLast ? { read: sentence, shown: sentence } : await sentenceOf(sentence, input.says), heard)
        continue
      }
      end = { fault: null, cause: undefined }
      said = step.value
      const isEnd = step.value.calls.length === 0
      if (isLast && isEnd && heard.text.trim() === '' && course.heard === '')
        yield tell(course, handoverWords.unsure[input.isEnglish ? 'en' : 'zh'])
      if (isEnd && heard.isCut && !heard.isProven) heard.text += yield* sayFound(course)
      const text = course.unfinished + heard.text
      course.unfinished = ''
      // The offline model knows its own words again in the next turn; of any other only what the person read is kept.
      return isLast ? step.value : { ...step.value, text }
    }
  } catch (cause) {
    if (cause instanceof ModelFaultError) end = cause
    course.unfinished += heard.text
    throw cause
  } finally {
    course.heard += heard.text
    course.record.heard.push({
      ...{ model: model.name, text: said?.text ?? raw, fault: end.fault },
      calls: (said?.calls ?? []).map(({ name, args }) => ({ name, args })),
      ...{ outcome: said?.outcome, suggestions: said?.suggestions ?? [] },
    })
    // Given up in the middle: this ends the request too.
    await speech.return(undefined as never)
    call.end(end)
  }
}

/** Asks the models in their order until one has done its work. */
async function* ask(course: Course): AsyncGenerator<LoopEvent, Said> {
  // A model that calls tools for ever has not answered: the next one does.
  if (course.asked === course.input.agent.limits.steps) yield* giveUp(course, new ModelFaultError('endless'))
  for (;;) {
    const model = course.models[0]
    if (!model) throw new ModelFaultError('error')
    course.asked += 1
    try {
      return yield* hear(course, model)
    } catch (fault) {
      if (!(fault instanceof ModelFaultError)) throw fault
      yield* giveUp(course, fault)
    }
  }
}

const outcomeOf = (said: Said, presentation: Presentation | undefined): Outcome => {
  if (presentation?.outcome) return presentation.outcome
  const named = outcomes.find((outcome) => outcome === said.outcome)
  return named ?? (/[？?]\s*$/.test(said.text) ? 'clarified' : 'answered')
}

/**
 * model ↔ tools until the model has answered, a deed waits for a yes, or the steps are used up.
 * Its own loop, not LangChain's `createAgent`: the figures and reasons are in docs/decisions/0003-loop.md.
 */
export async function* think(input: LoopInput, ground: LoopGround): AsyncGenerator<LoopEvent, LoopEnd> {
  const course = beginCourse(input, ground)
  const end = yield* goThrough(course)
  // Outputs that the trace holds are not kept twice.
  const traced = new Set(end.trace.flatMap((message) => (message.role === 'tool' && message.ok ? [message.call] : [])))
  const used = course.record.used.map(({ output, ...tool }) => ({ ...tool, ...(traced.has(tool.call) ? {} : { output }) }))
  return { ...end, record: { chain: ground.models.map(({ name }) => name), heard: course.record.heard, used } }
}

async function* goThrough(course: Course): AsyncGenerator<LoopEvent, LoopEnd> {
  const { input } = course
  for (;;) {
    const said = yield* ask(course)
    const suggestions = said.suggestions.length > 0 ? said.suggestions : (course.last?.suggestions ?? [])
    const model = modelName(course)
    if (said.calls.length === 0) {
      course.trace.push({ role: 'assistant', text: said.text })
      return { outcome: outcomeOf(said, course.last), trace: course.trace, suggestions, pending: null, model, stands: said.stands === true }
    }
    const pending = yield* useTools(course, said)
    if (pending) return { outcome: 'confirming', trace: course.trace, suggestions, pending, model }
    const final = course.last?.isFinal ? course.last : undefined
    if (final) {
      const text = input.isEnglish ? (final.en ?? final.text) : final.text
      yield tell(course, text)
      course.trace.push({ role: 'assistant', text })
      return {
        outcome: final.outcome ?? 'answered',
        trace: course.trace,
        suggestions: final.suggestions ?? [],
        pending: null,
        model: 'reviewed',
      }
    }
  }
}
