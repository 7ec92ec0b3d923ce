import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportJWK, importPKCS8, importSPKI, type JWK } from 'jose'
import type { Config } from './config.ts'
import { SettingError } from './core/errors.ts'

/** Keys of one deployment (密钥): files under `<dataDir>/keys`, readable by their owner only. */
export interface Keyring {
  /** 32 bytes for the personal columns. */
  readonly data: Uint8Array
  readonly audit: {
    sign(bytes: Uint8Array): Uint8Array
    verify(bytes: Uint8Array, signature: Uint8Array): boolean
    readonly publicPem: string
  }
  /** Ed25519 pair of demo tokens. */
  readonly tokens: { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey; readonly publicJwk: JWK }
  /** EC P-256 key of the demo identity provider. */
  readonly demoIdentity: JWK
  /** Reads a text file of the ring, or makes it on first use (never in production). */
  text(name: string, make: () => string | Promise<string>): Promise<string>
}

const readDataKey = (text: string): Uint8Array => {
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  if (bytes.length !== 32)
    throw new SettingError({ setting: 'DATA_KEY', why: 'is not 32 bytes in base64 or hex (openssl rand -base64 32 makes one)' })
  return bytes
}

/** Opens the keys of a data folder. A demo makes what is missing; production brings its own data key. */
export const openKeyring = async (config: Pick<Config, 'dataDir' | 'dataKey' | 'mode'>): Promise<Keyring> => {
  const folder = join(config.dataDir, 'keys')
  const cannot = (what: string, cause: unknown): SettingError =>
    new SettingError({ setting: 'DATA_DIR', why: `cannot ${what}: ${cause instanceof Error ? cause.message : 'unknown'}` })
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw cannot(`make ${folder}`, cause)
  }
  const text: Keyring['text'] = async (name, make) => {
    const path = join(folder, name)
    if (existsSync(path)) return readFileSync(path, 'utf8')
    const made = await make()
    try {
      writeFileSync(path, made, { mode: 0o600, flag: 'wx' })
      return made
    } catch (cause) {
      // Two processes that start at once: the file that was first is the key.
      if (existsSync(path)) return readFileSync(path, 'utf8')
      throw cannot(`write ${path}`, cause)
    }
  }
  const ed25519 = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const p256 = (): string =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const publicOf = (key: KeyObject): string => createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()

  const data = config.dataKey ?? (await text('data.key', () => randomBytes(32).toString('base64')))
  const auditKey = createPrivateKey(await text('audit.pem', ed25519))
  const auditPublic = createPublicKey(auditKey)
  const tokenPem = await text('tokens.pem', ed25519)
  const tokenPublic = await importSPKI(publicOf(createPrivateKey(tokenPem)), 'EdDSA', { extractable: true })
  const identity = createPrivateKey(await text('demo-identity.pem', p256))
  return {
    data: readDataKey(data.trim()),
    audit: {
      sign: (bytes) => sign(null, bytes, auditKey),
      verify: (bytes, signature) => verify(null, bytes, auditPublic, signature),
      publicPem: publicOf(auditKey),
    },
    tokens: {
      privateKey: await importPKCS8(tokenPem, 'EdDSA'),
      publicKey: tokenPublic,
      publicJwk: { ...(await exportJWK(tokenPublic)), kid: 'demo-tokens', use: 'sig', alg: 'EdDSA' },
    },
    demoIdentity: { ...(await exportJWK(identity)), kid: 'demo-identity', use: 'sig', alg: 'ES256' },
    text,
  }
}
