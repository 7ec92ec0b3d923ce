import type { Guard } from '../core/guard.ts'
import { emergency } from './emergency.ts'
import { honestDeeds } from './honest-deeds.ts'
import { personalData } from './personal-data.ts'
import { quoteProof } from './quote-proof.ts'
import { readable } from './readable.ts'

/** What holds around every turn, in this order. The emergency guard is first and stays first; quote proof sees what the others let through. */
export const guards: readonly Guard[] = [emergency, readable, personalData, honestDeeds, quoteProof]
