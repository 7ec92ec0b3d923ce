import { PlatformError } from './errors.ts'
import type { Paper } from './papers.ts'
import type { Who } from './people.ts'
import { dateText, shanghaiDate } from './time.ts'

/** Papers as people come by them (文书查阅): each their own, officers those of their unit; papers of the house officers only. */
export interface PaperDesk {
  mine(who: Who): Promise<readonly Paper[]>
  ofApplication(who: Who, application: string): Promise<readonly Paper[]>
  /** The signed file itself. An officer's look is in the audit. */
  open(who: Who, number: string): Promise<{ readonly paper: Paper; readonly pdf: Uint8Array }>
}

/** 已到保存期限: the paper was issued and still counts, its file is not here any more. */
export class PaperRemovedError extends PlatformError {
  readonly code = 'paper_removed'
  readonly status = 410
  constructor(facts: { number: string; at: Date }) {
    super({
      title: '电子件已经按保存期限删除',
      detail: `这份文书的电子件已于${dateText(shanghaiDate(facts.at))}按保存期限删除，文书本身的效力不变。需要的话，请到出具的单位查询档案。`,
      dev: `The file of ${facts.number} was deleted at ${facts.at.toISOString()} (PAPER_DAYS).`,
    })
  }
}
