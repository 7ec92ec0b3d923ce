import { z } from '@hono/zod-openapi'
import { switchKinds } from '../core/switches.ts'

const Words = z.string().trim().max(500)

/** One switch, as admins see it. */
export const SwitchView = z
  .object({
    kind: z.enum(switchKinds),
    name: z.string(),
    isOff: z.boolean(),
    reason: z.string(),
    say: z.string(),
    by: z.string(),
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
  .object({ switches: z.array(SwitchView), names: z.record(z.enum(switchKinds), z.array(z.string())) })
  .openapi('Switches')
