import { createDecipheriv, createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import * as asn1js from 'asn1js'
import {
  type AlgorithmIdentifier,
  AuthenticatedSafe,
  CertBag,
  type ContentInfo,
  CryptoEngine,
  EncryptedData,
  PFX,
  PKCS8ShroudedKeyBag,
  PrivateKeyInfo,
  SafeContents,
} from 'pkijs'
import type { DocumentSigner } from '../../core/certificates.ts'
import { KeyFileError } from './errors.ts'
import { openSigner } from './keys.ts'

const oids = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  sha1And3Des: '1.2.840.113549.1.12.1.3',
  pbes2: '1.2.840.113549.1.5.13',
}

/**
 * Opens a signer kept in a PKCS#12 file (`.p12`, `.pfx`), as certificate authorities hand them out: AES as OpenSSL 3 writes it, or
 * 3DES as older programs do. RC2 and SM2 are not read; the error says how to convert. A PKCS#11 token or a signing server would
 * be a {@link DocumentSigner} of its own.
 */
export const openPkcs12Signer = async ({ file, password }: { file: Uint8Array; password: string }): Promise<DocumentSigner> => {
  const bags = await readBags(file, password)
  const keys = bags.flatMap(({ bagValue }) => keyOf(bagValue, password) ?? [])
  const certificates = bags.flatMap(({ bagValue }) => (bagValue instanceof CertBag ? [certificateOf(bagValue)] : []))
  const [key] = keys
  if (key === undefined || keys.length !== 1) throw unusable(`It holds ${keys.length} private keys instead of one.`)
  const own = certificates.find((certificate) => certificate.checkPrivateKey(key))
  if (own === undefined) throw unusable('It holds no certificate for its private key.')
  return openSigner({ key, chain: chainFrom(own, certificates).map(({ raw }) => Uint8Array.from(raw)) })
}

/** The certificates in order, from the signer's own up to the last issuer that is in the file. */
const chainFrom = (own: X509Certificate, all: readonly X509Certificate[]): X509Certificate[] => {
  const chain = [own]
  for (let last = own; chain.length <= all.length; ) {
    const issuer = all.find((candidate) => !chain.includes(candidate) && last.checkIssued(candidate) && last.verify(candidate.publicKey))
    if (issuer === undefined) break
    chain.push(issuer)
    last = issuer
  }
  return chain
}

const readBags = async (file: Uint8Array, password: string) => {
  const engine = new CryptoEngine({ name: 'node', crypto })
  const parse = async () => {
    const pfx = PFX.fromBER(exact(file))
    await pfx.parseInternalValues({ password: exact(Buffer.from(password)), checkIntegrity: true }, engine)
    const safe = pfx.parsedValue?.authenticatedSafe
    if (!(safe instanceof AuthenticatedSafe)) throw new Error('No authenticated safe.')
    const contents = await Promise.all(safe.safeContents.map((content) => openContent(content, password, engine)))
    return contents.flatMap(({ safeBags }) => safeBags)
  }
  try {
    return await parse()
  } catch (error) {
    if (error instanceof KeyFileError) throw error
    throw unusable('It is damaged, or the password is wrong.')
  }
}

const openContent = async (content: ContentInfo, password: string, engine: CryptoEngine): Promise<SafeContents> => {
  if (content.contentType === oids.data) return SafeContents.fromBER(octetsOf(content.content))
  if (content.contentType !== oids.encryptedData) throw unusable('It is locked by a certificate instead of a password.')
  const { encryptedContentInfo } = new EncryptedData({ schema: content.content })
  const algorithm = encryptedContentInfo.contentEncryptionAlgorithm
  if (algorithm.algorithmId === oids.sha1And3Des)
    return SafeContents.fromBER(decrypt3Des(encryptedContentInfo.getEncryptedContent(), algorithm, password))
  if (algorithm.algorithmId !== oids.pbes2) throw unusable('It is encrypted with an algorithm that is out of use.')
  return SafeContents.fromBER(await engine.decryptEncryptedContentInfo({ encryptedContentInfo, password: exact(Buffer.from(password)) }))
}

