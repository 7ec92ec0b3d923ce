import type { Application } from '../../core/certificates.ts'
import type { NoticeKind } from '../../core/notices.ts'
import type { Records } from '../../core/ports.ts'
import { tell } from '../notices/tell.ts'
import type { PaperNeed, WrittenPaper } from '../officer-desk/papers.ts'
import { UnprintableError } from '../papers/errors.ts'
import type { DeskGround } from './desk-ground.ts'

/**
 * Papers of a step that no officer takes (文书), as the officers' desk writes them. Whoever writes a character that has no glyph loses
 * no right over it: the step is taken, and goes without a paper.
 */
export const writePapers = async (
  { papers }: Pick<DeskGround, 'papers'>,
  needs: readonly PaperNeed[],
  application: Application,
  at: Date,
  records?: Records,
): Promise<readonly WrittenPaper[]> => {
  try {
    return await papers.write(needs, application, at, records)
  } catch (cause) {
    if (cause instanceof UnprintableError) return []
    throw cause
  }
}

/**
 * The receipt of what the machine has accepted and does not issue at once (受理回执). Undefined where an officer accepted: the desk has
 * written it then, and told of it.
 */
export const receiptOf = async (
  ground: Pick<DeskGround, 'papers'>,
  application: Application,
  at: Date,
): Promise<readonly WrittenPaper[] | undefined> => {
  const isByMachine = application.history.some(({ event, actor }) => event === 'complete' && actor.kind === 'system')
  return isByMachine ? writePapers(ground, [{ kind: 'receipt' }], application, at) : undefined
}

/** Puts the papers of a step into the books and tells the applicant of it, inside the transaction of that step. */
export const keepAndTell = async (
  records: Records,
  { number, person, history }: Application,
  written: readonly WrittenPaper[],
  kind: NoticeKind,
  at: Date,
): Promise<void> => {
  for (const paper of written) await paper.keep(records)
  await tell(records, { person, kind, target: number, step: history.length }, at)
}
