import type { ApiKeyDesk } from './core/api-key-desk.ts'
import type { Store } from './core/ports.ts'
import type { Clock } from './core/time.ts'
import { createKeyDesk } from './domain/keys/desk.ts'
import type { Door } from './server/parts.ts'
import { keyRoutes } from './server/routes/keys.ts'
import { tools } from './tools/index.ts'

/** What programs come in by. */
export interface OpenDoors {
  readonly keys: ApiKeyDesk
  readonly doors: readonly Door[]
}

/** The desk of keys, as the command line has it too. */
export const openKeys = (facts: { readonly store: Store; readonly clock: Clock; readonly agents: () => readonly string[] }): ApiKeyDesk =>
  createKeyDesk({ ...facts, tools: tools.map(({ name }) => name) })

/** Opens the doors of programs over a platform. */
export const openDoors = (facts: { readonly store: Store; readonly clock: Clock; readonly agents: () => readonly string[] }): OpenDoors => {
  const keys = openKeys(facts)
  return { keys, doors: [{ path: '/', app: keyRoutes({ keys }) }] }
}
