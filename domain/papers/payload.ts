import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { PaperKind } from '../../core/paper-kinds.ts'
import type { PaperFacts } from '../../core/papers.ts'
import { isPlainDate, type PlainDate } from '../../core/time.ts'
import { maskName } from '../certificates/masking.ts'
import { privateKeyOf, publicJwk } from './keys.ts'

/** The signed summary in a QR code (验真摘要): enough to check a paper copy without a network, and no more. */
export interface Payload {
  readonly number: string
  readonly maskedName: string
  readonly issuedOn: PlainDate
  readonly validUntil: PlainDate | undefined
  readonly isDemo: boolean
  readonly verifyCode: string
  /** Binds name and document number of the paper in hand, without saying them; see {@link isOf}. */
  readonly binding: Uint8Array
}

/** What a check of the text of a QR code found. */
export type PayloadCheck =
  | { readonly verdict: 'valid'; readonly payload: Payload }
  | { readonly verdict: 'invalid'; readonly reason: 'no_payload' | 'unknown_key' | 'changed' }

/** What of a paper is summed up (摘要内容). A paper about nobody has an empty name; of a letter about several it is the unit asked for. */
interface Summary {
  readonly number: string
  readonly name: string
  readonly documentNumber: string
  readonly issuedOn: PlainDate
  readonly validUntil: PlainDate | undefined
  readonly isDemo: boolean
  readonly verifyCode: string
  readonly verifyUrl: string
}

/** The summary of any paper. */
const summaryOf = (facts: PaperFacts[PaperKind]): Summary => ({
  number: facts.number,
  ...whoOf(facts),
  issuedOn: facts.issuedOn,
  validUntil: 'validUntil' in facts ? facts.validUntil : undefined,
  isDemo: facts.isDemo,
  verifyCode: facts.verifyCode,
  verifyUrl: facts.verifyUrl,
})

/** Whom a paper is about or to, for the masked name of a check. */
export const whoOf = (facts: PaperFacts[PaperKind]): { name: string; documentNumber: string } => {
  if ('name' in facts) return { name: facts.name, documentNumber: facts.document.number }
  if ('person' in facts) return { name: facts.person.name, documentNumber: facts.person.document.number }
  if ('to' in facts) return { name: facts.to, documentNumber: '' }
  return { name: 'applicant' in facts ? facts.applicant : '', documentNumber: '' }
}

/** Seals the facts of one paper into the text of its QR code. */
export type PayloadSealer = (facts: PaperFacts[PaperKind]) => string

const version = 1
const bindingBytes = 16
const keyIdBytes = 6
const signatureBytes = 64
const headBytes = 2 + 2 + 2 + keyIdBytes + bindingBytes
const dayMs = 86_400_000

/**
 * Opens a sealer: `https://…/verify/CODE#SUMMARY`, where the summary is in base64url
 * version 1 · flags 1 · issued 2 · until 2 · key 6 · binding 16 · number and masked name (length 1 + UTF-8 each) · ES256 64.
 * The signature also covers the code, so a summary cannot be moved to another address. A browser never sends the part behind `#`.
 */
export const openPayloadSealer = (privateKeyPem: string): PayloadSealer => {
  const key = privateKeyOf(privateKeyPem)
  const kid = keyIdOf(createPublicKey(key))
  return (paper) => {
    const facts = summaryOf(paper)
    const head = Buffer.alloc(6)
    head.writeUInt8(version, 0)
    head.writeUInt8(facts.isDemo ? 1 : 0, 1)
    head.writeUInt16BE(daysOf(facts.issuedOn), 2)
    head.writeUInt16BE(facts.validUntil === undefined ? 0 : daysOf(facts.validUntil), 4)
    const binding = bindingOf({ name: facts.name, documentNumber: facts.documentNumber, verifyCode: facts.verifyCode })
    const body = Buffer.concat([head, kid, binding, prefixed(facts.number), prefixed(facts.name === '' ? '' : maskName(facts.name))])
    const signature = sign('sha256', signedBytes(facts.verifyCode, body), { key, dsaEncoding: 'ieee-p1363' })
    return `${facts.verifyUrl}#${Buffer.concat([body, signature]).toString('base64url')}`
  }
}

