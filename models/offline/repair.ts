import { isOnBehalf, isQuestion, wantsKnowledge, withoutLeave } from './acts.ts'
import { type Filled, type Form, fill, newForm, nextField, repliesFor, valueText } from './form.ts'
import { intentOf } from './intent.ts'
import { isForeign, topicsOf } from './lexicon.ts'
import { asksAgain, beginForm, goOn, search, toPerson } from './moves.ts'
import type { Field, Sheet } from './sheets.ts'
import {
  asks,
  type Ground,
  type Heard,
  join,
  openQuestion,
  personHint,
  type State,
  type Step,
  says,
  saysAndReturns,
  sheetNamed,
} from './state.ts'
import { bareOf } from './text.ts'
import { tiedChoices } from './values/choices.ts'

/** A form with its tool, while a message is read for it. */
interface Open {
  readonly form: Form
  readonly sheet: Sheet
  readonly asked: Field | undefined
}

/** The part of a message that states something: 出国用，要多久？ states 出国用. */
const statedPart = (text: string): string =>
  text
    .split(/(?<=[，,。；;！!？?])/)
    .filter((clause) => !isQuestion(clause) && !wantsKnowledge(clause))
    .join('')

const close = (state: State): State => ({ ...state, form: undefined, offered: undefined, dropped: state.form })

/** 我不知道、随便: suggests a value, or lets an optional field go. */
const onUnsure = (state: State, { form, sheet, asked }: Open, heard: Heard, { desk }: Ground): Step | undefined => {
  const { say } = heard
  if (form.stage !== 'filling' || !asked) return undefined
  if (!asked.isRequired) return goOn(state, sheet, { ...form, asked: undefined })
  const fallback =
    asked.choices.find(({ value }) => value === asked.default) ??
    asked.choices.find(({ value, label }) => value === 'other' || label === '其他') ??
    asked.choices[0]
  if (!fallback) return asks(state, form, asked, join(state.isEnglish, say.unsureOpen, personHint(state, desk)))
  const text = join(state.isEnglish, say.propose(asked, say.label(fallback)), say.proposeHint)
  return says({ ...state, form: { ...form, proposed: fallback.value } }, text, 'clarified', [say.quick.yes, ...repliesFor(asked, say)])
}

const onYes = (state: State, { form, sheet, asked }: Open): Step | undefined => {
  if (form.stage === 'filling') {
    if (!asked) return undefined
    if (form.proposed === undefined) {
      // 确认 is no name of a unit: what is there already is meant, or the question stands.
      if (!asked.isRequired && nextField(sheet, form.values) === undefined) return goOn(state, sheet, { ...form, asked: undefined })
      return asked.kind === 'choice' || asked.kind === 'text' ? asks(state, form, asked, undefined) : undefined
    }
    return goOn(state, sheet, { ...form, values: { ...form.values, [asked.name]: form.proposed } })
  }
  return goOn(state, sheet, form)
}

const onNo = (state: State, { form, sheet, asked }: Open, heard: Heard): Step | undefined => {
  const { say } = heard
  if (form.stage === 'filling') {
    if (asked && form.proposed !== undefined) return asks(state, form, asked, undefined)
    if (asked && !asked.isRequired && nextField(sheet, form.values) === undefined) return goOn(state, sheet, form)
    return undefined
  }
  return says({ ...state, form: { ...form, stage: 'paused' } }, say.declined, 'answered')
}

/** What a whole short message does to an open form. */
const onAct = (state: State, open: Open, heard: Heard, ground: Ground): Step | undefined => {
  const { say } = heard
  const { desk } = ground
  const { form, sheet, asked } = open
  switch (heard.act) {
    case 'cancel':
      if (form.stage === 'filling' && asked && !asked.isRequired && /不用|不要/.test(heard.text) && !nextField(sheet, form.values))
        return goOn(state, sheet, form)
      return says(close(state), say.cancelled, 'answered')
    case 'restart':
      return goOn(state, sheet, newForm(sheet.name), say.restarted)
    case 'repeat':
      // A deed that is read out again still waits for its yes.
      if (form.stage === 'confirming') return goOn(state, sheet, form)
      return says(state, state.said || (openQuestion(state, desk)?.text ?? ''), 'clarified', openQuestion(state, desk)?.suggestions ?? [])
    case 'retry':
      return goOn(state, sheet, form)
    case 'person':
      return toPerson(state, heard, ground)
    case 'thanks':
      return saysAndReturns(state, desk, say.thanks, 'answered')
    case 'bye':
      return says(state, say.bye, 'answered')
    case 'greeting':
      return saysAndReturns(state, desk, say.here, 'clarified')
    case 'help':
      return saysAndReturns(state, desk, say.help(desk.page.name, desk.page.purpose), 'answered')
    case 'identity':
      return saysAndReturns(state, desk, say.identity(desk.page.name), 'answered')
    case 'wait':
      return says(state, say.noHurry, 'answered', openQuestion(state, desk)?.suggestions ?? [])
    case 'explain':
      return asked ? asks(state, form, asked, say.why(asked)) : undefined
    case 'unsure':
      return onUnsure(state, open, heard, ground)
    case 'yes':
      return onYes(state, open)
    case 'no':
      return onNo(state, open, heard)
    case undefined:
      return undefined
  }
}

