import { asc, eq, sql } from 'drizzle-orm'
import type { KnowledgeStore, StoredDocument } from '../../../core/knowledge-store.ts'
import { type Ground, orUndefined } from '../ground.ts'
import { plain, plainOrNull } from '../plain-text.ts'
import { atomicallyWith, gap, gaps, once } from '../prepared.ts'
import { keyDrawer } from './revision.ts'

const statementsOn = (ground: Ground) => {
  const { db, tables } = ground
  const { documents, documentVersions } = tables
  const replaced = { title: '', shortTitle: '', kind: '', topic: '', audience: '', issuer: '', number: '' }
  // Object.keys forgets which strings they are.
  const names = Object.keys(replaced) as (keyof typeof replaced)[]
  return {
    raise: keyDrawer(ground),
    save: once(() =>
      db
        .insert(documents)
        .values(gaps(documents, 'id', 'identity', ...names))
        .onConflictDoUpdate({
          target: documents.id,
          set: Object.fromEntries(names.map((name) => [name, sql.raw(`excluded.${documents[name].name}`)])),
        })
        .prepare('save_document'),
    ),
    setState: once(() =>
      db
        .update(documentVersions)
        .set(gaps(documentVersions, 'state'))
        .where(eq(documentVersions.key, gap('key')))
        .prepare('set_version_state'),
    ),
  }
}

const rowOf = ({ id, identity, title, shortTitle, kind, topic, audience, issuer, number }: StoredDocument) => ({
  ...{ id: plain(id), identity: plain(identity), title: plain(title), shortTitle: plain(shortTitle), kind, topic: plain(topic), audience },
  ...{ issuer: plainOrNull(issuer), number: plainOrNull(number) },
})

/** Documents and their versions, without texts. */
export const documents = (ground: Ground): Pick<KnowledgeStore, 'documents' | 'versions' | 'saveDocument' | 'setVersionState'> => {
  const { db, tables } = ground
  const { documents, documentVersions } = tables
  const atomically = atomicallyWith(ground, statementsOn)
  return {
    documents: async () => {
      const rows = await db.select().from(documents).orderBy(asc(documents.id))
      return rows.map(({ issuer, number, ...rest }) => ({ ...rest, issuer: orUndefined(issuer), number: orUndefined(number) }))
    },
    versions: async () => {
      const rows = await db.select().from(documentVersions).orderBy(asc(documentVersions.key))
      return rows.map(({ promulgated, effective, repealed, review, ...rest }) => ({
        ...rest,
        promulgated: orUndefined(promulgated),
        effective: orUndefined(effective),
        repealed: orUndefined(repealed),
        review: review ? { by: review.by, at: review.at, expires: review.expires } : undefined,
      }))
    },
    saveDocument: (document) =>
      atomically(async ({ raise, save }) => {
        await raise()
        await save().execute(rowOf(document))
      }),
    setVersionState: (key, state) =>
      atomically(async ({ raise, setState }) => {
        await raise()
        await setState().execute({ key, state })
      }),
  }
}