/** Checks the text of a QR code against public keys (PEM), as anyone may offline. Never throws, and reads at most 2,000 characters. */
export const verifyPayload = (text: string, publicKeys: readonly string[]): PayloadCheck => {
  const invalid = (reason: 'no_payload' | 'unknown_key' | 'changed'): PayloadCheck => ({ verdict: 'invalid', reason })
  if (text.length > 2_000) return invalid('no_payload')
  const [, verifyCode, encoded] = /^https?:\/\/[^\s#]+\/([0-9A-Z]{20,64})#([\w-]+)$/.exec(text) ?? []
  if (verifyCode === undefined || encoded === undefined) return invalid('no_payload')
  const bytes = Buffer.from(encoded, 'base64url')
  if (bytes.length < headBytes + 2 + signatureBytes || bytes[0] !== version || bytes.toString('base64url') !== encoded)
    return invalid('no_payload')
  const body = bytes.subarray(0, bytes.length - signatureBytes)
  const kid = body.subarray(6, 6 + keyIdBytes)
  const key = publicKeys.map((pem) => createPublicKey(pem)).find((candidate) => keyIdOf(candidate).equals(kid))
  if (key === undefined) return invalid('unknown_key')
  if (!verify('sha256', signedBytes(verifyCode, body), { key, dsaEncoding: 'ieee-p1363' }, bytes.subarray(body.length)))
    return invalid('changed')
  const payload = readBody(body, verifyCode)
  return payload === undefined ? invalid('no_payload') : { verdict: 'valid', payload }
}

/** True when a summary was made for this very person: what a clerk asks with the paper and the identity document in hand. */
export const isOf = (payload: Payload, person: { name: string; documentNumber: string }): boolean =>
  bindingOf({ ...person, verifyCode: payload.verifyCode }).equals(payload.binding)

const readBody = (body: Buffer, verifyCode: string): Payload | undefined => {
  const numberEnd = headBytes + 1 + (body[headBytes] ?? 0)
  const nameEnd = numberEnd + 1 + (body[numberEnd] ?? 0)
  if (nameEnd !== body.length) return undefined
  const issuedOn = dateOf(body.readUInt16BE(2))
  const until = body.readUInt16BE(4)
  if (!isPlainDate(issuedOn)) return undefined
  return {
    number: body.toString('utf8', headBytes + 1, numberEnd),
    maskedName: body.toString('utf8', numberEnd + 1, nameEnd),
    issuedOn,
    validUntil: until === 0 ? undefined : dateOf(until),
    isDemo: body[1] === 1,
    verifyCode,
    binding: Uint8Array.from(body.subarray(6 + keyIdBytes, headBytes)),
  }
}

/** The code salts the digest: two certificates of one person share nothing. */
const bindingOf = (facts: { name: string; documentNumber: string; verifyCode: string }): Buffer =>
  createHash('sha256').update(`${facts.verifyCode}\0${facts.documentNumber}\0${facts.name}`).digest().subarray(0, bindingBytes)

const signedBytes = (verifyCode: string, body: Buffer): Buffer => Buffer.concat([Buffer.from(`fenshen-certificate\0${verifyCode}\0`), body])

const keyIdOf = (key: KeyObject): Buffer =>
  Buffer.from(publicJwk(key.export({ type: 'spki', format: 'pem' }).toString()).kid, 'base64url').subarray(0, keyIdBytes)

/** A masked name of 50 characters may be long: it is cut to whole characters of at most 40 bytes. */
const prefixed = (text: string): Buffer => {
  let bytes = Buffer.alloc(0)
  for (const char of text) {
    const longer = Buffer.concat([bytes, Buffer.from(char)])
    if (longer.length > 40) break
    bytes = longer
  }
  return Buffer.concat([Buffer.of(bytes.length), bytes])
}

const daysOf = (date: PlainDate): number => Date.parse(`${date}T00:00:00Z`) / dayMs
const dateOf = (days: number): PlainDate => new Date(days * dayMs).toISOString().slice(0, 10)
