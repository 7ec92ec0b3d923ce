import { readLoose } from './loose-json.ts'

/** A call that a model wrote into its text. */
export interface WrittenCall {
  readonly name: string
  readonly args: unknown
}

type Json = Readonly<Record<string, unknown>>
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** `functions.NAME:0`, as some templates have it, is NAME. */
export const plainName = (name: string): string =>
  name
    .trim()
    .replace(/^(?:functions|tools)\./, '')
    .replace(/:\d+$/, '')

const nameWords = ['name', 'function', 'tool', 'tool_name', 'function_name', 'action']
const argWords = ['arguments', 'parameters', 'args', 'input', 'action_input', 'tool_input', 'params', 'kwargs']

/** A call, or several, in what a model wrote as JSON; undefined where it is something else. */
const callsIn = (value: unknown, names: ReadonlySet<string>): WrittenCall[] | undefined => {
  if (Array.isArray(value)) {
    const all = value.map((one) => callsIn(one, names))
    return all.length > 0 && all.every((one) => one !== undefined) ? all.flat() : undefined
  }
  if (!isJson(value)) return undefined
  if (value.tool_calls !== undefined) return callsIn(value.tool_calls, names)
  if (isJson(value.function)) return callsIn(value.function, names)
  const name = nameWords.map((word) => value[word]).find((one) => typeof one === 'string')
  if (typeof name !== 'string') return undefined
  const word = argWords.find((one) => value[one] !== undefined)
  // Without arguments it is a call only by the name of a tool that there is.
  if (word === undefined && !names.has(plainName(name))) return undefined
  return [{ name: plainName(name), args: word === undefined ? {} : value[word] }]
}

const field = (text: string, pattern: RegExp): Json =>
  Object.fromEntries([...text.matchAll(pattern)].map(([, name, value]) => [(name ?? '').trim(), (value ?? '').trim()]))

/** Calls with a tag around each argument: Qwen3-Coder, MiniMax and DeepSeek 3.2 (`invoke`), GLM 4.5 (`arg_key`). */
const tagged = (text: string): WrittenCall[] => {
  const found: WrittenCall[] = []
  for (const [, name, body] of text.matchAll(/<function=["']?([\w.:-]+)["']?>([\s\S]*?)(?:<\/function>|<\/tool_call>)/g)) {
    const json = readLoose(body ?? '')
    found.push({
      name: plainName(name ?? ''),
      args: json && isJson(json.value) ? json.value : field(body ?? '', /<parameter=["']?([\w.-]+)["']?>([\s\S]*?)<\/parameter>/g),
    })
  }
  for (const [, name, body] of text.matchAll(/<(?:｜DSML｜)?invoke name="([\w.:-]+)">([\s\S]*?)<\/(?:｜DSML｜)?invoke>/g))
    found.push({
      name: plainName(name ?? ''),
      args: field(body ?? '', /<(?:｜DSML｜)?parameter name="([\w.-]+)"[^>]*>([\s\S]*?)<\/(?:｜DSML｜)?parameter>/g),
    })
  for (const [, name, body] of text.matchAll(/<tool_call>\s*([\w.-]+)\s*((?:<arg_key>[\s\S]*?)?)<\/tool_call>/g))
    found.push({
      name: plainName(name ?? ''),
      args: field(body ?? '', /<arg_key>([\s\S]*?)<\/arg_key>\s*<arg_value>([\s\S]*?)<\/arg_value>/g),
    })
  return found
}

/** Calls that are JSON objects with a name: Hermes, Qwen 2.5, Mistral, Llama 3, and a fence of those that were told nothing. */
const objects = (text: string, names: ReadonlySet<string>): WrittenCall[] => {
  const found: WrittenCall[] = []
  for (let at = text.search(/[{[｛［]/); at >= 0; ) {
    const json = readLoose(text, at)
    const calls = json && callsIn(json.value, names)
    if (calls) found.push(...calls)
    const from = json && calls ? json.end : at + 1
    const next = text.slice(from).search(/[{[｛［]/)
    at = next < 0 ? -1 : from + next
  }
  return found
}

/** What stands between the name of a call and its arguments in one template or another. */
const between = '(?:\\s|json|```|<[^<>{}]{1,60}>|\\[[A-Z_]+\\]|✿ARGS✿|[:：])*'
/** Calls with the name before the object: DeepSeek, Kimi, GLM 4, new Mistral, gpt-oss, Qwen-Agent. */
const named = (text: string, names: ReadonlySet<string>): WrittenCall[] => {
  const found: WrittenCall[] = []
  const begins = new RegExp(`(?:(?:functions|tools)\\.)?\\b([a-z][a-z0-9]*(?:_[a-z0-9]+)+)(?::\\d+)?${between}(?=[{｛])`, 'g')
  for (let match = begins.exec(text); match; match = begins.exec(text)) {
    const json = readLoose(text, begins.lastIndex)
    const name = match[1] ?? ''
    if (!json || !isJson(json.value)) continue
    found.push({ name: names.has(name) ? name : plainName(name), args: json.value })
    begins.lastIndex = json.end
  }
  return found
}

/** Calls as Python has them: Llama 3.2 and 4, and models that saw more code than tools. Only of tools that there are. */
const pythonic = (text: string, names: ReadonlySet<string>): WrittenCall[] => {
  const found: WrittenCall[] = []
  for (const name of names)
    for (const { index } of text.matchAll(new RegExp(`(?<![\\w.])(?:functions\\.|tools\\.)?${name}(?:\\.call)?\\(`, 'g'))) {
      let at = text.indexOf('(', index) + 1
      const args: Record<string, unknown> = {}
      let isWhole = false
      for (;;) {
        const rest = text.slice(at)
        const end = /^[\s,，]*\)/.exec(rest)
        if (end) {
          isWhole = true
          break
        }
        const key = /^[\s,，]*([\w-]{1,64})\s*=\s*/.exec(rest)
        const value = key && readLoose(text, at + key[0].length)
        if (!key || !value) break
        args[key[1] ?? ''] = value.value
        at = value.end
      }
      if (isWhole) found.push({ name, args })
    }
  return found
}

/**
 * Reads the calls that a model wrote into its text because its server has no parser for its template. In the text of a whole reply only;
 * `names` are the tools that it was offered. None where nothing in it is a call.
 */
export const readWrittenCalls = (text: string, names: ReadonlySet<string>): readonly WrittenCall[] => {
  for (const read of [tagged, objects, named, pythonic]) {
    const found = read(text, names)
    if (found.length > 0) return found
  }
  return []
}
