import { SettingError } from '../core/errors.ts'
import type { EndpointFacts, EndpointModel } from './endpoint-model.ts'

/** Where a model answers, in the OpenAI chat completions protocol. */
export type Endpoint = Omit<EndpointFacts, 'baseUrl'> & { readonly baseUrl: string | undefined }

/** Any OpenAI-compatible endpoint. Loaded only when one is configured. */
export const openAiCompatible = async ({ baseUrl, ...facts }: Endpoint): Promise<EndpointModel> => {
  if (!baseUrl)
    throw new SettingError({ setting: 'OPENAI_BASE_URL', why: 'MODEL is set, so name the endpoint: nobody’s words leave by a default' })
  const { EndpointModel } = await import('./endpoint-model.ts')
  return new EndpointModel({ ...facts, baseUrl })
}
