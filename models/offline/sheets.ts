/** A value that a person may choose (选项). */
export interface Choice {
  readonly value: string
  readonly label: string
  /** English label. */
  readonly en: string
  /** Other ways to say it. */
  readonly says: readonly string[]
}

/** What a field holds; anything unknown is free text. */
const kinds = [
  'choice',
  'yes_no',
  'query',
  'resident_id',
  'phone',
  'plate',
  'certificate_number',
  'application_number',
  'verify_code',
  'date',
  'period',
  'stays',
  'amount',
  'number',
  'text',
] as const
export type Kind = (typeof kinds)[number]

/** One field (字段) of a tool's form. */
export interface Field {
  readonly name: string
  readonly title: string
  readonly titleEn: string
  readonly kind: Kind
  readonly ask: string | undefined
  readonly askEn: string | undefined
  readonly description: string | undefined
  readonly examples: readonly string[]
  readonly choices: readonly Choice[]
  readonly default: unknown
  readonly isRequired: boolean
  readonly pattern: RegExp | undefined
}

/** A bound tool as the offline model reads it. */
export interface Sheet {
  readonly name: string
  readonly title: string
  readonly titleEn: string
  readonly description: string
  readonly fields: readonly Field[]
  /** The field that takes a whole question, if the tool is a search. */
  readonly query: Field | undefined
  /** At least one of these must be filled (a schema's `anyOf` of `required`). */
  readonly needsOneOf: readonly string[]
}

type Json = Readonly<Record<string, unknown>>

/** True for a plain object. */
export const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
/** The value when it is a text with something in it. */
export const textIn = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() ? value.trim() : undefined)
const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [])

const spaced = (name: string): string => name.replace(/_/g, ' ')

const choicesOf = (schema: Json): Choice[] => {
  const labels = isRecord(schema.choices) ? schema.choices : {}
  const values = textsIn(schema.enum)
  return (values.length > 0 ? values : Object.keys(labels)).map((value) => {
    const meta = isRecord(labels[value]) ? labels[value] : {}
    const label = textIn(meta.label) ?? textIn(labels[value]) ?? spaced(value)
    return { value, label, en: textIn(meta.en) ?? spaced(value), says: textsIn(meta.says) }
  })
}

const kindOf = (name: string, schema: Json, choices: readonly Choice[]): Kind => {
  const named = kinds.find((kind) => kind === schema.kind)
  if (choices.length > 0) return 'choice'
  if (named) return named
  if (schema.type === 'boolean') return 'yes_no'
  if (schema.type === 'number' || schema.type === 'integer') return 'number'
  if (schema.format === 'date') return 'date'
  if (name === 'query') return 'query'
  return 'text'
}

const patternOf = (pattern: unknown): RegExp | undefined => {
  if (typeof pattern !== 'string' || pattern.length > 200) return undefined
  try {
    return new RegExp(pattern, 'u')
  } catch {
    return undefined
  }
}

const fieldOf = (name: string, raw: unknown, required: readonly string[]): Field => {
  const outer = isRecord(raw) ? raw : {}
  // An optional or nullable property may wrap its schema in anyOf; what is written outside wins.
  const inner = [outer.anyOf, outer.oneOf, outer.allOf]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .find((item) => isRecord(item) && item.type !== 'null')
  const schema: Json = isRecord(inner) ? { ...inner, ...outer } : outer
  const choices = choicesOf(schema)
  return {
    name,
    title: textIn(schema.title) ?? spaced(name),
    titleEn: textIn(schema.title_en) ?? spaced(name),
    kind: kindOf(name, schema, choices),
    ask: textIn(schema.ask),
    askEn: textIn(schema.ask_en),
    description: textIn(schema.description),
    examples: textsIn(schema.examples),
    choices,
    default: schema.default,
    isRequired: required.includes(name),
    pattern: patternOf(schema.pattern),
  }
}

const needsOneOf = (parameters: Json): string[] => {
  if (!Array.isArray(parameters.anyOf)) return []
  return parameters.anyOf.flatMap((branch) => (isRecord(branch) ? textsIn(branch.required) : []))
}

const sheetOf = (raw: unknown): Sheet | undefined => {
  const tool = isRecord(raw) && isRecord(raw.function) ? raw.function : undefined
  const name = textIn(tool?.name)
  if (!tool || !name) return undefined
  const parameters = isRecord(tool.parameters) ? tool.parameters : {}
  const required = textsIn(parameters.required)
  const properties = isRecord(parameters.properties) ? parameters.properties : {}
  const fields = Object.entries(properties).map(([key, schema]) => fieldOf(key, schema, required))
  return {
    name,
    title: textIn(parameters.title) ?? spaced(name),
    titleEn: textIn(parameters.title_en) ?? spaced(name),
    description: textIn(tool.description) ?? '',
    fields,
    query: fields.find(({ kind }) => kind === 'query'),
    needsOneOf: needsOneOf(parameters),
  }
}

/** Reads bound tools in the OpenAI form; what cannot be read is left out. */
export const readSheets = (tools: unknown): readonly Sheet[] =>
  Array.isArray(tools) ? tools.map(sheetOf).filter((sheet) => sheet !== undefined) : []

/** The field that says how a paper is handed over (领取方式), if the form has one. */
export const deliveryField = (sheet: Sheet | undefined): Field | undefined =>
  sheet?.fields.find((field) => field.choices.length > 0 && /领取|送达|delivery/i.test(`${field.title}${field.name}`))
