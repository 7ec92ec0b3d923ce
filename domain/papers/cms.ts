import { createHash, verify, X509Certificate } from 'node:crypto'
import { Certificate, ContentInfo, SignedData } from 'pkijs'
import type { DocumentSigner } from '../../core/certificates.ts'

/** What a detached CMS signature (签名数据, RFC 5652) says, once everything fixed is left out. */
export interface DetachedSignature {
  readonly chain: readonly Uint8Array[]
  readonly algorithm: DocumentSigner['algorithm']
  /** Raw, as {@link DocumentSigner} gives it. */
  readonly signature: Uint8Array
}

/** The attributes that are signed in place of the document: its digest, and which certificate signs (ETSI EN 319 122-1, CAdES-B). */
export const signedAttributes = (digest: Uint8Array, certificate: Uint8Array): Buffer => {
  const attributes = [
    sequence(oids.contentType, set(oids.data)),
    sequence(oids.signingCertificateV2, set(sequence(sequence(sequence(octets(sha256(certificate))))))),
    sequence(oids.messageDigest, set(octets(digest))),
  ]
  return set(...attributes.sort(Buffer.compare))
}

/** Encodes a detached signature as DER. The same parts give the same bytes, which is how {@link parseCms} finds any change. */
export const encodeCms = ({ chain, algorithm, signature }: DetachedSignature, attributes: Buffer): Buffer => {
  const [own = new Uint8Array()] = chain
  const isEc = algorithm === 'ecdsa-p256-sha256'
  const digestAlgorithm = sequence(oids.sha256)
  const signerInfo = sequence(
    integer(1),
    issuerAndSerial(own),
    digestAlgorithm,
    tagged(0xa0, attributes.subarray(attributes.length - contentLength(attributes))),
    isEc ? sequence(oids.ecdsaSha256) : sequence(oids.rsaSha256, tlv(0x05)),
    octets(isEc ? ecdsaDer(signature) : signature),
  )
  const certificates = tagged(0xa0, ...chain.map((certificate) => Buffer.from(certificate)))
  const signedData = sequence(integer(1), set(digestAlgorithm), sequence(oids.data), certificates, set(signerInfo))
  return sequence(oids.signedData, tagged(0xa0, signedData))
}

/** The longest CMS that a signer can make, in bytes: the room to leave in a file. */
export const cmsRoom = ({ chain, algorithm }: DocumentSigner): number => {
  const [own = new Uint8Array()] = chain
  const bits = new X509Certificate(own).publicKey.asymmetricKeyDetails?.modulusLength ?? 0
  const signature = Buffer.alloc(algorithm === 'ecdsa-p256-sha256' ? 64 : bits / 8, 0xff)
  return encodeCms({ chain, algorithm, signature }, signedAttributes(Buffer.alloc(32), own)).length
}

/**
 * Takes a detached signature apart, and encodes it again to see that nothing else was in it: no attribute, certificate order or
 * encoding of another kind passes. Undefined for whatever {@link encodeCms} did not write for this digest.
 */
export const parseCms = (cms: Buffer, digest: Uint8Array): DetachedSignature | undefined => {
  try {
    const signedData = new SignedData({ schema: ContentInfo.fromBER(exact(cms)).content })
    const [signer] = signedData.signerInfos
    const chain = (signedData.certificates ?? []).map((certificate) => Buffer.from(certificate.toSchema(true).toBER()))
    const [own] = chain
    const [first] = chain.map((certificate) => new X509Certificate(certificate))
    if (!signer || !own || !first) return undefined
    const isEc = first.publicKey.asymmetricKeyType === 'ec'
    const value = Buffer.from(signer.signature.valueBlock.valueHexView)
    const parts: DetachedSignature = {
      chain,
      algorithm: isEc ? 'ecdsa-p256-sha256' : 'rsa-pkcs1-sha256',
      signature: isEc ? ecdsaRaw(value) : value,
    }
    return encodeCms(parts, signedAttributes(digest, own)).equals(cms) ? parts : undefined
  } catch {
    return undefined
  }
}

/** True when the signature over these attributes was made with the key of the first certificate of the chain. */
export const verifyCms = ({ chain, algorithm, signature }: DetachedSignature, attributes: Buffer): boolean => {
  const key = new X509Certificate(chain[0] ?? new Uint8Array()).publicKey
  return verify('sha256', attributes, algorithm === 'ecdsa-p256-sha256' ? { key, dsaEncoding: 'ieee-p1363' } : key, signature)
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
const exact = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer

const tlv = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  if (length > 0xffff) throw new RangeError('A CMS of more than 64 KB is not for a page.')
  return Buffer.concat([Buffer.from([tag, ...head]), ...parts])
}
const contentLength = (value: Buffer): number =>
  value[1] === 0x82 ? value.length - 4 : value[1] === 0x81 ? value.length - 3 : value.length - 2
const tagged = tlv
const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts)
const set = (...parts: readonly Uint8Array[]): Buffer => tlv(0x31, ...parts)
const octets = (bytes: Uint8Array): Buffer => tlv(0x04, bytes)
const integer = (value: number): Buffer => tlv(0x02, Buffer.from([value]))

const oids = {
  signedData: Buffer.from('06092a864886f70d010702', 'hex'), // 1.2.840.113549.1.7.2
  data: Buffer.from('06092a864886f70d010701', 'hex'), // 1.2.840.113549.1.7.1
  contentType: Buffer.from('06092a864886f70d010903', 'hex'), // 1.2.840.113549.1.9.3
  messageDigest: Buffer.from('06092a864886f70d010904', 'hex'), // 1.2.840.113549.1.9.4
  signingCertificateV2: Buffer.from('060b2a864886f70d010910022f', 'hex'), // 1.2.840.113549.1.9.16.2.47
  sha256: Buffer.from('0609608648016503040201', 'hex'), // 2.16.840.1.101.3.4.2.1
  ecdsaSha256: Buffer.from('06082a8648ce3d040302', 'hex'), // 1.2.840.10045.4.3.2
  rsaSha256: Buffer.from('06092a864886f70d01010b', 'hex'), // 1.2.840.113549.1.1.11
}

const names = new Map<string, Buffer>()

/** Who signs: issuer and serial number of a certificate, as they stand in it. Kept, for every page of one signer asks again. */
const issuerAndSerial = (certificate: Uint8Array): Buffer => {
  const key = sha256(certificate).toString('hex')
  const known = names.get(key)
  if (known) return known
  const parsed = Certificate.fromBER(exact(certificate))
  const found = sequence(Buffer.from(parsed.issuer.toSchema().toBER()), Buffer.from(parsed.serialNumber.toBER()))
  if (names.size > 100) names.clear()
  names.set(key, found)
  return found
}

/** ECDSA as DER has it: two integers, shortest form, never negative. */
const ecdsaDer = (raw: Uint8Array): Buffer => {
  const unsigned = (half: Uint8Array): Buffer => {
    const first = half.findIndex((byte) => byte !== 0)
    const short = half.subarray(first < 0 ? half.length - 1 : first)
    return tlv(0x02, (short[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), short]) : short)
  }
  return sequence(unsigned(raw.subarray(0, 32)), unsigned(raw.subarray(32)))
}

const ecdsaRaw = (encoded: Uint8Array): Buffer => {
  const raw = Buffer.alloc(64)
  let at = 2
  for (const end of [32, 64]) {
    const length = encoded[at + 1] ?? 0
    const number = encoded.subarray(at + 2, at + 2 + length)
    const short = number.length > 32 ? number.subarray(number.length - 32) : number
    raw.set(short, end - short.length)
    at += 2 + length
  }
  return raw
}
