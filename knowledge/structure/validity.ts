import { addYears, dateText, type PlainDate } from '../../core/time.ts'
import { dayIn, type History, startIn } from './dates.ts'
import type { FrontMatter } from './front-matter.ts'

/** From when to when a version holds, and what an operator should check about it. */
export interface Validity {
  readonly promulgated: PlainDate | undefined
  readonly effective: PlainDate | undefined
  readonly repealed: PlainDate | undefined
  readonly notes: readonly string[]
}

/** Reads the days of a version out of its text, its head and its front matter; what front matter states outright wins. */
export const validityOf = (given: {
  body: string
  history: History
  facts: FrontMatter
  /** Day in the file's name. */
  named: PlainDate | undefined
  today: PlainDate
}): Validity => {
  const { body, history, facts, named, today } = given
  const notes: string[] = []
  const made = [history.made, facts.version_date].filter((date) => date !== undefined).sort()
  const promulgated = made.at(-1) ?? named
  // Passed in one year and published in the next is one making; years apart is a change, even where no line says so.
  const isAmended =
    history.isAmended || (history.first !== undefined && promulgated !== undefined && addYears(history.first, 1) < promulgated)
  const stated = startIn(body) ?? history.start ?? facts.effective_date_in_text
  const effective = ((): PlainDate | undefined => {
    if (facts.effective) return facts.effective
    if (stated === 'publication' || stated === undefined) {
      if (promulgated && (stated === 'publication' || isAmended)) {
        if (isAmended) notes.push(`最近一次修改的施行日期没有写明，按 ${promulgated} 计，请核对`)
        return promulgated
      }
      return undefined
    }
    // What an amended text says of its beginning is mostly said of its first version.
    if (promulgated && stated < promulgated && (isAmended || stated.slice(0, 7) < promulgated.slice(0, 7))) {
      notes.push(`条文写的 ${stated} 是首次施行的日期；最近一次修改的施行日期没有写明，按 ${promulgated} 计，请核对`)
      return promulgated
    }
    return stated
  })()
  if (!effective) notes.push('没有找到施行日期：按“未注明日期”收入，答复里会说明')
  const repealed = facts.repealed ?? endOf(facts.status, today, notes)
  if (effective && repealed && repealed <= effective) notes.push(`废止日期 ${repealed} 不晚于施行日期 ${effective}，请核对`)
  return { promulgated, effective, repealed, notes }
}

const endOf = (status: string | undefined, today: PlainDate, notes: string[]): PlainDate | undefined => {
  if (!status || !/^(?:repealed|superseded|已废止|失效|已被修改)/.test(status)) return undefined
  const day = dayIn(status)
  if (day) return day
  // It ended before it was brought here, nobody says when: from now on it is not shown as current.
  notes.push(`来源标明已失效（${status}）但没有写明日期：自导入之日 ${dateText(today)}起不作为现行依据，请补上 repealed`)
  return today
}
