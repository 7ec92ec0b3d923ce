import { html } from 'hono/html'
import { dateText } from '../../core/time.ts'
import type { PolicyPage, ServerConfig } from '../parts.ts'
import { layout } from './layout.ts'

const paragraphs = (text: string) =>
  text
    .split(/\n+/)
    .filter((line) => line.trim())
    .map((line) => html`<p>${line.trim()}</p>`)

/** A policy document, clause by clause; the clause that was linked to is marked by the stylesheet (`:target`). */
export const policyPage = (page: PolicyPage, config: Pick<ServerConfig, 'institution' | 'isDemo'>): string =>
  layout({
    title: page.title,
    ...config,
    body: html`<article class="policy">
<h1>${page.title}</h1>
<p class="quiet">${dateText(page.effective)}起施行 · 收录版本 ${page.version}${page.source ? html`<br>来源：${page.source}` : ''}</p>
${page.sections.map(
  ({ anchor, heading, text }) => html`<section id="${anchor}"><h2>${heading}</h2>${paragraphs(text)}</section>
`,
)}</article>`,
  })
