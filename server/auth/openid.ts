import * as client from 'openid-client'
import { PlatformError } from '../../core/errors.ts'
import { IdentityProviderUnavailableError, SignInFailedError } from '../errors.ts'
import type { OidcSettings } from '../parts.ts'

/** What the browser must bring back: kept on our side while it is away. */
export interface OpenLogin {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

/** Where the provider sends the browser back to. */
export const callbackPath = '/auth/callback'

const timeoutS = 10

/** What a program looks for, under whatever wrapping a library has put around it. */
const innermost = (error: unknown): unknown =>
  error instanceof Error && !(error instanceof PlatformError) && error.cause instanceof Error ? innermost(error.cause) : error

/**
 * Sign-in by OpenID Connect: authorization code with PKCE S256, state and nonce (RFC 6749, 7636; OpenID Connect Core §3.1). The ID token's
 * signature is checked against the provider's keys, wherever it came from.
 */
export const openIdClient = ({
  oidc,
  publicUrl,
  isProduction,
  address,
}: {
  oidc: OidcSettings
  publicUrl: string
  isProduction: boolean
  /** Turns an address of the provider into the one to dial: the demo provider is ourselves, by loopback. */
  address: (url: string) => string
}) => {
  const unavailable = (error: unknown) => {
    const inner = innermost(error)
    if (inner instanceof PlatformError) return inner
    return new IdentityProviderUnavailableError({ issuer: oidc.issuer, why: inner instanceof Error ? inner.message : 'unknown' })
  }

  const dial: client.CustomFetch = async (url, { body, ...options }) => {
    // The library types a body more widely than fetch does; what it sends is form text.
    const response = await fetch(address(url), { ...options, ...(body == null ? {} : { body: body as BodyInit }) }).catch((error) => {
      throw unavailable(error)
    })
    if (response.status >= 500) throw unavailable(new Error(`answered ${response.status}`))
    return response
  }

  /** OpenID Connect Discovery §3: a provider that names no methods takes Basic. */
  const authenticate: client.ClientAuth = (server, ...rest) => {
    const isPost = server.token_endpoint_auth_methods_supported?.includes('client_secret_post')
    const way = isPost ? client.ClientSecretPost(oidc.clientSecret) : client.ClientSecretBasic(oidc.clientSecret)
    way(server, ...rest)
  }

  let found: Promise<client.Configuration> | undefined
  const discover = async (): Promise<client.Configuration> => {
    const mayBePlain = !isProduction && oidc.issuer.startsWith('http:')
    found ??= client.discovery(new URL(oidc.issuer), oidc.clientId, undefined, authenticate, {
      [client.customFetch]: dial,
      timeout: timeoutS,
      execute: [client.enableNonRepudiationChecks, ...(mayBePlain ? [client.allowInsecureRequests] : [])],
    })
    return found.catch((error) => {
      found = undefined // the next sign-in tries again
      throw unavailable(error)
    })
  }

  const why = (error: unknown) => (error instanceof Error ? error.message : 'unknown')

  return {
    async begin(): Promise<{ url: string; login: OpenLogin }> {
      const provider = await discover()
      const login = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() }
      const url = client.buildAuthorizationUrl(provider, {
        redirect_uri: new URL(callbackPath, publicUrl).href,
        response_type: 'code',
        scope: oidc.scope ?? 'openid profile phone',
        state: login.state,
        nonce: login.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(login.verifier),
        code_challenge_method: 'S256',
        ...(oidc.prompt ? { prompt: oidc.prompt } : {}),
      })
      return { url: url.href, login }
    },

    /** What the provider says about the person; `query` is what the browser came back with. */
    async finish(query: string, login: OpenLogin): Promise<Record<string, unknown>> {
      const provider = await discover()
      const back = new URL(callbackPath, publicUrl)
      back.search = query
      if (back.searchParams.get('state') !== login.state) throw new SignInFailedError({ reason: 'state' })
      try {
        const tokens = await client.authorizationCodeGrant(provider, back, {
          pkceCodeVerifier: login.verifier,
          expectedState: login.state,
          expectedNonce: login.nonce,
          idTokenExpected: true,
        })
        const idClaims = tokens.claims()
        if (!idClaims) throw new SignInFailedError({ reason: 'token', why: 'no ID token' })
        if (!provider.serverMetadata().userinfo_endpoint) return { ...idClaims }
        return { ...idClaims, ...(await client.fetchUserInfo(provider, tokens.access_token, idClaims.sub)) }
      } catch (error) {
        const inner = innermost(error)
        if (inner instanceof PlatformError) throw inner
        if (error instanceof client.AuthorizationResponseError)
          throw new SignInFailedError({ reason: 'provider_refused', why: error.error })
        throw new SignInFailedError({ reason: 'token', why: why(error) })
      }
    },
  }
}

export type OpenIdClient = ReturnType<typeof openIdClient>