/** 改用途, without saying to what: asks that field again. */
const fieldToChange = (sheet: Sheet, heard: Heard): Field | undefined => {
  const text = heard.text.toLowerCase()
  const bare = bareOf(text)
  const named = sheet.fields.find((field) => field.kind !== 'query' && (bare === field.title || bare === field.titleEn.toLowerCase()))
  if (named || !wantsChange(heard)) return named
  return sheet.fields.find(
    (field) =>
      field.kind !== 'query' &&
      [field.title, field.title.slice(-2), field.titleEn.toLowerCase(), field.name].some((name) => name.length > 1 && text.includes(name)),
  )
}

/** 我想改一下: something is to be changed. */
const wantsChange = ({ text }: Heard): boolean => text.length <= 30 && /改|换|重(?:新)?[选填]|错|change|edit|wrong/i.test(text)

const leadFor = (state: State, open: Open, filled: Filled, heard: Heard): string | undefined => {
  const { say } = heard
  const name = filled.touched[0]
  const field = open.sheet.fields.find((candidate) => candidate.name === name)
  const mood = heard.mood === 'angry' ? say.angry : undefined
  if (!field || !(field.name in filled.values)) return mood
  const text = valueText(field, filled.values[field.name], say)
  return join(state.isEnglish, mood, field.name in open.form.values ? say.changed(field, text) : say.noted(field, text))
}

/** True when the message plainly asks for another of the tools, and is no answer. */
const otherTool = (sheet: Sheet, heard: Heard, ground: Ground): Sheet | undefined => {
  const topics = topicsOf(heard.meaning)
  if (!['progress', 'verify', 'lookups'].some((topic) => topics.includes(topic))) return undefined
  const intent = intentOf(ground.desk, heard.meaning)
  return intent.kind === 'use' && intent.tool !== sheet.name ? sheetNamed(ground.desk, intent.tool) : undefined
}

/** Calls another tool in the middle of a form, when it needs nothing more; otherwise begins its form instead. */
const digress = (state: State, open: Open, other: Sheet, heard: Heard, ground: Ground): Step => {
  const step = beginForm(state, other, heard.text, heard, ground)
  return step.reply.kind === 'call' ? { state: { ...step.state, form: open.form }, reply: step.reply } : step
}

