import type { PlainDate } from '../../core/time.ts'
import type { Phrases } from './phrases.ts'
import type { Field, Sheet } from './sheets.ts'
import { correction, tiedChoices } from './values/choices.ts'
import type { Fault } from './values/identifiers.ts'
import { readField } from './values/read.ts'

/** What has been filled in so far; a field that is not there was not said. */
export type Values = Readonly<Record<string, unknown>>

/** A form under way (在办的表). It is recovered from the messages each time, never stored. */
export interface Form {
  readonly tool: string
  readonly values: Values
  /** The field asked for last. */
  readonly asked: string | undefined
  /** A value we suggested for it; “yes” takes it. */
  readonly proposed: string | undefined
  /** `filling`: a question is open. `ready`: complete, waits for “go on”. `confirming`: shown to the person. `paused`: declined or failed, kept. */
  readonly stage: 'filling' | 'ready' | 'confirming' | 'paused'
  /** How often in a row the person was not understood. */
  readonly missed: number
}

/** A form with nothing in it. */
export const newForm = (tool: string): Form => ({ tool, values: {}, asked: undefined, proposed: undefined, stage: 'filling', missed: 0 })

/** What a message did to a form. */
export interface Filled {
  readonly values: Values
  /** Names of the fields that the message set anew. */
  readonly touched: readonly string[]
  /** Why the answer to the asked field was not taken. */
  readonly fault: { readonly field: Field; readonly fault: Fault } | undefined
}

const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** A free-text purpose that fits no choice: 其他, with the words kept beside it. */
const otherChoice = (field: Field, fields: readonly Field[], text: string): Values | undefined => {
  const other = field.choices.find(({ value, label }) => value === 'other' || label === '其他')
  const detail = fields.find(({ name, kind }) => name === `${field.name}_detail` && kind === 'text')
  if (!other || !detail || text.length > 60 || !/\p{Script=Han}{2}/u.test(text)) return undefined
  // 别整了不办了, 确认提交: said about the form, not an answer to it.
  if (
    /[不别甭](?:整|办|弄|搞|开|要|想)了?|确认|提交|取消|保密|转人工|麻烦|给(?:我)?(?:办|开|弄)了?吧?$|[整来办]一?[个份张]?$|问题|问一下|不告诉|不想[说讲]|干嘛|干什么用|谁.{0,3}[查看]过|进度|到哪/.test(
      text,
    )
  )
    return undefined
  return /用|(?:自己|就是|我)想?(?:看|存)|留着|留个|备着|存着|办|申请|领|收养|参加|参选|竞选|考|评|换|需要|交|提供|给|做|当|要[。的]?$|让|要看|要查|要求|对方/.test(
    text,
  ) && !/[?？吗]|不用|算了/.test(text)
    ? { [field.name]: other.value, [detail.name]: text.replace(/[。！!]+$/, '').slice(0, 200) }
    : undefined
}

const withoutNames = (fields: readonly Field[], text: string): string =>
  fields
    .filter(({ kind }) => kind === 'text')
    .reduce((rest, field) => {
      const read = readField(field, rest, { today: '2000-01-01', isAsked: false })
      return read && !('fault' in read) ? `${rest.slice(0, read.start)}，${rest.slice(read.end)}` : rest
    }, text)

/** 改接收单位 names a field, and no purpose that happens to be called 单位 too. */
const withoutTitles = (fields: readonly Field[], text: string): string =>
  fields.filter(({ kind }) => kind === 'text').reduce((rest, { title }) => rest.replaceAll(title, '，'), text)

const identifiers: ReadonlySet<Field['kind']> = new Set([
  'resident_id',
  'phone',
  'plate',
  'certificate_number',
  'application_number',
  'verify_code',
])

/** A text that is handed over to be read (研判：楼上半夜跺脚，说了不听): a short order, and what follows its colon. */
export const handedOver = (text: string): { readonly order: string; readonly text: string } | undefined => {
  const match = /^([^，。！？:：\n]{1,20})[:：]\s*(\S[\s\S]{3,})$/.exec(text)
  return match?.[1] && match[2] ? { order: match[1], text: match[2].replace(/^[「“"]|[」”"]$/g, '') } : undefined
}

