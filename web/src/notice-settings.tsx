import { useEffect, useState } from 'preact/hooks'
import type { Api, Problem } from './api.ts'
import { problemOf } from './api.ts'
import type { components } from './api-types.ts'
import { ProblemNotice } from './notice.tsx'
import { useRead } from './use-page.ts'

type Settings = components['schemas']['NoticeSettings']
type View = Settings & { channels: ('mail' | 'sms')[]; isMailConfirmed: boolean }
const path = '/api/me/notice-settings'

/** How I am told outside this page (通知方式): by mail, by text message, as far as this bureau can send. */
export const NoticeSettings = ({ api }: { api: Api }) => {
  const { data, load } = useRead<View>(api, path)
  const [mail, setMail] = useState('')
  const [isSms, setIsSms] = useState(false)
  const [code, setCode] = useState('')
  const [end, setEnd] = useState<'saved' | 'sent' | Problem>()
  useEffect(() => {
    if (!data) return
    setMail(data.mail ?? '')
    setIsSms(data.isSms)
  }, [data])
  if (!data || data.channels.length === 0) return null
  const done = (how: 'saved' | 'sent', work: Promise<unknown>): void => {
    setEnd(undefined)
    work
      .then(
        () => setEnd(how),
        (error) => setEnd(problemOf(error)),
      )
      // Also after a fault: the address may be kept, and the mail not gone out.
      .finally(load)
  }
  const save = (event: Event): void => {
    event.preventDefault()
    const address = mail.trim() || null
    const isNew = address !== null && address !== data.mail
    done(isNew ? 'sent' : 'saved', api.put(path, { mail: address, isSms }))
  }
  const isWaiting = data.mail !== null && !data.isMailConfirmed && mail.trim() === data.mail
  const confirm = (): void => {
    done('saved', api.send(`${path}/mail-confirmation`, { code: code.trim() }))
    setCode('')
  }
  return (
    <form class="card" onSubmit={save} data-testid="notice-settings">
      <h3>还想怎么通知您</h3>
      <p class="muted">消息里只说有新情况，不写办理结果和个人信息。</p>
      {data.channels.includes('mail') && (
        <label class="field">
          <span>电子邮箱（不用就留空）</span>
          <input type="email" autocomplete="email" value={mail} onInput={(event) => setMail(event.currentTarget.value)} />
        </label>
      )}
      {data.mail !== null && data.isMailConfirmed && mail.trim() === data.mail && <p class="muted">这个邮箱已经确认。</p>}
      {isWaiting && (
        <div data-testid="mail-code">
          <p class="muted">这个邮箱还没有确认，确认以前不会往那里发通知。请填收到的六位确认码，10 分钟内有效。</p>
          <label class="field">
            <span>确认码</span>
            <input
              inputMode="numeric"
              autocomplete="one-time-code"
              maxLength={6}
              value={code}
              onInput={(event) => setCode(event.currentTarget.value)}
            />
          </label>
          <p class="actions">
            <button type="button" class="button button-small" disabled={!/^\d{6}$/.test(code.trim())} onClick={confirm}>
              确认邮箱
            </button>
            <button type="button" class="button button-small button-plain" onClick={() => done('sent', api.send(`${path}/mail-code`))}>
              重新发送确认码
            </button>
          </p>
        </div>
      )}
      {data.channels.includes('sms') && (
        <label class="check">
          <input type="checkbox" checked={isSms} onChange={(event) => setIsSms(event.currentTarget.checked)} />
          <span>发短信到我登记的手机</span>
        </label>
      )}
      {end === 'saved' && <p role="status">已保存。</p>}
      {end === 'sent' && <p role="status">已保存，确认码发到您填的邮箱了。没收到的，请看看垃圾邮件。</p>}
      {end && end !== 'saved' && end !== 'sent' && <ProblemNotice problem={end} />}
      <p class="actions">
        <button type="submit" class="button button-small">
          保存
        </button>
      </p>
    </form>
  )
}