/** Reads a message while a form is open: answers, corrections, questions in between, second thoughts. */
export const hearInForm = (state: State, form: Form, sheet: Sheet, heard: Heard, ground: Ground): Step | undefined => {
  const asked = form.stage === 'filling' ? sheet.fields.find(({ name }) => name === form.asked) : undefined
  const open: Open = { form, sheet, asked }
  const isYesNo = asked?.kind === 'yes_no' && (heard.act === 'yes' || heard.act === 'no')
  if (heard.act && !isYesNo) {
    const step = onAct(state, open, heard, ground)
    if (step) return step
  }
  const other = otherTool(sheet, heard, ground)
  if (other) return digress(state, open, other, heard, ground)
  // Asked what for, 办导游证，行不 answers and asks leave.
  const plain = asked?.kind === 'choice' ? withoutLeave : (text: string): string => text
  const meaning = plain(heard.meaning)
  // 纸的还是电子的好: which of them there are is told, and none is taken.
  const isChoice = /还是|区别|哪[个种]/.test(heard.text) && isQuestion(heard.text)
  const unsure = isChoice ? sheet.fields.find((field) => tiedChoices(field, heard.text).length > 0) : undefined
  if (unsure) return asks(state, form, unsure, undefined)
  const wantsToKnow = (wantsKnowledge(meaning) || isOnBehalf(meaning)) && ground.desk.search !== undefined
  const text = wantsToKnow ? statedPart(heard.text) : plain(heard.text)
  const filled = fill(sheet, form, text, { today: ground.today, isQuestion: wantsToKnow })
  if (wantsToKnow) return search(state, heard, ground, filled.values)
  const isAnswer = filled.touched.length > 0
  if (isAnswer) {
    const next: Form = { ...form, values: filled.values, missed: 0 }
    if (filled.fault && !filled.touched.includes(filled.fault.field.name))
      return asks(state, next, filled.fault.field, heard.say.fault(filled.fault.fault))
    return goOn(state, sheet, next, leadFor(state, open, filled, heard))
  }
  if (filled.fault)
    return asksAgain(state, sheet, { ...form, asked: filled.fault.field.name }, heard, heard.say.fault(filled.fault.fault), ground)
  const change = fieldToChange(sheet, heard)
  if (change) return asks(state, { ...form, missed: 0 }, change, undefined)
  if (form.stage !== 'filling' && wantsChange(heard)) {
    const titles = sheet.fields.filter(({ kind }) => kind !== 'query').map((field) => heard.say.title(field))
    // Not for a yes any more: the next word is about what to change.
    return says({ ...state, form: { ...form, stage: 'paused' } }, heard.say.whichField(titles), 'clarified', titles)
  }
  return onSomethingElse(state, open, heard, ground)
}

/** 算了还是办吧、想好了，开: second thoughts about a form that was given up. */
const takesUpAgain =
  /(?:还是|想好了|想通了|又想|后悔了|反悔了)(?!不|别|算).{0,6}(?:办|开|弄|整|提交|申请|继续)(?:理|具|了|吧|呗|一[个份张]|一下)*[。!！]?$/

/** Takes up the form that was given up last, if that is what the person says. */
export const takeUpAgain = (state: State, heard: Heard, { desk }: Ground): Step | undefined => {
  const sheet = sheetNamed(desk, state.dropped?.tool)
  if (!state.dropped || !sheet || !takesUpAgain.test(heard.text) || isQuestion(heard.text)) return undefined
  return goOn({ ...state, dropped: undefined }, sheet, { ...state.dropped, stage: 'filling' })
}

/** 好，那就办吧: agreement in more words than one. */
const agrees = /^(?:好|行|可以|嗯|中|那就|那行|没问题).{0,8}(?:办|提交|继续|确认|开)(?:吧|了|呗|一下)?[。!！]?$/

/** The message was no answer: another wish, a question, a mood, or not understood. */
const onSomethingElse = (state: State, open: Open, heard: Heard, ground: Ground): Step | undefined => {
  const { say } = heard
  const { desk } = ground
  const { form, sheet } = open
  const intent = intentOf(desk, heard.meaning)
  const isPaused = form.stage === 'paused'
  if (intent.kind === 'use' && intent.tool !== sheet.name) {
    const other = sheetNamed(desk, intent.tool)
    if (other) return digress(state, open, other, heard, ground)
  }
  if (form.stage !== 'filling' && agrees.test(heard.text)) return goOn(state, sheet, form)
  if (isPaused) return undefined
  const isOthers = isForeign(topicsOf(heard.meaning), desk.topics)
  const isAsked = desk.search && isQuestion(heard.meaning) && intent.kind !== 'use' && !isOthers
  if (intent.kind === 'search' || (isAsked && (intent.kind !== 'lost' || heard.mood !== 'angry'))) return search(state, heard, ground)
  if (intent.kind === 'use' && open.asked?.kind === 'choice')
    return saysAndReturns(state, desk, heard.mood === 'hurried' ? say.hurried : say.here, 'clarified')
  if (heard.mood === 'hurried' && form.stage === 'confirming') return goOn(state, sheet, form)
  if (heard.mood) return saysAndReturns(state, desk, heard.mood === 'angry' ? say.angry : say.hurried, 'clarified')
  if (form.stage !== 'filling') return saysAndReturns(state, desk, say.notUnderstood, 'clarified')
  if (open.asked && open.asked.kind !== 'choice' && /不知道|不记得|记不|忘|找不到|没有|丢/.test(heard.text))
    return asks(state, form, open.asked, join(state.isEnglish, say.unsureOpen, personHint(state, desk)))
  return asksAgain(state, sheet, form, heard, isOthers ? say.lost : say.notUnderstood, ground)
}
