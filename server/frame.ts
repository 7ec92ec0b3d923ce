import type { Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { matchedRoutes } from 'hono/route'
import { NotFoundError } from '../core/errors.ts'
import { uuidv7 } from '../core/ids.ts'
import { checkBody } from './body.ts'
import { MethodNotAllowedError } from './errors.ts'
import { framedHeaders, pageHeaders, strictTransport } from './pages/headers.ts'
import type { BodyRule, ServerEnv, ServerParts } from './parts.ts'
import { asPlatformError, logError, problemResponse } from './problem.ts'

/** The pattern of the route that answers, `/api/certificates/:number`; middleware is registered for every verb and does not count. */
const patternOf = (c: Context<ServerEnv>): string => matchedRoutes(c).findLast(({ method }) => method !== 'ALL')?.path ?? '(none)'

/**
 * What stands around every route: a number for the request, the security headers, the access log, the bounds of a body, and one way for
 * errors to leave. The log holds the pattern of the path and never its values, no query, no address and no name.
 */
export const raiseFrame = (
  app: Hono<ServerEnv>,
  { config, clock, log }: Pick<ServerParts, 'config' | 'clock' | 'log'>,
  rules: readonly BodyRule[],
): void => {
  const transport = config.publicUrl.startsWith('https:') ? { 'Strict-Transport-Security': strictTransport } : {}
  const headers = { ...pageHeaders, ...transport }

  app.use('*', async (c, next) => {
    const requestId = uuidv7(clock())
    c.set('requestId', requestId)
    const startMs = performance.now()
    await next()
    const framedBy = c.get('framedBy')
    for (const [name, value] of Object.entries(framedBy ? { ...framedHeaders(framedBy), ...transport } : headers))
      if (!c.res.headers.has(name)) c.header(name, value)
    c.header('X-Request-Id', requestId)
    const ms = Math.round((performance.now() - startMs) * 10) / 10
    log.info({ requestId, method: c.req.method, route: patternOf(c), status: c.res.status, ms }, 'request')
  })

  app.use('*', compress())

  app.use(
    '*',
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, allow) => problemResponse(c, new MethodNotAllowedError({ method: c.req.method, allow }), config),
    }),
  )

  app.use('*', checkBody(rules))

  app.notFound((c) => problemResponse(c, new NotFoundError({ what: 'route' }), config))
  app.onError((cause, c) => {
    const error = asPlatformError(cause, c)
    logError(log, { requestId: c.get('requestId'), error, cause, isProduction: config.isProduction })
    return problemResponse(c, error, config)
  })
}
