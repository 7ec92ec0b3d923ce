import { peopleDate } from '../dates.ts'
import type { CaseRow } from './types.ts'

/** The year is clear to whoever works on it now. */
const shortDay = (day: string): string => peopleDate(day).replace(/^.*年/, '')

/** By when it is due (期限): a word first, colour only for those who see it. */
export const Due = ({ one }: { one: Pick<CaseRow, 'dueOn' | 'isOverdue' | 'isDueToday' | 'group'> }) => {
  if (!one.group || one.group === 'supplement') return null
  if (one.isOverdue) return <span class="due is-over">已逾期，原定{shortDay(one.dueOn)}</span>
  return one.isDueToday ? <span class="due is-today">今天到期</span> : <span class="due">{shortDay(one.dueOn)}前</span>
}
