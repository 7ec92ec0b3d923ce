import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { freshId, noon, testKey } from '../contract/fixtures.ts'
import { storeContract } from '../contract.ts'
import { openStore } from '../open.ts'

storeContract(
  'SQLite',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'fenshen-store-'))
    const url = join(dir, 'test.db')
    const store = await openStore({ url, key: testKey, clock: () => noon })
    const prompt = new Database(url)
    return {
      store,
      url,
      emptyUrl: async () => join(dir, `${freshId()}.db`),
      raw: async (text) => {
        const statement = prompt.prepare(text)
        if (!statement.reader) statement.run()
        // `raw(true)` gives arrays, which the typings cannot see.
        return statement.reader ? (statement.raw(true).all() as unknown[][]) : []
      },
      close: async () => {
        prompt.close()
        await store.close()
        rmSync(dir, { recursive: true })
      },
    }
  },
  { hasProcesses: true },
)
