import { asksPenalty, tellsWhatIsAsked } from '../../core/asked-kind.ts'
import { isOnBehalf } from './acts.ts'
import { answerFrom, type FoundPassages, passagesIn } from './answer.ts'
import { type Form, newForm, questionFor, repliesFor, summaryOf } from './form.ts'
import { abstain } from './moves.ts'
import { phrasesIn } from './phrases.ts'
import { asksOfNothing, mayDepend, speaksOf } from './query.ts'
import { proxyWords } from './refusals.ts'
import { isRecord, type Sheet, textIn } from './sheets.ts'
import {
  calls,
  type Ground,
  join,
  openForm,
  type Place,
  pageSuggestions,
  personHint,
  type State,
  type Step,
  says,
  saysAndReturns,
  sheetNamed,
} from './state.ts'

/** The field that a text asks for: found by its question, whoever wrote the text. */
const askedIn = (text: string, sheet: Sheet): string | undefined =>
  sheet.fields.find((field) => [field.ask, field.askEn].some((ask) => ask !== undefined && ask.length > 3 && text.includes(ask)))?.name

/** Takes in what an assistant said before, whether it was us or another model. `step` is what we would have said. */
export const observeText = (step: Step, text: string, desk: Ground['desk']): State => {
  const { state, reply } = step
  if (reply.kind === 'say' && reply.text === text) return { ...state, said: text }
  const sheets = state.form ? desk.sheets.filter(({ name }) => name === state.form?.tool) : desk.sheets
  for (const sheet of sheets) {
    const asked = askedIn(text, sheet)
    if (asked === undefined) continue
    const form: Form = state.form?.tool === sheet.name ? state.form : newForm(sheet.name)
    return { ...state, said: text, form: { ...form, asked, stage: 'filling' } }
  }
  const form =
    state.form && reply.kind === 'call' && state.form.tool === reply.tool ? { ...state.form, stage: 'paused' as const } : state.form
  return { ...state, said: text, form }
}

/** Takes in a tool call that was made before, by us or by another model. */
export const observeCall = (state: State, name: string, args: unknown, desk: Ground['desk']): State => {
  const sheet = sheetNamed(desk, name)
  if (!sheet || sheet === desk.person) return { ...state, calling: name }
  const values = isRecord(args) ? args : {}
  if (sheet.query) return { ...state, calling: name, question: textIn(values[sheet.query.name]) ?? state.question }
  const isDigression = state.form !== undefined && state.form.tool !== name
  return { ...state, calling: name, form: isDigression ? state.form : { ...newForm(name), values, stage: 'confirming' } }
}

interface Result {
  readonly say: string
  readonly isOk: boolean
  readonly data: unknown
  readonly code: string
  readonly fields: readonly { readonly path: string; readonly message: string }[]
  readonly suggestions: readonly string[]
}

/** A tool's answer; text that is not ours (a foreign tool) is taken as something to say. */
const readResult = (content: string): Result => {
  let raw: unknown
  try {
    raw = JSON.parse(content)
  } catch {
    return { say: content.slice(0, 1_000), isOk: true, data: undefined, code: '', fields: [], suggestions: [] }
  }
  const result = isRecord(raw) ? raw : {}
  const error = isRecord(result.error) ? result.error : {}
  return {
    say: textIn(result.say) ?? '',
    isOk: result.ok !== false,
    data: result.data,
    code: textIn(error.code) ?? '',
    fields: (Array.isArray(error.fields) ? error.fields : []).flatMap((field) =>
      isRecord(field) ? [{ path: String(field.path ?? ''), message: textIn(field.message) ?? '' }] : [],
    ),
    suggestions: (Array.isArray(result.suggestions) ? result.suggestions : []).filter((item) => typeof item === 'string'),
  }
}

const receiveFault = (state: State, result: Result, ground: Ground): Step => {
  const { desk } = ground
  const say = phrasesIn(state.isEnglish)
  const open = openForm(state, desk)
  if (!open || open.form.tool !== state.calling)
    return saysAndReturns(state, desk, result.say || say.failed, 'unanswered', pageSuggestions(desk))
  const { form, sheet } = open
  if (result.code === 'confirmation_required') {
    const text = state.isEnglish || !result.say ? say.confirm(summaryOf(sheet, form.values, say)) : result.say
    return says({ ...state, form: { ...form, stage: 'confirming' } }, text, 'clarified', [say.quick.confirm, say.quick.cancel])
  }
  const wrong = result.fields[0]
  const field = sheet.fields.find(({ name }) => name === wrong?.path.split('.')[0])
  if (wrong && field) {
    const { [field.name]: _, ...values } = form.values
    const again: Form = { ...form, values, asked: field.name, proposed: undefined, stage: 'filling' }
    return says(
      { ...state, form: again },
      join(state.isEnglish, say.fieldFault(wrong.message), questionFor(field, say)),
      'clarified',
      repliesFor(field, say),
    )
  }
  const text = join(state.isEnglish, result.say || say.failed, say.tryAgain)
  return says({ ...state, form: { ...form, stage: 'paused' } }, text, 'unanswered', [
    say.quick.retry,
    ...(desk.person ? [say.quick.person] : []),
  ])
}

