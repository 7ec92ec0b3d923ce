import { readLoose } from '../models/loose-json.ts'

type Json = Readonly<Record<string, unknown>>
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [])

/** How a word of a choice is compared: letters and digits alone, small. */
const bareOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** The value that people, and models, call by this word; the word itself where it is none or more than one. */
const chosen = (word: string, schema: Json): string => {
  const values = strings(schema.enum)
  if (values.includes(word)) return word
  const bare = bareOf(word)
  const choices = isJson(schema.choices) ? schema.choices : {}
  const means = values.filter((value) => {
    const { label, en, says } = isJson(choices[value]) ? choices[value] : {}
    return [value, label, en, ...strings(says)].some((one) => typeof one === 'string' && bareOf(one) === bare)
  })
  return means.length === 1 ? (means[0] ?? word) : word
}

const parsed = (text: string): unknown => {
  const json = /^\s*[[{［｛]/.test(text) ? readLoose(text) : undefined
  return json && text.slice(json.end).trim() === '' ? json.value : undefined
}

const fitText = (value: string, schema: Json): unknown => {
  const { type } = schema
  if (Array.isArray(schema.enum)) return chosen(value, schema)
  if ((type === 'number' || type === 'integer') && /^\s*-?\d+(?:\.\d+)?\s*$/.test(value)) return Number(value)
  if (type === 'boolean' && /^\s*(?:true|false|是|否)\s*$/i.test(value)) return /true|是/i.test(value)
  if (type === 'object') return fitValue(parsed(value) ?? value, schema)
  if (type === 'array') {
    const list = parsed(value)
    const isOfText = isJson(schema.items) && schema.items.type === 'string'
    return Array.isArray(list) ? fitValue(list, schema) : isOfText && value.trim() !== '' ? [value] : value
  }
  return value
}

const fitValue = (value: unknown, schema: unknown): unknown => {
  if (!isJson(schema)) return value
  if (typeof value === 'string') return fitText(value, schema)
  if (schema.type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return fitText(String(value), schema)
  if (Array.isArray(value)) return value.map((one) => fitValue(one, schema.items))
  return isJson(value) && isJson(schema.properties) ? fitObject(value, schema) : value
}

const wrappers = ['arguments', 'parameters', 'args', 'input', 'properties', 'kwargs']

function fitObject(given: Json, schema: Json): Json {
  const properties = isJson(schema.properties) ? schema.properties : {}
  const required = new Set(strings(schema.required))
  // All of them once more within one of these names.
  const [only, ...others] = Object.keys(given)
  const inner =
    only !== undefined && others.length === 0 && wrappers.includes(only) && !(only in properties) ? recordOf(given[only]) : undefined
  const args = inner ?? given
  const titled = new Map(
    Object.entries(properties).flatMap(([name, one]) => (isJson(one) && typeof one.title === 'string' ? [[one.title, name]] : [])),
  )
  const pairs = Object.entries(args).flatMap(([said, value]): [string, unknown][] => {
    const title = titled.get(said)
    const name = said in properties || title === undefined || title in args ? said : title
    // Nothing was said where a model only fills in the form.
    if ((value === null || value === '') && !required.has(name)) return []
    return [[name, fitValue(value, properties[name])]]
  })
  return Object.fromEntries(pairs)
}

const recordOf = (value: unknown): Json | undefined => {
  const one = typeof value === 'string' ? parsed(value) : value
  return isJson(one) ? one : undefined
}

/** The schema of a tool's arguments in the OpenAI wire form. */
const schemaOf = (tool: unknown): { readonly name: unknown; readonly parameters: unknown } =>
  isJson(tool) && isJson(tool.function)
    ? { name: tool.function.name, parameters: tool.function.parameters }
    : { name: undefined, parameters: undefined }

/**
 * Arguments in the form that a tool's schema asks for, where what a model wrote can mean nothing else: a number in a string, `null` for what
 * was not said, 入职 for the value that is called so, the whole once more inside `arguments`. Whatever is still wrong, the tool refuses.
 */
export const fitArguments = (tools: readonly unknown[], name: string, args: Json): Json => {
  const parameters = tools.map(schemaOf).find((one) => one.name === name)?.parameters
  return isJson(parameters) ? fitObject(args, parameters) : args
}
