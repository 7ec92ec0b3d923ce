import type { Application } from '../../core/certificates.ts'
import { canonicalJson, sha256 } from '../../core/ids.ts'
import type { NoticeKind } from '../../core/notices.ts'
import type { Pages } from '../../core/pages.ts'
import type { Records } from '../../core/ports.ts'
import { shanghaiDate } from '../../core/time.ts'
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
  within?: Within,
): Promise<readonly WrittenPaper[]> => {
  const written = async (records?: Records): Promise<readonly WrittenPaper[]> => {
    try {
      return await papers.write(needs, application, at, records)
    } catch (cause) {
      if (cause instanceof UnprintableError) return []
      throw cause
    }
  }
  if (!within) return written()
  const inside = () => written(within.records)
  return within.pages ? within.pages.take(hashOf(needs, application, at), () => written(), inside) : inside()
}

/** The transaction of a step, and where pages are set before it; a caller without it has the page set inside. */
export interface Within {
  readonly records: Records
  readonly pages: Pages | undefined
}

/** Everything that the words of these papers come from, days and not moments: what was set for one state of a case is kept with no other. */
const hashOf = (needs: readonly PaperNeed[], application: Application, at: Date): string => {
  const { number, person, applicant, facts, wanted, unit, purpose, period, dueOn, certificate, submittedAt, acceptedAt, history } =
    application
  return sha256(
    canonicalJson({
      ...{ needs, number, person, applicant, wanted, unit, purpose, period, dueOn, certificate, on: shanghaiDate(at) },
      ...{
        facts: { ...facts, objection: undefined },
        appliedOn: shanghaiDate(submittedAt),
        acceptedOn: acceptedAt && shanghaiDate(acceptedAt),
      },
      steps: history.map(({ event }) => event),
    }),
  )
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
