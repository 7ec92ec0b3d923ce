import type { PlainDate } from '../../core/time.ts'
import type { Act } from './acts.ts'
import { type Form, nextField, questionFor, repliesFor, summaryOf } from './form.ts'
import type { Desk } from './intent.ts'
import { type Phrases, phrasesIn } from './phrases.ts'
import type { Field, Sheet } from './sheets.ts'

/** How a reply of the offline model ends its turn. */
export type Ending = 'answered' | 'clarified' | 'unanswered' | 'refused' | 'handed_off'

/** What the offline model does next: calls one tool, or says something. */
export type Reply =
  | { readonly kind: 'call'; readonly tool: string; readonly args: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'say'
      readonly text: string
      readonly outcome: Ending
      readonly suggestions: readonly string[]
      /** A deed that was shown before still waits for its yes, and the text says so or does not touch it. */
      readonly stands?: boolean
    }

/** A section or an article of a document. */
export interface Place {
  readonly document: string
  readonly heading: string
}

/** Where a conversation stands: folded over its messages each time, kept nowhere. */
export interface State {
  readonly isEnglish: boolean
  readonly form: Form | undefined
  /** Tools that we asked about last, in the order of our question, and what the person had said. */
  readonly offered: { readonly tools: readonly string[]; readonly seed: string } | undefined
  /** The last text said to the person. */
  readonly said: string
  /** What the person said last. */
  readonly heard: string
  /** The question that a search is running for. */
  readonly question: string
  /** The last question that said itself what it is about; one that follows on is read beside it. */
  readonly topic: string
  /** The question beside what was asked before, for a search that finds nothing. */
  readonly besides: string
  /** Where the words stood that were quoted last. */
  readonly place: Place | undefined
  /** A question whose answer stands in another document than the talk so far, while it is asked beside that. */
  readonly held: string | undefined
  /** The question as it was said, where it named no matter and was asked beside what was asked before. */
  readonly bare: string
  /** What the page had just turned down, in its words; the next message may ask why. */
  readonly refused: string
  /** The tool called last. */
  readonly calling: string | undefined
  /** A form that was given up with what it held: 算了还是办吧 takes it up again. */
  readonly dropped: Form | undefined
  /** The form that was last brought to its end. */
  readonly done: string | undefined
}

/** A conversation in which nothing was said. */
export const start: State = {
  isEnglish: false,
  form: undefined,
  offered: undefined,
  said: '',
  heard: '',
  question: '',
  topic: '',
  besides: '',
  place: undefined,
  held: undefined,
  bare: '',
  refused: '',
  calling: undefined,
  dropped: undefined,
  done: undefined,
}

/** A reply, and where the conversation stands after it. */
export interface Step {
  readonly state: State
  readonly reply: Reply
}

/** One message, read once. */
export interface Heard {
  readonly text: string
  /** The same in Chinese keywords when it was English. */
  readonly meaning: string
  readonly act: Act | undefined
  readonly mood: 'angry' | 'hurried' | undefined
  readonly say: Phrases
}

/** What every step stands on. */
export interface Ground {
  readonly desk: Desk
  readonly today: PlainDate
}

/** Puts sentences together, with a blank between English ones. */
export const join = (isEnglish: boolean, ...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(isEnglish ? ' ' : '')

/** Says something. */
export const says = (state: State, text: string, outcome: Ending, suggestions: readonly string[] = []): Step => ({
  state,
  reply: { kind: 'say', text, outcome, suggestions, ...(state.form?.stage === 'confirming' ? { stands: true } : {}) },
})

/** The tool of that name, if it is bound. */
export const sheetNamed = (desk: Desk, name: string | undefined): Sheet | undefined => desk.sheets.find((sheet) => sheet.name === name)

/** The open form with its tool; undefined when there is none, or its tool is not bound here. */
export const openForm = (state: State, desk: Desk): { form: Form; sheet: Sheet } | undefined => {
  const sheet = sheetNamed(desk, state.form?.tool)
  return state.form && sheet ? { form: state.form, sheet } : undefined
}

/** How to reach an officer, where this page can hand over. */
export const personHint = (state: State, desk: Desk): string | undefined => (desk.person ? phrasesIn(state.isEnglish).canPerson : undefined)

/** Quick replies that fit the page. */
export const pageSuggestions = (desk: Desk): readonly string[] =>
  desk.page.suggestions.length > 0 ? desk.page.suggestions : desk.page.examples.slice(0, 3).map(({ says: text }) => text)

/** The question that is open, to come back to after a digression. */
export const openQuestion = (state: State, desk: Desk): { text: string; suggestions: readonly string[] } | undefined => {
  const open = openForm(state, desk)
  if (!open || open.form.stage === 'paused') return undefined
  const say = phrasesIn(state.isEnglish)
  const { form, sheet } = open
  const summary = summaryOf(sheet, form.values, say)
  if (form.stage === 'ready') return { text: say.ready(summary), suggestions: [say.quick.go, say.quick.cancel] }
  if (form.stage === 'confirming') return { text: say.confirming(summary), suggestions: [say.quick.confirm, say.quick.cancel] }
  const field = sheet.fields.find(({ name }) => name === form.asked) ?? nextField(sheet, form.values)
  return field
    ? { text: questionFor(field, say), suggestions: repliesFor(field, say) }
    : { text: say.ready(summary), suggestions: [say.quick.go, say.quick.cancel] }
}

/** Says something and comes back to the open question, if there is one. */
export const saysAndReturns = (state: State, desk: Desk, text: string, outcome: Ending, otherwise: readonly string[] = []): Step => {
  const open = openQuestion(state, desk)
  const say = phrasesIn(state.isEnglish)
  return open
    ? says(state, join(state.isEnglish, text, `${say.back}${open.text}`), outcome, open.suggestions)
    : says(state, text, outcome, otherwise)
}

/** Asks for a field. */
export const asks = (state: State, form: Form, field: Field, lead: string | undefined, among?: Field['choices']): Step => {
  const say = phrasesIn(state.isEnglish)
  const asking: Form = { ...form, asked: field.name, proposed: undefined, stage: 'filling' }
  const replies = among ? among.map((choice) => say.label(choice)) : repliesFor(field, say)
  return says(
    { ...state, form: asking, offered: undefined },
    join(state.isEnglish, lead, questionFor(field, say, among)),
    'clarified',
    replies,
  )
}

/** Calls a tool. */
export const calls = (state: State, tool: string, args: Readonly<Record<string, unknown>>): Step => ({
  state: { ...state, calling: tool },
  reply: { kind: 'call', tool, args },
})
