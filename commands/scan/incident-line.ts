/** An incident as a line of a file tells it (警情). */
export interface ToldIncident {
  readonly id: string
  /** False where the id is only the number of its line. */
  readonly hasId: boolean
  readonly text: string
  readonly at: Date | undefined
  readonly place: string | undefined
  /** Something stands there for a time that is none. */
  readonly isAtUnread: boolean
}

const shanghai = '+08:00'
const localTime = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T](\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?)?分?秒?)?$/

/** A moment as systems write it; without an offset it is Shanghai's. Undefined for what is none. */
export const momentOf = (told: unknown): Date | undefined => {
  if (typeof told !== 'string') return undefined
  const text = told.trim()
  const local = localTime.exec(text)
  const [year, month = '', day = '', hour = '0', minute = '0', second = '0'] = local?.slice(1).map((part) => part ?? undefined) ?? []
  const two = (part: string): string => part.padStart(2, '0')
  const iso = local ? `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${shanghai}` : text
  if (!local && !/^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(text)) return undefined
  const at = new Date(iso)
  return Number.isNaN(at.getTime()) ? undefined : at
}

/** One line of NDJSON, or why it is none. A line without an id is known by its number. */
export const readIncident = (line: string, number: number): ToldIncident | { readonly why: string } => {
  let told: unknown
  try {
    told = JSON.parse(line)
  } catch {
    return { why: '不是 JSON' }
  }
  if (typeof told !== 'object' || told === null || Array.isArray(told)) return { why: '不是一条警情，应为 {"id": …, "text": …}' }
  const { id, text, at, place } = told as { id?: unknown; text?: unknown; at?: unknown; place?: unknown } // Any object may have any of these.
  if (typeof text !== 'string') return { why: '缺少 text（警情内容）' }
  if (id !== undefined && id !== null && typeof id !== 'string' && typeof id !== 'number') return { why: 'id 应为文字或数字' }
  const moment = at === undefined || at === null || at === '' ? undefined : momentOf(at)
  const hasId = id !== undefined && id !== null && id !== ''
  return {
    id: hasId ? String(id) : `第${number}行`,
    hasId,
    text,
    place: typeof place === 'string' && place.trim() !== '' ? place : undefined,
    at: moment,
    isAtUnread: moment === undefined && at !== undefined && at !== null && at !== '',
  }
}
