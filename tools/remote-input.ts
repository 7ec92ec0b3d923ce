import { z } from 'zod'
import type { RemoteToolSettings } from '../core/mcp-settings.ts'
import type { RemoteDefinition } from '../core/remote-tools.ts'

type Json = Readonly<Record<string, unknown>>
const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The schema of another system, closed: what it does not name is not sent to it, whoever thought it up. */
const closed = ({ inputSchema }: RemoteDefinition): Json => {
  const { $schema: _, id: __, title: ___, ...schema } = inputSchema
  return { ...schema, type: 'object', additionalProperties: schema.additionalProperties === true }
}

/** With the Chinese names and questions that an administrator gave the fields. */
const worded = (schema: Json, fields: RemoteToolSettings['fields']): Json => {
  const properties = isRecord(schema.properties) ? schema.properties : {}
  const named = Object.entries(properties).map(([name, field]) => [name, isRecord(field) ? { ...field, ...fields[name] } : field])
  return { ...schema, properties: Object.fromEntries(named) }
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[part] : undefined),
    value,
  )

/** Checks arguments by the JSON schema of another system, and shows that very schema to models. Throws where it cannot be checked here. */
export const remoteInput = (definition: RemoteDefinition, fields: RemoteToolSettings['fields']): z.ZodType => {
  const schema = closed(definition)
  // Whatever a server sent: a schema that is none makes this throw.
  const inner = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
  const titleOf = (path: readonly PropertyKey[]): string => fields[String(path[0])]?.title ?? path.map(String).join('.')
  return z
    .looseObject({})
    .superRefine((args, check) => {
      for (const issue of inner.safeParse(args).error?.issues ?? []) {
        const extra = issue.code === 'unrecognized_keys' ? issue.keys.join('、') : undefined
        const missing = valueAt(args, issue.path) === undefined
        const message = extra
          ? `没有“${extra}”这一项`
          : missing
            ? `还缺“${titleOf(issue.path)}”`
            : `“${titleOf(issue.path)}”不合要求，请再说一次`
        check.addIssue({ code: 'custom', path: [...issue.path], message })
      }
    })
    .meta(worded(schema, fields))
}

/** True when arguments of this tool can be checked. */
export const isCheckable = (definition: RemoteDefinition): boolean => {
  try {
    remoteInput(definition, {})
    return true
  } catch {
    return false
  }
}
