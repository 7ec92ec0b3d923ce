import { isMap, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import { nearest } from '../../core/nearest.ts'
import { type Case, leaves, oneCase, step } from './format.ts'

/** A `cases.yaml` that cannot be read: says file and line. */
export class CaseError extends Error {}

type Path = readonly PropertyKey[]

interface Issue {
  readonly code: string
  readonly path: PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
  readonly errors?: readonly (readonly Issue[])[]
}

/** The issue that a reader wants to hear of: inside a union, that of the branch that came furthest. */
const innermost = (issue: Issue, above: Path = []): Issue => {
  const path = [...above, ...issue.path]
  const branches = (issue.errors ?? []).flatMap((branch) => branch.slice(0, 1)).map((one) => innermost(one, path))
  const deepest = branches.reduce<Issue | undefined>(
    (best, one) => (one.code !== 'invalid_type' && (!best || one.path.length > best.path.length) ? one : best),
    undefined,
  )
  return deepest ?? { ...issue, path }
}

const fieldsAt = (path: Path): readonly string[] => {
  if (path.includes('leaves')) return Object.keys(leaves.shape)
  if (path.includes('calls')) return ['name', 'with', 'ok']
  if (path.includes('card')) return ['kind', 'fields']
  return Object.keys(path.includes('visit') ? step.shape : oneCase.shape)
}

/** Reads the cases of one file, each with the line it begins on. Throws CaseError for the first thing that is wrong. */
export const readCases = (text: string, file: string): readonly (Case & { readonly line: number })[] => {
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines })
  const lineOf = (node: unknown): number => {
    // Everything that parseDocument hands out is a node or undefined.
    const range = (node as Node | undefined)?.range
    return range ? lines.linePos(range[0]).line : 1
  }
  const wrong = (node: unknown, why: string): CaseError => new CaseError(`${file}:${lineOf(node)}: ${why}`)
  const fault = yaml.errors[0]
  if (fault) throw new CaseError(`${file}:${fault.linePos?.[0].line ?? 1}: not YAML: ${fault.message.split('\n')[0]}`)
  if (!isSeq(yaml.contents)) throw wrong(yaml.contents, 'cases are a list: "- title: …"')
  const { contents } = yaml
  const parsed = z.array(oneCase).min(1).safeParse(yaml.toJS())
  if (parsed.success) return parsed.data.map((one, at) => ({ ...one, line: lineOf(contents.items[at]) }))
  // zod types the same issues by code; only these fields are read. `end:` for `ends:` is a wrong name before it is a missing field.
  const issues = parsed.error.issues.map((one) => innermost(one as unknown as Issue))
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]
  if (!issue) throw wrong(contents, 'unreadable')
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
  const holder = yaml.getIn(path, true)
  if (issue.code === 'unrecognized_keys' && isMap(holder)) {
    const key = issue.keys?.[0]
    const known = fieldsAt(path)
    const near = nearest(key ?? '', known)
    throw wrong(
      holder.items.find((pair) => String(pair.key) === key)?.key,
      `unknown field "${key}"${near ? `; the nearest is "${near}"` : ''}; there are: ${known.join(', ')}`,
    )
  }
  throw wrong(holder ?? yaml.getIn(path.slice(0, -1), true) ?? contents, `${path.join('.')}: ${issue.message}`)
}
