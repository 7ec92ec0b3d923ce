import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { SettingError } from '../core/errors.ts'

/** Where a model answers, in the OpenAI chat completions protocol. */
export interface Endpoint {
  readonly baseUrl: string | undefined
  readonly apiKey: string | undefined
  readonly name: string
}

/**
 * Any OpenAI-compatible endpoint. Loaded only when one is configured. The model is only ever streamed, without usage: `invoke`
 * counts tokens, for which LangChain fetches a public table, and on a closed network that hangs each call for minutes.
 */
export const openAiCompatible = async ({ baseUrl, apiKey, name }: Endpoint): Promise<BaseChatModel> => {
  if (!baseUrl)
    throw new SettingError({ setting: 'OPENAI_BASE_URL', why: 'MODEL is set, so name the endpoint: nobody’s words leave by a default' })
  const { EndpointModel } = await import('./endpoint-model.ts')
  return new EndpointModel({ baseUrl, apiKey, name })
}
