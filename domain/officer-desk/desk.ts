import { NotFoundError, PlatformError } from '../../core/errors.ts'
import type { OfficerDesk } from '../../core/officer-desk.ts'
import { seenBy } from '../tasks/ground.ts'
import { confirmReply } from './batch.ts'
import { caseView, noteOpening } from './case-view.ts'
import { caseDecisions } from './decisions.ts'
import { caseFor, demandOfficer, type OfficerGround } from './ground.ts'
import { deskLists } from './lists.ts'
import { performAct } from './perform.ts'
import { receiversIn } from './reassign.ts'

/** The officers' desk (民警工作台), and its kinds of decisions among the approvals. */
export const createOfficerDesk = (ground: OfficerGround): OfficerDesk => {
  const { store, clock, approvals } = ground
  for (const handler of caseDecisions(ground)) approvals.handle(handler)
  return {
    ...deskLists(ground),
    find: async (who, number) => {
      demandOfficer(who)
      const tree = await ground.tree()
      const application = await caseFor(store, who, number, tree)
      await store.audit.append(
        { actor: who.id, actorKind: 'officer', action: 'read_case', target: number, isOk: true, detail: { unit: who.unit } },
        clock(),
      )
      return caseView(ground, tree, who, application, { isOpened: false })
    },
    open: async (who, number, purpose) => {
      demandOfficer(who)
      const tree = await ground.tree()
      const application = await caseFor(store, who, number, tree)
      await noteOpening(ground, who, application, purpose)
      return caseView(ground, tree, who, application, { isOpened: true })
    },
    act: async (who, number, act) => {
      demandOfficer(who)
      const tree = await ground.tree()
      await performAct(ground, tree, who, number, act)
      const now = await store.applications.find(number)
      if (!now) throw new NotFoundError({ what: 'case' })
      const view = await caseView(ground, tree, who, now, { isOpened: false })
      // What was just sent to another unit is theirs to go on with.
      return seenBy(who, tree).includes(now.unit) ? view : { ...view, may: [] }
    },
    receivers: async (who) => {
      demandOfficer(who)
      return receiversIn(await ground.tree()).map(({ id, name }) => ({ id, name }))
    },
    confirmBatch: async (who, cases) => {
      demandOfficer(who)
      const tree = await ground.tree()
      const done = []
      for (const { number, revision } of cases) {
        try {
          await confirmReply(ground, tree, who, { number, revision })
          done.push({ number, isDone: true, code: undefined, why: undefined })
        } catch (cause) {
          // Whatever stopped one of them, the others are confirmed; only an outage stops all.
          if (!(cause instanceof PlatformError) || cause.status >= 500) throw cause
          done.push({ number, isDone: false, code: cause.code, why: cause.detail })
        }
      }
      return done
    },
  }
}
