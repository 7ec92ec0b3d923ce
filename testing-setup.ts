import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openKnowledge } from './open-knowledge.ts'
import { openStore } from './store/open.ts'
import { handClock, testKey } from './testing.ts'

/**
 * Once for a whole test run: a database that has read the shipped documents already. Test platforms on SQLite begin with a copy of it,
 * because reading them takes half a second and there are hundreds of platforms. People are seeded by each test, with its own clock.
 */
export const setup = async (): Promise<() => void> => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-documents-'))
  const file = join(folder, 'fenshen.db')
  const clock = handClock().now
  const store = await openStore({ url: file, key: Buffer.from(testKey, 'base64'), clock })
  const { broken } = await openKnowledge(store, clock).bringShipped()
  await store.close()
  if (broken.length > 0) throw new Error(broken.map(({ source, why }) => `${source}: ${why}`).join('\n'))
  process.env.TEST_DOCUMENTS = file
  return () => rmSync(folder, { recursive: true, force: true })
}
