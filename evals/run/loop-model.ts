import { openTestEndpoint, says, type TestEndpoint } from '../../testing.ts'
import { type Grounds, openGrounds } from './ground.ts'

/** Platforms whose model is an endpoint on loopback that says what a suite lets it say. */
export interface LoopModel extends AsyncDisposable {
  readonly endpoint: TestEndpoint
  readonly grounds: Grounds
}

/** Opens the endpoint and platforms that talk to it; short patience, for models that say nothing. */
export const openLoopModel = async (): Promise<LoopModel> => {
  const endpoint = await openTestEndpoint(says('您好'))
  const grounds = await openGrounds({
    settings: { MODEL: 'test', OPENAI_BASE_URL: endpoint.url, OPENAI_API_KEY: 'k', MODEL_SILENT_MS: '600', MODEL_TOTAL_MS: '2000' },
  })
  return {
    endpoint,
    grounds,
    async [Symbol.asyncDispose]() {
      await grounds[Symbol.asyncDispose]()
      await endpoint[Symbol.asyncDispose]()
    },
  }
}
