import { PlatformError } from '../../core/errors.ts'

/** A wish of the OpenAI protocol that this door does not grant; `param` names where it stands. */
export class UnsupportedWishError extends PlatformError {
  readonly status = 400
  readonly code: string
  constructor(facts: { code: string; param: string; detail: string }) {
    super({ title: '不支持这样请求', detail: facts.detail, dev: `${facts.param}: ${facts.code}`, extra: { param: facts.param } })
    this.code = facts.code
  }
}

/** The model (agent) is not there, or not for this caller: both look the same. */
export class ModelNotFoundError extends PlatformError {
  readonly code = 'model_not_found'
  readonly status = 404
  constructor() {
    super({
      title: '没有这个模型',
      detail: '没有这个名字的分身，或者它不对您开放。GET /v1/models 列出您能用的。',
      dev: 'No such model for this caller.',
      extra: { param: 'model' },
    })
  }
}

const typeOf = (status: number): string => {
  if (status === 401) return 'authentication_error'
  if (status === 403) return 'permission_error'
  if (status === 429) return 'rate_limit_error'
  return status < 500 ? 'invalid_request_error' : 'server_error'
}

/** An error in the shape that OpenAI clients read. */
export const openAiError = (error: PlatformError) => {
  const fields = error.extra.fields as readonly { path: string }[] | undefined
  return {
    error: {
      message: `${error.title}。${error.detail}`,
      type: typeOf(error.status),
      param: (error.extra.param as string | undefined) ?? fields?.[0]?.path ?? null,
      code: error.code,
    },
  }
}
