import { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { AIMessageChunk } from '@langchain/core/messages'
import { ChatGenerationChunk, type ChatResult } from '@langchain/core/outputs'
import { ModelFaultError } from '../core/models.ts'
import type { HeardReply } from '../core/receipts.ts'
import type { NamedModel } from './speak.ts'

/** Says again what a model said then, reply by reply, and fails where it failed. */
class RecordedModel extends BaseChatModel {
  readonly #replies: HeardReply[]
  constructor(replies: readonly HeardReply[]) {
    super({})
    this.#replies = [...replies]
  }

  override _llmType(): string {
    return 'recorded'
  }

  override _generate(): Promise<ChatResult> {
    throw new Error('a recorded model is only ever streamed')
  }

  override async *_streamResponseChunks(): AsyncGenerator<ChatGenerationChunk> {
    const reply = this.#replies.shift()
    // Asked more often than it was asked then: the turn has taken another way.
    if (!reply) throw new ModelFaultError('error', new Error('nothing is recorded'))
    const calls = reply.calls.map(({ name, args }, index) => ({ name, args: JSON.stringify(args), index, id: `call_${index}` }))
    yield new ChatGenerationChunk({ text: reply.text, message: new AIMessageChunk({ content: reply.text, tool_call_chunks: calls }) })
    if (reply.fault) throw new ModelFaultError(reply.fault, new Error('as it was then'))
  }
}

/** The models of a turn as they were, in their order; the offline one is left out, for it says the same again by itself. */
export const recordedModels = (chain: readonly string[], heard: readonly HeardReply[]): readonly NamedModel[] =>
  chain
    .filter((name) => name !== 'offline')
    .map((name) => ({ name, model: new RecordedModel(heard.filter(({ model }) => model === name)) }))
