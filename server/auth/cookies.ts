import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { ServerEnv } from '../parts.ts'

/** The two cookies of a browser. `__Host-` pins them to this very host where the connection is secure; RFC 6265bis §4.1.3.2. */
export const cookieJar = (publicUrl: string) => {
  const isSecure = publicUrl.startsWith('https:')
  const name = (kind: 'session' | 'login') => (isSecure ? `__Host-fenshen_${kind}` : `fenshen_${kind}`)
  const options = { path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure } as const
  return {
    read: (c: Context<ServerEnv>, kind: 'session' | 'login') => getCookie(c, name(kind)),
    /** Gone with the browser when no age is given. */
    write: (c: Context<ServerEnv>, kind: 'session' | 'login', secret: string, maxAgeS?: number) =>
      setCookie(c, name(kind), secret, maxAgeS === undefined ? options : { ...options, maxAge: maxAgeS }),
    drop: (c: Context<ServerEnv>, kind: 'session' | 'login') => {
      deleteCookie(c, name(kind), options)
    },
  }
}

export type CookieJar = ReturnType<typeof cookieJar>
