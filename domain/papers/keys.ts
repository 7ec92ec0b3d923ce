import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto'
import * as asn1js from 'asn1js'
import { AttributeTypeAndValue, BasicConstraints, Certificate, CryptoEngine, Extension, RelativeDistinguishedNames } from 'pkijs'
import type { DocumentSigner } from '../../core/certificates.ts'
import { addYears, shanghaiDate } from '../../core/time.ts'
import { KeyFileError } from './errors.ts'

/** A signing identity as text (签章密钥文件): the caller keeps it; nothing here touches a disk. */
export interface SignerPem {
  /** PKCS#8. A secret. */
  readonly privateKey: string
  /** The signer's own certificate first, then its chain. */
  readonly certificates: string
}

/** A demo certificate authority with one signing certificate under it (演示证书). */
export interface DemoAuthority {
  readonly signer: SignerPem
  /** Certificate of the authority: what a checker has to trust. */
  readonly caCertificate: string
}

/** Makes a demo authority and a signing certificate, EC P-256, good for ten and three years. The authority's own key is thrown away. */
export const makeDemoAuthority = async (facts: { institution: string; at: Date }): Promise<DemoAuthority> => {
  const engine = new CryptoEngine({ name: 'node', crypto })
  const make = () => crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const [authority, signer] = await Promise.all([make(), make()])
  const caName = [
    ['2.5.4.6', 'CN'],
    ['2.5.4.10', '演示数据，不具法律效力'],
    ['2.5.4.3', '分身演示根证书'],
  ] as const // prettier-ignore
  const ownName = [
    ['2.5.4.6', 'CN'],
    ['2.5.4.10', facts.institution],
    ['2.5.4.3', `${facts.institution}（演示）`],
  ] as const // prettier-ignore
  const certify = async (
    subject: readonly (readonly [string, string])[],
    key: CryptoKey,
    years: number,
    extensions: readonly Extension[],
  ): Promise<string> => {
    const certificate = new Certificate()
    certificate.version = 2
    certificate.serialNumber = new asn1js.Integer({ valueHex: positive(randomBytes(16)) })
    certificate.issuer = distinguishedName(caName)
    certificate.subject = distinguishedName(subject)
    certificate.notBefore.value = new Date(Math.floor(facts.at.getTime() / 1000 - 86_400) * 1000)
    certificate.notAfter.value = new Date(`${addYears(shanghaiDate(facts.at), years)}T00:00:00+08:00`)
    certificate.extensions = [...extensions]
    await certificate.subjectPublicKeyInfo.importKey(key, engine)
    await certificate.sign(authority.privateKey, 'SHA-256', engine)
    return toPem('CERTIFICATE', new Uint8Array(certificate.toSchema(true).toBER()))
  }
  const caCertificate = await certify(caName, authority.publicKey, 10, [
    critical('2.5.29.19', new BasicConstraints({ cA: true, pathLenConstraint: 0 }).toSchema()),
    critical('2.5.29.15', keyUsage(0x06, 1)), // certificate and list signing
  ])
  const certificate = await certify(ownName, signer.publicKey, 3, [critical('2.5.29.15', keyUsage(0xc0, 6))]) // signature, non-repudiation
  const privateKey = toPem('PRIVATE KEY', new Uint8Array(await crypto.subtle.exportKey('pkcs8', signer.privateKey)))
  return { signer: { privateKey, certificates: certificate + caCertificate }, caCertificate }
}

/** Opens a signer kept as PEM. A PKCS#11 token would stand behind the same port: its `sign` asks the token, nothing else changes. */
export const openPemSigner = ({ privateKey, certificates }: SignerPem): DocumentSigner =>
  openSigner({ key: privateKeyOf(privateKey), chain: readPemCertificates(certificates) })

/** A signer of a key in memory and its certificates, the signer's own first. */
export const openSigner = ({ key, chain }: { key: KeyObject; chain: readonly Uint8Array[] }): DocumentSigner => {
  const isEc = key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
  const isRsa = key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
  if (!isEc && !isRsa)
    throw new KeyFileError({ why: 'The signing key is neither EC P-256 nor RSA of 2048 bits or more.', remedy: 'Use one of these.' })
  const [own] = chain
  if (own === undefined || !new X509Certificate(own).checkPrivateKey(key))
    throw new KeyFileError({
      why: 'The first certificate does not belong to the private key.',
      remedy: "Put the signer's own certificate first.",
    })
  const how = isEc ? { key, dsaEncoding: 'ieee-p1363' as const } : key
  return { chain, algorithm: isEc ? 'ecdsa-p256-sha256' : 'rsa-pkcs1-sha256', sign: async (bytes) => sign('sha256', bytes, how) }
}

/** A key pair for the signed summary in the QR code (验真密钥), EC P-256, as PEM. */
export const makePayloadKey = (): { privateKey: string; publicKey: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}

/** A private key out of PEM, or an error that says what to do. */
export const privateKeyOf = (pem: string): KeyObject => {
  try {
    return createPrivateKey(pem)
  } catch {
    throw new KeyFileError({
      why: 'The private key is not PKCS#8 in PEM, or is locked by a password.',
      remedy: 'Restore it from the backup.',
    })
  }
}

/** A public key with its JWK and key id (RFC 7638 thumbprint), as `/.well-known/jwks.json` shows it. */
export const publicJwk = (pem: string): { kty: 'EC'; crv: 'P-256'; x: string; y: string; kid: string; use: 'sig'; alg: 'ES256' } => {
  const { crv, x, y } = createPublicKey(pem).export({ format: 'jwk' })
  if (crv !== 'P-256' || x === undefined || y === undefined)
    throw new KeyFileError({ why: 'The summary key is not EC P-256.', remedy: 'Make a new one.' })
  const kid = createHash('sha256').update(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`).digest('base64url')
  return { kty: 'EC', crv, x, y, kid, use: 'sig', alg: 'ES256' }
}

/** DER certificates out of PEM text, in order. */
export const readPemCertificates = (pem: string): Uint8Array[] => {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []
  return blocks.map((block) => Buffer.from(block.replace(/-----[^-]+-----|\s/g, ''), 'base64'))
}

/** DER as PEM text (RFC 7468). */
export const toPem = (label: 'CERTIFICATE' | 'PRIVATE KEY', der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${(
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\n')}\n-----END ${label}-----\n`

/** A name of one attribute a step, as X.500 has it; pkijs would put them all in one step. */
const distinguishedName = (attributes: readonly (readonly [string, string])[]): RelativeDistinguishedNames => {
  const steps = attributes.map(([type, value]) => {
    const text = type === '2.5.4.6' ? new asn1js.PrintableString({ value }) : new asn1js.Utf8String({ value })
    return new asn1js.Set({ value: [new AttributeTypeAndValue({ type, value: text }).toSchema()] })
  })
  return new RelativeDistinguishedNames({ schema: asn1js.fromBER(new asn1js.Sequence({ value: steps }).toBER()).result })
}

const critical = (extnID: string, value: asn1js.AsnType): Extension =>
  new Extension({ extnID, critical: true, extnValue: value.toBER(), parsedValue: value })

const keyUsage = (bits: number, unusedBits: number) => new asn1js.BitString({ valueHex: Uint8Array.of(bits).buffer, unusedBits })

const positive = (bytes: Buffer): ArrayBuffer => {
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return Uint8Array.from(bytes).buffer
}
