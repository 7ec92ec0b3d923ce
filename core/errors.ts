import { type Actor, type ApplicationState, type PublicStatus, stateNames } from './certificates.ts'

/** What an error is made of: two texts for the caller, one for the operator. */
export interface ErrorTexts {
  readonly title: string
  readonly detail: string
  readonly dev: string
  /** Machine-readable facts a program may act on; never personal data. */
  readonly extra?: Readonly<Record<string, unknown>>
}

/** The one parent of every error that we raise: leaves HTTP as `application/problem+json` with a stable `code`. */
export abstract class PlatformError extends Error {
  abstract readonly code: string
  abstract readonly status: number
  readonly title: string
  readonly detail: string
  readonly dev: string
  readonly extra: Readonly<Record<string, unknown>>
  constructor(texts: ErrorTexts) {
    super(texts.dev)
    this.name = new.target.name
    this.title = texts.title
    this.detail = texts.detail
    this.dev = texts.dev
    this.extra = texts.extra ?? {}
  }
}

/** 未登录：nobody is signed in, or the session has run out. */
export class SignInRequiredError extends PlatformError {
  readonly code = 'sign_in_required'
  readonly status = 401
  constructor(facts: {
    reason: 'none' | 'session_expired' | 'token_invalid' | 'token_expired' | 'token_audience' | 'person_unknown' | 'key_revoked'
  }) {
    const expired = facts.reason === 'session_expired' || facts.reason === 'token_expired'
    super({
      title: expired ? '登录已过期' : '请先登录',
      detail: expired
        ? '为保护您的信息，登录一段时间后会自动退出。请重新登录，刚才的对话还在。'
        : '登录后才能继续。请点“登录”，用您本人的账号进入。',
      dev: `Request without a usable identity: ${facts.reason}.`,
      extra: { reason: facts.reason },
    })
  }
}

/** 无权限：signed in, but not for this. */
export class NotAllowedError extends PlatformError {
  readonly code = 'not_allowed'
  readonly status = 403
  constructor(facts: { what: string; needs: string }) {
    super({
      title: '这项操作您不能办',
      detail: '您的账号没有这项权限。如需办理，请联系所在单位管理员或到窗口。',
      dev: `${facts.what} needs scope ${facts.needs}.`,
    })
  }
}

/** CSRF: an unsafe request by cookie without the session's token. */
export class ForgedRequestError extends PlatformError {
  readonly code = 'csrf_failed'
  readonly status = 403
  constructor(facts: { why: string }) {
    super({ title: '页面已失效', detail: '请刷新页面后再试一次，您填的内容不会提交两次。', dev: `CSRF check failed: ${facts.why}.` })
  }
}

/** Nothing there, or not yours: both look the same. */
export class NotFoundError extends PlatformError {
  readonly code = 'not_found'
  readonly status = 404
  constructor(facts: { what: string }) {
    super({
      title: '没有找到',
      detail: '没有找到您要的内容，可能编号有误，或不属于您的账号。请核对后再试。',
      dev: `No ${facts.what} for this caller.`,
    })
  }
}

/** The body or a parameter is not what the door expects. */
export class BadInputError extends PlatformError {
  readonly code = 'bad_input'
  readonly status = 400
  constructor(facts: { what: string; hint: string; fields?: readonly { path: string; message: string }[] }) {
    super({ title: '内容格式不对', detail: facts.hint, dev: `Bad ${facts.what}.`, extra: facts.fields ? { fields: facts.fields } : {} })
  }
}

/** The body is larger than the door takes. */
export class TooLargeError extends PlatformError {
  readonly code = 'too_large'
  readonly status = 413
  constructor(facts: { limitBytes: number }) {
    super({
      title: '内容太长',
      detail: '一次发送的内容太长了，请分几次说，或只说最要紧的部分。',
      dev: `Body over ${facts.limitBytes} bytes.`,
      extra: { limitBytes: facts.limitBytes },
    })
  }
}

/** Too many requests from one place. */
export class TooManyRequestsError extends PlatformError {
  readonly code = 'too_many_requests'
  readonly status = 429
  readonly retryAfterS: number
  constructor(facts: { retryAfterS: number; what: string }) {
    super({
      title: '操作太频繁',
      detail: `请过 ${facts.retryAfterS} 秒再试。`,
      dev: `Rate limit on ${facts.what}.`,
      extra: { retryAfterS: facts.retryAfterS },
    })
    this.retryAfterS = facts.retryAfterS
  }
}

/** An event that the state machine of `certificate.md` §3 does not know from this state, or that this actor may not do. */
export class IllegalTransitionError extends PlatformError {
  readonly code = 'illegal_transition'
  readonly status = 409
  constructor(facts: { from: ApplicationState; event: string; actor: Actor['kind']; why: string; status: PublicStatus }) {
    const { from, event, actor, why, status } = facts
    // Whoever applied must not learn from a refused step what goes on inside (I2).
    const isInside = actor !== 'applicant'
    super({
      title: '现在不能这样办',
      detail: isInside
        ? `这件申请现在是“${stateNames[from]}”，这一步现在不能办。请刷新后看最新进度，现在能办的都列在案件页上。`
        : `这件申请现在是“${status}”，这一步现在办不了。请刷新后看最新进度。`,
      dev: `${event} from ${from} by ${actor}: ${why}`,
      extra: isInside ? { from, event } : { event },
    })
  }
}

/** Somebody else was faster: two tabs, two processes. */
export class ConflictError extends PlatformError {
  readonly code = 'conflict'
  readonly status = 409
  constructor(facts: { what: string }) {
    super({ title: '刚刚有了变化', detail: '内容刚被更新过，请刷新后再操作。', dev: `Conflicting write on ${facts.what}.` })
  }
}

