import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const file = z.array(
  z.strictObject({
    ask: z.string().min(2),
    by: z.enum(['citizen', 'officer']),
    /** Words of the heading of a section that answers, any of them; none where no document does. */
    where: z.array(z.string().min(2)),
    /** True where to be sent to 110 first is right, too. */
    urgent: z.boolean().default(false),
  }),
)

/** What people ask at a bureau (日常问题), and the section that answers it. */
export type EverydayQuestion = z.output<typeof file>[number] & { readonly isFresh: boolean }

const readPart = (name: string): z.output<typeof file> =>
  file.parse(parse(readFileSync(join(import.meta.dirname, name), 'utf8'), { schema: 'core' }))

/** Those that the guides were mended by, and those that were written down, with their answers, before anybody saw what came of them. */
export const readEveryday = (): readonly EverydayQuestion[] => [
  ...readPart('everyday.yaml').map((one) => ({ ...one, isFresh: false })),
  ...readPart('everyday-fresh.yaml').map((one) => ({ ...one, isFresh: true })),
]
