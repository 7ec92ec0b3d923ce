import { PlatformError } from '../core/errors.ts'

/** 方法不对：the path exists, but not for this verb. */
export class MethodNotAllowedError extends PlatformError {
  readonly code = 'method_not_allowed'
  readonly status = 405
  readonly allow: readonly string[]
  constructor(facts: { method: string; allow: readonly string[] }) {
    super({
      title: '不支持这种请求方式',
      detail: `这个地址只接受 ${facts.allow.join('、')} 请求。`,
      dev: `${facts.method} is not one of ${facts.allow.join(', ')}.`,
      extra: { allow: facts.allow },
    })
    this.allow = facts.allow
  }
}

/** The body comes in a form that this door does not read. */
export class UnsupportedMediaTypeError extends PlatformError {
  readonly code = 'unsupported_media_type'
  readonly status = 415
  constructor(facts: { accepts: readonly string[] }) {
    super({
      title: '内容类型不对',
      detail: `这个地址只接受 ${facts.accepts.join('、')} 格式的内容，请检查 Content-Type 后重试。`,
      dev: `Content-Type is not one of ${facts.accepts.join(', ')}.`,
      extra: { accepts: facts.accepts },
    })
  }
}

/** A sign-in (登录) did not come to its end: nothing was saved, the person may simply begin again. */
export class SignInFailedError extends PlatformError {
  readonly code = 'sign_in_failed'
  readonly status = 400
  constructor(facts: { reason: 'no_login' | 'state' | 'provider_refused' | 'token' | 'claims'; why?: string }) {
    const gaveUp = facts.reason === 'provider_refused'
    super({
      title: gaveUp ? '没有登录' : '登录没有完成',
      detail: gaveUp
        ? '登录在身份认证页面被取消或没有通过。需要时可以重新登录。'
        : facts.reason === 'claims'
          ? '身份认证平台没有给出办理所需的完整信息。请联系管理员，或带身份证到就近派出所窗口办理。'
          : '这次登录已经失效：可能页面停留太久、重复打开，或从另一个页面开始了登录。请重新登录。',
      dev: `Sign-in failed: ${facts.reason}${facts.why ? `: ${facts.why}` : ''}.`,
      extra: { reason: facts.reason },
    })
  }
}

/** The identity provider does not answer: a real outage, and not ours. */
export class IdentityProviderUnavailableError extends PlatformError {
  readonly code = 'identity_provider_unavailable'
  readonly status = 503
  constructor(facts: { issuer: string; why: string }) {
    super({
      title: '暂时无法登录',
      detail: '身份认证平台现在没有回应。请过几分钟再试；不登录也可以咨询政策，急办请到就近派出所窗口。',
      dev: `Identity provider ${facts.issuer}: ${facts.why}`,
    })
  }
}
