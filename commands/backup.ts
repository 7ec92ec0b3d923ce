import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join, relative, resolve } from 'node:path'
import cliProgress from 'cli-progress'
import { sealer } from '../audit-sealer.ts'
import { type Config, readConfig } from '../config.ts'
import { type Keyring, openKeyring } from '../keyring.ts'
import { buildVersion } from '../open-receipts.ts'
import { copierOf, keyCheckOf, shippedMigrations, storeToRead } from '../store/copies.ts'
import { openStore } from '../store/open.ts'
import { fitOf } from '../store/schema-fit.ts'
import { checkLog } from './audit.ts'
import { BackupError } from './backup/errors.ts'
import {
  besideFolder,
  besideTheDatabase,
  filesUnder,
  listOf,
  type Manifest,
  manifestName,
  readBackup,
  signatureName,
} from './backup/manifest.ts'
import { type Command, say, settingsOf, UsageError } from './command.ts'

const clock = (): Date => new Date()

/** Where the database of a configuration is. */
export const databaseOf = (config: Pick<Config, 'databaseUrl' | 'dataDir'>): string =>
  config.databaseUrl || join(config.dataDir, 'fenshen.db')

/** The keys of an installation that has some: these commands never make any. */
export const keysThere = async (config: Config): Promise<Keyring> => {
  if (existsSync(join(config.dataDir, 'keys', 'audit.pem'))) return openKeyring(config)
  throw new BackupError({
    problem: 'keys',
    why: `${join(config.dataDir, 'keys')} 里没有这套系统的密钥。请用 --data-dir 指对地方；恢复时用 --keys 放回当时的密钥。`,
  })
}

/** Nothing is written over: each backup is a folder of its own. */
const newFolder = (given: string): string => {
  const folder = resolve(given)
  if (existsSync(folder))
    throw new BackupError({ problem: 'in_the_way', why: `${folder} 已经有了，没有动它。请换一个名字，例如加上日期。` })
  return folder
}

const bar = (): { show(share: number): void; stop(): void } => {
  if (!process.stderr.isTTY) return { show: () => {}, stop: () => {} }
  const drawn = new cliProgress.SingleBar({ format: '{bar} {percentage}%', hideCursor: true, stream: process.stderr })
  drawn.start(100, 0)
  return { show: (share) => drawn.update(Math.round(share * 100)), stop: () => drawn.stop() }
}

/** Copies database and files into a folder, and says what it holds. The audit is checked in the copy. */
const makeBackup = async (config: Config, keyring: Keyring, folder: string): Promise<Manifest> => {
  const url = databaseOf(config)
  const copier = await copierOf(url)
  await copier.demandPrograms()
  const [seen, ours] = [await copier.seen(), await shippedMigrations(copier.kind)]
  if (!seen) throw new BackupError({ problem: 'missing', why: '这里没有分身的数据库。请核对 --data-dir 或 DATABASE_URL。' })
  // Opening it would bring its tables up to date under a process of the other version.
  if (fitOf(seen, ours) !== 'same')
    throw new BackupError({ problem: 'version', why: '数据库不是这个版本的程序在用。请用正在运行的那个版本来备份，或先运行 migrate。' })
  const store = await openStore({ url, key: keyring.data, clock })
  try {
    const by = `cli:${userInfo().username}`
    const entry = {
      actor: by,
      actorKind: 'system',
      action: 'make_backup',
      target: undefined,
      isOk: true,
      detail: { build: buildVersion() },
    } as const
    await store.audit.append(entry, clock())
    await sealer(store, keyring, clock)()
  } finally {
    await store.close()
  }
  const at = clock()
  const progress = bar()
  const file = join(folder, copier.kind === 'sqlite' ? 'database.db' : 'database.dump')
  const copy = await copier.copy(file, progress.show).finally(progress.stop)
  try {
    chmodSync(file, 0o600)
    const found = await checkLog(storeToRead(copy, keyring.data, clock), keyring.audit.verify)
    for (const name of besideTheDatabase)
      if (existsSync(join(config.dataDir, name))) cpSync(join(config.dataDir, name), join(folder, besideFolder, name), { recursive: true })
    return {
      ...{ format: 'fenshen-backup-1', at: at.toISOString(), build: buildVersion(), database: copier.kind, migrations: [...seen] },
      dataKey: keyCheckOf(keyring.data),
      audit: { ok: found.ok, rows: found.rows, seals: found.seals, unsealed: found.unsealed, newestSeal: found.newestSeal },
      files: await listOf(folder),
    }
  } finally {
    await copy.close()
  }
}

