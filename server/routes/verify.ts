import { type Context, Hono } from 'hono'
import { BadInputError } from '../../core/errors.ts'
import { verifyHome, verifyResult } from '../pages/verify-page.ts'
import type { BodyRule, ServerEnv, ServerParts } from '../parts.ts'
import { rateLimit } from '../rate-limit.ts'
import { type Finding, verifier } from '../verify/finding.ts'

/** A signed certificate is some 100 KB, a letter about three thousand people 4.2 MB; the rest is room for the form around it. */
export const verifyBody: BodyRule = {
  path: '/verify',
  types: ['multipart/form-data', 'application/x-www-form-urlencoded'],
  limitBytes: 6_100_000,
}

const perMinute = 30

/** 验真: anyone checks a document, by code, by file or by the text of its QR code; no sign-in, no script, no name in full. */
export const verifyRoutes = (parts: Pick<ServerParts, 'config' | 'clock' | 'store' | 'verify'>) => {
  const { config, clock } = parts
  const checks = verifier(parts)
  const limit = rateLimit({ what: 'certificate checks', perMinute, clock, trustedProxies: config.trustedProxies })

  const answer = (c: Context<ServerEnv>, finding: Finding) => {
    c.header('Cache-Control', 'no-store')
    c.header('Vary', 'Accept', { append: true })
    const status = finding.verdict === 'unknown' ? 404 : 200
    return wantsJson(c) ? c.json(findingJson(finding, config, clock()), status) : c.html(verifyResult(finding, config, clock()), status)
  }

  return new Hono<ServerEnv>()
    .get('/verify', (c) => {
      const code = c.req.query('code')?.trim()
      if (code) return c.redirect(`/verify/${encodeURIComponent(code.slice(0, 60))}`, 303)
      return c.html(verifyHome(config), 200, { 'Cache-Control': 'no-cache' })
    })
    .get('/verify/:code', limit, async (c) => {
      return answer(c, await checks.byCode(c.req.param('code').slice(0, 100)))
    })
    .post('/verify', limit, async (c) => {
      const form = await c.req.parseBody().catch(() => {
        throw new BadInputError({ what: 'form', hint: '上传的内容不完整，请重新选择文件再试。' })
      })
      const { file, text, code } = form
      if (file instanceof File && file.size > 0) return answer(c, await checks.byFile(new Uint8Array(await file.arrayBuffer())))
      const words = [text, code].find((field): field is string => typeof field === 'string' && field.trim() !== '')
      if (!words) throw new BadInputError({ what: 'form', hint: '请选择要核验的 PDF 文件，或粘贴二维码的文字。' })
      return answer(c, await checks.byText(words.trim().slice(0, 4000)))
    })
}

const wantsJson = (c: Context<ServerEnv>): boolean => {
  const accept = c.req.header('accept') ?? ''
  return accept.includes('application/json') && !accept.includes('text/html')
}

const findingJson = (finding: Finding, config: ServerParts['config'], at: Date) => ({
  ...finding,
  ...('number' in finding ? { validUntil: finding.validUntil ?? null } : {}),
  demo: config.isDemo,
  domain: config.domainName,
  checkedAt: at.toISOString(),
})
