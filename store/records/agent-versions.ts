import { and, eq } from 'drizzle-orm'
import type { AgentVersions } from '../../core/ports.ts'
import type { Ground } from './ground.ts'

/** Published pages of agents, for good. */
export const agentVersions = ({ db, tables }: Ground): AgentVersions => {
  const { agentVersions } = tables
  return {
    save: async ({ agent, version, page, publishedAt }) => {
      await db.insert(agentVersions).values({ agent, version, page, publishedAt }).onConflictDoNothing()
    },
    find: async (agent, version) => {
      const [row] = await db
        .select()
        .from(agentVersions)
        .where(and(eq(agentVersions.agent, agent), eq(agentVersions.version, version)))
      return row
    },
  }
}
