import { emptyPglite } from '../../testing.ts'
import { createCipher } from '../cipher.ts'
import { noon, testKey } from '../contract/fixtures.ts'
import { storeContract } from '../contract.ts'
import { preparedWith, storeOver } from '../store.ts'
import { openPglite } from './pglite.ts'

storeContract(
  'PGlite',
  async () => {
    const cipher = createCipher(testKey)
    const driver = await openPglite(emptyPglite().slice('pglite:'.length), preparedWith(cipher))
    const store = storeOver(driver, cipher, () => noon)
    return { store, raw: driver.run, url: undefined, emptyUrl: async () => emptyPglite(), close: store.close }
  },
  { hasProcesses: false },
)
