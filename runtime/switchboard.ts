import { BadInputError, NotAllowedError } from '../core/errors.ts'
import { nearest } from '../core/nearest.ts'
import { holds, type Who } from '../core/people.ts'
import type { Store } from '../core/ports.ts'
import type { Switch, Switches, SwitchKind } from '../core/switches.ts'
import type { Clock } from '../core/time.ts'

/** How old the picture of the switches may be, ms: less than the second in which a switch has to work everywhere. */
export const switchesEveryMs = 500

/** What somebody wants switched. */
export interface SwitchWish {
  readonly kind: SwitchKind
  readonly name: string
  readonly isOff: boolean
  readonly reason: string
  readonly say?: string | undefined
}

/** What there is to switch, by kind. */
export type Switchable = (kind: SwitchKind) => readonly string[]

const nameOf = (kind: SwitchKind, name: string): string => `${kind} ${name}`

/** Switches as this process knows them. Fails open for nothing: what was off when the store was last read stays off until it says otherwise. */
export const createSwitchboard = (ground: { readonly store: Store; readonly clock: Clock; readonly names: Switchable }) => {
  const { store, clock, names } = ground
  let known = new Map<string, Switch>()
  let all: readonly Switch[] = []
  const take = (list: readonly Switch[]): void => {
    all = list
    known = new Map(list.filter(({ isOff }) => isOff).map((one) => [nameOf(one.kind, one.name), one]))
  }
  const read = async (): Promise<void> => take(await store.switches.list())

  const set = async (wish: SwitchWish, by: { readonly id: string; readonly kind: 'officer' | 'system' }): Promise<Switch> => {
    const there = names(wish.kind)
    if (!there.includes(wish.name) && !known.has(nameOf(wish.kind, wish.name))) {
      const near = nearest(wish.name, there)
      throw new BadInputError({
        what: `switch of ${wish.kind}`,
        hint: `没有叫“${wish.name}”的${kindWords[wish.kind]}${near ? `，最接近的是“${near}”` : ''}。`,
      })
    }
    const one: Switch = { ...wish, say: wish.say ?? '', by: by.id, at: clock() }
    await store.transaction(async (records) => {
      await records.switches.set(one)
      await records.audit.append(
        {
          actor: by.id,
          actorKind: by.kind,
          action: wish.isOff ? 'switch_off' : 'switch_on',
          target: nameOf(wish.kind, wish.name),
          isOk: true,
          detail: { reason: wish.reason },
        },
        one.at,
      )
    })
    await read()
    return one
  }

  const switches: Switches = { off: (kind, name) => known.get(nameOf(kind, name)) }
  return {
    ...switches,
    /** Looks at the store again; called at the start and every `switchesEveryMs`. */
    read,
    /** Every switch that was ever set, for a page. */
    list: (): readonly Switch[] => all,
    names,
    set: (wish: SwitchWish, who: Who): Promise<Switch> => {
      if (!holds(who, 'admin')) throw new NotAllowedError({ what: 'switches', needs: 'admin' })
      return set(wish, { id: who.id, kind: 'officer' })
    },
    /** For the command line, whose user owns the machine. */
    setBySystem: (wish: SwitchWish, by: string): Promise<Switch> => set(wish, { id: by, kind: 'system' }),
  }
}

/** Switches, as the parts use them. */
export type Switchboard = ReturnType<typeof createSwitchboard>

const kindWords: Readonly<Record<SwitchKind, string>> = { agent: '智能体', tool: '操作', door: '入口', model: '模型' }