const size = (bytes: number): string => (bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`)

const auditWords = ({ ok, rows, seals, unsealed }: Manifest['audit']): string =>
  `审计 ${rows} 行、${seals} 个封印、${unsealed} 行等待封印，${ok ? '核对完好' : '核对不通过：请运行 audit verify 看是哪一行'}`

/** One line about a backup, for people. */
export const wordsOf = (manifest: Manifest): string => {
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
  const kind = manifest.database === 'sqlite' ? 'SQLite' : 'PostgreSQL'
  return `${manifest.at}，版本 ${manifest.build}，${kind}，${manifest.files.length} 个文件 ${size(bytes)}；${auditWords(manifest.audit)}`
}

/** Copies keys into a folder of their own, which must not lie in the backup. */
const copyKeys = (config: Config, backup: string, given: string): string => {
  const folder = newFolder(given)
  if (!relative(backup, folder).startsWith('..'))
    throw new UsageError('--keys wants a folder outside the backup: whoever has both can read everything')
  const from = join(config.dataDir, 'keys')
  for (const path of filesUnder(from)) {
    mkdirSync(join(folder, path, '..'), { recursive: true, mode: 0o700 })
    copyFileSync(join(from, path), join(folder, path))
    chmodSync(join(folder, path), 0o600)
  }
  return folder
}

/** A whole copy of the installation's data, taken while it serves. */
export const backup: Command = {
  usage: 'backup DIR [--keys DIR] [--json]',
  example: 'node main.ts backup /backup/fenshen-2026-11-29',
  options: { keys: { type: 'string' } },
  async run({ values, args }) {
    const [given] = args
    if (!given) throw new UsageError('where to? backup DIR')
    const config = readConfig(settingsOf(values))
    const keyring = await keysThere(config)
    const folder = newFolder(given)
    if (typeof values.keys === 'string') copyKeys(config, folder, values.keys)
    // Under another name until it is whole.
    const partial = `${folder}.partial`
    rmSync(partial, { recursive: true, force: true })
    mkdirSync(partial, { recursive: true, mode: 0o700 })
    const manifest = await makeBackup(config, keyring, partial)
    const written = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)
    writeFileSync(join(partial, manifestName), written, { mode: 0o600 })
    writeFileSync(join(partial, signatureName), `${Buffer.from(keyring.audit.sign(written)).toString('base64')}\n`, { mode: 0o600 })
    renameSync(partial, folder)
    if (values.json) say(JSON.stringify({ folder, ...manifest }))
    else {
      say(`已备份到 ${folder}`)
      say(wordsOf(manifest))
      if (manifest.audit.newestSeal) say(`最新的封印 ${manifest.audit.newestSeal}：抄到别处，以后就能看出审计的末尾有没有被截掉。`)
      if (typeof values.keys === 'string') say(`密钥另存在 ${resolve(values.keys)}。请和备份分开保管。`)
      else
        say(
          `密钥不在备份里（${join(config.dataDir, 'keys')}，以及您自己设的 DATA_KEY）：没有它们，备份打不开。请分开另存一份，可用 --keys。`,
        )
    }
    return manifest.audit.ok ? 0 : 1
  },
}

/** Whether a backup is as it was made: every byte, the signature, the audit in it. Changes nothing. */
export const backupVerify: Command = {
  usage: 'backup verify DIR [--json]',
  example: 'node main.ts backup verify /backup/fenshen-2026-11-29',
  async run({ values, args }) {
    const [given] = args
    if (!given) throw new UsageError('which one? backup verify DIR')
    const config = readConfig(settingsOf(values))
    const keyring = await keysThere(config)
    const folder = resolve(given)
    const { manifest } = await readBackup(folder, keyring.audit.verify)
    const file = join(folder, readdirSync(folder).find((name) => name.startsWith('database.')) ?? '')
    const copy = await (await copierOf(manifest.database === 'sqlite' ? file : databaseOf(config))).look(file)
    const found = copy && (await checkLog(storeToRead(copy, keyring.data, clock), keyring.audit.verify).finally(copy.close))
    const ok = found?.ok ?? manifest.audit.ok
    if (values.json) say(JSON.stringify({ ok, ...manifest }))
    else {
      say(`每个文件都和签了名的清单一样：${wordsOf(manifest)}`)
      if (!found) say('PostgreSQL 的转储只有恢复以后才能再核对审计；上面是备份那一刻核对的结果。')
    }
    return ok ? 0 : 1
  },
}
