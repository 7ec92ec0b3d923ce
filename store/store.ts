import { eq } from 'drizzle-orm'
import { SettingError, StoreUnavailableError } from '../core/errors.ts'
import type { Records, Store } from '../core/ports.ts'
import type { Clock } from '../core/time.ts'
import type { Cipher } from './cipher.ts'
import type { Dialect, Driver, Prepare, Run } from './database.ts'
import { storeFault } from './faults.ts'
import { migrate } from './migrate.ts'
import type { Ground } from './records/ground.ts'
import { recordsOf } from './records/records.ts'

/** What is done with a database before it is used: tables up to date, and the key is the one it was written with. */
export const preparedWith =
  (cipher: Cipher): Prepare =>
  async (dialect, run) => {
    await migrate(run, dialect.migrationsFolder)
    await checkKey(dialect, run, cipher)
  }

/** A value that only this key makes, kept since the first start: a wrong key is noticed before anything is read or written. */
const checkKey = async (dialect: Dialect, run: Run, cipher: Cipher): Promise<void> => {
  const { meta } = dialect.tables
  const db = dialect.builder(run)
  const value = cipher.keyed('key check')
  await db.insert(meta).values({ key: 'key check', value }).onConflictDoNothing()
  const [kept] = await db.select().from(meta).where(eq(meta.key, 'key check'))
  if (kept?.value !== value)
    throw new SettingError({ setting: 'store key', why: 'this database was written with another key; start with that one.' })
}

/** The port over one open database. */
export const storeOver = (driver: Driver, cipher: Cipher, clock: Clock): Store => {
  const { dialect } = driver
  const inside = (run: Run): Ground => {
    const ground: Ground = {
      kind: dialect.kind,
      tables: dialect.tables,
      cipher,
      run,
      isInside: true,
      db: dialect.builder(run),
      atomically: (work) => work(ground),
    }
    return ground
  }
  const outside: Ground = { ...inside(driver.run), isInside: false, atomically: (work) => driver.transaction((run) => work(inside(run))) }
  const lend = lender((run) => recordsOf(inside(run)))
  const { meta } = dialect.tables
  return {
    ...recordsOf(outside),
    kind: dialect.kind,
    transaction: (work) => driver.transaction((run) => lend(run, work)),
    ping: async () => {
      const value = clock().toISOString()
      try {
        await outside.db.insert(meta).values({ key: 'ping', value }).onConflictDoUpdate({ target: meta.key, set: { value } })
      } catch (error) {
        throw storeFault(error)
      }
    },
    roundTrips: driver.roundTrips,
    close: driver.close,
  }
}

const afterTheEnd = (): never => {
  throw new StoreUnavailableError({ why: 'a transaction was used after its end' })
}

interface Desk {
  run: Run
  readonly records: Records
}

/** Lends records to one transaction after another: prepared statements are built once, not for each of them. */
const lender = (make: (run: Run) => Records) => {
  const idle: Desk[] = []
  return async <T>(run: Run, work: (records: Records) => Promise<T>): Promise<T> => {
    const desk: Desk = idle.pop() ?? {
      run: afterTheEnd as Run,
      records: make((text, params) => desk.run(text, params)),
    }
    desk.run = run
    let isLent = true
    // Whoever keeps the records beyond the end finds them closed, also while the next transaction has the desk.
    const records = new Proxy(desk.records, { get: (target, name) => (isLent ? Reflect.get(target, name) : afterTheEnd()) })
    try {
      return await work(records)
    } finally {
      isLent = false
      desk.run = afterTheEnd
      idle.push(desk)
    }
  }
}
