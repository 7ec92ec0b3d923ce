import { parse } from 'yaml'
import { addDays, isPlainDate, type PlainDate } from '../../core/time.ts'
import { isRecord, textIn } from './sheets.ts'

/** An agent's page (智能体页面) as far as the offline model needs it. */
export interface Page {
  readonly name: string
  readonly purpose: string
  readonly tools: readonly string[]
  readonly examples: readonly { readonly says: string; readonly tool: string | undefined }[]
  readonly refuses: readonly {
    readonly when: string
    readonly says: readonly string[]
    readonly say: string
    readonly sayEn: string | undefined
  }[]
  readonly greeting: string | undefined
  readonly suggestions: readonly string[]
}

/** What the system message says: the page, and the day. */
export interface Briefing {
  readonly page: Page
  readonly today: PlainDate
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const texts = (value: unknown): string[] => list(value).flatMap((item) => textIn(item) ?? [])

const frontMatterOf = (system: string): unknown => {
  const page = /<page>([\s\S]*?)<\/page>/.exec(system)?.[1] ?? system
  const matter = /(?:^|\n)---[ \t]*\r?\n([\s\S]*?)\r?\n---/.exec(page)?.[1]
  if (matter === undefined) return {}
  try {
    return parse(matter)
  } catch {
    return {}
  }
}

const pageOf = (raw: unknown): Page => {
  const matter = isRecord(raw) ? raw : {}
  return {
    name: textIn(matter.name) ?? '办事助手',
    purpose: textIn(matter.purpose) ?? '',
    tools: texts(matter.tools),
    examples: list(matter.examples).flatMap((item) => {
      const says = textIn(item) ?? (isRecord(item) ? textIn(item.says) : undefined)
      return says === undefined ? [] : [{ says, tool: isRecord(item) ? textIn(item.tool) : undefined }]
    }),
    refuses: list(matter.refuses).flatMap((item) => {
      const say = isRecord(item) ? textIn(item.say) : undefined
      return isRecord(item) && say !== undefined
        ? [{ when: textIn(item.when) ?? '', says: texts(item.says), say, sayEn: textIn(item.say_en) }]
        : []
    }),
    greeting: textIn(matter.greeting),
    suggestions: texts(matter.suggestions),
  }
}

/** A day no form accepts as the future: stands in when the system message names none, so that nothing asks the clock. */
const unknownDay: PlainDate = '2026-01-01'

/** Reads a system message. Pure: a page that cannot be read gives an assistant without examples. */
export const readBriefing = (system: string, fallbackToday: PlainDate = unknownDay): Briefing => {
  const today = /<today>\s*(\d{4}-\d{2}-\d{2})\s*<\/today>/.exec(system)?.[1]
  return { page: pageOf(frontMatterOf(system)), today: today && isPlainDate(today) ? today : addDays(fallbackToday, 0) }
}
