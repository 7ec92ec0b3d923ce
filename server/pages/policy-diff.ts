import { html, raw } from 'hono/html'
import type { ClauseChange, ClauseView, Comparison, Stretch } from '../../core/library.ts'
import { type Html, layout } from './layout.ts'
import type { House } from './policy-page.ts'
import { escaped } from './policy-text.ts'
import { forceNames, policyHref, spanText } from './policy-words.ts'

const names = { added: '新增', removed: '删去', changed: '修改', moved: '条号变了' } as const

const lines = (text: string): string => escaped(text).replaceAll('\n', '<br>')

const stretch = ({ kind, text }: Stretch): string =>
  kind === 'same' ? lines(text) : kind === 'added' ? `<ins>${lines(text)}</ins>` : `<del>${lines(text)}</del>`

const link = (comparison: Comparison, side: 'from' | 'to', { anchor, article }: ClauseView): Html =>
  html`<a href="${policyHref(comparison.document.id, { version: comparison[side].label, anchor })}">${article}</a>`

const change = (comparison: Comparison, one: ClauseChange): Html => {
  const tag = html`<span class="change ${one.kind}">${names[one.kind]}</span>`
  if (one.kind === 'added')
    return html`<section class="clause"><h2>${link(comparison, 'to', one.after)} ${tag}</h2><p>${raw(`<ins>${lines(one.after.text)}</ins>`)}</p></section>`
  if (one.kind === 'removed')
    return html`<section class="clause"><h2>${link(comparison, 'from', one.before)} ${tag}</h2><p>${raw(`<del>${lines(one.before.text)}</del>`)}</p></section>`
  const { before, after } = one
  const isRenumbered = before.article !== after.article
  const head = html`${isRenumbered ? html`${link(comparison, 'from', before)} → ` : ''}${link(comparison, 'to', after)}`
  if (one.kind === 'moved') return html`<section class="clause"><h2>${head} ${tag}</h2><p class="quiet">文字没有变。</p></section>`
  return html`<section class="clause"><h2>${head} ${tag}</h2><p>${raw(one.stretches.map(stretch).join(''))}</p></section>`
}

const choice = (comparison: Comparison, side: 'from' | 'to', label: string): Html => html`<label>${label}
<select name="${side}">${comparison.document.versions.map(
  (version) =>
    html`<option value="${version.label}"${version.label === comparison[side].label ? raw(' selected') : ''}>${version.label}（${forceNames[version.force]}，${spanText(version)}）</option>`,
)}</select></label>`

/** Two versions side by side (版本对照): what came, what went, and what was changed in which words. */
export const policyDiff = (comparison: Comparison, house: House): string => {
  const { document, changes, same } = comparison
  const count = (kind: ClauseChange['kind']): number => changes.filter((one) => one.kind === kind).length
  return layout({
    title: `${document.title} · 版本对照`,
    ...house,
    isPolicy: true,
    body: html`<p class="crumbs"><a href="/policies">政策文件</a> › <a href="${policyHref(document.id)}">${document.shortTitle}</a></p>
<h1>${document.shortTitle}：版本对照</h1>
<form action="/policies/${encodeURIComponent(document.id)}/diff" method="get" class="box compare">${choice(comparison, 'from', '旧的')}${choice(comparison, 'to', '新的')}<button class="button">对照</button></form>
<p class="lead">修改 ${count('changed')} 条，新增 ${count('added')} 条，删去 ${count('removed')} 条，只变条号 ${count('moved')} 条，没有变化 ${same} 条。<span class="quiet">对照由程序按文字相近程度完成，供查阅；以文件原文为准。</span></p>
<p class="legend"><ins>加上的字</ins> <del>删去的字</del></p>
<article class="policy diff">${changes.map((one) => change(comparison, one))}</article>`,
  })
}
