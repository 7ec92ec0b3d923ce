import { errors, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { SignInRequiredError } from '../../core/errors.ts'
import type { Clock } from '../../core/time.ts'

const audience = 'fenshen-api'
const issuer = 'fenshen-demo'

/** Longest life of a demo token, in seconds. */
export const demoTokenMaxS = 3600

const algorithmOf = (key: CryptoKey): 'EdDSA' | 'ES256' => (key.algorithm.name === 'ECDSA' ? 'ES256' : 'EdDSA')

/** Makes a bearer token (演示令牌) for an invented person: who it is and until when, and no rights at all. */
export const mintDemoToken = ({
  key,
  person,
  clock,
  ttlS = demoTokenMaxS,
}: {
  key: CryptoKey
  person: string
  clock: Clock
  ttlS?: number
}): Promise<string> => {
  const nowS = Math.floor(clock().getTime() / 1000)
  return new SignJWT()
    .setProtectedHeader({ alg: algorithmOf(key), typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(person)
    .setIssuedAt(nowS)
    .setExpirationTime(nowS + Math.min(ttlS, demoTokenMaxS))
    .sign(key)
}

const claims = z.object({ sub: z.string().min(1).max(200), iat: z.number(), exp: z.number() })

/** The person a demo token names. Whatever is wrong with it is one of three reasons, and always 401. */
export const personOfDemoToken = async (token: string, facts: { key: CryptoKey; publicUrl: string; clock: Clock }): Promise<string> => {
  try {
    const { payload } = await jwtVerify(token, facts.key, {
      algorithms: [algorithmOf(facts.key)],
      audience,
      issuer: [issuer, facts.publicUrl],
      currentDate: facts.clock(),
      clockTolerance: 5,
    })
    const { sub, iat, exp } = claims.parse(payload)
    if (exp - iat > demoTokenMaxS) throw new SignInRequiredError({ reason: 'token_invalid' })
    return sub
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new SignInRequiredError({ reason: 'token_expired' })
    const isAudience = error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud'
    throw new SignInRequiredError({ reason: isAudience ? 'token_audience' : 'token_invalid' })
  }
}
