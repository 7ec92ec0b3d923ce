import { html, raw } from 'hono/html'

/** HTML that is safe to send: every value that was put into it is escaped. */
export type Html = ReturnType<typeof html>

/** Address of the one stylesheet of these pages. */
export const stylesheetPath = '/pages/verify.css'

/** The frame of a page that the server writes itself: works without scripts, from 320 px up. */
export const layout = (page: { title: string; institution?: string | undefined; isDemo?: boolean; body: Html }): string =>
  String(html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${stylesheetPath}">
</head>
<body>
<header>
${page.isDemo ? html`<p class="demo"><strong>演示</strong>本页是演示系统，人物和文书都是虚构的，不具有法律效力。</p>` : ''}
<div class="top"><a href="/" class="brand">${badge}<span>${page.institution ?? '分身'}</span></a></div>
</header>
<main>
${page.body}
</main>
</body>
</html>
`)

/** A plain shield of our own: police insignia (警用标志) are the ministry's alone, 人民警察法 第三十六条. */
const badge = raw(
  '<svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true"><path d="M12 2 3 5.5v6c0 5.2 3.7 9.3 9 10.5 5.3-1.2 9-5.3 9-10.5v-6Z"/><path d="m7.5 12 3.2 3.2 5.8-6.4" class="tick"/></svg>',
)
