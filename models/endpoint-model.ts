import type { BaseMessage, BaseMessageChunk } from '@langchain/core/messages'
import type { ChatGenerationChunk } from '@langchain/core/outputs'
import { ChatOpenAICompletions } from '@langchain/openai'

/** More than the longest reply with its reasoning takes on the wire, in bytes. */
const replyBytes = 16 * 1024 * 1024

/** Asks the endpoint and nobody else: a redirect would carry people's words to another host. Reads no more than a reply can be. */
const fetchWithin = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
  const response = await fetch(input, { ...init, redirect: 'error' })
  if (!response.body) return response
  let left = replyBytes
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, out) {
      left -= piece.byteLength
      if (left < 0) out.error(new RangeError(`the reply is longer than ${replyBytes} bytes`))
      else out.enqueue(piece)
    },
  })
  return new Response(response.body.pipeThrough(counted), { status: response.status, headers: response.headers })
}

/** Some gateways send the content of a delta in parts. */
const plain = (content: unknown): string => {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part: { text?: unknown } | null) => (typeof part?.text === 'string' ? part.text : '')).join('')
}

/**
 * The chat completions protocol as gateways really speak it. Kept to the one client for all calls: LangChain's `ChatOpenAI`
 * makes a new one each time tools are bound, and takes another API for some model names.
 */
export class EndpointModel extends ChatOpenAICompletions {
  constructor(facts: { baseUrl: string; apiKey: string | undefined; name: string }) {
    super({
      model: facts.name,
      apiKey: facts.apiKey ?? 'none',
      streaming: true,
      streamUsage: false,
      temperature: 0,
      maxRetries: 0,
      configuration: {
        baseURL: facts.baseUrl,
        maxRetries: 0,
        // Both are otherwise read from the environment; the SDK's own log lines could hold people's words.
        organization: null,
        project: null,
        logLevel: 'off',
        fetch: fetchWithin,
      },
    })
  }

  /** A reply without its end is no reply: a line that closes in good order halfway looks finished to the SDK. */
  override async *_streamResponseChunks(messages: BaseMessage[], options: this['ParsedCallOptions']): AsyncGenerator<ChatGenerationChunk> {
    let finish = ''
    for await (const chunk of super._streamResponseChunks(messages, options)) {
      const reason: unknown = chunk.generationInfo?.finish_reason
      if (typeof reason === 'string' && reason !== '') finish = reason
      yield chunk
    }
    if (finish === '') throw new Error('the reply was cut off')
    if (finish === 'length' || finish === 'content_filter') throw new Error(`the reply was ended by ${finish}`)
  }

  /** Every delta is the assistant's, also where the role is left out; reasoning is nobody's business but the model's. */
  protected override _convertCompletionsDeltaToBaseMessageChunk(
    ...[delta, response]: Parameters<ChatOpenAICompletions['_convertCompletionsDeltaToBaseMessageChunk']>
  ): BaseMessageChunk {
    const { reasoning_content: _, ...rest } = delta
    return super._convertCompletionsDeltaToBaseMessageChunk({ ...rest, role: 'assistant', content: plain(delta.content) }, response)
  }
}
