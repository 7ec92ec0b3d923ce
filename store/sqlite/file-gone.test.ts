import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StoreUnavailableError } from '../../core/errors.ts'
import { certificate, citizen, noon, testKey } from '../contract/fixtures.ts'
import { openStore } from '../open.ts'

const open = (url: string) => openStore({ url, key: testKey, clock: () => noon })

describe('the file under SQLite', () => {
  let dir = ''
  let path = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'fenshen-file-'))
    path = join(dir, 'test.db')
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  it('is created with its folder, for its owner alone', async () => {
    const url = join(dir, 'deep', 'er', 'test.db')
    const store = await open(url)
    await store.close()
    expect(statSync(url).mode & 0o077).toBe(0)
  })

  it('is missed at once when it is deleted, and nothing is written into the void', async () => {
    const store = await open(path)
    await store.people.save(citizen('before'))
    rmSync(path)
    const attempts = [
      store.ping(),
      store.people.find('before'),
      store.people.save(citizen('void')),
      store.transaction((records) => records.people.save(citizen('void'))),
    ]
    for (const attempt of attempts) await expect(attempt).rejects.toBeInstanceOf(StoreUnavailableError)
    await store.close()
  })

  it('is missed before the end of a transaction during which it was deleted', async () => {
    const store = await open(path)
    const work = store.transaction(async (records) => {
      await records.people.save(citizen('void'))
      rmSync(path)
    })
    await expect(work).rejects.toBeInstanceOf(StoreUnavailableError)
    await store.close()
  })

  it('may be moved away and put back: work goes on', async () => {
    const store = await open(path)
    await store.people.save(citizen('before'))
    renameSync(path, `${path}.away`)
    await expect(store.ping()).rejects.toBeInstanceOf(StoreUnavailableError)
    renameSync(`${path}.away`, path)
    await store.ping()
    await store.people.save(citizen('after'))
    expect((await store.people.list()).map(({ id }) => id)).toEqual(['after', 'before'])
    await store.close()
  })

  it('may be replaced by a backup: work goes on with what the backup holds, and nothing of the old log gets into it', async () => {
    const first = await open(path)
    await first.people.save(citizen('in-the-backup'))
    await first.close()
    copyFileSync(path, `${path}.backup`)
    const store = await open(path)
    await store.people.save(citizen('lost'))
    rmSync(path)
    await expect(store.ping()).rejects.toBeInstanceOf(StoreUnavailableError)
    renameSync(`${path}.backup`, path)
    expect((await store.people.list()).map(({ id }) => id)).toEqual(['in-the-backup'])
    await store.people.save(citizen('new'))
    await store.close()
    const again = await open(path)
    expect((await again.people.list()).map(({ id }) => id)).toEqual(['in-the-backup', 'new'])
    await again.close()
  })

  it('may be a new one that another process began: work goes on in it', async () => {
    const store = await open(path)
    rmSync(path)
    const other = await open(path)
    await other.people.save(citizen('other'))
    await store.people.save(citizen('one'))
    expect((await other.people.list()).map(({ id }) => id)).toEqual(['one', 'other'])
    await store.close()
    await other.people.save(citizen('third'))
    await other.close()
  })

  it('is named as the trouble when it is no database', async () => {
    writeFileSync(path, 'this is a text file, and a long one at that, '.repeat(200))
    await expect(open(path)).rejects.toBeInstanceOf(StoreUnavailableError)
    await expect(open(dir)).rejects.toBeInstanceOf(StoreUnavailableError)
  })

  it.skipIf(process.platform === 'win32')(
    'may not grow any more: the caller is told, nothing is half written, later it goes on',
    async () => {
      // A limit on the size of files, in blocks of 512 bytes, stands in for a full disk.
      const program = fileURLToPath(new URL('../contract/child.ts', import.meta.url))
      const limited = ['-c', 'ulimit -f 4000; exec "$@"', 'sh', process.execPath, program, path, 'fill']
      const { stdout } = await promisify(execFile)('sh', limited)
      const { written, code, found } = JSON.parse(stdout)
      expect(code).toBe('store_unavailable')
      expect(written).toBeGreaterThan(5)
      expect(found).toBe(written)
      const store = await open(path)
      expect(await store.certificates.listByPerson('filler', 1000)).toHaveLength(written)
      await store.certificates.insert(certificate({ person: 'filler' }), Buffer.alloc(50_000))
      await store.close()
    },
    30_000,
  )
})
