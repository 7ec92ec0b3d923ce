import { describe, expect, it } from 'vitest'
import { ConflictError } from '../../core/errors.ts'
import { certificate, freshId, later, secrets } from './fixtures.ts'
import type { Ground } from './ground.ts'

/** Certificates and PDFs. */
export const certificatesContract = (ground: () => Ground): void => {
  describe('certificates', () => {
    const pdf = Buffer.from(secrets.pdf)
    it('gives back the certificate and the very bytes of its PDF', async () => {
      const one = certificate({ validUntil: '2027-05-20' })
      await ground().store.certificates.insert(one, pdf)
      expect(await ground().store.certificates.find(one.number)).toEqual(one)
      expect(await ground().store.certificates.findByCode(one.verifyCode)).toEqual(one)
      expect(Buffer.from((await ground().store.certificates.pdf(one.number)) ?? [])).toEqual(pdf)
      expect(await ground().store.certificates.find('none')).toBeUndefined()
      expect(await ground().store.certificates.findByCode('none\0')).toBeUndefined()
      expect(await ground().store.certificates.pdf('none')).toBeUndefined()
    })

    it('never keeps two valid certificates of one application', async () => {
      const one = certificate()
      await ground().store.certificates.insert(one, pdf)
      await expect(ground().store.certificates.insert(certificate({ application: one.application }), pdf)).rejects.toBeInstanceOf(
        ConflictError,
      )
      expect(await ground().store.certificates.revoke(one.number, later(9))).toBe(true)
      expect(await ground().store.certificates.revoke(one.number, later(10))).toBe(false)
      expect(await ground().store.certificates.find(one.number)).toEqual({ ...one, status: 'revoked', revokedAt: later(9) })
      await ground().store.certificates.insert(certificate({ application: one.application }), pdf)
    })

    it('counts checks and lists a person’s own', async () => {
      const person = freshId()
      const [one, two] = [certificate({ person }), certificate({ person, issuedAt: later(1) })]
      await ground().store.certificates.insert(one, pdf)
      await ground().store.certificates.insert(two, pdf)
      await Promise.all([1, 2, 3].map(() => ground().store.certificates.countCheck(one.number)))
      await ground().store.certificates.countCheck('none')
      expect(await ground().store.certificates.listByPerson(person, 5)).toEqual([two, { ...one, checks: 3 }])
      expect(await ground().store.certificates.find('none')).toBeUndefined()
    })
  })
}