/** The confirmation is not open any more: answered, replaced or out of date. */
export class ConfirmationGoneError extends PlatformError {
  readonly code = 'confirmation_gone'
  readonly status = 409
  constructor(facts: { id: string }) {
    super({
      title: '这次确认已失效',
      detail: '它已经处理过、被新的内容取代，或过了有效时间。如仍需办理，请再说一次您的需求。',
      dev: `Confirmation ${facts.id} is not pending.`,
    })
  }
}

/** A tool's arguments do not fit its schema. The model reads the fields and asks again. */
export class ToolInputError extends PlatformError {
  readonly code = 'tool_input'
  readonly status = 422
  constructor(facts: { tool: string; fields: readonly { path: string; message: string }[] }) {
    super({
      title: '还差一些信息',
      detail: facts.fields.map((field) => field.message).join('；') || '请把需要的信息补充完整。',
      dev: `Arguments of ${facts.tool} refused: ${facts.fields.map((f) => `${f.path}: ${f.message}`).join('; ')}`,
      extra: { fields: facts.fields },
    })
  }
}

/** The database cannot be read or written now (disk full, file gone, server down). */
export class StoreUnavailableError extends PlatformError {
  readonly code = 'store_unavailable'
  readonly status = 503
  constructor(facts: { why: string }) {
    super({
      title: '暂时存不了数据',
      detail: '系统现在无法保存内容，为避免办了一半，先停下来。您不用重复提交，请过几分钟再试；急办请到就近派出所窗口。',
      dev: `Store failed: ${facts.why}`,
    })
  }
}

/** 已停用: switched off by hand; nothing is wrong with the request. `say` is what whoever switched it off wants people to read. */
export class SwitchedOffError extends PlatformError {
  readonly code = 'switched_off'
  readonly status = 503
  constructor(facts: { kind: string; name: string; say: string }) {
    super({
      title: '这项服务暂停使用',
      detail: facts.say || '这项服务正在维护，暂停使用。您的资料没有丢；急办请到就近派出所窗口，或拨打 12345 咨询。',
      dev: `The ${facts.kind} ${facts.name} is switched off; node main.ts switch list says by whom and why.`,
      extra: { kind: facts.kind, name: facts.name },
    })
  }
}

/** A setting is missing or wrong; the process does not start. */
export class SettingError extends PlatformError {
  readonly code = 'bad_setting'
  readonly status = 500
  constructor(facts: { setting: string; why: string }) {
    super({ title: '系统尚未配置好', detail: '请联系管理员。', dev: `${facts.setting}: ${facts.why}` })
  }
}

const portReasons: Readonly<Record<string, string>> = {
  EADDRINUSE: '已经有程序在用，可能就是先前启动、还没有停下的本服务',
  EACCES: '这个用户没有权限用（1024 以下的端口要管理员权限）',
}

/** The service could not open its port: who starts it is told why and what to do instead. */
export class PortError extends PlatformError {
  readonly code = 'port_unavailable'
  readonly status = 500
  constructor(facts: { port: number; host: string; reason: string }) {
    const { port, host, reason } = facts
    super({
      title: '服务没有启动',
      detail: '请联系管理员。',
      dev:
        reason === 'EADDRNOTAVAIL' || reason === 'ENOTFOUND'
          ? `没有启动：这台机器没有 ${host} 这个地址。
  HOST（或 --host）写这台机器自己的地址：127.0.0.1 只给本机用，0.0.0.0 是全部网卡
Not started: this machine has no address ${host}. HOST takes one of its own: 127.0.0.1, or 0.0.0.0 for all`
          : `没有启动：端口 ${port}（${host}）${portReasons[reason] ?? `打不开（${reason}）`}。
  先停下那个程序，或者换一个端口：npm start -- --port ${port < 1024 ? 3000 : port + 1}
Not started: port ${port} on ${host} cannot be opened (${reason}). Stop what uses it, or choose another: --port N`,
    })
  }
}

/** A page, data file or definition that does not pass its check: file, line and the nearest right name. */
export class PageError extends PlatformError {
  readonly code = 'bad_page'
  readonly status = 500
  readonly file: string
  readonly line: number
  constructor(facts: { file: string; line: number; why: string }) {
    super({ title: '配置有误', detail: '这个助手的页面有误，暂不可用。', dev: `${facts.file}:${facts.line}: ${facts.why}` })
    this.file = facts.file
    this.line = facts.line
  }
}

/** Anything we did not foresee: the caller learns only that it happened, and an id. */
export class UnexpectedError extends PlatformError {
  readonly code = 'unexpected'
  readonly status = 500
  constructor(facts: { id: string; cause: unknown }) {
    super({
      title: '这一步没有办成',
      detail: `我们已记下这个问题（编号 ${facts.id}）。您的资料没有丢，请稍后再试，或到窗口办理。`,
      dev: `Unexpected: ${facts.cause instanceof Error ? facts.cause.message : 'non-error thrown'}`,
      extra: { id: facts.id },
    })
  }
}

/** 索引损坏: a part of the full-text index is missing, or its bytes are not those that were written. */
export class IndexDamagedError extends PlatformError {
  readonly code = 'index_damaged'
  readonly status = 503
  constructor(facts: { segment: number; block: number | undefined; problem: string }) {
    const place = facts.block === undefined ? '' : `, block ${facts.block}`
    super({
      title: '资料暂时查不了',
      detail: '资料的索引有一处损坏，为避免漏查或查错，先停下来。请联系管理员修复索引；急办请到就近派出所窗口咨询。',
      dev: `Index segment ${facts.segment}${place}: ${facts.problem}. Build the index anew from the stored clauses, or restore a backup.`,
      extra: { segment: facts.segment, ...(facts.block === undefined ? {} : { block: facts.block }) },
    })
  }
}
