import { sign } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { testEnvironment } from '../config.ts'
import type { AuditRow } from '../core/audit.ts'
import { states, writeOldState } from '../store/contract/old-state.ts'
import { emptyDatabase, openTestPlatform, type TestPlatform, testKey } from '../testing.ts'
import { checkLog } from './audit.ts'
import { listOf } from './backup/manifest.ts'
import { backup, backupVerify } from './backup.ts'
import { restore } from './restore.ts'

type Words = Record<string, string | boolean>

const wish = '我要去深圳上班，单位让开个无犯罪记录证明'
const numberIn = (text: string): number => Number(/WFZ-\d{4}-(\d{8})/.exec(text)?.[1])
/** The data key stands in the folder, as that of a demo does. */
const settings = (url?: string): Record<string, string> => ({ DATA_KEY: '', ...(url ? { DATABASE_URL: url } : {}) })

/** One server, if tests are given one; SQLite always. */
const server = testEnvironment().databaseUrl
const kinds = [{ kind: 'sqlite', server: undefined }, ...(server ? [{ kind: 'postgres', server }] : [])] as const

describe.each(kinds)('a backup of $kind', { timeout: 120_000 }, ({ kind, server }) => {
  let home: string
  let p: TestPlatform
  let words: Words
  const at = (name: string): string => join(home, name)
  const run = (command: typeof backup, args: string[], values: Words = {}): Promise<number> =>
    command.run({ args, values: { json: true, ...words, ...values } })
  const refused = (problem: string) => ({ code: 'backup_refused', problem })

  beforeAll(async () => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    home = mkdtempSync(join(tmpdir(), 'fenshen-backup-'))
    mkdirSync(at('live/keys'), { recursive: true })
    writeFileSync(at('live/keys/data.key'), testKey)
    p = await openTestPlatform({ folder: at('live'), settings: { DATA_KEY: '' }, ...(server ? { url: server } : {}) })
    words = { 'data-dir': p.folder, ...(server ? { 'database-url': p.platform.config.databaseUrl } : {}) }
    writeFileSync(join(p.folder, 'models-found.json'), '{}')
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await p[Symbol.asyncDispose]()
    rmSync(home, { recursive: true, force: true })
  })

  it('is one moment of a service that goes on writing; put back elsewhere, the talk goes on and no number comes twice', async () => {
    const visit = await p.visit('zhao-qinghe')
    expect((await visit.say(wish)).outcome).toBe('confirming')
    let isWriting = true
    const writing = (async () => {
      while (isWriting) {
        // SQLite answers at once: without this nobody else's turn would come.
        await setImmediate()
        await p.platform.store.transaction(async (records) => {
          const n = await records.sequences.next('backup-test', 2026)
          await records.audit.append(
            { actor: 'test', actorKind: 'system', action: 'backup_test', target: String(n), isOk: true, detail: {} },
            new Date(),
          )
        })
      }
    })()
    expect(await run(backup, [at('one')], { keys: at('keys') }).finally(() => (isWriting = false))).toBe(0)
    await writing
    const lost = await visit.say('确认')
    expect(numberIn(lost.text)).toBe(1)
    expect(readdirSync(at('one')).sort()).toEqual(
      [kind === 'sqlite' ? 'database.db' : 'database.dump', 'manifest.json', 'manifest.sig', 'data'].sort(),
    )
    expect(existsSync(at('one.partial'))).toBe(false)
    expect(statSync(at('one')).mode & 0o077).toBe(0)
    expect(await run(backupVerify, [at('one')])).toBe(0)

    const other = server ? await emptyDatabase(server) : undefined
    const there: Words = { 'data-dir': at('other'), ...(other ? { 'database-url': other.url } : {}) }
    expect(await run(restore, [at('one')], { ...there, keys: at('keys') })).toBe(0)
    const q = await openTestPlatform({ folder: at('other'), settings: settings(other?.url) })
    try {
      expect(existsSync(join(q.folder, 'models-found.json'))).toBe(true)
      const asked = await q.ask('zhao-qinghe', 'POST', `/api/conversations/${visit.id}/messages`, { text: '确认' })
      const { text } = (await asked.json()) as { text: string }
      expect(numberIn(text)).toBe(10_001)
      await q.platform.seal()
      const { store, keyring } = q.platform
      expect(await checkLog(store, keyring.audit.verify)).toMatchObject({ ok: true, unsealed: 0 })
      const rows: AuditRow[] = []
      for (let next = await store.audit.list({ afterSeq: 0, limit: 2_000 }); next.length > 0; ) {
        rows.push(...next)
        next = await store.audit.list({ afterSeq: rows.at(-1)?.seq ?? 0, limit: 2_000 })
      }
      // What was written in one transaction is there together: as many rows as numbers.
      const written = rows.filter(({ action }) => action === 'backup_test').length
      expect(await store.sequences.next('backup-test', 2026)).toBe(written + 10_001)
      expect(rows.map(({ action }) => action)).toEqual(expect.arrayContaining(['make_backup', 'restore_backup']))
    } finally {
      await q[Symbol.asyncDispose]()
      await other?.drop()
    }
  })

  it('is not put over anything unasked, nor under a running service, and writes over no backup', async () => {
    await expect(run(backup, [at('one')])).rejects.toMatchObject(refused('in_the_way'))
    await expect(run(restore, [at('one')], { replace: true })).rejects.toMatchObject(refused('in_use'))
  })

  it('is not read where a byte, a file or the list is another, or the keys are', async () => {
    const changed = (name: string, change: (folder: string) => void): string => {
      cpSync(at('one'), at(name), { recursive: true })
      change(at(name))
      return at(name)
    }
    const file = (folder: string): string => join(folder, kind === 'sqlite' ? 'database.db' : 'database.dump')
    const flipped = changed('flipped', (folder) => {
      const bytes = readFileSync(file(folder))
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
      writeFileSync(file(folder), bytes)
    })
    const longer = changed('longer', (folder) => appendFileSync(file(folder), 'x'))
    const more = changed('more', (folder) => writeFileSync(join(folder, 'data', 'added.json'), '{}'))
    const less = changed('less', (folder) => rmSync(join(folder, 'data'), { recursive: true }))
    for (const folder of [flipped, longer, more, less])
      await expect(run(backupVerify, [folder]), folder).rejects.toMatchObject(refused('damaged'))
    const edited = changed('edited', (folder) => {
      const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8')
      writeFileSync(join(folder, 'manifest.json'), manifest.replace('"ok": true', '"ok": false'))
    })
    await expect(run(backupVerify, [edited])).rejects.toMatchObject(refused('keys'))
    await expect(run(restore, [at('one')], { 'data-dir': at('bare') })).rejects.toMatchObject(refused('keys'))
    await expect(run(backupVerify, [at('nowhere')])).rejects.toMatchObject(refused('missing'))
  })

  it('of another version, another database or another data key is refused in words, and nothing is touched', async () => {
    const signed = (name: string, change: (manifest: Record<string, unknown> & { migrations: string[] }) => object): string => {
      cpSync(at('one'), at(name), { recursive: true })
      const manifest = JSON.parse(readFileSync(join(at(name), 'manifest.json'), 'utf8'))
      const written = Buffer.from(JSON.stringify({ ...manifest, ...change(manifest) }))
      writeFileSync(join(at(name), 'manifest.json'), written)
      const key = readFileSync(join(p.folder, 'keys', 'audit.pem'))
      writeFileSync(join(at(name), 'manifest.sig'), sign(null, written, key).toString('base64'))
      return at(name)
    }
    const zeros = '0'.repeat(64)
    const [later, earlier] = [
      signed('later', ({ migrations }) => ({ migrations: [...migrations, zeros] })),
      signed('earlier', ({ migrations }) => ({ migrations: migrations.slice(0, 3) })),
    ]
    const elsewhere = signed('elsewhere', ({ migrations }) => ({ migrations: [zeros, ...migrations.slice(1)] }))
    const foreign = signed('foreign', () => ({ database: kind === 'sqlite' ? 'postgres' : 'sqlite' }))
    for (const folder of [later, earlier, elsewhere, foreign])
      await expect(run(restore, [folder]), folder).rejects.toMatchObject(refused('version'))
    await expect(run(restore, [earlier])).rejects.toThrow('--upgrade')
    await expect(run(restore, [signed('locked', () => ({ dataKey: zeros }))])).rejects.toMatchObject(refused('keys'))
    const doubtful = signed('doubtful', ({ audit }) => ({ audit: { ...(audit as object), ok: false } }))
    await expect(run(restore, [doubtful])).rejects.toMatchObject(refused('audit'))
  })

  // Old states are written as files of SQLite.
  if (kind === 'sqlite')
    it('of every earlier state of the tables, with what stood in them, is brought up to date by --upgrade, and serves', async () => {
      const conversation = { id: '01a22860-248c-76a6-a353-d8e4a6d77c14', person: 'zhao-qinghe', greeting: '您好' }
      // The demo of then, whose units had no kind.
      const written = `insert into conversations (id, person, greeting, created_at) values ('${conversation.id}', 'zhao-qinghe', '您好', 1);
        insert into units (id, name, phone, address) values ('159901', '云河市公安局', '', '');
        insert into sequences (name, year, value) values ('certificate', 2026, 41)`
      for (const count of [2, 14, states - 1]) {
        const folder = at(`state-${count}`)
        mkdirSync(folder)
        const seen = writeOldState(join(folder, 'database.db'), count, written)
        const ours = JSON.parse(readFileSync(join(at('one'), 'manifest.json'), 'utf8'))
        const manifest = {
          ...{ ...ours, migrations: seen, files: await listOf(folder) },
          audit: { ok: true, rows: 0, seals: 0, unsealed: 0, newestSeal: null },
        }
        const list = Buffer.from(JSON.stringify(manifest))
        writeFileSync(join(folder, 'manifest.json'), list)
        writeFileSync(join(folder, 'manifest.sig'), sign(null, list, readFileSync(join(p.folder, 'keys', 'audit.pem'))).toString('base64'))
        const there = { 'data-dir': at(`from-${count}`), keys: join(p.folder, 'keys') }
        await expect(run(restore, [folder], there)).rejects.toMatchObject(refused('version'))
        expect(await run(restore, [folder], { ...there, upgrade: true, 'skip-numbers': '0' })).toBe(0)
        const q = await openTestPlatform({ folder: at(`from-${count}`), settings: settings() })
        expect((await q.platform.store.conversations.load(conversation.id, 1))?.conversation).toMatchObject(conversation)
        expect(await q.platform.store.sequences.next('certificate', 2026)).toBe(42)
        expect((await q.platform.store.people.findUnit('159901'))?.kind).toBeDefined()
        expect(await q.platform.store.audit.list({ afterSeq: 0, limit: 9 })).toMatchObject([{ action: 'restore_backup' }])
        await q.platform.close()
      }
    })

  it('takes the place of what was there once the service has stopped, and keeps the old file', async () => {
    await p.platform.close()
    await expect(run(restore, [at('one')])).rejects.toMatchObject(refused('in_the_way'))
    expect(await run(restore, [at('one')], { replace: true, 'skip-numbers': '7' })).toBe(0)
    if (kind === 'sqlite') expect(readdirSync(p.folder).filter((name) => name.startsWith('fenshen.db.replaced-'))).toHaveLength(1)
    const q = await openTestPlatform({ folder: p.folder, settings: settings(server && p.platform.config.databaseUrl) })
    const visit = await q.visit('zhao-qinghe')
    await visit.say(wish)
    expect(numberIn((await visit.say('确认')).text)).toBe(8)
    await q.platform.close()
  })
})

it('a backup of PostgreSQL says which program is missing, before anything is written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-backup-'))
  mkdirSync(join(folder, 'keys'))
  writeFileSync(join(folder, 'keys', 'data.key'), testKey)
  vi.stubEnv('PATH', folder)
  try {
    await (await openTestPlatform({ folder, settings: settings() })).platform.close()
    // Nobody listens there, and nobody is asked: the program is looked for first.
    const values = { 'data-dir': folder, 'database-url': 'postgres://x:y@127.0.0.1:1/none' }
    await expect(backup.run({ args: [join(folder, 'copy')], values })).rejects.toThrow(/cannot run pg_dump .*install the client programs/)
    expect(existsSync(join(folder, 'copy'))).toBe(false)
  } finally {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  }
})
