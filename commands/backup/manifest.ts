import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { z } from 'zod'
import { BackupError } from './errors.ts'

export const [manifestName, signatureName] = ['manifest.json', 'manifest.sig']
/** Folder of what stood beside the database. */
export const besideFolder = 'data'
/** What a data folder keeps that the database does not: a trained model, labelled texts, what models were found able to do. Keys go apart. */
export const besideTheDatabase = ['disputes', 'labelled', 'models-found.json'] as const

const hex = z.string().regex(/^[0-9a-f]{64}$/)
const shape = z.strictObject({
  format: z.literal('fenshen-backup-1'),
  at: z.iso.datetime(),
  /** Version of the platform that made it. */
  build: z.string().max(100),
  database: z.enum(['sqlite', 'postgres']),
  /** Hashes of the migrations that the database has seen. */
  migrations: z.array(hex).min(1),
  /** Tells whether a data key is the one that it was written with; nothing about the key. */
  dataKey: hex,
  audit: z.strictObject({ ok: z.boolean(), rows: z.int(), seals: z.int(), unsealed: z.int(), newestSeal: hex.nullable() }),
  files: z
    .array(z.strictObject({ path: z.string().regex(/^(?:database\.(?:db|dump)|data\/[^\\]+)$/), bytes: z.int(), sha256: hex }))
    .min(1),
})

/** What a backup says that it holds (清单), signed by the key of the audit. */
export type Manifest = z.output<typeof shape>

/** SHA-256 of a file, read in pieces. */
export const hashOfFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
  return hash.digest('hex')
}

/** Every file under a folder, as paths with `/`. */
export const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()

/** The files of a backup with their hashes. */
export const listOf = (folder: string): Promise<Manifest['files']> =>
  Promise.all(
    filesUnder(folder)
      .filter((path) => path !== manifestName && path !== signatureName)
      .map(async (path) => ({ path, bytes: statSync(join(folder, path)).size, sha256: await hashOfFile(join(folder, path)) })),
  )

const damaged = (why: string): BackupError => new BackupError({ problem: 'damaged', why })

/** Before anything else is asked for: is there a backup at all? */
export const demandBackup = (folder: string): void => {
  if (existsSync(join(folder, manifestName))) return
  throw new BackupError({
    problem: 'missing',
    why: `${folder} 里没有 ${manifestName}。请给出 backup 写出的那个文件夹（名字以 .partial 结尾的没有写完）。`,
  })
}

/**
 * Reads a backup and holds every byte against its list, and the list against its signature. Throws BackupError naming the file that is not
 * as it was made.
 */
export const readBackup = async (
  folder: string,
  verify: (bytes: Uint8Array, signature: Uint8Array) => boolean,
): Promise<{ readonly manifest: Manifest; readonly hash: string }> => {
  demandBackup(folder)
  const written = readFileSync(join(folder, manifestName))
  const signature = existsSync(join(folder, signatureName)) ? readFileSync(join(folder, signatureName), 'utf8') : ''
  const parsed = shape.safeParse(jsonOf(written))
  if (!parsed.success) throw damaged(`${manifestName} 读不懂，可能被改过，或由更新的版本写成。`)
  const manifest = parsed.data
  if (!verify(written, Buffer.from(signature.trim(), 'base64')))
    throw new BackupError({
      problem: 'keys',
      why: `${manifestName} 的签名和这里 keys/audit.pem 对不上。要么清单被改过，要么这里不是当时那套密钥：请先用 --keys 放回当时的密钥。`,
    })
  const listed = new Map(manifest.files.map((file) => [file.path, file]))
  const there = filesUnder(folder).filter((path) => path !== manifestName && path !== signatureName)
  for (const path of there) if (!listed.has(path)) throw damaged(`多了一个清单里没有的文件：${path}。`)
  for (const { path, bytes, sha256 } of manifest.files) {
    const file = join(folder, path)
    if (path.split('/').includes('..') || !there.includes(path)) throw damaged(`少了文件：${path}。`)
    if (statSync(file).size !== bytes || (await hashOfFile(file)) !== sha256) throw damaged(`文件和清单不一样：${path}。`)
  }
  return { manifest, hash: createHash('sha256').update(written).digest('hex') }
}

const jsonOf = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}
