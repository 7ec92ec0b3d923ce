const minuteMs = 60_000

/** How long until, or since: `还有 1 小时 5 分`, `超时 2 天`. */
export const dueText = (dueAt: string, now: number): { text: string; isOver: boolean } => {
  const left = new Date(dueAt).getTime() - now
  const minutes = Math.floor(Math.abs(left) / minuteMs)
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const span =
    days > 0
      ? `${days} 天${hours > 0 ? ` ${hours} 小时` : ''}`
      : hours > 0
        ? `${hours} 小时${rest > 0 ? ` ${rest} 分` : ''}`
        : `${rest} 分钟`
  return left < 0 ? { text: `超时 ${span}`, isOver: true } : { text: `还有 ${span}`, isOver: false }
}