/** Reads every field that a message speaks of. Later words win over earlier ones. */
export const fill = (sheet: Sheet, form: Form, text: string, options: { today: PlainDate; isQuestion: boolean }): Filled => {
  const asked = form.stage === 'filling' ? sheet.fields.find(({ name }) => name === form.asked) : undefined
  const values: Record<string, unknown> = { ...form.values }
  const touched: string[] = []
  let fault: Filled['fault']
  const taken: { start: number; end: number }[] = []
  // 公证用, said again before the yes, is a yes to it: the person is shown the deed once more.
  const isRestated = (name: string): boolean =>
    form.stage !== 'filling' && !/[?？吗]/.test(text) && sheet.fields.some((field) => field.name === name && field.kind === 'choice')
  const set = (name: string, value: unknown): void => {
    if (value === undefined) delete values[name]
    else values[name] = value
    if (!equal(form.values[name], value) || name === form.asked || isRestated(name)) touched.push(name)
  }
  // An answer to a free-text question is that text, and not also a choice whose word it happens to hold.
  const isFreeAnswer = asked?.kind === 'text' && !correction.test(text)
  for (const field of sheet.fields) {
    if (field.kind === 'query') {
      const handed = handedOver(text)?.text ?? (field === asked ? text : undefined)
      if (handed !== undefined) set(field.name, handed)
      continue
    }
    const isAsked = field === asked && !options.isQuestion
    if (isFreeAnswer && !isAsked && field.kind === 'choice') continue
    // A recipient's name may hold the word of a choice (腾讯公司), which changes nothing that was said before.
    const source = field.kind === 'choice' && field.name in form.values ? withoutNames(sheet.fields, text) : text
    const read = readField(field, field.kind === 'choice' ? withoutTitles(sheet.fields, source) : source, { today: options.today, isAsked })
    if (!read) continue
    if ('fault' in read) {
      if (field === asked || !(field.name in values)) fault = { field, fault: read.fault }
      continue
    }
    if (identifiers.has(field.kind)) {
      // One number fills one field: a certificate number is not also a verification code.
      if (taken.some((other) => read.start < other.end && read.end > other.start)) continue
      taken.push(read)
    }
    set(field.name, read.value)
  }
  if (asked?.kind === 'choice' && !options.isQuestion && !touched.includes(asked.name) && !fault) {
    const other = otherChoice(asked, sheet.fields, text)
    for (const [name, value] of Object.entries(other ?? {})) set(name, value)
  }
  // 家委用 was read as 其他: the words are kept beside it.
  if (asked?.kind === 'choice' && touched.includes(asked.name)) {
    const other = otherChoice(asked, sheet.fields, text)
    if (other?.[asked.name] === values[asked.name])
      for (const [name, value] of Object.entries(other ?? {})) if (!(name in values)) set(name, value)
  }
  return { values, touched, fault }
}

/** The next field to ask for, or undefined when the form is complete. */
export const nextField = (sheet: Sheet, values: Values): Field | undefined => {
  const missing = sheet.fields.find((field) => field.isRequired && !(field.name in values) && field.default === undefined)
  if (missing) return missing
  if (sheet.needsOneOf.length > 0 && !sheet.needsOneOf.some((name) => name in values))
    return sheet.fields.find(({ name }) => name === sheet.needsOneOf[0])
  return undefined
}

/** The arguments of a complete form: what was said, and defaults that the schema wants to be there. */
export const argumentsOf = (sheet: Sheet, values: Values): Values => {
  const defaults = sheet.fields
    .filter((field) => field.isRequired && field.default !== undefined)
    .map(({ name, default: value }) => [name, value])
  return { ...Object.fromEntries(defaults), ...values }
}

/** A value as people read it. */
export const valueText = (field: Field, value: unknown, say: Phrases): string => {
  const choice = field.choices.find((candidate) => candidate.value === value)
  return choice ? say.label(choice) : say.value(value)
}

/** The form in one line. */
export const summaryOf = (sheet: Sheet, values: Values, say: Phrases): string =>
  say.summary(
    sheet.fields.flatMap((field) => (field.name in values ? [[say.title(field), valueText(field, values[field.name], say)] as const] : [])),
  )

/** The question for a field, with its choices. `among` narrows them. */
export const questionFor = (field: Field, say: Phrases, among: Field['choices'] = field.choices): string => {
  const ask = say.ask(field)
  const gap = /[A-Za-z.?!:)]$/.test(ask) ? ' ' : ''
  if (among.length > 0) {
    const isListed = among.every((choice) => ask.includes(say.label(choice)))
    return isListed ? ask : [ask, say.options(among), say.orSay].join(gap)
  }
  const isShown = field.examples.length === 0 || field.examples.some((example) => ask.includes(example))
  return isShown ? ask : `${ask}${gap}${say.example(field.examples)}`
}

/** Which choices to offer when a message named several. */
export const narrowed = (field: Field, text: string): readonly Field['choices'][number][] => {
  const tied = tiedChoices(field, text)
  return tied.length > 1 ? tied : field.choices
}

/** Quick replies for a question. */
export const repliesFor = (field: Field, say: Phrases): readonly string[] => field.choices.slice(0, 8).map((choice) => say.label(choice))
