import { z } from '@hono/zod-openapi'
import { modelFaults } from '../core/models.ts'
import { switchKinds } from '../core/switches.ts'
import { usageScopes } from '../core/usage.ts'

const Words = z.string().trim().max(500)

/** One switch, as admins see it. */
export const SwitchView = z
  .object({
    kind: z.enum(switchKinds),
    name: z.string(),
    title: z.string().openapi({ description: 'What people call it; the name itself where it has no other.' }),
    isOff: z.boolean(),
    reason: z.string(),
    say: z.string(),
    by: z.string(),
    byName: z.string(),
    at: z.iso.datetime(),
  })
  .openapi('Switch')

/** What somebody wants switched. */
export const SwitchWish = z
  .object({
    kind: z.enum(switchKinds),
    name: z.string().min(1).max(80),
    isOff: z.boolean(),
    reason: Words.min(1).openapi({ description: 'For colleagues; never shown to the public.' }),
    say: Words.optional().openapi({ description: 'What people are told; left out, the usual sentence.' }),
  })
  .openapi('SwitchWish')

/** Every switch that was ever set, and what there is to switch. */
export const SwitchList = z
  .object({
    switches: z.array(SwitchView),
    names: z.record(z.enum(switchKinds), z.array(z.string())),
    titles: z
      .record(z.enum(switchKinds), z.record(z.string(), z.string()))
      .openapi({ description: 'What people call each; a name that is not here has no other.' }),
  })
  .openapi('Switches')

const Used = z.object({
  steps: z.int(),
  tokensIn: z.int(),
  tokensOut: z.int(),
  cached: z.int(),
  ms: z.int(),
  microYuan: z.int().openapi({ description: 'Millionths of a yuan.' }),
})
const LimitsView = z.object({
  steps: z.number().optional(),
  tokens: z.number().optional(),
  seconds: z.number().optional(),
  yuan: z.number().optional(),
})

/** Today's limits and how much of each is used, and what was used day by day. */
export const BudgetView = z
  .object({
    budgets: z.array(z.object({ scope: z.enum(usageScopes), key: z.string(), used: Used, limits: LimitsView })),
    days: z.array(Used.extend({ day: z.string(), scope: z.enum(usageScopes), key: z.string() })),
  })
  .openapi('Budgets')

export const BudgetQuestion = z.object({
  scope: z.enum(usageScopes).default('model').openapi({ description: 'Sums of days by this.' }),
  days: z.coerce.number().int().min(1).max(366).default(14),
})

/** How endpoints do, as seen by the process that answers. */
export const ModelHealthView = z
  .object({
    models: z.array(
      z.object({
        name: z.string(),
        state: z.enum(['well', 'resting', 'trying']),
        until: z.iso.datetime().nullable(),
        lastFault: z.object({ fault: z.enum(modelFaults), at: z.iso.datetime() }).nullable(),
        calls: z.int(),
        failed: z.int(),
        firstTokenMs: z.number().nullable(),
        busy: z.int(),
        waiting: z.int(),
        isOff: z.boolean(),
      }),
    ),
  })
  .openapi('ModelHealth')
