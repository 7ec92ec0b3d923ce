import { html, raw } from 'hono/html'

/** HTML that is safe to send: every value that was put into it is escaped. */
export type Html = ReturnType<typeof html>

/** Address of the stylesheet of these pages. */
export const stylesheetPath = '/pages/verify.css'
/** What policy documents have beside it. */
export const policyStylesheetPath = '/pages/policy.css'

/** The frame of a page that the server writes itself: works without scripts, from 320 px up. */
export const layout = (page: {
  title: string
  institution?: string | undefined
  isDemo?: boolean
  /** A page of a policy document: its stylesheet, and a switch to large text beside the name of the institution. */
  isPolicy?: boolean
  body: Html
}): string =>
  String(html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${stylesheetPath}">${page.isPolicy ? html`<link rel="stylesheet" href="${policyStylesheetPath}">` : ''}
</head>
<body${page.isPolicy ? raw(' class="wide"') : ''}>
<header>
${page.isDemo ? html`<p class="demo"><strong>演示</strong>${page.isPolicy ? '本页是演示系统，收录的文件供试用，请以正式公布的文本为准。' : '本页是演示系统，人物和文书都是虚构的，不具有法律效力。'}</p>` : ''}
<div class="top"><a href="/" class="brand">${badge}<span>${page.institution ?? '分身'}</span></a>${page.isPolicy ? largeText : ''}</div>
</header>
<main>
${page.body}
</main>
</body>
</html>
`)

/** Large text without a script: the stylesheet reads the box (大字). */
const largeText = raw('<label class="large"><input type="checkbox" id="large-text">大字</label>')

/** A plain shield of our own: police insignia (警用标志) are the ministry's alone, 人民警察法 第三十六条. */
const badge = raw(
  '<svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true"><path d="M12 2 3 5.5v6c0 5.2 3.7 9.3 9 10.5 5.3-1.2 9-5.3 9-10.5v-6Z"/><path d="m7.5 12 3.2 3.2 5.8-6.4" class="tick"/></svg>',
)
