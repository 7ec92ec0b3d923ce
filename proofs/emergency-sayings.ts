import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const sayings = z.array(z.string())
const file = z.strictObject({
  dangers: z.strictObject({ police: sayings, medical: sayings, fire: sayings, self_harm: sayings }),
  otherWords: sayings,
  harmless: sayings,
  laterDangers: sayings,
  laterHarmless: sayings,
})

/** Messages of people in danger, and harmless ones that sound like it; `emergency-sayings.yaml` says which is which. */
export const { dangers, otherWords, harmless, laterDangers, laterHarmless } = file.parse(
  parse(readFileSync(join(import.meta.dirname, 'emergency-sayings.yaml'), 'utf8')),
)
