import type { CertificateDesk } from '../../core/certificate-desk.ts'
import { NotFoundError } from '../../core/errors.ts'
import type { Pages } from '../../core/pages.ts'
import type { Records } from '../../core/ports.ts'
import { shanghaiDate } from '../../core/time.ts'
import { publicCheck } from '../papers/public-check.ts'
import { acceptance } from './accept.ts'
import type { DeskGround } from './desk-ground.ts'
import { intakeDesk } from './intake/desk.ts'
import { entry } from './intake/enter.ts'
import { revocation } from './revoke.ts'
import { settlement } from './settle.ts'
import { stuckApplications } from './stuck.ts'
import { applicationViewOf, applicationViews } from './views.ts'

/** What a round of carrying on came to. */
export interface Resumed {
  readonly moved: number
  readonly newlyStuck: readonly { readonly number: string; readonly cause: unknown }[]
}

/** The certificate desk (证明窗口): accept, look up, print, check, take back. */
export const createDesk = (ground: DeskGround) => {
  const { store, clock } = ground
  /** Applications whose look-up is already in the audit entry that accepted them; after a restart a look-up is written anew. */
  const declared = new Set<string>()
  const entered = entry(ground, declared)
  const accept = acceptance(ground, entered)
  const intake = intakeDesk(ground, entered)
  const settleOne = settlement(ground, declared)
  const check = publicCheck(ground)
  const revoke = revocation(ground)
  const stuck = stuckApplications(clock)

  const settle: CertificateDesk['settle'] = async (number) => {
    const application = await store.applications.find(number)
    if (!application) throw new NotFoundError({ what: 'application' })
    const issued = await settleOne(application)
    const after = issued?.application ?? (await store.applications.find(number)) ?? application
    const certificate = issued?.certificate ?? (after.certificate ? await store.certificates.find(after.certificate) : undefined)
    return applicationViewOf(after, certificate, shanghaiDate(clock()))
  }

  return {
    /** The desk inside somebody's transaction, or over the store itself. With `pages`, no paper is set inside it. */
    over: (records: Records, pages?: Pages): CertificateDesk => ({
      accept: accept(records, pages),
      settle,
      applications: (who) => applicationViews(records, who.id, shanghaiDate(clock())),
      check,
      revoke,
      intake: intake(records, pages),
    }),
    /**
     * Goes on with what a crash or an outage left in the middle. Gives back how many it moved, and which are shown as stuck from now on: one
     * that cannot go on keeps nobody behind it waiting, and is tried again after a while.
     */
    resume: async (options: { olderThanMs: number; limit: number }): Promise<Resumed> => {
      const before = new Date(clock().getTime() - options.olderThanMs)
      const older = { limit: options.limit + stuck.size, submittedBefore: before }
      const left = [
        ...(await store.applications.listByState(['ACCEPTED', 'QUERYING'], older)),
        // A reply to an institution waits for its seal.
        ...(await store.applications.listByState(['CLEAR'], { ...older, kinds: ['self', 'delegate', 'guardian'] })),
      ].filter(({ number }) => stuck.isDue(number))
      const newlyStuck: { number: string; cause: unknown }[] = []
      let moved = 0
      for (const application of left)
        try {
          await settleOne(application)
          stuck.forget(application.number)
          moved += 1
        } catch (cause) {
          if (stuck.failed(application.number, cause)) newlyStuck.push({ number: application.number, cause })
        }
      return { moved, newlyStuck }
    },
    /** Applications that a person should look at (卡住的申请). */
    stuck: stuck.list,
    /** Tries one of them at once. Throws what is still wrong. */
    carryOn: async (number: string): Promise<void> => {
      const application = await store.applications.find(number)
      if (!application) throw new NotFoundError({ what: 'application' })
      try {
        await settleOne(application)
        stuck.forget(number)
      } catch (cause) {
        stuck.failed(number, cause)
        throw cause
      }
    },
  }
}
