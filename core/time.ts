/** A calendar day in Asia/Shanghai, `YYYY-MM-DD` (日期). Compares correctly as a string. */
export type PlainDate = string & { readonly __plainDate?: never }

/** Gives the present moment. Only `platform.ts` makes a real one; everything else is handed one. */
export type Clock = () => Date

/** China has kept UTC+8 without summer time since 1991, so a fixed offset is exact for every instant we store. */
const shanghaiOffsetMs = 8 * 3_600_000

/** The day on which an instant falls in Asia/Shanghai. */
export const shanghaiDate = (at: Date): PlainDate => new Date(at.getTime() + shanghaiOffsetMs).toISOString().slice(0, 10)

/** Hour of the day (0–23) in Asia/Shanghai. */
export const shanghaiHour = (at: Date): number => new Date(at.getTime() + shanghaiOffsetMs).getUTCHours()

/** `2026年11月22日 08:05`, for people. */
export const shanghaiText = (at: Date): string => {
  const local = new Date(at.getTime() + shanghaiOffsetMs).toISOString()
  return `${dateText(local.slice(0, 10))} ${local.slice(11, 16)}`
}

/** `2026年11月22日`, for people. */
export const dateText = (date: PlainDate): string => {
  const [year, month, day] = date.split('-')
  return `${year}年${Number(month)}月${Number(day)}日`
}

/** True when the text is a day that exists in the Gregorian calendar. */
export const isPlainDate = (text: string): text is PlainDate => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
}

/** The day `days` later (or earlier, when negative). */
export const addDays = (date: PlainDate, days: number): PlainDate => {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** The Monday of the week that a day is in. */
export const mondayOf = (day: PlainDate): PlainDate => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

/**
 * The corresponding day some years later; 29 February falls on 28 February in a common year.
 * 民法典 第二百零二条: a period in years ends on the corresponding day, or on the last day of that month.
 */
export const addYears = (date: PlainDate, years: number): PlainDate => {
  const year = String(Number(date.slice(0, 4)) + years).padStart(4, '0')
  const same = `${year}${date.slice(4)}`
  return isPlainDate(same) ? same : `${year}-02-28`
}

/** Full years of age (周岁) on a day; a person turns a year older on the day AFTER the birthday (最高法 周岁 reading, 刑法 第十七条). */
export const ageOn = (birth: PlainDate, on: PlainDate): number => {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4))
  return on > addYears(birth, years) ? years : years - 1
}
