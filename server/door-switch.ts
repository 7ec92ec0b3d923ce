import type { MiddlewareHandler } from 'hono'
import { SwitchedOffError } from '../core/errors.ts'
import type { DoorName, Switches } from '../core/switches.ts'
import type { ServerEnv } from './parts.ts'

/** Keeps a door shut while it is switched off (停用入口). Doors that talk name themselves in `Saying.door` instead: a cry for help is heard there. */
export const doorSwitch =
  (switches: Switches, name: DoorName): MiddlewareHandler<ServerEnv> =>
  async (_c, next) => {
    const off = switches.off('door', name)
    if (off) throw new SwitchedOffError({ kind: 'door', name, say: off.say })
    await next()
  }
