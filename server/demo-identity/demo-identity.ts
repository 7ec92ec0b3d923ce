import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { JWK } from 'jose'
import type { Configuration, JWKS, Provider } from 'oidc-provider'
import { SettingError } from '../../core/errors.ts'
import type { Clock } from '../../core/time.ts'
import { callbackPath } from '../auth/openid.ts'
import { pageHeaders } from '../pages/headers.ts'
import type { DemoIdentity, OidcSettings } from '../parts.ts'
import { choosePage, demoErrorPage } from './choose-page.ts'
import { memoryAdapters } from './memory-adapter.ts'
import type { Persona } from './persona.ts'

/** Who may be chosen, and what is then said about them. */
export interface DemoPeople {
  personas(): Promise<readonly Persona[]>
  /** The claims of one persona, as `claimsOf` writes them; undefined when there is no such person. */
  claims(id: string): Promise<Record<string, unknown> | undefined>
}

const mountPath = '/demo-idp'

const sessionCookie = 'fenshen_demo_idp'

/**
 * The provider would remember the last person and, for another one, ask to be signed out first, by a page with a script. Here people
 * are changed all day: every sign-in begins afresh.
 */
const withoutSession = (cookies: string): string =>
  cookies
    .split('; ')
    .filter((cookie) => !cookie.startsWith(`${sessionCookie}=`) && !cookie.startsWith(`${sessionCookie}.sig=`))
    .join('; ')

/** Scope of the claims that are ours. */
const identityClaims = ['kind', 'document_kind', 'document_number', 'nationality', 'hukou_unit', 'residence_unit', 'unit', 'roles'] as const

const configurationOf = (facts: {
  people: DemoPeople
  clock: Clock
  clientId: string
  clientSecret: string
  publicUrl: string
  keys: readonly JWK[]
}): Configuration => ({
  adapter: memoryAdapters(facts.clock),
  clients: [
    {
      client_id: facts.clientId,
      client_secret: facts.clientSecret,
      redirect_uris: [new URL(callbackPath, facts.publicUrl).href],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_post',
      id_token_signed_response_alg: facts.keys[0]?.kty === 'EC' ? 'ES256' : 'RS256',
    },
  ],
  // The library's own type of a key set is older than the JWK that jose writes; both are RFC 7517.
  jwks: { keys: [...facts.keys] } as JWKS,
  claims: { openid: ['sub'], profile: ['name', 'birthdate', 'gender'], phone: ['phone_number'], identity: [...identityClaims] },
  scopes: ['openid', 'profile', 'phone', 'identity'],
  responseTypes: ['code'],
  pkce: { required: () => true },
  cookies: {
    keys: [randomBytes(32).toString('base64url')],
    names: { session: sessionCookie, interaction: 'fenshen_demo_choice', resume: 'fenshen_demo_resume' },
    long: { httpOnly: true, sameSite: 'lax', path: mountPath },
    short: { httpOnly: true, sameSite: 'lax' },
  },
  ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 900, Session: 900, Grant: 900 },
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
  interactions: { url: (_ctx, interaction) => `${mountPath}/choose/${interaction.uid}` },
  clientBasedCORS: () => false,
  async findAccount(_ctx, id) {
    const claims = await facts.people.claims(id)
    return claims && { accountId: id, claims: async () => ({ ...claims, sub: id }) }
  },
  // One client, and it is ourselves: there is nobody to give consent to.
  async loadExistingGrant(ctx) {
    const { provider, session, client } = ctx.oidc
    if (!session?.accountId || !client) return undefined
    const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId })
    grant.addOIDCScope('openid profile phone identity')
    await grant.save()
    return grant
  },
  renderError(ctx, out) {
    ctx.type = 'html'
    ctx.body = demoErrorPage(String(out.error))
  },
})

const readForm = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let text = ''
  for await (const chunk of request) {
    text += chunk
    if (text.length > 4096) break
  }
  return new URLSearchParams(text.slice(0, 4096))
}

