import { useEffect, useState } from 'preact/hooks'
import type { Api, Problem } from './api.ts'
import { problemOf } from './api.ts'
import type { components } from './api-types.ts'
import { ProblemNotice } from './notice.tsx'
import { useRead } from './use-page.ts'

type Settings = components['schemas']['NoticeSettings']
const path = '/api/me/notice-settings'

/** How I am told outside this page (通知方式): by mail, by text message, as far as this bureau can send. */
export const NoticeSettings = ({ api }: { api: Api }) => {
  const { data } = useRead<Settings & { channels: ('mail' | 'sms')[] }>(api, path)
  const [mail, setMail] = useState('')
  const [isSms, setIsSms] = useState(false)
  const [end, setEnd] = useState<'saved' | Problem>()
  useEffect(() => {
    if (!data) return
    setMail(data.mail ?? '')
    setIsSms(data.isSms)
  }, [data])
  if (!data || data.channels.length === 0) return null
  const save = (event: Event): void => {
    event.preventDefault()
    setEnd(undefined)
    api.put(path, { mail: mail.trim() || null, isSms }).then(
      () => setEnd('saved'),
      (error) => setEnd(problemOf(error)),
    )
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
      {data.channels.includes('sms') && (
        <label class="check">
          <input type="checkbox" checked={isSms} onChange={(event) => setIsSms(event.currentTarget.checked)} />
          <span>发短信到我登记的手机</span>
        </label>
      )}
      {end === 'saved' && <p role="status">已保存。</p>}
      {end && end !== 'saved' && <ProblemNotice problem={end} />}
      <p class="actions">
        <button type="submit" class="button button-small">
          保存
        </button>
      </p>
    </form>
  )
}
