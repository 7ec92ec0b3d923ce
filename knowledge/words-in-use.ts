import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Store } from '../core/ports.ts'
import type { Clock } from '../core/time.ts'
import { actorKindOf } from './versions.ts'

/** Asks of the guides that ship: a guide comes in anew by itself when they change. */
const ofGuides = (name: string): boolean => name.startsWith('guide-')

/** SHA-256 of the ways of asking (问法) for laws, as they are in this release. */
export const wordsOf = (folder: string): string => {
  const hash = createHash('sha256')
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml') && !ofGuides(name)) : []
  for (const name of names.sort()) hash.update(name).update(readFileSync(join(folder, name)))
  return hash.digest('hex')
}

const deedKeyOf = (words: string): string => `knowledge:words:${words}`

/** Writes down that the whole index was made with these ways of asking; once for each of them. */
export const noteIndexed = (store: Store, { words, by, clock }: { words: string; by: string; clock: Clock }): Promise<unknown> =>
  store.transaction((records) =>
    records.audit.append(
      {
        actor: by,
        actorKind: actorKindOf(by),
        action: 'knowledge.indexed',
        target: undefined,
        isOk: true,
        detail: { words: words.slice(0, 12) },
        deedKey: deedKeyOf(words),
      },
      clock(),
    ),
  )

/** True where documents that people brought in were indexed with other ways of asking than these: `ingest --reindex` is due. */
export const isReindexDue = async (store: Store, words: string): Promise<boolean> => {
  const isAnyBrought = (await store.knowledge.versions()).some(({ state, ingestedBy }) => state === 'live' && ingestedBy !== 'system')
  return isAnyBrought && (await store.audit.findDeed(deedKeyOf(words))) === undefined
}
