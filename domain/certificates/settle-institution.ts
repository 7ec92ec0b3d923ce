import type { ApplicationSubject } from '../../core/applicants.ts'
import type { Application } from '../../core/certificates.ts'
import { registryKey } from '../records/embedded.ts'
import { type DeskGround, lookupReason, system, walk } from './desk-ground.ts'
import { keepAndTell, receiptOf } from './machine-papers.ts'

/** People asked about before somebody else gets a turn; the rest goes on with the next. */
const peopleAtOnce = 500

/**
 * Asks the registry about the people of an institution's list (单位查询), each look-up written before it is made. A plain clear is a
 * finding; anything else waits for an officer. When all are asked, the reply waits for its seal, or the case for review.
 */
export const institutionSettlement = (ground: DeskGround, queried: (application: Application) => Promise<Application | undefined>) => {
  const { store, clock, book } = ground

  const askAbout = async (application: Application, row: ApplicationSubject): Promise<void> => {
    const { subject } = row
    const reason = lookupReason(application, book)
    await store.audit.append(
      {
        actor: 'system',
        actorKind: 'system',
        action: 'look_up_record',
        target: application.number,
        lookup: { subject: store.keyed(registryKey(subject.document.number)), ...reason },
        isOk: true,
        detail: { position: row.position },
      },
      clock(),
    )
    const answer = await ground.registry.ask({
      documentNumber: subject.document.number,
      name: subject.name,
      birth: subject.birth,
      purpose: reason.purpose,
      period: application.period,
    })
    // A failed query is never "no record": it goes to a person like a doubt.
    await store.subjects.move(row, answer === 'clear' ? { answer, finding: 'clear' } : { answer: answer === 'hit' ? 'hit' : 'uncertain' })
  }

  return async (given: Application): Promise<void> => {
    const application = await queried(given)
    if (application?.state !== 'QUERYING') return
    const rows = await store.subjects.list(application.number, { limit: peopleAtOnce, isUnasked: true })
    for (const row of rows) await askAbout(application, row)
    const { unasked, open, hits } = await store.subjects.count(application.number)
    if (unasked > 0) return
    const event = hits > 0 ? 'hit' : open > 0 ? 'uncertain' : 'clear'
    const at = clock()
    const written = await receiptOf(ground, application, at)
    await store.transaction(async (records) => {
      const step = { ...walk(application, at, [[event, system]]), review: event === 'clear' ? ('seal' as const) : ('registry' as const) }
      if (!(await records.applications.move(application, step))) return
      if (written) await keepAndTell(records, { ...application, ...step }, written, 'accepted', at)
      await records.audit.append(
        {
          actor: 'system',
          actorKind: 'system',
          action: event === 'clear' ? 'hand_to_seal' : 'hand_to_review',
          target: application.number,
          isOk: true,
          detail: {},
          deedKey: `review:${application.number}:${application.revision}`,
        },
        at,
      )
    })
  }
}
