import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { openKnowledge } from './open-knowledge.ts'
import { openStore } from './store/open.ts'
import { handClock, templateFiles, testKey } from './testing.ts'

/**
 * Once for a whole test run: databases that have their tables and have read the shipped documents. Test platforms begin with a copy, because
 * making them takes half a second on SQLite and four on PGlite, and there are hundreds of platforms. People are seeded by each test, with its own clock.
 */
export const setup = async (): Promise<() => void> => {
  const folder = mkdtempSync(join(tmpdir(), 'fenshen-templates-'))
  const files = templateFiles(folder)
  await readDocuments(files.sqlite)
  const cluster = join(folder, 'cluster')
  await dump(cluster, files.emptyPglite)
  await readDocuments(`pglite:${cluster}`)
  await dump(cluster, files.pglite)
  rmSync(cluster, { recursive: true })
  process.env.TEST_TEMPLATES = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

const readDocuments = async (url: string): Promise<void> => {
  const clock = handClock().now
  const store = await openStore({ url, key: Buffer.from(testKey, 'base64'), clock })
  const { broken } = await openKnowledge(store, clock).bringShipped()
  await store.close()
  if (broken.length > 0) throw new Error(broken.map(({ source, why }) => `${source}: ${why}`).join('\n'))
}

const dump = async (cluster: string, file: string): Promise<void> => {
  const database = await PGlite.create({ dataDir: cluster })
  writeFileSync(file, Buffer.from(await (await database.dumpDataDir('none')).arrayBuffer()))
  await database.close()
}
