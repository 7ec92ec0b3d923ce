import { NotFoundError } from '../../core/errors.ts'
import { type PaperDesk, PaperRemovedError } from '../../core/paper-desk.ts'
import { internalPapers } from '../../core/paper-kinds.ts'
import type { Paper } from '../../core/papers.ts'
import { holds, type Who } from '../../core/people.ts'
import type { Store } from '../../core/ports.ts'
import type { Clock } from '../../core/time.ts'
import { answersFor, applicationSeenBy } from '../materials/seen-by.ts'

const listLimit = 100

/** Opens the desk of papers. */
export const openPaperDesk = ({ store, clock }: { readonly store: Store; readonly clock: Clock }): PaperDesk => {
  const seenApplication = applicationSeenBy(store)
  const isMine = (who: Who, paper: Paper): boolean => paper.person === who.id && !internalPapers.has(paper.kind)
  const maySee = async (who: Who, paper: Paper): Promise<boolean> =>
    who.kind === 'citizen' ? isMine(who, paper) : holds(who, 'officer') && (await answersFor(store, who.unit, paper.unit))

  return {
    mine: async (who) => (await store.papers.listByPerson(who.id, listLimit)).filter((paper) => isMine(who, paper)),
    ofApplication: async (who, application) => {
      await seenApplication(who, application)
      const papers = await store.papers.listByApplication(application)
      return who.kind === 'citizen' ? papers.filter((paper) => isMine(who, paper)) : papers
    },
    open: async (who, number) => {
      const paper = await store.papers.find(number)
      if (!paper || !(await maySee(who, paper))) throw new NotFoundError({ what: 'paper' })
      if (paper.removedAt) throw new PaperRemovedError({ number, at: paper.removedAt })
      const pdf = await store.papers.pdf(number)
      if (!pdf) throw new NotFoundError({ what: 'file of a paper' })
      if (who.kind === 'officer')
        await store.audit.append(
          { actor: who.id, actorKind: 'officer', action: 'view_paper', target: number, isOk: true, detail: { kind: paper.kind } },
          clock(),
        )
      return { paper, pdf }
    },
  }
}
