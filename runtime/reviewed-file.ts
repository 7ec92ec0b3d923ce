import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import { PageError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'

/** A place in a file: names of fields and numbers in lists. */
export type Place = readonly (string | number)[]

/** Fields that may stand at a place, for "did you mean". */
const fieldsAt = (whole: z.ZodType, path: Place): readonly string[] => {
  let shape: unknown = z.toJSONSchema(whole, { io: 'input', unrepresentable: 'any' })
  for (const part of path) {
    // JSON Schema of our own shape above.
    const at = shape as { properties?: Record<string, unknown>; additionalProperties?: unknown; items?: unknown }
    shape = at.properties?.[String(part)] ?? at.additionalProperties ?? at.items
  }
  const { properties = {} } = (shape ?? {}) as { properties?: Record<string, unknown> }
  return Object.keys(properties)
}

const pathOf = (issue: z.core.$ZodIssue): (string | number)[] => issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))

/** A file that people write and review (YAML): what it says, and where each thing stands. */
export interface ReviewedFile<T> {
  readonly settings: T
  /** The error to throw for a thing that is wrong at a place. */
  wrongAt(path: Place, why: string): PageError
}

/** Reads one by its shape. Throws PageError with the line of the first thing that is wrong. Keys never stand in such a file. */
export const readReviewed = <S extends z.ZodType>(
  text: string,
  file: string,
  facts: {
    readonly shape: S
    /** The field that everything begins with. */
    readonly first: string
    /** Says of a value more than the shape does; undefined: nothing more. */
    readonly wordsFor?: (path: Place, value: unknown) => string | undefined
  },
): ReviewedFile<z.output<S>> => {
  const wrong = (line: number, why: string): PageError => new PageError({ file, line, why })
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const lineOf = (node: Node | null | undefined): number => (node?.range ? lines.linePos(node.range[0]).line : 1)
  const fault = yaml.errors[0]
  if (fault) throw wrong(fault.linePos?.[0].line ?? 1, `not YAML: ${fault.message.split('\n')[0]}`)
  if (!isMap(yaml.contents)) throw wrong(1, `the file is a list of "field: value", of which ${facts.first} is the first`)
  /** The line of a place, or of what is around it; of a key itself where the key is what is wrong. */
  const lineAt = (path: Place, key?: string): number => {
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
      const part = path[length - 1]
      if (isSeq(parent) && typeof part === 'number' && parent.items[part]) return lineOf(parent.items[part] as Node)
      if (node) return lineOf(node)
    }
    return 1
  }
  const wordsOf = (issue: z.core.$ZodIssue, value: unknown): string => {
    const path = pathOf(issue)
    const noKey = 'a key never stands in this file; write key: { env: NAME } or { file: PATH }'
    if (issue.code === 'unrecognized_keys') {
      const name = issue.keys[0] ?? ''
      if (/^(?:api_?)?key$|token|secret/i.test(name)) return `"${name}": ${noKey}`
      return `unknown field "${name}"${didYouMean(name, fieldsAt(facts.shape, path))}`
    }
    const more = facts.wordsFor?.(path, value)
    if (more) return more
    const at = path.join('.') || file
    return path.at(-1) === 'key' && typeof value === 'string' ? `${at}: ${noKey}` : `${at}: ${issue.message}`
  }
  const parsed = facts.shape.safeParse(yaml.toJS())
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
  return { settings: parsed.data, wrongAt: (path, why) => wrong(lineAt(path), why) }
}
