import { counting } from './counts.ts'
import type { Reading } from './reading.ts'

const stories = counting('cue fiction')
const real = counting('cue real')

/** Films, games, songs, books (影视、游戏、歌曲、小说): the blows in them hit nobody. What was paid for a game stays a matter of consumers. */
export const isFiction = (reading: Reading): boolean => stories(reading) > 0 && real(reading) === 0
