import { readFileSync } from 'node:fs'
import type { Config } from './config.ts'
import type { DocumentSigner } from './core/certificates.ts'
import { makeDemoAuthority, makePayloadKey, openPemSigner, publicJwk } from './domain/papers/keys.ts'
import { openPayloadSealer, type PayloadSealer } from './domain/papers/payload.ts'
import type { Keyring } from './keyring.ts'

/** What certificates are signed with, and what they are checked against (印章). */
export interface InstitutionSeal {
  readonly signer: DocumentSigner
  readonly sealPayload: PayloadSealer
  /** PEM of the authority that a checker trusts. */
  readonly caCertificate: string
  /** PEM of the key that signs QR summaries. */
  readonly payloadKey: string
  readonly payloadJwk: ReturnType<typeof publicJwk>
}

const pemOf = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${(
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\n')}\n-----END CERTIFICATE-----\n`

/** Opens the seal: production brings a PKCS#12 file, a demo makes its own authority on first start. */
export const openSeal = async (
  config: Pick<Config, 'signing'>,
  keyring: Keyring,
  facts: { institution: string; at: Date },
): Promise<InstitutionSeal> => {
  const payload = JSON.parse(await keyring.text('certificate-summary.json', () => JSON.stringify(makePayloadKey()))) as {
    privateKey: string
    publicKey: string
  }
  const common = {
    sealPayload: openPayloadSealer(payload.privateKey),
    payloadKey: payload.publicKey,
    payloadJwk: publicJwk(payload.publicKey),
  }
  if (config.signing) {
    const { openPkcs12Signer } = await import('./domain/papers/pkcs12.ts')
    const signer = await openPkcs12Signer({ file: readFileSync(config.signing.file), password: config.signing.password })
    return { ...common, signer, caCertificate: pemOf(signer.chain.at(-1) ?? new Uint8Array()) }
  }
  // The type is that of what makeDemoAuthority returns: the file is ours alone.
  const authority = JSON.parse(
    await keyring.text('certificate-seal.json', async () => JSON.stringify(await makeDemoAuthority(facts))),
  ) as Awaited<ReturnType<typeof makeDemoAuthority>>
  return { ...common, signer: openPemSigner(authority.signer), caCertificate: authority.caCertificate }
}
