import type { ApiKey, KeyDoor, NewKey } from './api-keys.ts'
import type { Who } from './people.ts'

/** Who makes keys: a person who is signed in, or whoever runs the machine. */
export type KeyMaker = Who | 'operator'

/** A key with its secret: the only time that anybody sees it. */
export interface MadeKey {
  readonly key: ApiKey
  readonly secret: string
}

/** What is done with keys (密钥管理). Each deed is written to the audit in its transaction. */
export interface ApiKeyDesk {
  make(by: KeyMaker, form: NewKey): Promise<MadeKey>
  /** A new secret with the same rights; the old one goes on for so long, that programs may change over. */
  rotate(by: KeyMaker, id: string, overlapHours: number): Promise<MadeKey>
  /** Ends it at once, in every process. */
  revoke(by: KeyMaker, id: string): Promise<ApiKey>
  /** Those of the person, and for an administrator those of service accounts of the units below. */
  list(by: KeyMaker): Promise<readonly ApiKey[]>
  /** Whom a secret stands for at one of the doors, with rights as they are now. Throws where it is not good, or not for this. */
  identify(secret: string, doors: readonly KeyDoor[]): Promise<{ readonly who: Who; readonly key: ApiKey }>
  /** True for a text that may be a key. */
  isKey(text: string): boolean
}
