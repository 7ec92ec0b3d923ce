/** China has kept UTC+8 without summer time since 1991. */
const shanghaiOffsetMs = 8 * 3_600_000

/** `2026年11月22日` of a day `YYYY-MM-DD`; of an instant, `2026年11月22日 08:05` in Asia/Shanghai; other text as it is. */
export const peopleDate = (text: string | null | undefined): string => {
  if (!text) return ''
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const at = new Date(isDay ? `${text}T00:00:00Z` : text)
  if (Number.isNaN(at.getTime()) || !/^\d{4}-\d{2}-\d{2}/.test(text)) return text
  const local = new Date(at.getTime() + (isDay ? 0 : shanghaiOffsetMs)).toISOString()
  const day = `${Number(local.slice(0, 4))}年${Number(local.slice(5, 7))}月${Number(local.slice(8, 10))}日`
  return isDay ? day : `${day} ${local.slice(11, 16)}`
}

/** The day in Shanghai, so many days ago: `YYYY-MM-DD`. */
export const dayAgo = (days: number): string => new Date(Date.now() + shanghaiOffsetMs - days * 86_400_000).toISOString().slice(0, 10)
