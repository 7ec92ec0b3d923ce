import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { StoreUnavailableError } from '../../core/errors.ts'
import { freshId, noon, testKey } from '../contract/fixtures.ts'
import { storeContract } from '../contract.ts'
import { openStore } from '../open.ts'

// A real server takes part when TEST_DATABASE_URL names one whose user may create databases.
const server = process.env.TEST_DATABASE_URL

const openOn = async (address: string) => {
  const admin = new pg.Client({ connectionString: address })
  await admin.connect()
  const names: string[] = []
  const emptyUrl = async () => {
    const name = `fenshen_test_${freshId().replaceAll('-', '_')}`
    await admin.query(`create database ${name}`)
    names.push(name)
    const url = new URL(address)
    url.pathname = `/${name}`
    return url.href
  }
  const url = await emptyUrl()
  const store = await openStore({ url, key: testKey, clock: () => noon })
  const prompt = new pg.Client({ connectionString: url })
  await prompt.connect()
  return {
    store,
    url,
    emptyUrl,
    raw: async (text: string) => (await prompt.query<unknown[]>({ text, rowMode: 'array' })).rows,
    close: async () => {
      await prompt.end()
      await store.close()
      for (const name of names) await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

if (server) {
  storeContract('a PostgreSQL server', () => openOn(server), { hasProcesses: true })

  it('says that the store is away when the server drops the connection, and goes on with the next', async () => {
    const { store, raw, close } = await openOn(server)
    const name = freshId()
    const work = store.transaction(async (records) => {
      await records.sequences.next(name, 2026)
      await raw(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'fenshen' and datname = current_database()",
      )
      await records.sequences.next(name, 2026)
    })
    await expect(work).rejects.toBeInstanceOf(StoreUnavailableError)
    expect(await store.sequences.next(name, 2026)).toBe(1)
    await close()
  }, 30_000)
} else describe.skip('the store on a PostgreSQL server (set TEST_DATABASE_URL)', () => it('passes the contract', () => {}))

it('says at once that no server answers at the address', async () => {
  const opening = openStore({ url: 'postgres://nobody@127.0.0.1:1/none', key: testKey, clock: () => noon })
  await expect(opening).rejects.toBeInstanceOf(StoreUnavailableError)
})
