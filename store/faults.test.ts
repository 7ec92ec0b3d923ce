import { DrizzleQueryError } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { ConflictError, StoreUnavailableError } from '../core/errors.ts'
import { storeFault } from './faults.ts'

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code })

describe('a fault of the database', () => {
  it.each(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_READONLY_DBMOVED', 'SQLITE_CANTOPEN', 'SQLITE_CORRUPT_VTAB', 'SQLITE_NOTADB'])(
    '%s means that nothing can be stored now',
    (code) => expect(storeFault(coded(code))).toBeInstanceOf(StoreUnavailableError),
  )
  it.each(['08006', '53100', '57P01', '57P03', '57014', '58030', 'XX001', '25006', '40P01', 'ECONNREFUSED', 'ECONNRESET'])(
    '%s means that nothing can be stored now',
    (code) => expect(storeFault(coded(code))).toBeInstanceOf(StoreUnavailableError),
  )
  it('is found behind the addresses of a name and behind drizzle', () => {
    const both = new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])
    expect(storeFault(new DrizzleQueryError('select', ['secret'], both))).toBeInstanceOf(StoreUnavailableError)
    expect(storeFault(new Error('Connection terminated unexpectedly'))).toBeInstanceOf(StoreUnavailableError)
  })
  it('is not a broken rule, which stays itself but loses the values that came with it', () => {
    const broken = Object.assign(coded('23505', 'duplicate key value violates unique constraint "people_pkey"'), {
      detail: 'Key (id)=(159901199001011239) already exists.',
    })
    expect(storeFault(new DrizzleQueryError('insert', ['159901199001011239'], broken))).toBe(broken)
    expect(broken).not.toHaveProperty('detail')
    const ours = new ConflictError({ what: 'x' })
    expect(storeFault(ours)).toBe(ours)
    expect(storeFault('thrown')).toBe('thrown')
  })
})
