import { eq, sql } from 'drizzle-orm'
import type { KnowledgeStore } from '../../../core/knowledge-store.ts'
import type { Ground } from '../ground.ts'
import { gaps, once } from '../prepared.ts'

/** How many keys a change needs. */
interface Wanted {
  readonly versions?: number
  readonly clauses?: number
  readonly segments?: number
}

/**
 * Raises the revision and draws keys, in one statement on one row. The row is the writer's until the transaction ends: keys have no
 * holes and become visible in their order, and two writers cannot wait for each other in a circle.
 */
export const keyDrawer = ({ db, tables }: Ground) => {
  const { knowledgeState: state } = tables
  const statement = once(() =>
    db
      .insert(state)
      .values({ id: 1, revision: 1, ...gaps(state, 'versions', 'clauses', 'segments') })
      .onConflictDoUpdate({
        target: state.id,
        set: {
          revision: sql`${state.revision} + 1`,
          versions: sql`${state.versions} + excluded.versions`,
          clauses: sql`${state.clauses} + excluded.clauses`,
          segments: sql`${state.segments} + excluded.segments`,
        },
      })
      .returning({ versions: state.versions, clauses: state.clauses, segments: state.segments })
      .prepare('draw_keys'),
  )
  /** The first key of each kind; the others follow by one. */
  return async ({ versions = 0, clauses = 0, segments = 0 }: Wanted = {}) => {
    const [last = { versions, clauses, segments }] = await statement().execute({ versions, clauses, segments })
    return {
      version: last.versions - versions + 1,
      clause: last.clauses - clauses + 1,
      segment: last.segments - segments + 1,
    }
  }
}

/** The number by which a process sees that others have changed something. */
export const revision = (ground: Ground): Pick<KnowledgeStore, 'revision' | 'raiseRevision'> => {
  const { db, tables } = ground
  const { knowledgeState: state } = tables
  const draw = keyDrawer(ground)
  const find = once(() => db.select({ revision: state.revision }).from(state).where(eq(state.id, 1)).prepare('find_revision'))
  return {
    revision: async () => {
      const [row] = await find().execute()
      return row?.revision ?? 0
    },
    raiseRevision: async () => {
      await draw()
    },
  }
}
