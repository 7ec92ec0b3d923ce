import { X509Certificate } from 'node:crypto'
import type { OfflineCheck } from '../../core/certificates.ts'
import type { PlainDate } from '../../core/time.ts'
import { checkText } from './check-text.ts'
import { type DetachedSignature, parseCms, signedAttributes, verifyCms } from './cms.ts'
import { readPemCertificates } from './keys.ts'
import { readProperty } from './properties.ts'
import { digestAround } from './sign.ts'

/** Whom a checker trusts (信任锚): certificates of authorities and public keys of summaries, all PEM. */
export interface Trusted {
  readonly caCertificates: readonly string[]
  readonly payloadKeys: readonly string[]
}

/** A page takes 110 KB, a letter about three thousand people 4.2 MB; nothing past this size is one of ours. */
const maxBytes = 6_000_000
const maxCmsBytes = 32_768

/**
 * Checks a file without a network (离线验真). A file passes only if every byte of it is signed or is the signature in its one
 * possible encoding, the signer's certificate leads to a trusted authority, and the signed summary inside agrees with the file:
 * whatever one bit is changed, the verdict is `invalid`. Never throws on a bad file.
 */
export const checkFile = (pdf: Uint8Array, trusted: Trusted, asOf: PlainDate): OfflineCheck => {
  if (pdf.length > maxBytes || pdf.length < 100) return invalid('not_a_pdf')
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength)
  const text = bytes.toString('latin1')
  if (!text.startsWith('%PDF-1.7\n')) return invalid('not_a_pdf')
  const gap = findGap(text)
  if (gap === undefined) return invalid(text.includes('/ByteRange') ? 'changed' : 'not_signed')
  const cms = readCms(text.slice(gap.from + 1, gap.to - 1))
  if (cms === undefined) return invalid('changed')

  const digest = digestAround(bytes, gap.from, gap.to)
  const signature = parseCms(cms, digest)
  const own = signature?.chain[0]
  if (signature === undefined || own === undefined || !verifyCms(signature, signedAttributes(digest, own))) return invalid('changed')
  if (!isTrusted(signature, trusted, signingTime(text, gap.from))) return invalid('wrong_key')

  const found = checkText(readProperty(text, 'Verification') ?? '', trusted, asOf)
  return found.verdict !== 'invalid' && readProperty(text, 'Number') !== found.number ? invalid('no_payload') : found
}

const invalid = (reason: Extract<OfflineCheck, { verdict: 'invalid' }>['reason']): OfflineCheck => ({ verdict: 'invalid', reason })

/** The one place that is not signed: exactly where the one `ByteRange` says, in a file of one revision that ends where it must. */
const findGap = (text: string): { from: number; to: number } | undefined => {
  const ranges = text.split('/ByteRange [')
  const [, one, two, three] = /^0 (\d{1,9}) (\d{1,9}) (\d{1,9}) *\]/.exec(ranges[1] ?? '') ?? []
  if (ranges.length !== 2 || one === undefined || two === undefined || three === undefined) return undefined
  const [from, to, rest] = [Number(one), Number(two), Number(three)]
  const isWhole = to - from > 2 && to + rest === text.length && text[from] === '<' && text[to - 1] === '>'
  const isOne = text.endsWith('\n%%EOF\n') && text.split('\nstartxref\n').length === 2 && text.indexOf('/Contents <') + 10 === from
  return isWhole && isOne ? { from, to } : undefined
}

/** The CMS out of its hex, which is in small letters and filled up with zeros: any other spelling is a change. */
const readCms = (hex: string): Buffer | undefined => {
  if (hex.length > maxCmsBytes * 2 || hex.length % 2 !== 0 || !/^3082[0-9a-f]+$/.test(hex)) return undefined
  const end = (Number.parseInt(hex.slice(4, 8), 16) + 4) * 2
  return end <= hex.length && /^0*$/.test(hex.slice(end)) ? Buffer.from(hex.slice(0, end), 'hex') : undefined
}

/** The time that the signature states; the file is signed, so the time is the signer's word. */
const signingTime = (text: string, before: number): Date => {
  const [, y, mo, d, h, mi, s] =
    /\/M \(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\+08'00'\)/.exec(text.slice(Math.max(0, before - 2_000), before)) ?? []
  return new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}+08:00`)
}

/** True when each certificate was issued by the next and the last by a trusted authority, all of them in force at the time. */
const isTrusted = ({ chain }: DetachedSignature, trusted: Trusted, at: Date): boolean => {
  const anchors = trusted.caCertificates.flatMap(readPemCertificates).map((der) => new X509Certificate(der))
  const links = chain.map((der) => new X509Certificate(der))
  const inForce = (link: X509Certificate): boolean => link.validFromDate <= at && at <= link.validToDate
  const issued = (link: X509Certificate, by: X509Certificate | undefined): boolean =>
    by?.ca === true && link.checkIssued(by) && link.verify(by.publicKey)
  for (const [i, link] of links.entries()) {
    if (!inForce(link)) return false
    const anchor = anchors.find((candidate) => issued(link, candidate) && inForce(candidate))
    // What follows an issuer that is trusted itself must be that issuer: nothing idle may ride along.
    if (anchor) return links.slice(i + 1).every((next) => anchors.some((known) => known.raw.equals(next.raw)))
    if (!issued(link, links[i + 1])) return false
  }
  return false
}