/** A private key out of a bag, locked or not; OpenSSL inside Node knows both kinds of lock. */
const keyOf = (bag: unknown, password: string): KeyObject | undefined => {
  if (bag instanceof PrivateKeyInfo) return createPrivateKey({ key: derOf(bag), format: 'der', type: 'pkcs8' })
  if (!(bag instanceof PKCS8ShroudedKeyBag)) return undefined
  try {
    return createPrivateKey({ key: derOf(bag), format: 'der', type: 'pkcs8', passphrase: password })
  } catch {
    throw unusable('Its private key cannot be unlocked.')
  }
}

const certificateOf = (bag: CertBag): X509Certificate => {
  const value = bag.parsedValue
  if (value === undefined) throw unusable('One of its certificates cannot be read.')
  return new X509Certificate(derOf(value))
}

/** pbeWithSHA1And3-KeyTripleDES-CBC (RFC 7292 appendix C): in files of older programs, and not in WebCrypto. */
const decrypt3Des = (encrypted: ArrayBuffer, algorithm: AlgorithmIdentifier, password: string): ArrayBuffer => {
  const [salt, rounds] = algorithm.algorithmParams instanceof asn1js.Sequence ? algorithm.algorithmParams.valueBlock.value : []
  if (!(salt instanceof asn1js.OctetString) || !(rounds instanceof asn1js.Integer)) throw new Error('No parameters of encryption.')
  const derive = (id: number, length: number): Buffer => {
    const facts = { password, salt: salt.valueBlock.valueHexView, rounds: rounds.valueBlock.valueDec, id }
    return deriveKey(facts).subarray(0, length)
  }
  const decipher = createDecipheriv('des-ede3-cbc', derive(1, 24), derive(2, 8))
  return exact(Buffer.concat([decipher.update(Buffer.from(encrypted)), decipher.final()]))
}

/** Key derivation of PKCS#12 (RFC 7292 appendix B.2) with SHA-1; two rounds of output, 40 bytes, are more than 3DES needs. */
const deriveKey = (facts: { password: string; salt: Uint8Array; rounds: number; id: number }): Buffer => {
  if (facts.rounds > 10_000_000) throw new Error('Too many rounds.')
  const block = 64
  const fill = (bytes: Uint8Array): Buffer => Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes)
  const secret = Buffer.from(`${facts.password}\0`, 'utf16le').swap16()
  const input = Buffer.concat([fill(facts.salt), fill(secret)])
  const output: Buffer[] = []
  for (let part = 0; part < 2; part++) {
    let hash = createHash('sha1').update(Buffer.alloc(block, facts.id)).update(input).digest()
    for (let round = 1; round < facts.rounds; round++) hash = createHash('sha1').update(hash).digest()
    output.push(hash)
    const addend = Buffer.alloc(block, hash)
    for (let start = 0; start < input.length; start += block) {
      let carry = 1
      for (let i = block - 1; i >= 0; i--) {
        const sum = (input[start + i] ?? 0) + (addend[i] ?? 0) + carry
        input[start + i] = sum & 0xff
        carry = sum >> 8
      }
    }
  }
  return Buffer.concat(output)
}

const unusable = (why: string): KeyFileError =>
  new KeyFileError({
    why: `The PKCS#12 file cannot be used. ${why}`,
    remedy:
      'Check SIGNING_P12_FILE and its password; write it anew with: openssl pkcs12 -legacy -in OLD.p12 -out all.pem -nodes && openssl pkcs12 -export -in all.pem -out NEW.p12',
  })

const exact = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer
const derOf = (value: { toSchema(encodeFlag?: boolean): asn1js.AsnType }): Buffer => Buffer.from(value.toSchema(true).toBER())

/** The content of an octet string, in one piece or in several. */
const octetsOf = (value: unknown): ArrayBuffer => {
  if (!(value instanceof asn1js.OctetString)) throw new Error('Not an octet string.')
  return value.getValue()
}
