import type { Paper } from './papers.ts'
import type { Who } from './people.ts'

/** Papers as people come by them (文书查阅): each their own, officers those of their unit; papers of the house officers only. */
export interface PaperDesk {
  mine(who: Who): Promise<readonly Paper[]>
  ofApplication(who: Who, application: string): Promise<readonly Paper[]>
  /** The signed file itself. An officer's look is in the audit. */
  open(who: Who, number: string): Promise<{ readonly paper: Paper; readonly pdf: Uint8Array }>
}
