import type { Reading } from './reading.ts'
import { setAside, trapOf } from './reading.ts'

const conditions = trapOf('conditions')

/** Sets aside words whose entry asks for others in the sentence (needs) or for none of some (unless). */
export const checkConditions = (reading: Reading): void => {
  const { hits, table } = reading
  for (let at = 0; at < hits.count; at++) {
    const own = hits.entry[at] as number
    if (table.hasConditions[own] === 0) continue
    const { needs, unless } = table.entries[own] as (typeof table.entries)[number]
    let isMet = needs.length === 0
    let isBarred = false
    for (let other = 0; other < hits.count; other++) {
      if (hits.sentence[other] !== hits.sentence[at] || other === at) continue
      const { word } = table.entries[hits.entry[other] as number] as (typeof table.entries)[number]
      if (needs.includes(word)) isMet = true
      if (unless.includes(word)) isBarred = true
    }
    if (!isMet || isBarred) setAside(reading, at, conditions)
  }
}
