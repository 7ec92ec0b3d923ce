import { html } from 'hono/html'
import type { Found, Passage } from '../../core/knowledge.ts'
import type { DocumentView } from '../../core/library.ts'
import { dateText, type PlainDate } from '../../core/time.ts'
import { type Html, layout } from './layout.ts'
import type { House } from './policy-page.ts'
import { forceNames, policyHref, spanText, topicName } from './policy-words.ts'

/** Documents of one topic on the page of all topics; the page of the topic has every one. */
const shownOfTopic = 40

const searchForm = (asked: { q: string; on: string }): Html => html`<form action="/policies" method="get" class="box search" role="search">
<label for="q">找规定<span class="quiet">像平时说话一样问，或写法名和条号，例如“治安管理处罚法第八十八条”</span></label>
<input id="q" name="q" type="search" maxlength="500" value="${asked.q}" required>
<details${asked.on ? html` open` : ''}><summary>查以前某一天的规定</summary>
<label for="on">那一天<span class="quiet">不填就按今天现行的规定查</span></label>
<input id="on" name="on" type="date" value="${asked.on}"></details>
<button class="button">查找</button>
</form>`

const documentLine = (document: DocumentView): Html => {
  const shown = document.versions.find(({ label }) => label === document.current) ?? document.versions[0]
  return html`<li><a href="${policyHref(document.id)}">${document.title}</a>
${shown && shown.force !== 'in_force' ? html`<span class="force ${shown.force}">${forceNames[shown.force]}</span>` : ''}
${document.audience === 'internal' ? html`<span class="force internal">内部</span>` : ''}
<span class="quiet">${[document.number, shown && spanText(shown)].filter(Boolean).join(' · ')}</span></li>`
}

const byTopic = (documents: readonly DocumentView[], topic: string | undefined): Html[] =>
  [...Map.groupBy(documents, (document) => document.topic)]
    .filter(([name]) => topic === undefined || name === topic)
    .map(([name, own]) => {
      const shown = topic === undefined ? own.slice(0, shownOfTopic) : own
      return html`<section class="topic"><h2>${topicName(name)} <span class="quiet">${own.length} 份</span></h2>
<ul>${shown.map(documentLine)}</ul>
${shown.length < own.length ? html`<p><a href="/policies?topic=${encodeURIComponent(name)}">看全部 ${own.length} 份</a></p>` : ''}</section>`
    })

/** 政策文件: every document that this reader may open, by topic, and the box to search in them. */
export const policyList = (documents: readonly DocumentView[], topic: string | undefined, house: House): string =>
  layout({
    title: topic === undefined ? '政策文件' : `政策文件 · ${topicName(topic)}`,
    ...house,
    isPolicy: true,
    body: html`${topic === undefined ? '' : html`<p class="crumbs"><a href="/policies">政策文件</a></p>`}
<h1>${topic === undefined ? '政策文件' : topicName(topic)}</h1>
${searchForm({ q: '', on: '' })}
${documents.length === 0 ? html`<p class="lead">还没有可以查看的文件。</p>` : byTopic(documents, topic)}`,
  })

const passageItem = (passage: Passage): Html => {
  const note = passage.isOld ? `这是当时有效的文本，现在已有新规定` : passage.force === 'in_force' ? '' : forceNames[passage.force]
  return html`<li class="found"><h2><a href="${passage.href}">《${passage.document}》${passage.article}</a></h2>
${note ? html`<p><span class="force ${passage.isOld ? 'superseded' : passage.force}">${note}</span></p>` : ''}
<blockquote>${(passage.quotes.length > 0 ? passage.quotes : [passage.text]).map((quote) => html`<p>${quote}</p>`)}</blockquote>
<p class="quiet">${[passage.path === passage.article ? '' : passage.path, passage.effective && `${dateText(passage.effective)}起施行`].filter(Boolean).join(' · ')}</p></li>`
}

const reviewed = ({ reviewed }: Found): Html | string =>
  reviewed
    ? html`<section class="box reviewed"><h2>审定答复</h2>${reviewed.text.split('\n').map((line) => html`<p>${line}</p>`)}
<p class="quiet">${reviewed.reviewer}审定，${dateText(reviewed.reviewedAt)}，有效到${dateText(reviewed.expires)}</p></section>`
    : ''

/** What a search came to (查找结果): the clauses in their own words, each with the way to where it stands. */
export const policySearch = (
  asked: { q: string; on: string; today: PlainDate },
  found: Found,
  titles: readonly DocumentView[],
  house: House,
): string => {
  const isPast = found.asOf !== asked.today
  const nothing = found.passages.length === 0 && !found.reviewed
  return layout({
    title: `查找：${asked.q}`,
    ...house,
    isPolicy: true,
    body: html`<p class="crumbs"><a href="/policies">政策文件</a></p>
<h1>查找规定</h1>
${searchForm(asked)}
${isPast ? html`<aside class="banner soon" role="note"><p><strong>按 ${dateText(found.asOf)}有效的规定查找。</strong>现在的规定可能不同。</p></aside>` : ''}
${reviewed(found)}
${titles.length > 0 ? html`<section class="topic"><h2>文件</h2><ul>${titles.map(documentLine)}</ul></section>` : ''}
${
  nothing
    ? html`<p class="lead" role="status">没有找到有关的条文。可以换个说法再查，或到就近派出所窗口问民警。</p>`
    : found.isSupported || found.reviewed
      ? ''
      : html`<p class="lead" role="status">没有找到能直接回答的条文，下面是比较接近的，请自己看看是不是。</p>`
}
<ol class="results">${found.passages.map(passageItem)}</ol>`,
  })
}
