import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { smsGateway } from './connectors/sms-gateway.ts'
import { smtp } from './connectors/smtp.ts'
import { type NoticeDesk, noticeChannels } from './core/notices.ts'
import type { Store } from './core/ports.ts'
import type { Clock } from './core/time.ts'
import { type NoticeGround, openNoticeDesk } from './domain/notices/desk.ts'
import { type NoticeSenders, sendNotices } from './domain/notices/send.ts'
import { readNoticeTemplates } from './domain/notices/templates.ts'
import type { Door } from './server/parts.ts'
import { noticeRoutes } from './server/routes/notices.ts'

const sendEveryMs = 5_000

/** What people are told, as the platform serves it. */
export interface OpenNotices {
  readonly notices: NoticeDesk
  /** Sends what waits; the chore does it by itself. */
  send(): Promise<{ readonly spread: number; readonly sent: number }>
  readonly doors: readonly Door[]
  readonly chores: readonly { readonly everyMs: number; readonly run: () => Promise<unknown> }[]
}

/** The templates that ship, read and checked; throws PageError. */
export const noticeTemplates = () => readNoticeTemplates(readFileSync(join(import.meta.dirname, 'data', 'notices', 'notices.yaml'), 'utf8'))

/** Opens the desk of notices, its doors, and the sending that goes on by itself. */
export const openNotices = (facts: {
  readonly config: Pick<Config, 'smtp' | 'sms'>
  readonly store: Store
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
  /** The bureau, as messages name it. */
  readonly institution: string
}): OpenNotices => {
  const { config, store, clock, log, institution } = facts
  const ground: NoticeGround = { store, clock, institution, templates: noticeTemplates() }
  const onFault = (way: string) => (fault: { readonly fault: string; readonly code: string | undefined }) =>
    log.warn({ way, ...fault }, 'notices')
  const senders: NoticeSenders = {
    ...(config.smtp ? { mail: smtp({ ...config.smtp, clock, onFault: onFault('mail') }) } : {}),
    ...(config.sms ? { sms: smsGateway({ ...config.sms, sender: institution, clock, onFault: onFault('sms') }) } : {}),
  }
  const channels = noticeChannels.filter((channel) => senders[channel] !== undefined)
  const notices = openNoticeDesk(ground, { channels, mail: senders.mail })
  const send = () => sendNotices(ground, senders)
  return {
    notices,
    send,
    doors: [{ path: '/', app: noticeRoutes({ notices }) }],
    chores: [{ everyMs: sendEveryMs, run: send }],
  }
}
