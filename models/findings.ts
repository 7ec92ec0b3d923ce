import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { usualManners, type WireManners } from './wire-request.ts'

/** What an endpoint was found to be able to do (能力探测). */
const findingShape = z.object({
  baseUrl: z.string(),
  model: z.string(),
  at: z.string(),
  /** It answered at all; where not, `why` says what was wrong and everything else is as usual. */
  isReachable: z.boolean(),
  why: z.string(),
  streams: z.boolean(),
  /** Tells tokens at the end of a stream, when asked or anyway. */
  usage: z.enum(['always', 'asked', 'never']),
  tools: z.boolean(),
  /** Where it is offered them: in their field, or on its page where its server takes none there. */
  toolsBy: z.enum(['field', 'page']).default('field'),
  parallelTools: z.boolean(),
  toolChoice: z.boolean(),
  jsonSchema: z.enum(['yes', 'fenced', 'no']),
  /** Thinks before it speaks: in a field beside the text, in tags within it, in tags that nothing opens, or not that anybody could see. */
  thinking: z.enum(['field', 'tags', 'unopened', 'none']),
  /** What its whole replies end with. */
  ends: z.enum(['reason', 'done']).default('reason'),
  /** Still knew the head of a request of some six thousand tokens; findings of before say nothing. */
  readsAll: z.boolean().optional(),
  temperature: z.boolean(),
  system: z.enum(['system', 'developer', 'user']),
  maxTokens: z.enum(['max_tokens', 'max_completion_tokens', 'none']),
  /** How much of a tool's schema it takes; findings of before know all. */
  schemas: z.enum(['full', 'plain']).default('full'),
})
export type Finding = z.infer<typeof findingShape>

const fileShape = z.record(z.string(), findingShape)

/** Findings by name of the endpoint; nothing where none were made, or where the file cannot be read: they are made again in a minute. */
export const readFindings = (file: string): Readonly<Record<string, Finding>> => {
  if (!existsSync(file)) return {}
  try {
    return fileShape.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return {}
  }
}

/** Keeps findings, whole or not at all. */
export const writeFindings = (file: string, findings: Readonly<Record<string, Finding>>): void => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, `${JSON.stringify(findings, null, 2)}\n`)
  renameSync(`${file}.new`, file)
}

/** How an endpoint is asked, by what was found of it. */
export const mannersOf = (found: Finding): WireManners =>
  found.isReachable
    ? {
        ...usualManners,
        temperature: found.temperature,
        system: found.system,
        usage: found.usage === 'asked',
        stream: found.streams,
        maxTokens: found.maxTokens === 'none' ? undefined : found.maxTokens,
        tools: found.tools ? found.toolsBy : 'none',
        schemas: found.schemas,
        thinking: found.thinking === 'unopened' ? 'unopened' : 'opened',
        ends: found.ends,
      }
    : usualManners
