import type { RefusedByEndpointError } from './wire.ts'
import type { WireManners } from './wire-request.ts'

/** Names a word of a schema, or says that it knows not all of them, as gateways and strict servers put it. */
const namesSchema =
  /additionalProperties|\$schema|\b(?:exclusive)?(?:minimum|maximum)\b|\b(?:min|max)(?:Length|Items)\b|\bpattern\b|(?:unknown|unsupported|unrecognized|invalid|not supported|not allowed)\b.{0,60}\bschema\b|\bschema\b.{0,60}(?:unknown|unsupported|unrecognized|invalid|not supported|not allowed|not permitted)/is

/** Takes no tools in their field: vLLM without a parser, Ollama, llama.cpp without --jinja, OpenRouter, and Chinese gateways. */
const refusesTools =
  /--enable-auto-tool-choice|--tool-call-parser|\btools? (?:param )?requires?\b|\b(?:not|n['’]t) (?:currently )?support(?:ed)?\b.{0,40}\b(?:tools?|function[ _]call(?:s|ing)?)\b|\b(?:tools?|function[ _]call(?:s|ing)?)\b.{0,40}\b(?:not|n['’]t) (?:currently )?(?:be )?(?:support(?:ed)?|enabled|available)\b|support tool use|不支持.{0,12}(?:工具|函数|tools?|function)|(?:工具|函数).{0,12}不支持/is
/** Knows no role of tools, though it may take the field. */
const refusesToolRole =
  /only user,? (?:and )?assistant|(?:role|tag)[^a-z]{0,4}(?:['"`]?tool['"`]?)\b|['"`]tool['"`] (?:role|is not)|after the optional system message, conversation roles must alternate/i
/** The page and the conversation are more than fits, in the words of one maker or another. */
const isTooLong =
  /context[ _](?:length|size|window)|context the overflows|\bn_ctx\b|longer than the model|prompt (?:is )?too long|too large for model|input (?:is )?too long|input (?:token|length)|(?:token|length) (?:count|limit).{0,40}exceed|exceed.{0,40}(?:token|length) (?:count|limit)|maximum (?:allowed )?(?:number of )?(?:input )?tokens|too many tokens|range of input length|inputs?` tokens|max(?:imum)? input|超长|(?:输入|上下文|长度|tokens?).{0,10}(?:超过|超出|过长|上限)/i

/** What to leave out, by what a refusal names; undefined when it names nothing that we could do without. */
const without = (manners: WireManners, said: string): WireManners | undefined => {
  if (manners.usage && /stream_options|include_usage/i.test(said)) return { ...manners, usage: false }
  if (manners.maxTokens === 'max_tokens' && /max_completion_tokens/i.test(said)) return { ...manners, maxTokens: 'max_completion_tokens' }
  if (manners.maxTokens && /max_(?:completion_)?tokens|in the completion/i.test(said)) return { ...manners, maxTokens: undefined }
  if (isTooLong.test(said)) return undefined
  if (manners.temperature && /temperature/i.test(said)) return { ...manners, temperature: false }
  if (manners.schemas === 'full' && namesSchema.test(said)) return { ...manners, schemas: 'plain' }
  if (manners.tools === 'field' && refusesTools.test(said)) return { ...manners, tools: 'page' }
  if (manners.thoughts !== 'noted' && /reasoning_content/i.test(said))
    return { ...manners, thoughts: manners.thoughts === 'empty' ? 'noted' : 'empty' }
  if (manners.system === 'system' && /\bdeveloper\b/i.test(said)) return { ...manners, system: 'developer' }
  if (manners.system !== 'user' && /system (?:role|message|prompt)|role[^a-z]+system|Conversation roles must alternate/i.test(said))
    return { ...manners, system: 'user' }
  if (manners.tools === 'field' && (refusesToolRole.test(said) || /roles must alternate/i.test(said))) return { ...manners, tools: 'page' }
  if (manners.blank === 'empty' && /content.{0,60}(?:empty|blank|null or|不能为空|at least 1|required)|empty.{0,30}content/is.test(said))
    return { ...manners, blank: 'null' }
  if (manners.stream && /\bstream(?:ing)?\b/i.test(said)) return { ...manners, stream: false }
  return undefined
}

/** Statuses with which makers say that a request is not as they want it; llama.cpp says 500, OpenRouter 404, LM Studio 200. */
const isOfRequest = (status: number): boolean => [200, 400, 404, 413, 422, 500, 501].includes(status)

/**
 * Other manners after a refusal, if it says which of ours the endpoint does not take. Tools are moved to the page this way, but never given up:
 * a desk without them does nothing.
 */
export const adapted = (manners: WireManners, { status, said }: RefusedByEndpointError): WireManners | undefined => {
  if (status === 400 || status === 422 || status === 200) return without(manners, said)
  return isOfRequest(status) && manners.tools === 'field' && refusesTools.test(said) ? { ...manners, tools: 'page' } : undefined
}

/** True when a request was refused for its length. */
export const isOverlong = ({ status, said }: RefusedByEndpointError): boolean => isOfRequest(status) && isTooLong.test(said)
