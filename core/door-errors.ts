import { PlatformError } from './errors.ts'

/** 密钥范围：the key is good, but not for this. */
export class KeyScopeError extends PlatformError {
  readonly code = 'key_scope'
  readonly status = 403
  constructor(facts: { why: string; needs: readonly string[] }) {
    super({
      title: '这把密钥不能这样用',
      detail: '这把接口密钥没有开通这个入口或这项功能。请联系发放密钥的管理员，换一把范围合适的密钥。',
      dev: `The key may not do this: ${facts.why}. Needs one of ${facts.needs.join(', ')}.`,
      extra: { needs: facts.needs },
    })
  }
}