/** Where the first of the quoted words stand. */
const placeOf = ({ passages: [first] }: FoundPassages): Place | undefined => first && { document: first.document, heading: first.place }

const isSame = (a: Place | undefined, b: Place | undefined): boolean =>
  a !== undefined && a.document === b?.document && a.heading === b.heading

/**
 * 要实名吗, after a question on drones, finds something by itself, but in a document of other matters: it is asked beside what was asked before,
 * and what stands in the document that the talk is about is said. Where there is nothing, the first answer is.
 */
const askBeside = (state: State, found: FoundPassages, desk: Ground['desk']): Step | undefined => {
  const query = desk.search?.query
  if (!desk.search || !query || !state.place) return undefined
  const place = placeOf(found)
  const ask = (question: string, held: string | undefined): Step =>
    calls({ ...state, besides: '', held, question }, desk.search?.name ?? '', { [query.name]: question })
  if (state.held === undefined) {
    const isAstray = place !== undefined && place.document !== state.place.document
    return isAstray && state.besides !== '' && mayDepend(state.heard) ? ask(state.besides, state.question) : undefined
  }
  const words = found.passages[0]?.quotes.join('') || found.passages[0]?.text || ''
  const isOfTalk = place?.document === state.place.document && (!isSame(place, state.place) || speaksOf(words, state.heard))
  return isOfTalk ? undefined : ask(state.held, undefined)
}

/** Takes in a tool's answer and says what comes of it. An answer of long ago is not put into words again. */
export const receive = (before: State, name: string | undefined, content: string, ground: Ground, isLast = true): Step => {
  const { desk } = ground
  const result = readResult(content)
  const state: State = { ...before, calling: name ?? before.calling }
  const say = phrasesIn(state.isEnglish)
  if (!result.isOk) return receiveFault(state, result, ground)
  const sheet = sheetNamed(desk, state.calling)
  const passages = passagesIn(result.data)
  if (passages && !isLast) return says({ ...state, besides: '', held: undefined, place: placeOf(passages) ?? state.place }, '', 'answered')
  if (passages) {
    const beside = askBeside(state, passages, desk)
    if (beside) return beside
    const quoted = answerFrom(passages, say, state.isEnglish)
    const isTold =
      (state.bare === '' && !asksPenalty(state.heard)) ||
      passages.passages
        .slice(0, Math.max(1, passages.quoted))
        .some((one) => tellsWhatIsAsked(`，${state.bare || state.heard.split(/[，,。？?]/).at(-1)}`, one))
    if (quoted && !isTold)
      return saysAndReturns(state, desk, join(state.isEnglish, say.notTold, personHint(state, desk)), 'unanswered', pageSuggestions(desk))
    const [told] = passages.passages
    const isAgain = quoted && told && isSame(placeOf(passages), state.place) && mayDepend(state.heard) && !asksOfNothing(state.heard)
    if (isAgain && !speaksOf(told.quotes.join('') || told.text, state.heard))
      return saysAndReturns(state, desk, join(state.isEnglish, say.saidAll, personHint(state, desk)), 'unanswered', pageSuggestions(desk))
    const answer = quoted
    const here: State = { ...state, held: undefined, place: answer ? placeOf(passages) : state.place }
    const query = desk.search?.query
    if (!answer && state.besides !== '' && desk.search && query)
      return calls({ ...state, besides: '', question: state.besides }, desk.search.name, { [query.name]: state.besides })
    // 帮她开行吗: where no rule tells, the page's own words on acting for others do.
    const proxy = !answer && isOnBehalf(state.heard) ? proxyWords(desk, state.isEnglish) : undefined
    if (proxy) return saysAndReturns(state, desk, proxy, 'refused', pageSuggestions(desk))
    return answer
      ? saysAndReturns(here, desk, answer, 'answered', result.suggestions.length > 0 ? result.suggestions : pageSuggestions(desk))
      : abstain(here, { say }, ground)
  }
  const isFormOfTool = state.form !== undefined && state.form.tool === state.calling
  const after: State = isFormOfTool ? { ...state, form: undefined, done: state.calling } : state
  const isHandoff = sheet !== undefined && sheet === desk.person
  const text = result.say || say.thanks
  if (isHandoff) return says(after, text, 'handed_off', result.suggestions)
  return saysAndReturns(after, desk, text, 'answered', result.suggestions.length > 0 ? result.suggestions : pageSuggestions(desk))
}
