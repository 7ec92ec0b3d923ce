import { html } from 'hono/html'
import { layout } from '../pages/layout.ts'
import type { Persona } from './persona.ts'

const kindNames = { citizen: '群众', officer: '民警' } as const

/** 演示登录: the invented people, by groups; one tap is the whole sign-in. */
export const choosePage = (personas: readonly Persona[], hint?: string): string =>
  layout({
    title: '演示登录 · 选一位人物',
    institution: '演示身份认证',
    isDemo: true,
    body: html`<h1>您想以谁的身份试用？</h1>
<p class="lead">下面的人都是虚构的，不用密码，点一下就登录。换人时退出再选即可。</p>
${hint ? html`<p class="hint" role="alert">${hint}</p>` : ''}
<form method="post" class="people">
${[...Map.groupBy(personas, ({ group }) => group)].map(
  ([group, members]) => html`<section aria-label="${group}"><h2>${group}</h2><ul>
${members.map(
  ({ id, name, kind, note }) => html`<li><button name="persona" value="${id}">
<span class="face ${kind}" aria-hidden="true">${name.slice(0, 1)}</span>
<span class="who"><strong>${name}</strong> <span class="kind">${kindNames[kind]}</span><span class="note">${note}</span></span>
</button></li>
`,
)}</ul></section>
`,
)}${personas.length === 0 ? html`<p>还没有演示人物。请管理员先运行 <code>node main.ts seed</code>。</p>` : ''}
<p class="quiet"><button name="cancel" value="1" class="link">不登录，返回</button></p>
</form>`,
  })

/** What is shown when the protocol went wrong: nearly always a page that stood open too long. */
export const demoErrorPage = (code: string): string =>
  layout({
    title: '演示登录没有完成',
    institution: '演示身份认证',
    isDemo: true,
    body: html`<h1>这次登录已经失效</h1>
<p class="lead">页面可能停留太久，或者打开了两次。重新开始就好。</p>
<p><a class="button" href="/auth/login">重新登录</a> <a class="button plain" href="/">回到首页</a></p>
<p class="quiet">代码：${code}</p>`,
  })
