import { type Outcome, outcomes } from '../core/conversation.ts'
import type { Proof, Ruling } from '../core/guard.ts'
import { type ModelFault, ModelFaultError } from '../core/models.ts'
import type { Presentation } from '../core/tool.ts'
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
import { measureCall, promptTokens } from './measure-call.ts'
import { messagesOf, wireForm } from './messages.ts'
import { type NamedModel, type Said, speak } from './speak.ts'
import { isOtherLanguage } from './unreadable.ts'
import { show, useTools } from './use-tools.ts'

export type { LoopEnd, LoopGround } from './course.ts'

/** How much of the conversation before this turn a model behind an endpoint is shown, in characters. */
const historyChars = 24_000

const words = {
  apology: {
    zh: '（智能模型暂时用不了，下面由离线助手为您继续。）',
    en: '(The language model is not available right now; the offline assistant continues.)',
  },
  quoting: {
    zh: '（为了答得准，下面由离线助手按规定原文回答。）',
    en: '(To keep to the rules, the offline assistant answers with their own words.)',
  },
  unsure: {
    zh: '这个问题我现在答不准，不想误导您。您可以换个说法再问，也可以说“转人工”找民警。',
    en: 'I am not sure about this and do not want to mislead you. Please ask in other words, or ask for an officer.',
  },
}

const modelName = (course: Course): string => course.models[0]?.name ?? 'none'

/** Gives the turn to the next model, and says so once. */
function* giveUp(course: Course, fault: ModelFaultError): Generator<LoopEvent> {
  const { input, ground } = course
  ground.onModelFault({ model: modelName(course), fault: fault.fault, cause: fault.cause })
  if (course.models.length === 1) throw fault
  const why = fault.fault === 'unproven' ? words.quoting : words.apology
  if (course.models.length === ground.models.length) yield tell(course, why[input.isEnglish ? 'en' : 'zh'])
  course.models = course.models.slice(1)
  course.asked = 0
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

/** Tells one sentence as far as the guards let it pass, with the clauses that it stands on. */
function* passOn(course: Course, sentence: string, heard: Heard): Generator<LoopEvent> {
  const ruling = course.ground.check(sentence, factsOf(course))
  if (ruling === undefined && course.models.length > 1) throw new ModelFaultError('dropped')
  if (ruling === undefined) return
  const { text, claim, clauses } = proofOf(ruling)
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

/** Asks one model once, and tells the person what the guards let through of it. */
async function* hear(course: Course, model: NamedModel): AsyncGenerator<LoopEvent, Said> {
  const { input, ground, tools } = course
  const isLast = course.models.length === 1
  const messages = messagesOf(input, course.trace, isLast ? Number.POSITIVE_INFINITY : historyChars)
  const offered = tools.map(wireForm)
  const call = measureCall(course, model, () => promptTokens(messages, offered))
  const speech = speak(model, messages, {
    tools: offered,
    limits: isLast ? undefined : { patience: ground.patience, signal: input.signal },
    pass: isLast ? undefined : course.pass,
    meter: call.meter,
  })
  const heard: Heard = { text: '', isProven: false, isCut: false }
  let fault: ModelFault | null = 'error'
  try {
    for (;;) {
      const step = await speech.next()
      if (!step.done) {
        if (!isLast && isOtherLanguage(step.value, input.isEnglish)) throw new ModelFaultError('language')
        yield* passOn(course, step.value, heard)
        continue
      }
      fault = null
      const isEnd = step.value.calls.length === 0
      if (isLast && isEnd && heard.text.trim() === '') yield tell(course, words.unsure[input.isEnglish ? 'en' : 'zh'])
      if (isEnd && heard.isCut && !heard.isProven) heard.text += yield* sayFound(course)
      // The offline model knows its own words again in the next turn; of any other only what the person read is kept.
      return isLast ? step.value : { ...step.value, text: heard.text }
    }
  } catch (cause) {
    if (cause instanceof ModelFaultError) fault = cause.fault
    throw cause
  } finally {
    // Given up in the middle: this ends the request too.
    await speech.return(undefined as never)
    call.end(fault)
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
  for (;;) {
    const said = yield* ask(course)
    const suggestions = said.suggestions.length > 0 ? said.suggestions : (course.last?.suggestions ?? [])
    const model = modelName(course)
    if (said.calls.length === 0) {
      course.trace.push({ role: 'assistant', text: said.text })
      return { outcome: outcomeOf(said, course.last), trace: course.trace, suggestions, pending: null, model }
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
