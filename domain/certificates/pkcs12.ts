import { createDecipheriv, createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import * as asn1js from 'asn1js'
import {
  type AlgorithmIdentifier,
  AuthenticatedSafe,
  CertBag,
  ContentInfo,
  CryptoEngine,
  EncryptedData,
  PBES2Params,
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
  if (content.contentType === oids.data) return SafeContents.fromBER(exact(octetsOf(content.content)))
  if (content.contentType !== oids.encryptedData) throw unusable('It is locked by a certificate instead of a password.')
  const { encryptedContentInfo } = new EncryptedData({ schema: content.content })
  const algorithm = encryptedContentInfo.contentEncryptionAlgorithm
  if (algorithm.algorithmId === oids.sha1And3Des) {
    const encrypted = octetsOf(encryptedContentInfo.getEncryptedContent())
    return SafeContents.fromBER(exact(decrypt3Des(encrypted, algorithm, password)))
  }
  if (algorithm.algorithmId !== oids.pbes2 || !isReadable(algorithm)) throw unusable('It is encrypted with an algorithm that is out of use.')
  return SafeContents.fromBER(
    await engine.decryptEncryptedContentInfo({ encryptedContentInfo, password: exact(Buffer.from(password)) }),
  )
}
