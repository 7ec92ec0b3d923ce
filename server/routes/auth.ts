import { type Context, Hono } from 'hono'
import { personFromClaims } from '../auth/claims.ts'
import type { CookieJar } from '../auth/cookies.ts'
import { checkCsrf } from '../auth/csrf.ts'
import { nextPath } from '../auth/next-path.ts'
import { callbackPath, type OpenIdClient } from '../auth/openid.ts'
import { loginMs, type SessionKeeper } from '../auth/session.ts'
import { SignInFailedError } from '../errors.ts'
import type { ServerEnv } from '../parts.ts'

/** Sign-in and sign-out by browser. The half-open sign-in is used once, whatever comes back. */
export const authRoutes = ({
  openId,
  sessions,
  cookies,
  publicUrl,
}: {
  openId: OpenIdClient
  sessions: SessionKeeper
  cookies: CookieJar
  publicUrl: string
}) =>
  new Hono<ServerEnv>()
    .use('/auth/*', async (c, next) => {
      await next()
      c.header('Cache-Control', 'no-store')
    })
    .get('/auth/login', async (c) => {
      const next = nextPath(c.req.query('next'), publicUrl)
      // The cookie must be set where the provider will send the browser back: 127.0.0.1 and localhost are two places.
      if (isElsewhere(c, publicUrl)) return c.redirect(new URL(`/auth/login?at=home&next=${encodeURIComponent(next)}`, publicUrl).href)
      const { url, login } = await openId.begin()
      cookies.write(c, 'login', await sessions.openLogin({ ...login, next }), loginMs / 1000)
      return c.redirect(url)
    })
    .get(callbackPath, async (c) => {
      const login = await sessions.takeLogin(cookies.read(c, 'login'))
      cookies.drop(c, 'login')
      const { state, nonce, verifier, next } = login ?? {}
      if (!state || !nonce || !verifier) throw new SignInFailedError({ reason: 'no_login' })
      const claims = await openId.finish(new URL(c.req.url).search, { state, nonce, verifier })
      const secret = await sessions.signIn(personFromClaims(claims), cookies.read(c, 'session'))
      cookies.write(c, 'session', secret)
      return c.redirect(nextPath(next, publicUrl))
    })
    .post('/auth/logout', async (c) => {
      const secret = cookies.read(c, 'session')
      const found = secret ? await sessions.resume(secret) : undefined
      if (found && typeof found !== 'string') checkCsrf(c, { token: found.csrf, publicUrl })
      await sessions.signOut(secret)
      cookies.drop(c, 'session')
      return c.body(null, 204)
    })

/** True for a browser that came in by another name of this machine. Sent home once only: a proxy may rewrite Host on every request. */
const isElsewhere = (c: Context<ServerEnv>, publicUrl: string): boolean => {
  const host = c.req.header('host')
  return host !== undefined && host !== new URL(publicUrl).host && c.req.query('at') !== 'home'
}
