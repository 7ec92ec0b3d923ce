import { readFileSync } from 'node:fs'
import { isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { PageError } from '../core/errors.ts'

/** A data file that people wrote and reviewed (审定数据), read. */
export interface ReviewedFile<T> {
  readonly value: T
  /** The line, counting from 1, on which something stands. */
  lineOf(path: readonly (string | number)[]): number
}

/** Reads a YAML file strictly. Throws PageError with the line of the first thing that is wrong. */
export const readReviewed = <T>(file: string, schema: z.ZodType<T>, shown = file): ReviewedFile<T> => {
  const lines = new LineCounter()
  const yaml = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines, uniqueKeys: true })
  const [broken] = yaml.errors
  if (broken) throw new PageError({ file: shown, line: lines.linePos(broken.pos[0]).line, why: broken.message.split('\n')[0] ?? '' })
  const lineOf = (path: readonly (string | number)[]): number => {
    // What is missing stands nowhere: then the thing that it is missing from.
    for (let depth = path.length; depth > 0; depth--) {
      const node: unknown = yaml.getIn(path.slice(0, depth), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  const parsed = schema.safeParse(yaml.toJS())
  if (parsed.success) return { value: parsed.data, lineOf }
  const [issue] = parsed.error.issues
  const path = (issue?.path ?? []).filter((key) => typeof key !== 'symbol')
  throw new PageError({ file: shown, line: lineOf(path), why: `${path.join('.')}: ${issue?.message}` })
}
