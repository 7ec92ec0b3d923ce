import type { CertificateFacts } from '../../core/certificates.ts'

/** An invented person's certificate, for the sample in docs, tests and measurements (样张). */
export const sampleFacts: CertificateFacts = {
  number: 'WFZ-2026-00000001-Q',
  name: '张明远',
  sex: 'male',
  nationality: 'CHN',
  document: { kind: 'resident_id', number: '159901199003072016' },
  period: undefined,
  purpose: 'employment',
  issuedOn: '2026-11-22',
  validUntil: '2027-02-19',
  institution: '云河市公安局青禾派出所',
  isDemo: true,
  verifyCode: '7K2M9QX4TB8VN3RC5HJW6DPA',
  verifyUrl: 'https://fenshen.example/verify/7K2M9QX4TB8VN3RC5HJW6DPA',
}
