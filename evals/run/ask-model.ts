import type { GatePass } from '../../core/models.ts'

/** An endpoint of chat completions that an eval asks: a judge, or a citizen. */
export interface AskedModel {
  readonly url: string
  readonly apiKey: string | undefined
  readonly name: string
  /** What `models check` found that it takes; undefined: not looked at, so the usual fields and no schema. */
  readonly takes?: ModelTakes | undefined
}

export interface ModelTakes {
  readonly schema: boolean
  readonly temperature: boolean
  readonly limit: 'max_tokens' | 'max_completion_tokens' | 'none'
}

/** What it said, and the tokens it took; no text where it did not answer. */
export interface ModelAnswer {
  readonly status: number
  readonly text: string | undefined
  readonly promptTokens: number
  readonly completionTokens: number
}

/** A question to a model: the messages in full, and how it is to answer. */
export interface ModelQuestion {
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly temperature: number
  readonly maxTokens: number
  /** A JSON schema of the answer, for a model that takes one. */
  readonly schema?: object
}

const fieldsOf = (model: AskedModel, { temperature, maxTokens, schema }: ModelQuestion): object => {
  const takes = model.takes ?? { schema: false, temperature: true, limit: 'max_tokens' }
  return {
    model: model.name,
    ...(takes.temperature ? { temperature } : {}),
    ...(takes.limit === 'none' ? {} : { [takes.limit]: maxTokens }),
    ...(takes.schema && schema ? { response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } } } : {}),
  }
}

/** The only way of an eval to a model that is not under test: what leaves is hidden by the gate, and what comes back is shown again. */
export const askModel = async (model: AskedModel, pass: GatePass, question: ModelQuestion): Promise<ModelAnswer> => {
  const address = `${model.url.replace(/\/$/, '')}/chat/completions`
  const request = (): RequestInit => ({
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(model.apiKey ? { Authorization: `Bearer ${model.apiKey}` } : {}) },
    body: JSON.stringify({
      ...fieldsOf(model, question),
      messages: question.messages.map(({ role, content }) => ({ role, content: pass.hide(content) })),
    }),
    signal: AbortSignal.timeout(60_000),
  })
  // A kept line may have been hung up while the visit went on: asked once more, on a new one.
  const response = await fetch(address, request()).catch(() => fetch(address, request()))
  const { status } = response
  if (!response.ok) return { status, text: undefined, promptTokens: 0, completionTokens: 0 }
  // The protocol of chat completions; a field that is missing is an empty text.
  const body = (await response.json().catch(() => ({}))) as {
    choices?: { message?: { content?: string } }[]
    usage?: { prompt_tokens?: number; completion_tokens?: number }
  }
  const reply = pass.reply()
  const text = reply.show(body.choices?.[0]?.message?.content ?? '') + reply.flush()
  return { status, text, promptTokens: body.usage?.prompt_tokens ?? 0, completionTokens: body.usage?.completion_tokens ?? 0 }
}
