import { codeCount, codeOf } from './codes.ts'

/** Code → 1 of what the rules of safety go by (险情). */
export const dangers = new Uint8Array(codeCount)
for (const name of [
  'weapon',
  'club',
  'gun',
  'fire',
  'burning',
  'threat',
  'self_harm',
  'perched',
  'high_place',
  'choking',
  'hostage',
  'child_beaten',
] as const)
  dangers[codeOf(name)] = 1
