import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { sealer } from '../audit-sealer.ts'
import { type Config, readConfig } from '../config.ts'
import { shanghaiDate } from '../core/time.ts'
import type { Keyring } from '../keyring.ts'
import type { Copier } from '../store/copier.ts'
import { copierOf, keyCheckOf, shippedMigrations } from '../store/copies.ts'
import { openStore } from '../store/open.ts'
import { fitOf, type SchemaFit } from '../store/schema-fit.ts'
import { checkLog } from './audit.ts'
import { BackupError } from './backup/errors.ts'
import { besideFolder, besideTheDatabase, demandBackup, filesUnder, type Manifest, readBackup } from './backup/manifest.ts'
import { databaseOf, keysThere, wordsOf } from './backup.ts'
import { type Command, say, settingsOf, UsageError } from './command.ts'

const clock = (): Date => new Date()
/** Numbers left out after a restore where nothing is said: more than a bureau gives out between two backups. */
const usualSkip = 10_000

/** Brings keys to where they belong. One that is there already stays, and must be the same. */
const bringKeys = (from: string, dataDir: string): void => {
  if (!existsSync(join(from, 'audit.pem')))
    throw new BackupError({ problem: 'keys', why: `${from} 里没有 audit.pem，不是 backup --keys 存下的密钥。` })
  const folder = join(dataDir, 'keys')
  const paths = filesUnder(from)
  const other = paths.find(
    (path) => existsSync(join(folder, path)) && !readFileSync(join(folder, path)).equals(readFileSync(join(from, path))),
  )
  if (other)
    throw new BackupError({
      problem: 'keys',
      why: `${join(folder, other)} 已经有一把不同的密钥，没有动它。请先确认该用哪一套，把不用的移到别处。`,
    })
  for (const path of paths) {
    mkdirSync(join(folder, path, '..'), { recursive: true, mode: 0o700 })
    copyFileSync(join(from, path), join(folder, path))
    chmodSync(join(folder, path), 0o600)
  }
}

const misfits: Readonly<Record<Exclude<SchemaFit, 'same'>, string>> = {
  earlier: '这份备份来自较早的版本。可以用当时的版本恢复；要在恢复时把表升到现在的版本，请加上 --upgrade。',
  later: '这份备份来自更新的版本，这个版本读不懂它。请换成备份时的版本（见下）或更新的版本来恢复。',
  other: '这份备份的表不是这个程序的任何一个版本建的，没有动任何东西。请找做备份的人核对。',
}

/** All that can be known before anything is touched. */
const demandFit = async (
  manifest: Manifest,
  facts: { copier: Copier; keyring: Keyring; values: Record<string, unknown> },
): Promise<void> => {
  const { copier, keyring, values } = facts
  if (manifest.database !== copier.kind)
    throw new BackupError({
      problem: 'version',
      why: `这份备份是 ${manifest.database} 的，这里设的是 ${copier.kind}，两种之间不能互相恢复。请核对 DATABASE_URL。`,
    })
  const fit = fitOf(manifest.migrations, await shippedMigrations(copier.kind))
  if (fit !== 'same' && !(fit === 'earlier' && values.upgrade === true))
    throw new BackupError({
      problem: 'version',
      why: `${misfits[fit]}（备份的版本 ${manifest.build}，经过 ${manifest.migrations.length} 次建表）`,
    })
  if (manifest.dataKey !== keyCheckOf(keyring.data))
    throw new BackupError({
      problem: 'keys',
      why: '这里的 DATA_KEY（或 keys/data.key）不是备份时的那把，恢复了也打不开个人信息。请先放回当时的密钥。',
    })
  if (!manifest.audit.ok && values['despite-audit'] !== true)
    throw new BackupError({ problem: 'audit', why: '备份那时审计就核对不通过。确认要恢复它，请加上 --despite-audit。' })
  if (await copier.isInUse()) throw new BackupError({ problem: 'in_use', why: '还有服务或命令开着这个数据库。请先停下全部服务，再恢复。' })
  if ((await copier.isThere()) && values.replace !== true)
    throw new BackupError({
      problem: 'in_the_way',
      why: '这里已经有一个数据库，没有动它。要换掉它请加上 --replace（SQLite 会把原来的文件改名留下；PostgreSQL 不留，请先备份），或换一个空的地方恢复。',
    })
}

