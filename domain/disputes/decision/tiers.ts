import type { Tier } from '../../../core/disputes.ts'

/** Tiers by points (分档): when an incident has to be met, and nothing of anybody in it. */
export const tierOf = (points: number): Tier =>
  points >= 80 ? 'red' : points >= 50 ? 'orange' : points >= 25 ? 'yellow' : points >= 10 ? 'blue' : 'white'
