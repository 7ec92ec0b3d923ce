import type { Role } from './people.ts'

/**
 * Doors that a key may open: `conversations` (talk, and the agents there are), `api` (every route of the role), `incidents` (send incidents
 * in), `openai`, `mcp`, `a2a`.
 */
export const keyDoors = ['conversations', 'api', 'incidents', 'openai', 'mcp', 'a2a'] as const
export type KeyDoor = (typeof keyDoors)[number]

/** Roles that a program may act in. Reviewing, approving and administering are done by people who are there. */
export const keyRoles = ['officer', 'analyst', 'auditor'] as const satisfies readonly Role[]
export type KeyRole = (typeof keyRoles)[number]

/** Whom a key stands for: a person, who made it for their own programs, or a service account (系统账号) of a unit. */
export type KeyHolder =
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'account'; readonly id: string; readonly unit: string }

/** An API key (接口密钥). The secret is shown once; only its keyed hash is kept. */
export interface ApiKey {
  readonly id: string
  /** What it is for, in a few words. */
  readonly title: string
  readonly holder: KeyHolder
  readonly doors: readonly KeyDoor[]
  /** Agents and tools that it may use; undefined: all that the role has. */
  readonly agents: readonly string[] | undefined
  readonly tools: readonly string[] | undefined
  /** Of an account, or of a person who is an officer; a citizen has none. */
  readonly roles: readonly KeyRole[]
  /** Requests a minute. */
  readonly perMinute: number
  /** Person id, or `operator` for the command line. */
  readonly madeBy: string
  readonly madeAt: Date
  readonly expiresAt: Date
  readonly revokedAt: Date | undefined
  /** To the minute. */
  readonly lastUsedAt: Date | undefined
  /** The key that this one takes the place of. */
  readonly replaces: string | undefined
  /** Last four characters of the secret, to tell keys apart. */
  readonly hint: string
}

/** What is asked for when a key is made. `unit` makes a service account of that unit; without it the key is for whoever asks. */
export interface NewKey {
  readonly title: string
  readonly unit?: string | undefined
  readonly doors: readonly KeyDoor[]
  readonly agents?: readonly string[] | undefined
  readonly tools?: readonly string[] | undefined
  readonly roles?: readonly KeyRole[] | undefined
  readonly days: number
  readonly perMinute: number
}

/** Keys as they are remembered. */
export interface ApiKeys {
  insert(key: ApiKey, hash: string): Promise<void>
  find(id: string): Promise<ApiKey | undefined>
  findByHash(hash: string): Promise<ApiKey | undefined>
  /** Newest first: those of a holder, those of accounts of the units, or both; all where neither is named. */
  list(options: { readonly holder?: string; readonly units?: readonly string[]; readonly limit: number }): Promise<readonly ApiKey[]>
  /** Ends it at the moment if that is sooner than its end. */
  shorten(id: string, expiresAt: Date): Promise<void>
  /** False when it was revoked before. */
  revoke(id: string, at: Date): Promise<boolean>
  /** Notes a use, unless one was noted after `unlessSince`. */
  touch(id: string, at: Date, unlessSince: Date): Promise<void>
}
