import { html, raw } from 'hono/html'
import type { DocumentView, OpenDocument, VersionView } from '../../core/library.ts'
import { dateText, type PlainDate } from '../../core/time.ts'
import type { ServerConfig } from '../parts.ts'
import { type Html, layout } from './layout.ts'
import { depthOf, headingsOf, outline } from './policy-outline.ts'
import { clauseBody, escaped, rowTable } from './policy-text.ts'
import { audienceNames, forceNames, kindNames, policyHref, spanText, topicName } from './policy-words.ts'

export type House = Pick<ServerConfig, 'institution' | 'isDemo'>

/** Where the text in force stands, if there is one and this is another. */
const nowHref = ({ document, version }: OpenDocument, anchor?: string): string | undefined =>
  document.current !== undefined && document.current !== version.label
    ? policyHref(document.id, { version: document.current, anchor })
    : undefined

/** Says at the head what nobody may overlook: that this text is not in force today, or that nobody knows since when it is. */
const banner = (open: OpenDocument, today: PlainDate): Html | string => {
  const { version } = open
  const now = nowHref(open)
  const toNow = now ? html` <a href="${now}">看现行文本</a>` : ''
  const note = (kind: string, words: string, more: Html | string = toNow): Html =>
    html`<aside class="banner ${kind}" role="note"><p><strong>${words}</strong>${more}</p></aside>`
  if (version.force === 'superseded') {
    const words = version.until ? `这是旧文本，${dateText(version.until)}起已被新文本代替` : '这是旧文本，已被新文本代替'
    return note('old', `${words}。`, html`办现在的事请看现行文本；办那时的旧案，可看这一版。${toNow}`)
  }
  if (version.force === 'repealed') return note('old', `这份文件已废止${version.until ? `，${dateText(version.until)}起不再适用` : ''}。`)
  if (version.force === 'not_yet')
    return note('soon', `这一版尚未施行${version.effective ? `，${dateText(version.effective)}起施行` : ''}。`)
  if (version.force === 'undated') return note('soon', '这份文件未注明施行日期，使用前请核对是否有效。')
  const expires = version.review?.expires
  return expires && expires < today ? note('soon', `这份文件的复核有效期到${dateText(expires)}，已经过期，使用前请向窗口核实。`) : ''
}

/** Label and value; what is not known is left out. */
const facts = ({ document, version }: OpenDocument): Html => {
  const { review } = version
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['时效', `${forceNames[version.force]}（${spanText(version)}）`],
    ['制定机关', document.issuer],
    ['文号', document.number],
    ['公布', version.promulgated && dateText(version.promulgated)],
    ['复核', review && `${review.by}，${dateText(review.at)}${review.expires ? `，有效到${dateText(review.expires)}` : ''}`],
    ['来源', version.origin],
    [
      '类别',
      `${kindNames[document.kind]} · ${topicName(document.topic)}${document.audience === 'internal' ? ` · ${audienceNames.internal}，不对外公开` : ''}`,
    ],
  ]
  return html`<dl class="about">${pairs.map(([name, value]) => (value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : ''))}</dl>`
}

const versionLine = (document: DocumentView, one: VersionView, shown: VersionView): Html => {
  const words = html`${one.label === 'undated' ? '未注明日期的版本' : `${one.label} 版`} <span class="force ${one.force}">${forceNames[one.force]}</span> <span class="quiet">${spanText(one)}</span>`
  if (one.label === shown.label) return html`<li aria-current="true">${words} <span class="quiet">（正在看）</span></li>`
  return html`<li><a href="${policyHref(document.id, { version: one.label })}">${words}</a></li>`
}

/** Versions with their days, and the way to compare two of them. */
const versions = ({ document, version }: OpenDocument): Html | string => {
  if (document.versions.length < 2) return ''
  const at = document.versions.findIndex(({ label }) => label === version.label)
  const [from, to] = [document.versions[at + 1] ?? version, document.versions[at + 1] ? version : document.versions[at - 1]]
  return html`<section class="versions" aria-labelledby="versions"><h2 id="versions">各个版本</h2>
<ol>${document.versions.map((one) => versionLine(document, one, version))}</ol>
${to ? html`<p><a href="/policies/${encodeURIComponent(document.id)}/diff?from=${encodeURIComponent(from.label)}&to=${encodeURIComponent(to.label)}">对照 ${from.label} 与 ${to.label}，看改了什么</a></p>` : ''}
</section>`
}

/** The text itself, as one string: headings, clauses, tables, and on an old text the way to each clause as it is now. */
const body = (open: OpenDocument): string => {
  const { clauses, document, nowAt } = open
  const headings = headingsOf(clauses)
  const byClause = Map.groupBy(headings, ({ clause }) => clause)
  const out: string[] = []
  for (let at = 0; at < clauses.length; at++) {
    const clause = clauses[at]
    if (!clause) continue
    for (const { id, text, depth } of byClause.get(at) ?? [])
      out.push(`<h${Math.min(6, depth + 2)} id="${id}">${escaped(text)}</h${Math.min(6, depth + 2)}>`)
    const rows = rowTable(clauses, at)
    if (rows) {
      out.push(rows.html)
      at += rows.count - 1
      continue
    }
    const level = Math.min(6, depthOf(clause) + 2)
    const anchor = escaped(clause.anchor)
    const now = nowHref(open, nowAt.get(clause.anchor))
    const isGone = now !== undefined && !nowAt.has(clause.anchor)
    out.push(
      `<section class="clause" id="${anchor}"><h${level}><a href="#${anchor}">${escaped(clause.article)}</a></h${level}>`,
      now ? `<p class="now"><a href="${escaped(now)}">${isGone ? '现行文本里没有这一条，看现行全文' : '看现行文本的这一条'}</a></p>` : '',
      clauseBody(clause),
      '</section>\n',
    )
  }
  return `<div class="text ${document.kind}">${out.join('')}</div>`
}

/** A policy document: outline, where it stands in time, its versions, and every clause; the one that was linked to is marked (`:target`). */
export const policyPage = (open: OpenDocument, house: House, today: PlainDate): string => {
  const { document, clauses } = open
  const contents = outline(clauses, headingsOf(clauses), document.kind === 'law')
  return layout({
    title: document.title,
    ...house,
    isPolicy: true,
    body: html`<p class="crumbs"><a href="/policies">政策文件</a> › ${topicName(document.topic)}</p>
<h1>${document.title}</h1>
${banner(open, today)}
${facts(open)}
${versions(open)}
${contents ? html`<details class="contents narrow"><summary>目录</summary><nav aria-label="目录">${raw(contents)}</nav></details>` : ''}
<div class="columns${contents ? '' : ' single'}">
${contents ? html`<nav class="contents broad" aria-label="目录"><p>目录</p>${raw(contents)}</nav>` : ''}
<article class="policy">${raw(body(open))}</article>
</div>
<p class="top-link"><a href="#top">回到开头</a></p>`,
  })
}
