import { PlatformError } from '../../core/errors.ts'

const titles = {
  unreadable: '这个包读不了',
  changed: '这个包被改动过',
  added: '这个包里多了东西',
  missing: '这个包里少了东西',
  untrusted: '这个包的签名不是本单位信任的',
} as const

/** 包不可信：a bundle that is not, byte for byte, what somebody we trust has signed. Nothing of it is used. */
export class BundleError extends PlatformError {
  readonly code = 'bundle_refused'
  readonly status = 422
  readonly problem: keyof typeof titles
  readonly member: string
  constructor(facts: { readonly problem: keyof typeof titles; readonly member: string; readonly why: string }) {
    super({
      title: titles[facts.problem],
      detail: `问题在 ${facts.member}。没有使用其中任何内容，请向发来的单位重新要一份。`,
      dev: `${facts.problem}: ${facts.member}: ${facts.why}`,
      extra: { problem: facts.problem, member: facts.member },
    })
    this.problem = facts.problem
    this.member = facts.member
  }
}
