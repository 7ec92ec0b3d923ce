import { codeCount, codeOf } from './codes.ts'
import { type Reading, setAside, trapOf } from './reading.ts'

/** Cues that explain what stands inside them: 纠纷调解室 holds no dispute, 打电话 no blow, 气死我了 nobody dead. */
const covering = new Uint8Array(codeCount)
for (const role of [
  'protected',
  'place_name',
  'person_name',
  'mongolian_word',
  'other_sense',
  'fixed_phrase',
  'exaggeration',
  'animal',
] as const)
  covering[codeOf(`cue ${role}`)] = trapOf(role)
/** Cues stand inside others without harm: 没有 in a turn of phrase still negates nothing else. */
const spared = new Uint8Array(codeCount)
for (let code = codeOf('cue negation') + 1; code < codeOf('weapon'); code++) spared[code] = 1
const protectedCode = codeOf('cue protected')
const protectedTrap = trapOf('protected')

/** Sets aside every word inside a covering one. */
export const coverWords = (reading: Reading): void => {
  const { hits, codes, aside } = reading
  for (let cover = 0; cover < hits.count; cover++) {
    const trap = covering[codes[cover] as number] as number
    // A cover whose own conditions do not hold explains nothing.
    if (trap === 0 || aside[cover] !== 0) continue
    const start = hits.start[cover] as number
    const end = hits.end[cover] as number
    // Words inside end at or before `end`, so they stand before the cover, or just behind it with the same end.
    for (let at = cover - 1; at >= 0 && (hits.end[at] as number) > start; at--) take(reading, at, start, trap)
    for (let at = cover + 1; at < hits.count && hits.end[at] === end; at++) take(reading, at, start, trap)
  }
}

const senses = [trapOf('other_sense'), trapOf('fixed_phrase')]

const take = (reading: Reading, at: number, start: number, trap: number): void => {
  const { hits, table, codes } = reading
  const entry = hits.entry[at] as number
  const code = codes[at] as number
  if (trap !== protectedTrap && spared[code] === 1) return
  if (code === protectedCode) return
  // 前夫…打 in 前夫来打电话: the piece behind the gap stands inside. 前夫打 in 前夫打电话 only laps in.
  const last = table.lastPiece[entry] as number
  const from = last > 0 ? (hits.end[at] as number) - last : (hits.start[at] as number)
  if (from >= start || (last === 0 && senses.includes(trap) && (hits.end[at] as number) === start + 1)) setAside(reading, at, trap)
}
