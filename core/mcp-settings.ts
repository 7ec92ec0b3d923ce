import { z } from 'zod'

/** Where a key is read from; the key itself never stands in a file. */
const key = z.union([z.strictObject({ env: z.string().regex(/^[A-Z][A-Z0-9_]*$/) }), z.strictObject({ file: z.string().min(1) })])

/** http only where the wire is ours: the machine itself, private addresses (RFC 1918), names of the inside. */
const insideHost = /^(?:localhost|127\.0\.0\.1|\[::1\]|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+|[^.]+|.+\.internal)$/

const mayBeAsked = (text: string): boolean => {
  const url = URL.parse(text)
  if (!url || url.username || url.password) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && insideHost.test(url.hostname))
}

/** A server of others (外部系统) that speaks MCP over streamable HTTP. */
export const remoteServerShape = z.strictObject({
  /** As people read it: whose words these are. */
  title: z.string().min(2).max(40),
  url: z.string().refine(mayBeAsked, 'is an https:// address without a password in it; http:// only on the inside'),
  key: key.optional(),
  /** For one use, from connecting to the last byte. */
  timeout_ms: z.int().min(100).max(60_000).default(8_000),
  /** Of everything that one use brings in. */
  max_bytes: z.int().min(1_000).max(5_000_000).default(200_000),
})

/** Who decides on a tool of effect `decide`, and how long the question waits. */
const approval = z.strictObject({
  role: z.enum(['reviewer', 'approver', 'admin']),
  level: z.enum(['any', 'county']).default('any'),
  hours: z.int().min(1).max(240).default(36),
})

const remoteToolFields = z.strictObject({
  server: z.string().min(1),
  /** Its name over there. */
  remote: z.string().min(1).max(128),
  title: z.string().min(2).max(40),
  scope: z.enum(['anyone', 'citizen', 'officer', 'reviewer', 'approver', 'analyst', 'admin']),
  effect: z.enum(['read', 'note', 'write', 'decide']),
  approval: approval.optional(),
  /** Their word that the same `fenshen/key` twice is one deed: what may have arrived is then sent again by itself after a crash. */
  keeps_keys: z.boolean().default(false),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'is 64 hex digits; node main.ts mcp pin SERVER prints them'),
  /** Of an answer that people and models are shown. */
  max_chars: z.int().min(100).max(20_000).default(2_000),
  /** What a field is called in Chinese, and how it is asked for. */
  fields: z
    .record(z.string(), z.strictObject({ title: z.string().min(1).max(40), ask: z.string().min(2).max(200).optional() }))
    .default({}),
})

/** One tool of theirs, as an administrator let it in. What another person decides on is asked for by officers alone. */
export const remoteToolShape = remoteToolFields.superRefine(({ effect, approval, scope }, { addIssue }) => {
  const say = (field: string, message: string): void => addIssue({ code: 'custom', path: [field], message })
  if (effect === 'decide' && !approval) say('effect', 'decide wants approval: { role: approver }: who decides')
  if (effect !== 'decide' && approval) say('approval', `is for effect decide; this one is ${effect}`)
  if (effect === 'decide' && (scope === 'citizen' || scope === 'anyone'))
    say('scope', 'is of officers where another person decides: officer, reviewer, approver, analyst or admin')
})

/** The whole of mcp.yaml. */
export const mcpFileShape = z.strictObject({
  servers: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'a name is small letters, digits, dashes'), remoteServerShape),
  tools: z.record(z.string().regex(/^[a-z]+(?:_[a-z0-9]+)+$/, 'a tool is named verb_noun'), remoteToolShape).default({}),
})

export type RemoteServerSettings = z.output<typeof remoteServerShape>
export type RemoteToolSettings = z.output<typeof remoteToolShape>
export type McpSettings = z.output<typeof mcpFileShape>