/** Brings the restored database up to date, looks through its audit, leaves numbers out, and writes down that it was restored. */
const settleIn = async (url: string, facts: { manifest: Manifest; hash: string; keyring: Keyring; skip: number }): Promise<void> => {
  const { manifest, hash, keyring, skip } = facts
  const store = await openStore({ url, key: keyring.data, clock })
  try {
    const found = await checkLog(store, keyring.audit.verify)
    const { audit } = manifest
    if (found.ok !== audit.ok || found.rows !== audit.rows || found.newestSeal !== audit.newestSeal)
      throw new BackupError({ problem: 'audit', why: '恢复出来的审计和备份时的不一样，请不要用它提供服务。请再取一份备份。' })
    const detail = { backup: hash, madeAt: manifest.at, newestSeal: audit.newestSeal, skippedNumbers: skip }
    await store.transaction(async (records) => {
      await records.sequences.skip(skip, Number(shanghaiDate(clock()).slice(0, 4)))
      const by = `cli:${userInfo().username}`
      await records.audit.append(
        { actor: by, actorKind: 'system', action: 'restore_backup', target: undefined, isOk: true, detail },
        clock(),
      )
    })
    await sealer(store, keyring, clock)()
  } finally {
    await store.close()
  }
}

/** What stood beside the database comes back; what is in the way is renamed. */
const bringFiles = (folder: string, config: Config): readonly string[] =>
  besideTheDatabase.flatMap((name) => {
    const [from, to] = [join(folder, besideFolder, name), join(config.dataDir, name)]
    if (!existsSync(from)) return []
    const aside = existsSync(to) ? `${to}.replaced-${clock().toISOString().replaceAll(/[:.]/g, '')}` : undefined
    if (aside) renameSync(to, aside)
    cpSync(from, to, { recursive: true })
    return aside ? [aside] : []
  })

const skipOf = (given: unknown): number => {
  const skip = given === undefined ? usualSkip : Number(given)
  if (!Number.isInteger(skip) || skip < 0 || skip > 10_000_000) throw new UsageError('--skip-numbers takes a count from 0 on')
  return skip
}

/** Puts a backup in place: all of it was checked before, and what it replaces is named. */
export const restore: Command = {
  usage: 'restore DIR [--keys DIR] [--replace] [--upgrade] [--skip-numbers N] [--despite-audit] [--json]',
  example: 'node main.ts restore /backup/fenshen-2026-11-29 --data-dir /srv/fenshen --keys /safe/fenshen-keys',
  options: {
    keys: { type: 'string' },
    replace: { type: 'boolean' },
    upgrade: { type: 'boolean' },
    'skip-numbers': { type: 'string' },
    'despite-audit': { type: 'boolean' },
  },
  async run({ values, args }) {
    const [given] = args
    if (!given) throw new UsageError('which one? restore DIR')
    const skip = skipOf(values['skip-numbers'])
    const folder = resolve(given)
    demandBackup(folder)
    const config = readConfig(settingsOf(values))
    mkdirSync(config.dataDir, { recursive: true })
    if (typeof values.keys === 'string') bringKeys(resolve(values.keys), config.dataDir)
    const keyring = await keysThere(config)
    const { manifest, hash } = await readBackup(folder, keyring.audit.verify)
    const copier = await copierOf(databaseOf(config))
    await demandFit(manifest, { copier, keyring, values })
    const file = manifest.files.find(({ path }) => path.startsWith('database.'))
    if (!file) throw new BackupError({ problem: 'damaged', why: '清单里没有数据库。' })
    const aside = await copier.place(join(folder, file.path), (url) => settleIn(url, { manifest, hash, keyring, skip }))
    const kept = [...(aside ? [aside] : []), ...bringFiles(folder, config)]
    if (values.json) say(JSON.stringify({ restored: hash, skippedNumbers: skip, kept }))
    else {
      say(`已恢复：${wordsOf(manifest)}`)
      say(`恢复后审计又核对了一遍，和备份时一样；这次恢复也记进了审计。`)
      if (skip > 0) say(`受理号和证明编号往后空出了 ${skip} 个，免得和备份以后发出去的号重复。`)
      for (const path of kept) say(`原来的留在 ${path}，确认不用了再删。`)
    }
    return 0
  },
}
