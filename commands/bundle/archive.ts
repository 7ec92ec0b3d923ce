import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { zipSync } from 'fflate'
import { z } from 'zod'
import { canonicalJson } from '../../core/ids.ts'
import { openZip } from '../../files/archive/zip.ts'
import type { BroughtFile } from '../../files/brought-file.ts'
import { type FileLimits, fileLimits } from '../../files/limits.ts'
import { BundleError } from './errors.ts'

const mb = 1_048_576
/** What a bundle may hold: text of a bureau, not a disk. */
export const bundleLimits: FileLimits = {
  ...fileLimits,
  ...{ fileBytes: 128 * mb, unpackedBytes: 512 * mb, ratio: 200, ratioFromBytes: 4 * mb, members: 20_000 },
}

/** The only names that a member may have. Nothing is ever written to a path that a bundle names. */
const memberName =
  /^(?:agents\/[a-z][a-z0-9-]{1,40}\/(?:agent\.md|cases\.yaml)|lexicon\/[A-Za-z0-9-]{1,40}\.yaml|documents\/\d{1,9}\.json)$/
const [manifestName, signatureName] = ['manifest.json', 'manifest.sig']

const manifestShape = z.strictObject({
  format: z.literal('fenshen-bundle-1'),
  /** When it was made, ISO 8601. */
  at: z.iso.datetime(),
  /** Name of the bureau that made it. */
  by: z.string().min(1).max(200),
  files: z.array(
    z.strictObject({
      path: z.string().regex(memberName, 'no name that a bundle may hold'),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      bytes: z.int().min(0),
    }),
  ),
})

/** What a bundle says it holds (清单). */
export type BundleManifest = z.output<typeof manifestShape>

/** A text that is carried. */
export interface BundleFile {
  readonly path: string
  readonly text: string
}

/** A bundle that was opened: every byte is the one that was signed. */
export interface Bundle {
  readonly manifest: BundleManifest
  /** SHA-256 of the manifest: what an import writes down as its source. */
  readonly hash: string
  /** First 16 hex digits of the key's own hash, for people to compare by telephone. */
  readonly fingerprint: string
  readonly files: readonly BundleFile[]
}

const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** SHA-256 over the public key (SPKI, DER), the first 16 digits. */
export const fingerprintOf = (key: KeyObject): string => hashOf(key.export({ type: 'spki', format: 'der' })).slice(0, 16)

/** Packs and signs. The same texts, moment and key give the same bytes. */
export const packBundle = (
  files: readonly BundleFile[],
  facts: { readonly at: Date; readonly by: string; readonly key: KeyObject },
): Uint8Array => {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1))
  const encoder = new TextEncoder()
  const bodies = sorted.map(({ path, text }) => ({ path, bytes: encoder.encode(text) }))
  const manifest: BundleManifest = {
    ...{ format: 'fenshen-bundle-1', at: facts.at.toISOString(), by: facts.by },
    files: bodies.map(({ path, bytes }) => ({ path, sha256: hashOf(bytes), bytes: bytes.length })),
  }
  const written = encoder.encode(canonicalJson(manifest))
  const publicKey = createPublicKey(facts.key).export({ type: 'spki', format: 'pem' }).toString()
  const signature = canonicalJson({ key: publicKey, signature: sign(null, written, facts.key).toString('base64') })
  // A fixed moment in the zip's own fields: the moment that counts is in the manifest.
  const options = { level: 6, mtime: new Date('2000-01-01T00:00:00') } as const
  return zipSync({
    [manifestName]: [written, options],
    [signatureName]: [encoder.encode(signature), options],
    ...Object.fromEntries(bodies.map(({ path, bytes }) => [path, [bytes, options] as const])),
  })
}

const signatureShape = z.strictObject({ key: z.string().max(2_000), signature: z.base64().max(200) })

const parse = <T extends z.ZodType>(shape: T, text: string, member: string): z.output<T> => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new BundleError({ problem: 'unreadable', member, why: 'no JSON' })
  }
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new BundleError({ problem: 'unreadable', member, why: `${issue?.path.join('.') || member}: ${issue?.message ?? 'wrong'}` })
}

const publicKeyIn = (pem: string, member: string): KeyObject => {
  try {
    const key = createPublicKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below.
  }
  throw new BundleError({ problem: 'unreadable', member, why: 'no Ed25519 public key' })
}

/**
 * Opens a bundle and holds every byte against the signed list. Throws BundleError naming the member that was changed, added or taken
 * out; a signature by a key that nobody here trusts is `untrusted`.
 */
export const openBundle = async (file: BroughtFile, trusted: readonly KeyObject[], limits: FileLimits = bundleLimits): Promise<Bundle> => {
  await using zip = await openZip(file, limits)
  const read = async (member: string): Promise<Uint8Array> => {
    const chunks: Uint8Array[] = []
    for await (const chunk of zip.read(member)) chunks.push(chunk)
    return Buffer.concat(chunks)
  }
  for (const name of zip.names)
    if (name !== manifestName && name !== signatureName && !memberName.test(name))
      throw new BundleError({ problem: 'added', member: name, why: 'no name that a bundle may hold' })
  for (const name of [manifestName, signatureName])
    if (!zip.has(name)) throw new BundleError({ problem: 'missing', member: name, why: 'this is no bundle' })
  const written = await read(manifestName)
  const { key: pem, signature } = parse(signatureShape, Buffer.from(await read(signatureName)).toString('utf8'), signatureName)
  const key = publicKeyIn(pem, signatureName)
  if (!verify(null, written, key, Buffer.from(signature, 'base64')))
    throw new BundleError({ problem: 'changed', member: manifestName, why: 'the signature is not of this list' })
  const fingerprint = fingerprintOf(key)
  if (!trusted.some((one) => fingerprintOf(one) === fingerprint))
    throw new BundleError({ problem: 'untrusted', member: signatureName, why: `signed by key ${fingerprint}, which is not trusted here` })
  const manifest = parse(manifestShape, Buffer.from(written).toString('utf8'), manifestName)
  const listed = new Map(manifest.files.map((one) => [one.path, one]))
  for (const name of zip.names)
    if (name !== manifestName && name !== signatureName && !listed.has(name))
      throw new BundleError({ problem: 'added', member: name, why: 'it is not in the signed list' })
  const files: BundleFile[] = []
  for (const { path, sha256, bytes } of listed.values()) {
    if (!zip.has(path)) throw new BundleError({ problem: 'missing', member: path, why: 'the signed list names it' })
    const body = await read(path)
    if (body.length !== bytes || hashOf(body) !== sha256)
      throw new BundleError({ problem: 'changed', member: path, why: 'its bytes are not those that were signed' })
    files.push({ path, text: Buffer.from(body).toString('utf8') })
  }
  return { manifest, hash: hashOf(written), fingerprint, files }
}
