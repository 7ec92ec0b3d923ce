import { PlatformError } from './errors.ts'

/** 确认码不对: of a mail address that is to be confirmed. */
export class MailCodeError extends PlatformError {
  readonly code = 'mail_code_wrong'
  readonly status = 422
  constructor(facts: { why: 'wrong' | 'over' | 'none'; left: number }) {
    const says = {
      wrong: `确认码不对，还可以试 ${facts.left} 次。请看最新一封邮件里的六位数字。`,
      over: '确认码过了有效期，或者试错的次数太多，已经作废。请重新发送一封。',
      none: '没有等着确认的邮箱，请先填写邮箱并保存。',
    }
    super({
      title: '没有确认成功',
      detail: says[facts.why],
      dev: `Code of a mail address: ${facts.why}, ${facts.left} tries left.`,
      extra: { why: facts.why, left: facts.left },
    })
  }
}

/** 邮件发不出去: the address is kept, and the code may be asked for again. */
export class MailNotSentError extends PlatformError {
  readonly code = 'mail_not_sent'
  readonly status: number
  constructor(facts: { answer: 'later' | 'refused' }) {
    const isRefused = facts.answer === 'refused'
    super({
      title: '确认邮件没有发出去',
      detail: isRefused
        ? '对方邮箱服务器说没有这个地址，请检查后再填。'
        : '邮件暂时发不出去，您填的地址已经记下，请过几分钟再点“重新发送确认码”。',
      dev: `The mail with a code was not sent: ${facts.answer}.`,
    })
    this.status = isRefused ? 422 : 503
  }
}
