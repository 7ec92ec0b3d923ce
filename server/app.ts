import { existsSync } from 'node:fs'
import type { MiddlewareHandler } from 'hono'
import { SettingError } from '../core/errors.ts'
import { accessTokens } from './auth/access-token.ts'
import { cookieJar } from './auth/cookies.ts'
import { openIdClient } from './auth/openid.ts'
import { sessionKeeper, sweepSessions } from './auth/session.ts'
import { findWho } from './auth/who.ts'
import { raiseFrame } from './frame.ts'
import { type Listening, listen } from './listen.ts'
import { describeApi } from './openapi.ts'
import type { BodyRule, ServerEnv, ServerParts } from './parts.ts'
import { rateLimit } from './rate-limit.ts'
import { apiReferenceRoutes } from './routes/api-reference.ts'
import { assetRoutes } from './routes/assets.ts'
import { authRoutes } from './routes/auth.ts'
import { certificateRoutes } from './routes/certificates.ts'
import { deskRoutes } from './routes/desk.ts'
import { formRoutes } from './routes/forms.ts'
import { healthRoutes } from './routes/health.ts'
import { knowledgeRoutes, uploadBody } from './routes/knowledge.ts'
import { meRoutes } from './routes/me.ts'
import { newApi } from './routes/new-api.ts'
import { policyRoutes } from './routes/policies.ts'
import { policyApiRoutes } from './routes/policy-api.ts'
import { resourceMetadataRoutes } from './routes/resource-metadata.ts'
import { verifyBody, verifyRoutes } from './routes/verify.ts'
import { widgetRoutes } from './routes/widget.ts'
import { staticFiles } from './static.ts'

const sweepEveryMs = 10 * 60_000

/** From one network. Generous, for a whole office behind one address: it only keeps the table of half-open sign-ins from being flooded. */
const signInsPerMinute = 600

/** What is about a person is kept by no cache on the way. */
const personal: MiddlewareHandler<ServerEnv> = async (c, next) => {
  await next()
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store')
}

/** The whole server: asked in the process by `fetch`, or by a socket after `listen`. */
export interface FenshenServer {
  fetch(request: Request): Promise<Response>
  /** The same as `fetch`, in the words of tests: `server.request('/api/me')`. */
  request(path: string, init?: RequestInit): Promise<Response>
  /** What answers where: method and path of every route, middleware left out. */
  routes(): readonly { readonly method: string; readonly path: string }[]
  listen(options: { port: number; host: string }): Promise<Listening>
}

/** Puts the doors together. Nothing is opened, read or asked before the first request. */
export const createServer = (parts: ServerParts): FenshenServer => {
  const { config, clock, store, log } = parts
  if (config.isProduction && (parts.identity.demo || parts.demoTokenKey)) {
    throw new SettingError({ setting: 'OIDC_ISSUER', why: 'production never signs in by the demo provider or by demo tokens' })
  }
  const state = { isClosing: false, loopback: undefined as string | undefined }
  const sessions = sessionKeeper(parts)
  const cookies = cookieJar(config.publicUrl)
  const publicOrigin = new URL(config.publicUrl).origin
  /** The demo provider lives in this process: its public address may not even be reachable from here. */
  const address = (url: string): string =>
    parts.identity.demo && state.loopback && url.startsWith(`${publicOrigin}/`) ? state.loopback + url.slice(publicOrigin.length) : url
  const openId = openIdClient({
    oidc: parts.identity.oidc,
    publicUrl: config.publicUrl,
    isProduction: config.isProduction,
    address,
  })
  const tokens = accessTokens({ issuer: parts.identity.oidc.issuer, store, clock, address })

  const whoFinder = findWho(parts, sessions, cookies, tokens)
  const app = newApi()
  const bodies: readonly BodyRule[] = [...(parts.bodies ?? []), verifyBody, uploadBody]
  raiseFrame(app, parts, bodies)
  app.use('/auth/login', rateLimit({ what: 'sign-in', perMinute: signInsPerMinute, clock, trustedProxies: config.trustedProxies }))
  app.use('/api/*', personal, whoFinder)
  app.use('/policies/*', whoFinder)
  for (const { path } of parts.doors) if (path !== '/' && !path.startsWith('/api')) app.use(`${path}/*`, personal, whoFinder)

  app.route('/', healthRoutes(parts, state))
  app.route('/', resourceMetadataRoutes({ publicUrl: config.publicUrl, issuer: parts.identity.oidc.issuer }))
  app.route('/', authRoutes({ openId, sessions, cookies, publicUrl: config.publicUrl }))
  for (const routes of [meRoutes, certificateRoutes, deskRoutes, formRoutes, policyApiRoutes, knowledgeRoutes])
    app.route('/', routes(parts))
  for (const door of parts.doors) app.route(door.path, door.app)
  app.route('/', verifyRoutes(parts))
  app.route('/', policyRoutes(parts))
  app.route('/', assetRoutes())
  app.route('/', apiReferenceRoutes())
  describeApi(app, config.publicUrl)
  app.route('/', widgetRoutes(parts))
  if (config.staticDir && existsSync(config.staticDir)) app.route('/', staticFiles(config.staticDir))

  const fetch = async (request: Request, env: object = {}): Promise<Response> => app.fetch(request, env)
  return {
    fetch: (request) => fetch(request),
    routes: () => app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => ({ method, path })),
    request: async (path, init) => fetch(new Request(new URL(path, config.publicUrl), init)),
    async listen({ port, host }) {
      const sweep = setInterval(() => {
        sweepSessions(store, clock()).catch((error) =>
          log.warn({ kind: error instanceof Error ? error.name : 'unknown' }, 'session sweep failed'),
        )
      }, sweepEveryMs)
      sweep.unref()
      return listen({
        fetch,
        demo: parts.identity.demo,
        port,
        host,
        onOpen: (url) => {
          state.loopback = url
        },
        onClosing: () => {
          state.isClosing = true
        },
        onClose: () => clearInterval(sweep),
      })
    },
  }
}
