import type { Transporter } from 'nodemailer'
import type { NoticeSender } from '../core/notices.ts'
import type { Clock } from '../core/time.ts'
import { circuitBreaker } from './circuit-breaker.ts'

/** A mail server. */
export interface SmtpSettings {
  /** `smtps://user:password@mail.example.cn`, or `smtp://…:587` (STARTTLS). */
  readonly url: string
  /** `云河市公安局 <notice@example.cn>`. */
  readonly from: string
  readonly timeoutMs: number
  readonly clock: Clock
  readonly onFault: (fault: { readonly fault: string; readonly code: string | undefined }) => void
}

/** The address part of `Name <a@b>`, for the ids of messages. */
const hostOf = (from: string): string => /@([\w.-]+)/.exec(from)?.[1] ?? 'localhost'

/** Sends mail through a server (邮件). Plain text, no picture, no tracking; the id of a message is the same at every try. */
export const smtp = ({ url, from, timeoutMs, clock, onFault }: SmtpSettings): NoticeSender => {
  // The library is loaded with the first mail: most servers send none.
  let opened: Promise<Transporter> | undefined
  const open = async (): Promise<Transporter> => {
    const { createTransport } = await import('nodemailer')
    return createTransport(url, {
      from,
      ...{
        connectionTimeout: timeoutMs,
        greetingTimeout: timeoutMs,
        socketTimeout: timeoutMs,
        disableFileAccess: true,
        disableUrlAccess: true,
      },
    })
  }
  const breaker = circuitBreaker({ failures: 5, coolDownMs: 60_000 }, clock)
  return async ({ key, to, title, text, at }) => {
    const pass = breaker.enter()
    if (!pass) return 'later'
    try {
      opened ??= open()
      const transport = await opened
      await transport.sendMail({
        ...{ to: { name: '', address: to }, subject: title, text, date: at, messageId: `<${key}@${hostOf(from)}>` },
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      pass.alive()
      return 'sent'
    } catch (cause) {
      const { responseCode, code } = Object(cause) as { responseCode?: unknown; code?: unknown }
      const status = typeof responseCode === 'number' ? responseCode : undefined
      onFault({ fault: typeof code === 'string' ? code : 'unknown', code: status === undefined ? undefined : String(status) })
      // 5xx to the recipient's address (RFC 5321 4.2.1) says never; to our own sign-in or envelope it is the operator's to mend.
      if (status !== undefined && status >= 550 && status < 560 && code === 'EENVELOPE') {
        pass.alive()
        return 'refused'
      }
      pass.failed()
      return 'later'
    }
  }
}
