import { html } from 'hono/html'
import type { PlatformError } from '../../core/errors.ts'
import type { ServerConfig } from '../parts.ts'
import { layout } from './layout.ts'

/** An error as a person meets it: what happened, and what to do next. */
export const errorPage = (error: PlatformError, config: Pick<ServerConfig, 'institution' | 'isDemo'>): string =>
  layout({
    title: error.title,
    institution: config.institution,
    isDemo: config.isDemo,
    body: html`<h1>${error.title}</h1>
<p class="lead">${error.detail}</p>
<p>${
      error.code === 'sign_in_required' || error.code === 'sign_in_failed'
        ? html`<a class="button" href="/auth/login">重新登录</a> <a class="button plain" href="/">回到首页</a>`
        : error.code === 'too_many_requests'
          ? html`<a class="button plain" href="/verify">回到核验页</a>`
          : html`<a class="button" href="/">回到首页</a>`
    }</p>`,
  })
