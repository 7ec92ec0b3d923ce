import type { Store } from './core/ports.ts'
import { doorNames } from './core/switches.ts'
import type { Clock } from './core/time.ts'
import { createSwitchboard, type Switchboard, switchesEveryMs } from './runtime/switchboard.ts'
import type { Door } from './server/parts.ts'
import { switchRoutes } from './server/routes/models.ts'
import { tools } from './tools/index.ts'

/** Models, and what keeps them in bounds, as `platform.ts` introduces them to the others. */
export interface OpenModels {
  readonly switchboard: Switchboard
  readonly doors: readonly Door[]
  readonly chores: readonly { readonly everyMs: number; readonly run: () => Promise<unknown> }[]
}

/** Opens switches over a store. `agents` are ids of pages, asked for when somebody switches one. */
export const openModels = async (facts: {
  readonly store: Store
  readonly clock: Clock
  readonly agents: () => readonly string[]
}): Promise<OpenModels> => {
  const names = {
    agent: facts.agents,
    tool: () => tools.map(({ name }) => name),
    door: () => doorNames,
    model: () => [],
  } as const
  const switchboard = createSwitchboard({ ...facts, names: (kind) => names[kind]() })
  await switchboard.read()
  return {
    switchboard,
    doors: [{ path: '/', app: switchRoutes({ switchboard }) }],
    chores: [{ everyMs: switchesEveryMs, run: switchboard.read }],
  }
}
