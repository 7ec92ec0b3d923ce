import { randomInt } from 'node:crypto'
import { TooManyRequestsError } from '../../core/errors.ts'
import { canonicalJson } from '../../core/ids.ts'
import { MailCodeError, MailNotSentError } from '../../core/notice-errors.ts'
import type { MailCode, NoticeSender } from '../../core/notices.ts'
import type { Records, Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'

/** What codes stand on. */
interface CodeGround {
  readonly store: Store
  readonly clock: Clock
  /** The bureau, as messages name it. */
  readonly institution: string
}

const minuteMs = 60_000
/** Mail takes longer than a text message, for which §4.4 has five minutes and five tries. */
const holdsMs = 10 * minuteMs
const mostTries = 5
const dayMs = 24 * 60 * minuteMs
/** With five tries each, nobody guesses the code of an address that is not theirs. */
const mostADay = 10

/** Of person, address and digits: a code confirms no other address than the one that it went to. */
const hashOf = ({ store }: CodeGround, person: string, address: string, digits: string): string =>
  store.keyed(canonicalJson(['mail-code', person, address, digits]))

/** The next code of a person, and its digits; TooManyRequestsError while the last one is fresh, or after many in a day. */
const nextCode = (
  ground: CodeGround,
  { person, address }: { readonly person: string; readonly address: string },
  last: MailCode | undefined,
  at: Date,
): { code: MailCode; digits: string } => {
  const sinceMs = last ? at.getTime() - last.at.getTime() : Number.POSITIVE_INFINITY
  if (sinceMs < minuteMs) throw new TooManyRequestsError({ retryAfterS: Math.ceil((minuteMs - sinceMs) / 1_000), what: 'mail codes' })
  const isSameDay = last !== undefined && at.getTime() - last.since.getTime() < dayMs
  if (isSameDay && last.sent >= mostADay)
    throw new TooManyRequestsError({ retryAfterS: Math.ceil((last.since.getTime() + dayMs - at.getTime()) / 1_000), what: 'mail codes' })
  const digits = String(randomInt(1_000_000)).padStart(6, '0')
  const counted = isSameDay ? { since: last.since, sent: last.sent + 1 } : { since: at, sent: 1 }
  return { digits, code: { hash: hashOf(ground, person, address, digits), at, tries: 0, ...counted } }
}

const noted = (records: Records, person: string, action: string, at: Date, isOk = true) =>
  records.audit.append({ actor: person, actorKind: 'citizen', action, target: undefined, isOk, detail: {} }, at)

/** Addresses for mail are confirmed before anything is sent to them (邮箱确认): a code goes there, and comes back from the signed-in page. */
export const mailCodes = (ground: CodeGround, mail: NoticeSender | undefined) => {
  const { store, clock, institution } = ground
  return {
    /** Sends a code to the address that waits for one. Nothing is done where no mail can be sent at all. */
    send: async (person: string): Promise<void> => {
      if (!mail) return
      const at = clock()
      const { to, digits } = await store.transaction(async (records) => {
        const settings = await records.notices.settings(person)
        if (settings.mail === undefined || settings.isMailConfirmed) throw new MailCodeError({ why: 'none', left: 0 })
        const next = nextCode(ground, { person, address: settings.mail }, await records.notices.mailCode(person), at)
        await records.notices.saveMailCode(person, next.code)
        await noted(records, person, 'send_mail_code', at)
        return { to: settings.mail, digits: next.digits }
      })
      const answer = await mail({
        ...{ key: hashOf(ground, person, to, digits).slice(0, 32), to, at, title: `${institution}：邮箱确认码` },
        text: `确认码：${digits}，10 分钟内有效。请在登录后的“消息”页面填写，不要告诉别人。不是您本人操作的，请不用理会这封邮件。`,
      })
      if (answer !== 'sent') throw new MailNotSentError({ answer })
    },

    /** Takes the code. Each wrong one counts, whoever sends many at once. */
    confirm: async (person: string, digits: string): Promise<void> => {
      const at = clock()
      const fault = await store.transaction(async (records) => {
        const settings = await records.notices.settings(person)
        const code = await records.notices.mailCode(person)
        if (settings.mail === undefined || settings.isMailConfirmed || !code) return new MailCodeError({ why: 'none', left: 0 })
        if (code.tries >= mostTries || at.getTime() - code.at.getTime() > holdsMs || at < code.at)
          return new MailCodeError({ why: 'over', left: 0 })
        const isRight = code.hash === hashOf(ground, person, settings.mail, digits)
        if (isRight) await records.notices.saveSettings(person, { ...settings, isMailConfirmed: true })
        await records.notices.saveMailCode(person, { ...code, tries: isRight ? mostTries : code.tries + 1 })
        await noted(records, person, 'confirm_mail', at, isRight)
        const left = mostTries - code.tries - 1
        return isRight ? undefined : new MailCodeError({ why: left > 0 ? 'wrong' : 'over', left })
      })
      if (fault) throw fault
    },
  }
}
