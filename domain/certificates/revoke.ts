import type { CertificateDesk } from '../../core/certificate-desk.ts'
import { ConflictError, NotAllowedError, NotFoundError } from '../../core/errors.ts'
import { unitTree } from '../../core/units.ts'
import { type DeskGround, institutionOf, walk } from './desk-ground.ts'

/** True for the issuing unit and everything above it. */
const answersFor = async (officers: string, issuing: string, { people }: DeskGround['store']): Promise<boolean> =>
  officers === issuing ||
  unitTree(await people.listUnits())
    .above(issuing)
    .some(({ id }) => id === officers)

/** Takes a certificate back (撤销): a named approver, a reason for the audit, nothing of it in public. */
export const revocation = (ground: DeskGround): CertificateDesk['revoke'] => {
  const { store, clock } = ground
  return async (number, by, reason) => {
    const certificate = await store.certificates.find(number)
    const unit = certificate && (await institutionOf(store, certificate.unit))
    if (!certificate || !unit || !(await answersFor(by.unit, unit.id, store))) throw new NotFoundError({ what: 'certificate' })
    if (!by.roles.includes('approver')) throw new NotAllowedError({ what: 'revoke_certificate', needs: 'approver' })
    const application = await store.applications.find(certificate.application)
    if (!application) throw new NotFoundError({ what: 'application' })
    const at = clock()
    const walked = walk(application, at, [['recall', { kind: 'officer', id: by.id }]])
    await store.transaction(async (records) => {
      if (!(await records.applications.move(application, walked))) throw new ConflictError({ what: 'application' })
      await records.certificates.revoke(number, at)
      await records.audit.append(
        { actor: by.id, actorKind: 'officer', action: 'revoke_certificate', target: number, isOk: true, detail: { reason } },
        at,
      )
    })
  }
}
