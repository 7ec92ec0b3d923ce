import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto'
import { SettingError } from '../core/errors.ts'

/** Where a value stands, `table.column`: part of what is authenticated, so that a value cannot be moved to another place. */
export type Place =
  | 'approvals.body'
  | 'approvals.note'
  | 'desk_acts.content'
  | 'spot_checks.note'
  | 'people.personal'
  | 'sessions.payload'
  | 'turns.says'
  | 'turns.ending'
  | 'turns.events'
  | 'applications.personal'
  | 'application_subjects.personal'
  | 'certificates.pdf'
  | 'papers.pdf'
  | 'materials.name'
  | 'materials.content'
  | 'notice_settings.mail'
  | 'notice_settings.mail_code'
  | 'handoffs.summary'
  | 'registry_files.file'
  | 'questions.text'
  | 'questions.note'
  | 'case_drafts.yaml'
  | 'case_drafts.note'
  | 'webhooks.secrets'
  | 'sendings.args'
  | 'sendings.output'
  | 'incidents.body'
  | 'tasks.brief'
  | 'task_steps.content'
  | 'task_calls.question'
  | 'task_calls.answer'
  | 'task_attachments.name'
  | 'task_attachments.content'

/** Encrypts personal columns (AES-256-GCM) and makes keyed hashes (HMAC-SHA256). Each sealed value is key id, nonce, text, tag. */
export interface Cipher {
  seal(place: Place, row: string, value: Uint8Array | string): Buffer
  open(place: Place, row: string, sealed: Uint8Array): Buffer
  sealJson(place: Place, row: string, value: unknown): Buffer
  openJson<T>(place: Place, row: string, sealed: Uint8Array): T
  keyed(value: string): string
  /** First byte of a hash of the key: tells two keys apart, and nothing about either. */
  readonly keyId: number
}

/** Bytes that sealing adds: key id 1, nonce 12 (96 bits, NIST SP 800-38D §8.2.2: at most 2³² values a key), tag 16. */
export const sealingBytes = 29

const nonceEnd = 13

/** Makes the cipher of one 32-byte secret; both keys are derived from it by HKDF (RFC 5869). */
export const createCipher = (secret: Uint8Array): Cipher => {
  if (secret.length !== 32) throw new SettingError({ setting: 'store key', why: `needs 32 bytes, got ${secret.length}.` })
  const derived = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', `fenshen store ${use}`, 32))
  // As key objects: plain bytes are looked at anew for every value, which costs more than encrypting one (2026-11).
  const encryptionKey = createSecretKey(derived('aes-256-gcm'))
  const hashKey = createSecretKey(derived('hmac-sha256'))
  const keyId = createHash('sha256').update(derived('key id')).digest().readUInt8(0)

  const seal: Cipher['seal'] = (place, row, value) => {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', encryptionKey, nonce)
    cipher.setAAD(Buffer.from(`${place}/${row}`))
    const body = typeof value === 'string' ? cipher.update(value, 'utf8') : cipher.update(value)
    return Buffer.concat([Buffer.of(keyId), nonce, body, cipher.final(), cipher.getAuthTag()])
  }
  const open: Cipher['open'] = (place, row, sealed) => {
    if (sealed[0] !== keyId) throw new SettingError({ setting: 'store key', why: `a value of ${place} was written with another key.` })
    const tagStart = sealed.length - 16
    const decipher = createDecipheriv('aes-256-gcm', encryptionKey, sealed.subarray(1, nonceEnd))
    decipher.setAAD(Buffer.from(`${place}/${row}`))
    decipher.setAuthTag(sealed.subarray(tagStart))
    const body = decipher.update(sealed.subarray(nonceEnd, tagStart))
    decipher.final()
    return body
  }
  return {
    seal,
    open,
    keyId,
    sealJson: (place, row, value) => seal(place, row, JSON.stringify(value)),
    openJson: <T>(place: Place, row: string, sealed: Uint8Array) =>
      // The tag proves that sealJson wrote it at this very place, and each place holds one type.
      JSON.parse(open(place, row, sealed).toString('utf8')) as T,
    keyed: (value) => createHmac('sha256', hashKey).update(value).digest('hex'),
  }
}
