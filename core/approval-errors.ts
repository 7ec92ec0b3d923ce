import { PlatformError } from './errors.ts'

/** 已经办过: an approval is used once. */
export class ApprovalUsedError extends PlatformError {
  readonly code = 'approval_used'
  readonly status = 409
  constructor(facts: { id: string; state: string }) {
    super({
      title: '这件呈批已经办过了',
      detail: '一件呈批只能办一次，它已经有了结果，这次操作没有再写入。请刷新后看结果。',
      dev: `Approval ${facts.id} is ${facts.state}.`,
      extra: { state: facts.state },
    })
  }
}

/** 已过有效期: what was shown then may not be so any more. */
export class ApprovalExpiredError extends PlatformError {
  readonly code = 'approval_expired'
  readonly status = 409
  constructor(facts: { id: string; at: Date }) {
    super({
      title: '这件呈批过了有效期',
      detail: '它没有在有效期内办理，已经不能再批。请提出人核对情况后重新呈批，办理期限照常计算。',
      dev: `Approval ${facts.id} expired at ${facts.at.toISOString()}.`,
    })
  }
}

/** 内容变了: not a byte may differ from what was put before the person. */
export class ApprovalChangedError extends PlatformError {
  readonly code = 'approval_changed'
  readonly status = 409
  constructor(facts: { id: string; what: 'hash' | 'row' | 'matter' }) {
    super({
      title: '呈批的内容和您看到的不一样',
      detail: '您看到的内容和系统里的不一致，为避免批错，没有办理。请刷新后重新看一遍再决定；仍然这样，请联系管理员。',
      dev: `Approval ${facts.id}: the ${facts.what} is not what the hash says.`,
      extra: { what: facts.what },
    })
  }
}

/** 不能批自己提的: it takes a second person. */
export class OwnApprovalError extends PlatformError {
  readonly code = 'approval_own'
  readonly status = 403
  constructor(facts: { id: string }) {
    super({
      title: '自己提的不能自己批',
      detail: '这件是您自己呈批的，要由另一位有权限的同事决定。',
      dev: `Approval ${facts.id} was decided by its proposer.`,
    })
  }
}
