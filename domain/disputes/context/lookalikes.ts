import { codeCount, codeOf } from './codes.ts'
import { type Reading, setAside, trapOf } from './reading.ts'

const cleared = codeOf('cue cleared')
const minor = codeOf('minor')
const lookalike = trapOf('lookalike')
const arms = new Uint8Array(codeCount)
for (const role of ['weapon', 'club', 'gun', 'high_place', 'perched', 'self_harm', 'hostage'] as const) arms[codeOf(role)] = 1
const numerals = '一二三四五六七八九'

/** What only looks like a danger (像危险): a blade that was an umbrella, a gun long handed in; 七十四岁 holds no child of 十四岁. */
export const clearLookalikes = (reading: Reading): void => {
  const { hits, table, count, text } = reading
  const isCleared = (count[cleared] as number) > 0
  if (!isCleared && count[minor] === 0) return
  for (let at = 0; at < hits.count; at++) {
    const code = table.code[hits.entry[at] as number] as number
    if (isCleared && arms[code] === 1) setAside(reading, at, lookalike)
    const start = hits.start[at] as number
    if (
      code === minor &&
      start > 0 &&
      '十一二三四五六七八九两'.includes(text.charAt(start)) &&
      (numerals.includes(text.charAt(start - 1)) || text.charAt(start - 1) === '十')
    )
      setAside(reading, at, lookalike)
  }
}
