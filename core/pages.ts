import type { Records, Store } from './ports.ts'

/** So often a deed is begun anew for a page; after that the page is set inside, and writers wait for it. */
const rounds = 3

/** Thrown out of a transaction that needs a page which nobody has set yet. */
class PageFirstError extends Error {
  readonly make: () => Promise<void>
  constructor(make: () => Promise<void>) {
    super('a page has to be set before this transaction')
    this.make = make
  }
}

/** Pages of one deed (先排版): set outside its transaction, and bound to it by the hash of everything that stands on them. */
export interface Pages {
  /** What was set for this hash. Otherwise the transaction ends here, and is begun again once `outside` has made it. */
  take<T>(hash: string, outside: () => Promise<T>, inside: () => Promise<T>): Promise<T>
}

/**
 * A transaction in which paper may be needed. Setting a page takes long, and SQLite has one writer: so the deed is tried, rolled back where
 * it needs a page, and done again with the page in hand. What changed between the two has another hash and asks for another page.
 */
export const transactionWithPages = async <T>(
  store: Pick<Store, 'transaction'>,
  work: (records: Records, pages: Pages) => Promise<T>,
): Promise<T> => {
  const made = new Map<string, unknown>()
  for (let round = 0; ; round++) {
    const pages: Pages = {
      take: async <P>(hash: string, outside: () => Promise<P>, inside: () => Promise<P>): Promise<P> => {
        // Only `outside` of the same hash has put it there.
        if (made.has(hash)) return made.get(hash) as P
        if (round >= rounds) return inside()
        throw new PageFirstError(async () => void made.set(hash, await outside()))
      },
    }
    try {
      return await store.transaction((records) => work(records, pages))
    } catch (cause) {
      if (!(cause instanceof PageFirstError)) throw cause
      await cause.make()
    }
  }
}
