import type { Logger } from 'pino'
import type { Store } from './core/ports.ts'
import type { Switches } from './core/switches.ts'
import type { Clock } from './core/time.ts'
import type { Tool } from './core/tool.ts'
import { createSender, type Sender } from './runtime/sender.ts'
import { tellDecided } from './runtime/tell-decided.ts'
import type { Door } from './server/parts.ts'
import { sendingRoutes } from './server/routes/sendings.ts'

/** What goes on after a yes: another system does its part, and whoever waits is told. */
export interface OpenDeciding {
  readonly sender: Sender
  /** Tells those who wait what was decided. */
  readonly told: ReturnType<typeof tellDecided>['told']
  /** Goes on with what a crash left, then tells. */
  look(): Promise<void>
  readonly doors: readonly Door[]
  readonly chores: readonly { readonly everyMs: number; readonly run: () => Promise<unknown> }[]
}

const everyMs = 10_000

/** Opens the sending of deeds to other systems, and the telling of what became of them. */
export const openDeciding = (ground: {
  readonly store: Store
  readonly clock: Clock
  readonly tools: readonly Tool[]
  readonly switches: Switches
  readonly log: Pick<Logger, 'error' | 'warn'>
  readonly isAlone: boolean
}): OpenDeciding => {
  const { log } = ground
  const sender = createSender({
    ...ground,
    onUnsure: (facts) => log.error(facts, 'a deed may have arrived at another system: somebody has to ask there (GET /api/sendings)'),
    onNotSent: (facts) => log.warn(facts, 'a deed was not sent to another system'),
  })
  const { told, look: tell } = tellDecided(ground)
  const look = async (): Promise<void> => {
    await sender.look()
    await tell()
  }
  return {
    sender,
    told,
    look,
    doors: [{ path: '/', app: sendingRoutes({ sender, tools: ground.tools }) }],
    chores: [{ everyMs, run: look }],
  }
}
