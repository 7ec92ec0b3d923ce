import type { Config } from './config.ts'
import { clamd } from './connectors/clamd.ts'
import type { MaterialDesk } from './core/material-store.ts'
import type { Store } from './core/ports.ts'
import type { Clock } from './core/time.ts'
import { openMaterialDesk } from './domain/materials/desk.ts'
import { expireMaterials } from './domain/materials/retention.ts'
import { expireNotices } from './domain/notices/retention.ts'
import { openPaperDesk } from './domain/papers/desk.ts'
import { expirePapers } from './domain/papers/retention.ts'
import { readMaterial } from './files/materials/read-material.ts'
import type { BodyRule, Door } from './server/parts.ts'
import { materialBody, materialRoutes } from './server/routes/materials.ts'
import { paperRoutes } from './server/routes/papers.ts'

const retentionEveryMs = 60_000

/** Papers, files handed in and what people are told, as the platform serves them. */
export interface OpenPapers {
  readonly materials: MaterialDesk
  readonly doors: readonly Door[]
  readonly bodies: readonly BodyRule[]
  readonly chores: readonly { readonly everyMs: number; readonly run: () => Promise<unknown> }[]
}

/** What the desks of papers and materials are opened over. */
export interface PapersGround {
  readonly config: Pick<Config, 'clamd' | 'materialDays' | 'noticeDays' | 'paperDays'>
  readonly store: Store
  readonly clock: Clock
}

/** Opens the desks, their doors and what they do by themselves. */
export const openPapers = ({ config, store, clock }: PapersGround): OpenPapers => {
  const scan = config.clamd ? clamd(config.clamd) : undefined
  const materials = openMaterialDesk({ store, clock, read: readMaterial, scan })
  return {
    materials,
    doors: [
      { path: '/', app: materialRoutes({ materials }) },
      { path: '/', app: paperRoutes({ papers: openPaperDesk({ store, clock }) }) },
    ],
    bodies: [materialBody],
    chores: [
      {
        everyMs: retentionEveryMs,
        run: async () => {
          await expireMaterials({ store, clock }, config.materialDays)
          if (config.paperDays !== undefined) await expirePapers({ store, clock }, config.paperDays)
          await expireNotices({ store, clock }, config.noticeDays)
        },
      },
    ],
  }
}
