import type { OfflineCheck } from '../../core/certificates.ts'
import { kindOfNumber } from '../../core/paper-kinds.ts'
import type { PlainDate } from '../../core/time.ts'
import { verifyPayload } from './payload.ts'

/** Checks the text of a QR code (扫码内容) from the public key alone, in the same words as a file. */
export const checkText = (text: string, trusted: { readonly payloadKeys: readonly string[] }, asOf: PlainDate): OfflineCheck => {
  const found = verifyPayload(text.trim(), trusted.payloadKeys)
  if (found.verdict === 'invalid') return { verdict: 'invalid', reason: found.reason === 'unknown_key' ? 'wrong_key' : found.reason }
  const { number, maskedName, issuedOn, validUntil, isDemo } = found.payload
  const kind = kindOfNumber(number)
  if (!kind) return { verdict: 'invalid', reason: 'no_payload' }
  if (validUntil !== undefined && validUntil < asOf) return { verdict: 'expired', kind, number, maskedName, issuedOn, validUntil, isDemo }
  return { verdict: 'valid', kind, number, maskedName, issuedOn, validUntil, isDemo }
}
