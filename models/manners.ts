import type { RefusedByEndpointError } from './wire.ts'
import type { WireManners } from './wire-request.ts'

/** Names a word of a schema, or says that it knows not all of them, as gateways and strict servers put it. */
const namesSchema =
  /additionalProperties|\$schema|\b(?:exclusive)?(?:minimum|maximum)\b|\b(?:min|max)(?:Length|Items)\b|\bpattern\b|(?:unknown|unsupported|unrecognized|invalid|not supported|not allowed)\b.{0,60}\bschema\b|\bschema\b.{0,60}(?:unknown|unsupported|unrecognized|invalid|not supported|not allowed|not permitted)/is

/** What to leave out, by what a refusal names; undefined when it names nothing that we could do without. */
const without = (manners: WireManners, said: string): WireManners | undefined => {
  if (manners.usage && /stream_options|include_usage/i.test(said)) return { ...manners, usage: false }
  if (manners.maxTokens === 'max_tokens' && /max_completion_tokens/i.test(said)) return { ...manners, maxTokens: 'max_completion_tokens' }
  if (manners.maxTokens && /max_(?:completion_)?tokens/i.test(said)) return { ...manners, maxTokens: undefined }
  if (manners.temperature && /temperature/i.test(said)) return { ...manners, temperature: false }
  if (manners.system === 'system' && /\bdeveloper\b/i.test(said)) return { ...manners, system: 'developer' }
  if (manners.system !== 'user' && /system (?:role|message|prompt)|role[^a-z]+system|Conversation roles must alternate/i.test(said))
    return { ...manners, system: 'user' }
  if (manners.schemas === 'full' && namesSchema.test(said)) return { ...manners, schemas: 'plain' }
  if (manners.stream && /\bstream(?:ing)?\b/i.test(said)) return { ...manners, stream: false }
  return undefined
}

/** Other manners after a refusal (400, 422), if it says which of ours the endpoint does not take. Tools are never given up this way: a desk without them does nothing. */
export const adapted = (manners: WireManners, { status, said }: RefusedByEndpointError): WireManners | undefined =>
  status === 400 || status === 422 ? without(manners, said) : undefined
