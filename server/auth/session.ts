import { randomBytes } from 'node:crypto'
import { sha256 } from '../../core/ids.ts'
import type { Who } from '../../core/people.ts'
import type { Session, Store } from '../../core/ports.ts'
import type { ServerParts } from '../parts.ts'

/** How long a half-open sign-in waits for the identity provider. */
export const loginMs = 10 * 60_000

const defaultIdleMs = 30 * 60_000
const defaultMaxMs = 8 * 3_600_000

/** 256 random bits, base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

const isSecret = (text: string): boolean => /^[\w-]{43}$/.test(text)

/** Sessions (会话): the secret lives in the browser's cookie, only its hash with us. */
export const sessionKeeper = ({ config, store, clock }: Pick<ServerParts, 'config' | 'store' | 'clock'>) => {
  const idleMs = config.sessionIdleMs ?? defaultIdleMs
  const maxMs = config.sessionMaxMs ?? defaultMaxMs

  const find = async (kind: Session['kind'], secret: string | undefined): Promise<Session | undefined> => {
    if (!secret || !isSecret(secret)) return undefined
    const session = await store.sessions.find(sha256(secret))
    return session?.kind === kind && session.expiresAt > clock() ? session : undefined
  }

  /** Pushes the end of a used session back, at most once in a quarter of the idle time: a write per request would be waste. */
  const renew = async (session: Session): Promise<void> => {
    const now = clock().getTime()
    const latest = Number(session.payload.signedInAt) + maxMs
    const expiresAt = Math.min(now + idleMs, latest)
    if (expiresAt - session.expiresAt.getTime() < idleMs / 4) return
    await store.transaction(async ({ sessions }) => {
      if (await sessions.remove(session.secretHash)) await sessions.create({ ...session, expiresAt: new Date(expiresAt) })
    })
  }

  return {
    /** Keeps what a half-open sign-in must remember; gives the secret that the browser holds. */
    async openLogin(payload: Readonly<Record<string, string>>): Promise<string> {
      const secret = newSecret()
      const expiresAt = new Date(clock().getTime() + loginMs)
      await store.sessions.create({ secretHash: sha256(secret), kind: 'login', person: '', payload, expiresAt })
      return secret
    },
    /** The half-open sign-in, which is used up by asking. */
    async takeLogin(secret: string | undefined): Promise<Session['payload'] | undefined> {
      const login = await find('login', secret)
      return login && (await store.sessions.remove(login.secretHash)) ? login.payload : undefined
    },
    /** Saves the person and begins a session in place of the one before. */
    async signIn(who: Who, oldSecret: string | undefined): Promise<string> {
      const secret = newSecret()
      const now = clock().getTime()
      const payload = { csrf: newSecret(), signedInAt: String(now) }
      const expiresAt = new Date(now + Math.min(idleMs, maxMs))
      await store.transaction(async ({ people, sessions }) => {
        await people.save(who)
        if (oldSecret && isSecret(oldSecret)) await sessions.remove(sha256(oldSecret))
        await sessions.create({ secretHash: sha256(secret), kind: 'session', person: who.id, payload, expiresAt })
      })
      return secret
    },
    /** Who the cookie stands for, with rights as they are stored now. */
    async resume(secret: string): Promise<{ who: Who; csrf: string } | 'session_expired' | 'person_unknown'> {
      const session = await find('session', secret)
      if (!session) return 'session_expired'
      const who = await store.people.find(session.person)
      if (!who) return 'person_unknown'
      await renew(session)
      return { who, csrf: session.payload.csrf ?? '' }
    },
    async signOut(secret: string | undefined): Promise<void> {
      if (secret && isSecret(secret)) await store.sessions.remove(sha256(secret))
    },
  }
}

export type SessionKeeper = ReturnType<typeof sessionKeeper>

/** Sweeps out sessions that have run out. Returns how many. */
export const sweepSessions = (store: Store, before: Date): Promise<number> => store.sessions.removeExpired(before)
