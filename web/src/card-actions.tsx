import { useState } from 'preact/hooks'
import { announce } from './announce.ts'
import type { Link } from './api.ts'
import { safeHref } from './api.ts'
import { DownloadIcon, FileIcon, PhoneIcon, ShareIcon } from './icons.tsx'

const labels: Record<string, string> = {
  preview: '预览',
  verify: '验证真伪',
  map: '看地图',
  sms: '发短信',
  office: '办事网点',
  appeal: '申请复查',
  source: '查看原文',
  form: '打开表格接着填',
}

/** Data behind one of our own views leads to the view. */
const ownViews: Record<string, { href: string; label: string }> = {
  '/api/me/lookups': { href: '#lookups', label: '查看全部记录' },
  '/api/applications': { href: '#progress', label: '查看办理进度' },
  '/api/certificates': { href: '#progress', label: '查看我的证明' },
}

/** `0471-123` of `tel:0471-123`. */
export const telNumber = (href: string): string => href.replace(/^tel:/i, '')

/** Shares the public check page, never the document: the receiver checks the number, and reads no full name. */
const Share = ({ href, title }: { href: string; title: string }) => {
  const [shown, setShown] = useState('')
  const [isCopied, setIsCopied] = useState(false)
  const url = new URL(href, location.href).href
  const share = async () => {
    try {
      if (navigator.share) return await navigator.share({ title, url })
      await navigator.clipboard.writeText(url)
      setIsCopied(true)
      announce('验证链接已复制。')
    } catch (error) {
      // Closing the share sheet is no fault; where copying is forbidden the link is shown to be copied by hand.
      if (!(error instanceof DOMException && error.name === 'AbortError')) setShown(url)
    }
  }
  return (
    <>
      <button type="button" class="button button-plain" onClick={share} data-testid="share">
        <ShareIcon />
        {isCopied ? '链接已复制' : '分享'}
      </button>
      {shown && (
        <label class="copy-by-hand">
          请长按复制这个验证链接
          <input readOnly value={shown} onFocus={(event) => event.currentTarget.select()} />
        </label>
      )}
    </>
  )
}

/** Buttons of a card, in the order in which people need them. */
export const CardActions = ({ links, title, number }: { links: readonly Link[]; title: string; number?: string | undefined }) => {
  const pdf = safeHref(links.find(({ rel }) => rel === 'pdf')?.href)
  const download = safeHref(links.find(({ rel }) => rel === 'download')?.href) ?? pdf
  const verify = safeHref(links.find(({ rel }) => rel === 'verify')?.href)
  const others = links.filter(({ rel, href }) => !['pdf', 'download', 'verify', 'preview'].includes(rel) && safeHref(href))
  if (!pdf && !verify && others.length === 0) return null
  return (
    <div class="actions">
      {pdf && download && (
        <>
          <a class="button" href={download} download={`${title}${number ? `-${number}` : ''}.pdf`} data-testid="download">
            <DownloadIcon />
            下载 PDF
          </a>
          <a class="button button-plain" href={pdf} target="_blank" rel="noopener" data-testid="open-pdf">
            <FileIcon />
            打开
          </a>
        </>
      )}
      {verify && <Share href={verify} title={title} />}
      {verify && (
        <a class="button button-quiet" href={verify} target="_blank" rel="noopener" data-testid="verify">
          验证真伪
        </a>
      )}
      {others.map(({ rel, href }) =>
        rel === 'tel' ? (
          <a class="button button-plain" href={href}>
            <PhoneIcon />
            拨打 {telNumber(href)}
          </a>
        ) : ownViews[href] ? (
          <a class="button button-plain" href={ownViews[href].href}>
            {ownViews[href].label}
          </a>
        ) : href.startsWith('/#') ? (
          // A page of our own is gone on with right here; Back leads to the conversation again.
          <a class="button button-plain" href={href}>
            {labels[rel] ?? '打开'}
          </a>
        ) : (
          <a class="button button-plain" href={href} target="_blank" rel="noopener">
            {labels[rel] ?? '打开'}
          </a>
        ),
      )}
    </div>
  )
}
