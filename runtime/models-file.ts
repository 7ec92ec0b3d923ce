import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import { PageError } from '../core/errors.ts'
import { type ModelSettings, modelsFileShape } from '../core/model-settings.ts'
import { modelRoles } from '../core/models.ts'
import { nearest } from './nearest.ts'

/** Fields that may stand at a place, for "did you mean". */
const fieldsAt = (path: readonly (string | number)[]): readonly string[] => {
  let shape: unknown = z.toJSONSchema(modelsFileShape, { io: 'input' })
  for (const part of path) {
    // JSON Schema of our own shape above.
    const at = shape as { properties?: Record<string, unknown>; additionalProperties?: unknown; items?: unknown }
    shape = at.properties?.[String(part)] ?? at.additionalProperties ?? at.items
  }
  const { properties = {} } = (shape ?? {}) as { properties?: Record<string, unknown> }
  return Object.keys(properties)
}

const didYouMean = (wrong: string, known: readonly string[]): string => {
  const near = nearest(wrong, known)
  return near ? `; the nearest is "${near}"` : known.length > 0 ? `; there are: ${known.join(', ')}` : ''
}

const pathOf = (issue: z.core.$ZodIssue): (string | number)[] => issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))

/** What the shape says of one fault, with the nearest right name where a name is wrong. */
const wordsOf = (issue: z.core.$ZodIssue, value: unknown): string => {
  const path = pathOf(issue)
  if (issue.code === 'unrecognized_keys') {
    const wrong = issue.keys[0] ?? ''
    if (/^(?:api_?)?key$|token|secret/i.test(wrong))
      return `"${wrong}": a key never stands in this file; write key: { env: NAME } or { file: PATH }`
    return `unknown field "${wrong}"${didYouMean(wrong, fieldsAt(path))}`
  }
  const at = path.join('.') || 'models.yaml'
  if (path.at(-2) === 'roles' && typeof value === 'string') return `unknown role "${value}"${didYouMean(value, modelRoles)}`
  if (path.at(-1) === 'key' && typeof value === 'string')
    return `${at}: a key never stands in this file; write key: { env: NAME } or { file: PATH }`
  return `${at}: ${issue.message}`
}

/** The chain that pages use which name none. Without one in the file, every endpoint with the role, in the order of the file. */
export const defaultChain = (settings: ModelSettings): readonly string[] =>
  settings.chains.default ?? Object.entries(settings.endpoints).flatMap(([name, { roles }]) => (roles.includes('chat') ? [name] : []))

/** Names that a page may put behind `model:`: chains, and endpoints that chat. */
export const modelNames = (settings: ModelSettings): readonly string[] => [
  ...Object.keys(settings.chains),
  ...Object.entries(settings.endpoints).flatMap(([name, { roles }]) => (roles.includes('chat') ? [name] : [])),
  'offline',
]

/** Reads models.yaml. Throws PageError with the line of the first thing that is wrong. */
export const readModelsFile = (text: string, file: string): ModelSettings => {
  const wrong = (line: number, why: string): PageError => new PageError({ file, line, why })
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const lineOf = (node: Node | null | undefined): number => (node?.range ? lines.linePos(node.range[0]).line : 1)
  const fault = yaml.errors[0]
  if (fault) throw wrong(fault.linePos?.[0].line ?? 1, `not YAML: ${fault.message.split('\n')[0]}`)
  if (!isMap(yaml.contents)) throw wrong(1, 'the file is a list of "field: value", of which endpoints is the first')
  /** The line of a place, or of what is around it; of a key itself where the key is what is wrong. */
  const lineAt = (path: readonly (string | number)[], key?: string): number => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? yaml.contents : (yaml.getIn(path.slice(0, length), true) as Node | undefined)
      if (key !== undefined && isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
        if (pair) return lineOf(pair.key as Node)
      }
      const parent = length > 0 ? (yaml.getIn(path.slice(0, length - 1), true) as Node | undefined) : undefined
      const pair = isMap(parent)
        ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === path[length - 1])
        : undefined
      if (pair) return lineOf(pair.key as Node)
      if (node) return lineOf(node)
    }
    return 1
  }
  const parsed = modelsFileShape.safeParse(yaml.toJS())
  if (!parsed.success) {
    // `safeParse` fails with at least one issue.
    const issue = parsed.error.issues[0] as z.core.$ZodIssue
    const path = pathOf(issue)
    const node = yaml.getIn(path, true)
    throw wrong(
      lineAt(path, issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined),
      wordsOf(issue, isScalar(node) ? node.value : undefined),
    )
  }
  const settings = parsed.data
  const chatting = Object.keys(settings.endpoints).filter((name) => settings.endpoints[name]?.roles.includes('chat'))
  for (const [chain, names] of Object.entries(settings.chains)) {
    if (settings.endpoints[chain] || chain === 'offline')
      throw wrong(lineAt(['chains', chain]), `chain "${chain}" has the name of an endpoint; pages could not tell them apart`)
    names.forEach((name, index) => {
      const list = yaml.getIn(['chains', chain], true)
      const line = isSeq(list) ? lineOf(list.items[index] as Node) : lineAt(['chains', chain])
      if (!settings.endpoints[name]) throw wrong(line, `chain "${chain}" names an unknown endpoint "${name}"${didYouMean(name, chatting)}`)
      if (!chatting.includes(name)) throw wrong(line, `endpoint "${name}" in chain "${chain}" has not the role chat`)
      if (names.indexOf(name) !== index) throw wrong(line, `chain "${chain}" names "${name}" twice`)
    })
  }
  return settings
}
