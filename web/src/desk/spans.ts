const minute = 60
const hour = 60 * minute
const day = 24 * hour

const round = (value: number): string => (value >= 10 ? String(Math.round(value)) : String(Math.round(value * 10) / 10))

/** `45 秒`, `12 分钟`, `5.5 小时`, `2.1 天`: as long as people would say it. */
export const spanText = (seconds: number): string => {
  if (seconds < 90) return `${seconds} 秒`
  if (seconds < 90 * minute) return `${round(seconds / minute)} 分钟`
  if (seconds < 2 * day) return `${round(seconds / hour)} 小时`
  return `${round(seconds / day)} 天`
}

/** What an axis counts in, so that the longest of them is told in a few. */
export const timeScale = (seconds: readonly (number | null)[]): { name: string; seconds: number } => {
  const longest = Math.max(0, ...seconds.map((value) => value ?? 0))
  if (longest < 2 * hour) return { name: '分钟', seconds: minute }
  return longest < 3 * day ? { name: '小时', seconds: hour } : { name: '天', seconds: day }
}
