import { z } from '@hono/zod-openapi'
import { outcomes } from '../core/conversation.ts'
import { modelFaults } from '../core/models.ts'

const Millis = z.int().nullable().openapi({ description: 'Milliseconds, within a tenth; null where there was nothing.' })
const Times = { medianMs: Millis, p90Ms: Millis }
const Use = {
  tokensIn: z.int(),
  tokensOut: z.int(),
  cached: z.int(),
  microYuan: z.int().openapi({ description: 'Millionths of a yuan.' }),
}
const Outcomes = z.partialRecord(z.enum(outcomes), z.int())
const Faults = z.partialRecord(z.enum(modelFaults), z.int()).openapi({ description: 'Calls of models that were given up, by why.' })

export const RunningQuestion = z.object({
  days: z.coerce.number().int().min(1).max(90).default(1).openapi({ description: 'Today and so many days before it, less one.' }),
})

/** How the service ran: counts and times of agents and models, and of nobody who asked. */
export const RunningView = z
  .object({
    from: z.string(),
    to: z.string(),
    total: z.object({ turns: z.int(), outcomes: Outcomes, ...Times, calls: z.int(), faults: Faults, ...Use }),
    days: z.array(z.object({ day: z.string(), turns: z.int(), failed: z.int(), ...Times, ...Use })),
    agents: z.array(
      z.object({
        id: z.string().nullable().openapi({ description: 'Null: no page served the turn.' }),
        name: z.string(),
        turns: z.int(),
        outcomes: Outcomes,
        ...Times,
        calls: z.int(),
        faults: Faults,
        ...Use,
      }),
    ),
    models: z.array(
      z.object({
        name: z.string(),
        turns: z.int().openapi({ description: 'Turns whose reply it wrote.' }),
        calls: z.int(),
        faults: Faults,
        ...Times,
        ...Use,
      }),
    ),
  })
  .openapi('Running')
