import type { BaseChatModel } from '@langchain/core/language_models/chat_models'

/** Where a model answers, in the OpenAI chat completions protocol. */
export interface Endpoint {
  readonly baseUrl: string | undefined
  readonly apiKey: string | undefined
  readonly name: string
}

/**
 * Any OpenAI-compatible endpoint. Loaded only when one is configured. `streamUsage` is off and the model is only ever streamed:
 * counting tokens would fetch a public table, which on a closed network hangs each call for minutes.
 */
export const openAiCompatible = async ({ baseUrl, apiKey, name }: Endpoint): Promise<BaseChatModel> => {
  const { ChatOpenAI } = await import('@langchain/openai')
  return new ChatOpenAI({
    model: name,
    apiKey: apiKey ?? 'none',
    streaming: true,
    streamUsage: false,
    temperature: 0,
    maxRetries: 0,
    useResponsesApi: false,
    configuration: { ...(baseUrl ? { baseURL: baseUrl } : {}), maxRetries: 0 },
  })
}