const sendPage = (response: ServerResponse, status: number, html: string) => {
  response.writeHead(status, { ...pageHeaders, 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(html)
}

/** The page on which a person is chosen, and the choice itself. */
const choose = async (provider: Provider, people: DemoPeople, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const personas = await people.personas()
  if (request.method === 'GET' || request.method === 'HEAD') {
    await provider.interactionDetails(request, response)
    return sendPage(response, 200, choosePage(personas))
  }
  if (request.method !== 'POST') return sendPage(response, 405, demoErrorPage('method_not_allowed'))
  const form = await readForm(request)
  const accountId = form.get('persona')
  if (form.has('cancel')) return provider.interactionFinished(request, response, { error: 'access_denied' })
  if (!personas.some(({ id }) => id === accountId)) return sendPage(response, 400, choosePage(personas, '请从下面选一位。'))
  await provider.interactionFinished(request, response, { login: { accountId: accountId ?? '', remember: false } })
}

/** The library, opened. */
interface Opened {
  readonly provider: Provider
  readonly callback: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  /** True for what the library itself says no to. */
  readonly isOurs: (cause: unknown) => boolean
}

const openProvider = async (issuer: string, configuration: Configuration, onFailed: (cause: unknown) => void): Promise<Opened> => {
  const library = await import('oidc-provider')
  const provider = new library.Provider(issuer, configuration)
  provider.proxy = true
  provider.on('server_error', (_ctx, error) => onFailed(error))
  return { provider, callback: provider.callback(), isOurs: (cause) => cause instanceof library.errors.OIDCProviderError }
}

/**
 * Opens the demo provider. It speaks the same protocol on the same address as a real one would, so that sign-in has one code path; it
 * asks for no password, so it never opens in production.
 */
export const openDemoIdentity = (facts: {
  publicUrl: string
  isProduction: boolean
  people: DemoPeople
  /** Private signing key (EC P-256 or RSA) as JWK. */
  signingKey: JWK
  clock: Clock
  onFailed: (cause: unknown) => void
}): DemoIdentity => {
  if (facts.isProduction) {
    throw new SettingError({ setting: 'OIDC_ISSUER', why: 'the demo identity provider asks for no password and never opens in production' })
  }
  const { origin, host, protocol } = new URL(facts.publicUrl)
  const oidc: OidcSettings = {
    issuer: `${origin}${mountPath}`,
    clientId: 'fenshen',
    clientSecret: randomBytes(32).toString('base64url'),
    scope: 'openid profile phone identity',
    prompt: 'login',
  }
  // Loaded by the first sign-in: 240 modules that production, programs and whoever is signed in need not wait for.
  let opened: Promise<Opened> | undefined
  const open = (): Promise<Opened> => {
    opened ??= openProvider(oidc.issuer, configurationOf({ ...facts, ...oidc, keys: [facts.signingKey] }), facts.onFailed)
    return opened
  }

  return {
    oidc,
    handle(request, response) {
      const { url = '/' } = request
      if (!url.startsWith(`${mountPath}/`)) return false
      // Whatever way a request came, by loopback or through a proxy, the provider knows itself by its public address.
      request.headers.host = host
      request.headers['x-forwarded-proto'] = protocol.slice(0, -1)
      delete request.headers['x-forwarded-host']
      request.headers.cookie = withoutSession(request.headers.cookie ?? '')
      for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value)
      const isChoice = /^\/demo-idp\/choose\/[\w-]{1,100}(\?|$)/.test(url)
      const answer = async (): Promise<void> => {
        const { provider, callback, isOurs } = await open()
        if (!isChoice) {
          // Express's word for a mount point, which the library reads.
          Object.assign(request, { originalUrl: url, url: url.slice(mountPath.length) })
          return callback(request, response)
        }
        await choose(provider, facts.people, request, response).catch((error: unknown) => {
          if (!isOurs(error)) facts.onFailed(error)
          if (!response.headersSent) sendPage(response, 400, demoErrorPage('expired'))
          else response.destroy()
        })
      }
      answer().catch((cause: unknown) => {
        facts.onFailed(cause)
        response.destroy()
      })
      return true
    },
  }
}
