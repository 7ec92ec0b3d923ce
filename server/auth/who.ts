import type { Context, MiddlewareHandler } from 'hono'
import { NotAllowedError, SignInRequiredError } from '../../core/errors.ts'
import type { Citizen, Officer, Who } from '../../core/people.ts'
import { holds, type Role } from '../../core/people.ts'
import type { ServerEnv, ServerParts } from '../parts.ts'
import { tokenBuckets } from '../rate-limit.ts'
import type { AccessTokens } from './access-token.ts'
import type { CookieJar } from './cookies.ts'
import { checkCsrf } from './csrf.ts'
import { personOfDemoToken } from './demo-token.ts'
import { doorsOf, resourceOf } from './doors-of.ts'
import type { SessionKeeper } from './session.ts'

/**
 * Finds out who is asking, before any route. A bad bearer token is refused at once: a program should learn it. A session that has run
 * out makes a visitor, who still gets everything a visitor may have.
 */
export const findWho = (
  { config, clock, store, keys, demoTokenKey }: Pick<ServerParts, 'config' | 'clock' | 'store' | 'keys' | 'demoTokenKey'>,
  sessions: SessionKeeper,
  cookies: CookieJar,
  tokens: AccessTokens,
): MiddlewareHandler<ServerEnv> => {
  const take = tokenBuckets({ what: 'a key', clock })
  const byKey = async (secret: string, c: Context<ServerEnv>): Promise<Who> => {
    const { who, key } = await keys.identify(secret, doorsOf(c.req.method, c.req.path))
    take(key.id, key.perMinute)
    return who
  }
  const byToken = async (header: string, c: Context<ServerEnv>): Promise<Who> => {
    const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(header)?.[1]
    if (token && keys.isKey(token)) return byKey(token, c)
    if (token && tokens.isOurs(token)) return tokens.whoOf(token, resourceOf(c.req.path, config.publicUrl))
    if (!token || !demoTokenKey || config.isProduction) throw new SignInRequiredError({ reason: 'token_invalid' })
    const who = await store.people.find(await personOfDemoToken(token, { key: demoTokenKey, publicUrl: config.publicUrl, clock }))
    if (!who) throw new SignInRequiredError({ reason: 'person_unknown' })
    return who
  }
  return async (c, next) => {
    c.set('who', undefined)
    c.set('csrf', undefined)
    c.set('visitorReason', 'none')
    const authorization = c.req.header('authorization')
    const secret = cookies.read(c, 'session')
    if (authorization !== undefined) c.set('who', await byToken(authorization, c))
    else if (secret) {
      const found = await sessions.resume(secret)
      if (typeof found === 'string') {
        c.set('visitorReason', found)
        cookies.drop(c, 'session')
      } else {
        checkCsrf(c, { token: found.csrf, publicUrl: config.publicUrl })
        c.set('who', found.who)
        c.set('csrf', found.csrf)
      }
    }
    await next()
  }
}

/** Whoever is signed in; a visitor is asked to sign in. */
export const whoIs = (c: Context<ServerEnv>): Who => {
  const who = c.get('who')
  if (!who) throw new SignInRequiredError({ reason: c.get('visitorReason') ?? 'none' })
  return who
}

/** The citizen who is signed in. */
export const citizenIs = (c: Context<ServerEnv>): Citizen => {
  const who = whoIs(c)
  if (who.kind !== 'citizen') throw new NotAllowedError({ what: 'this route', needs: 'citizen' })
  return who
}

/** The officer who is signed in, if one of the roles is held; the first is named to whoever holds none. */
export const officerOf = (c: Context<ServerEnv>, roles: readonly [Role, ...Role[]]): Officer => {
  const who = whoIs(c)
  if (who.kind !== 'officer' || !roles.some((role) => holds(who, role))) throw new NotAllowedError({ what: 'this route', needs: roles[0] })
  return who
}

/** The officer who is signed in, if the role is held. */
export const officerIs = (c: Context<ServerEnv>, role: Role): Officer => officerOf(c, [role])
