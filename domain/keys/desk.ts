import type { ApiKeyDesk, KeyMaker, MadeKey } from '../../core/api-key-desk.ts'
import { type ApiKey, type KeyDoor, type KeyHolder, type KeyRole, keyRoles, type NewKey } from '../../core/api-keys.ts'
import { KeyScopeError } from '../../core/door-errors.ts'
import { BadInputError, ConflictError, NotAllowedError, NotFoundError, SignInRequiredError } from '../../core/errors.ts'
import { uuidv7 } from '../../core/ids.ts'
import { holds, type KeyLimits, type Officer, type Who } from '../../core/people.ts'
import type { Records, Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'
import { unitTree } from '../../core/units.ts'
import { looksLikeKey, newKeySecret } from './secret.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000
/** A use is noted once in so long: a write for every request would be waste. */
const touchEveryMs = 60_000
/** Keys that a holder may have at once; more is a leak or a loop. */
const liveMost = 20
const listMost = 200

/** What the desk stands on. */
export interface KeyGround {
  readonly store: Store
  readonly clock: Clock
  /** Names that a key may be narrowed to. */
  readonly agents: () => readonly string[]
  readonly tools: readonly string[]
}

const isLive = (key: ApiKey, now: Date): boolean => key.revokedAt === undefined && key.expiresAt > now

/** Roles of the person that a program may act in. */
const rolesOf = (who: Who): readonly KeyRole[] => (who.kind === 'citizen' ? [] : keyRoles.filter((role) => holds(who, role)))

/** Throws where a name is none of ours: a slip there would narrow the key to nothing. */
const demandKnown = (what: string, names: readonly string[] | undefined, known: readonly string[]): void => {
  const strange = names?.find((name) => !known.includes(name))
  if (strange !== undefined)
    throw new BadInputError({ what: `${what} of a key`, hint: `没有叫“${strange.slice(0, 60)}”的${what}，请核对名称。` })
}

const demandSound = (form: NewKey, ground: KeyGround): void => {
  demandKnown('分身', form.agents, ground.agents())
  demandKnown('工具', form.tools, ground.tools)
  // Routes of the API do not go by agent or tool, so a key that is narrowed to some must not reach them.
  if (form.doors.includes('api') && (form.agents || form.tools))
    throw new BadInputError({ what: 'doors of a key', hint: '限定了分身或工具的密钥不能同时开通全部接口（api），请去掉其中一样。' })
}

const entryOf = (by: KeyMaker, action: string, key: ApiKey) => ({
  actor: by === 'operator' ? 'operator' : by.id,
  actorKind: by === 'operator' ? ('system' as const) : by.kind,
  action,
  target: key.id,
  isOk: true,
  detail: {
    holder: key.holder.kind,
    ...(key.holder.kind === 'account' ? { unit: key.holder.unit } : {}),
    doors: [...key.doors],
    roles: [...key.roles],
    expiresAt: key.expiresAt.toISOString(),
    ...(key.replaces ? { replaces: key.replaces } : {}),
  },
})

/** Opens the desk of keys over a store. */
export const createKeyDesk = (ground: KeyGround): ApiKeyDesk => {
  const { store, clock } = ground

  const unitsOf = async (by: KeyMaker): Promise<readonly string[]> => {
    const tree = unitTree(await store.people.listUnits())
    if (by === 'operator') return tree.all.map(({ id }) => id)
    return by.kind === 'officer' && holds(by, 'admin') ? tree.under(by.unit) : []
  }

  /** A person makes keys for themself, an administrator for programs of the units below; nobody for another person. */
  const holderFor = async (by: KeyMaker, form: NewKey): Promise<KeyHolder> => {
    if (by !== 'operator' && by.key) throw new NotAllowedError({ what: 'keys', needs: 'a person, not a key' })
    if (form.unit === undefined) {
      if (by === 'operator') throw new BadInputError({ what: 'unit of a key', hint: '请写明系统账号属于哪个单位。' })
      return { kind: 'person', id: by.id }
    }
    if (!(await unitsOf(by)).includes(form.unit))
      throw new NotAllowedError({ what: `a key of unit ${form.unit}`, needs: 'admin of the unit' })
    return { kind: 'account', id: `service:${uuidv7(clock())}`, unit: form.unit }
  }

  const rolesFor = (by: KeyMaker, form: NewKey, holder: KeyHolder): readonly KeyRole[] => {
    const may = by === 'operator' ? keyRoles : rolesOf(by)
    const wanted = form.roles ?? (holder.kind === 'person' ? may : [])
    if (wanted.some((role) => !may.includes(role))) throw new NotAllowedError({ what: 'roles of a key', needs: 'the same role' })
    if (holder.kind === 'account' && wanted.length === 0)
      throw new BadInputError({ what: 'roles of a key', hint: '请写明系统账号的角色，例如 officer。' })
    return wanted
  }

  const write = async (by: KeyMaker, action: string, key: ApiKey, more: (records: Records) => Promise<void>): Promise<MadeKey> => {
    const secret = newKeySecret()
    const made = { ...key, hint: secret.slice(-4) }
    await store.transaction(async (records) => {
      const live = (await records.apiKeys.list({ holder: key.holder.id, limit: listMost })).filter((one) => isLive(one, clock()))
      if (live.length >= liveMost) throw new ConflictError({ what: `${liveMost} keys of one holder` })
      await more(records)
      await records.apiKeys.insert(made, store.keyed(secret))
      await records.audit.append(entryOf(by, action, made), clock())
    })
    return { key: made, secret }
  }

  /** The key, where it is the person's to deal with: otherwise it is not there. */
  const mine = async (by: KeyMaker, id: string): Promise<ApiKey> => {
    if (by !== 'operator' && by.key) throw new NotAllowedError({ what: 'keys', needs: 'a person, not a key' })
    const key = await store.apiKeys.find(id)
    if (!key) throw new NotFoundError({ what: 'key' })
    const isMine =
      by === 'operator' || (key.holder.kind === 'person' ? key.holder.id === by.id : (await unitsOf(by)).includes(key.holder.unit))
    if (!isMine) throw new NotFoundError({ what: 'key' })
    return key
  }

  const whoOf = async (key: ApiKey): Promise<Who> => {
    const limits: KeyLimits = { id: key.id, agents: key.agents, tools: key.tools }
    const { holder } = key
    if (holder.kind === 'account') {
      const account: Officer = { kind: 'officer', id: holder.id, name: key.title, unit: holder.unit, roles: key.roles, key: limits }
      return account
    }
    const person = await store.people.find(holder.id)
    if (!person) throw new SignInRequiredError({ reason: 'person_unknown' })
    if (person.kind === 'citizen') return { ...person, key: limits }
    // What the person has lost since, the key has lost too.
    return { ...person, roles: rolesOf(person).filter((role) => key.roles.includes(role)), key: limits }
  }

  return {
    async make(by, form) {
      demandSound(form, ground)
      const holder = await holderFor(by, form)
      const at = clock()
      return write(
        by,
        'make_api_key',
        {
          ...{ id: uuidv7(at), title: form.title, holder, doors: [...new Set(form.doors)], agents: form.agents, tools: form.tools },
          ...{ roles: rolesFor(by, form, holder), perMinute: form.perMinute, madeBy: by === 'operator' ? by : by.id, madeAt: at },
          ...{ expiresAt: new Date(at.getTime() + form.days * dayMs), revokedAt: undefined, lastUsedAt: undefined },
          ...{ replaces: undefined, hint: '' },
        },
        async () => undefined,
      )
    },
    async rotate(by, id, overlapHours) {
      const old = await mine(by, id)
      const at = clock()
      if (!isLive(old, at)) throw new ConflictError({ what: 'key that is no longer in use' })
      const life = old.expiresAt.getTime() - old.madeAt.getTime()
      const next = { ...old, id: uuidv7(at), madeBy: by === 'operator' ? by : by.id, madeAt: at, lastUsedAt: undefined, replaces: old.id }
      return write(by, 'rotate_api_key', { ...next, expiresAt: new Date(at.getTime() + life) }, (records) =>
        records.apiKeys.shorten(old.id, new Date(at.getTime() + overlapHours * hourMs)),
      )
    },
    async revoke(by, id) {
      const key = await mine(by, id)
      const at = clock()
      await store.transaction(async (records) => {
        if (await records.apiKeys.revoke(id, at)) await records.audit.append(entryOf(by, 'revoke_api_key', key), at)
      })
      return { ...key, revokedAt: key.revokedAt ?? at }
    },
    async list(by) {
      if (by === 'operator') return store.apiKeys.list({ limit: listMost })
      return store.apiKeys.list({ holder: by.id, units: await unitsOf(by), limit: listMost })
    },
    async identify(secret, doors: readonly KeyDoor[]) {
      const key = looksLikeKey(secret) ? await store.apiKeys.findByHash(store.keyed(secret)) : undefined
      if (!key) throw new SignInRequiredError({ reason: 'token_invalid' })
      if (key.revokedAt) throw new SignInRequiredError({ reason: 'key_revoked' })
      const now = clock()
      if (key.expiresAt <= now) throw new SignInRequiredError({ reason: 'token_expired' })
      if (!key.doors.some((door) => doors.includes(door))) throw new KeyScopeError({ why: 'another door', needs: doors })
      const who = await whoOf(key)
      const isDue = !key.lastUsedAt || now.getTime() - key.lastUsedAt.getTime() >= touchEveryMs
      if (isDue) await store.apiKeys.touch(key.id, now, new Date(now.getTime() - touchEveryMs + 1))
      return { who, key }
    },
    isKey: looksLikeKey,
  }
}
