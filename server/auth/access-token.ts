import { createRemoteJWKSet, decodeJwt, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { SignInRequiredError } from '../../core/errors.ts'
import type { Who } from '../../core/people.ts'
import type { Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'
import { IdentityProviderUnavailableError } from '../errors.ts'

const discoveryMs = 5_000
const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() })
const claims = z.object({
  sub: z.string().min(1).max(200),
  client_id: z.string().max(200).optional(),
  scope: z.string().max(4000).optional(),
})

/** Tools that a token is narrowed to: `tool:NAME` among its scopes. */
const toolsIn = (scope: string | undefined): readonly string[] | undefined => {
  const named = (scope ?? '').split(' ').flatMap((one) => (one.startsWith('tool:') ? [one.slice(5)] : []))
  return named.length > 0 ? named : undefined
}

/**
 * Access tokens of our identity provider (RFC 9068: JWTs), made for one resource of ours. The token says who; rights come from the stored
 * person, as they are now. Whoever has never signed in here is nobody yet.
 */
export const accessTokens = (facts: {
  readonly issuer: string
  readonly store: Pick<Store, 'people'>
  readonly clock: Clock
  /** The provider's address as it is reached from here. */
  readonly address: (url: string) => string
}) => {
  let keys: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined
  const discover = async (): Promise<ReturnType<typeof createRemoteJWKSet>> => {
    try {
      const url = facts.address(`${facts.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
      const answer = await fetch(url, { signal: AbortSignal.timeout(discoveryMs) })
      const found = discovery.parse(await answer.json())
      if (found.issuer !== facts.issuer) throw new Error('another issuer answers there')
      return createRemoteJWKSet(new URL(facts.address(found.jwks_uri)))
    } catch (cause) {
      keys = undefined
      throw new IdentityProviderUnavailableError({ issuer: facts.issuer, why: cause instanceof Error ? cause.message : 'no discovery' })
    }
  }
  return {
    /** True for a token that says it comes from our provider; nothing of it is believed yet. */
    isOurs(token: string): boolean {
      try {
        return decodeJwt(token).iss === facts.issuer
      } catch {
        return false
      }
    },
    async whoOf(token: string, audience: string): Promise<Who> {
      keys ??= discover()
      const set = await keys
      try {
        const { payload } = await jwtVerify(token, set, {
          ...{ issuer: facts.issuer, audience, currentDate: facts.clock(), clockTolerance: 5 },
          ...{ algorithms: ['ES256', 'RS256', 'PS256', 'EdDSA'], requiredClaims: ['exp'] },
        })
        const { sub, client_id, scope } = claims.parse(payload)
        const who = await facts.store.people.find(sub)
        if (!who) throw new SignInRequiredError({ reason: 'person_unknown' })
        return { ...who, key: { id: `oauth:${client_id ?? 'client'}`, agents: undefined, tools: toolsIn(scope) } }
      } catch (error) {
        if (error instanceof SignInRequiredError) throw error
        if (error instanceof errors.JWTExpired) throw new SignInRequiredError({ reason: 'token_expired' })
        const isAudience = error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud'
        throw new SignInRequiredError({ reason: isAudience ? 'token_audience' : 'token_invalid' })
      }
    },
  }
}

export type AccessTokens = ReturnType<typeof accessTokens>
