/** One stay as somebody wrote it; an open end means until today. */
export interface ToldStay {
  readonly from: string
  readonly to?: string | undefined
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const day = String.raw`(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?`
const dayEn = String.raw`(?:(\d{1,2})\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})|([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}))`
/** A day without its year takes the year of the day before it. */
const dayOfYear = String.raw`(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?`
const anyDay = new RegExp(`${day}|${dayEn}|${dayOfYear}|(至今|现在|今天|目前|now|today|present)`, 'gi')

const iso = (year: string | number, month: string | number, date: string | number): string =>
  `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
const monthOf = (word: string | undefined): number => months.indexOf((word ?? '').slice(0, 3).toLowerCase()) + 1

/** Stays in what somebody wrote (居留起止), in pairs of first and last day: `2025年1月1日到4月10日，2026-01-01 至今`. Empty: there is no day in it. */
export const readStays = (text: string): readonly ToldStay[] => {
  const days: string[] = []
  let year = ''
  for (const match of text.normalize('NFKC').matchAll(anyDay)) {
    const [, y, m, d, d1, m1, y1, m2, d2, y2, m3, d3, now] = match
    if (now) days.push('')
    else if (y && m && d) days.push(iso(y, m, d))
    else if (y1) days.push(iso(y1, monthOf(m1), d1 ?? ''))
    else if (y2) days.push(iso(y2, monthOf(m2), d2 ?? ''))
    else if (m3 && d3) days.push(iso(year, m3, d3))
    year = days.at(-1)?.slice(0, 4) || year
  }
  return Array.from({ length: Math.ceil(days.length / 2) }, (_, index) => {
    const [from = '', to = ''] = days.slice(index * 2)
    return { from, ...(to === '' ? {} : { to }) }
  })
}
