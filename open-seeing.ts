import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Agent } from './core/agent.ts'
import type { ModelCall } from './core/models.ts'
import type { Store } from './core/ports.ts'
import type { Seer } from './core/seeing.ts'
import type { Clock } from './core/time.ts'
import type { Tool } from './core/tool.ts'
import { openRunning } from './open-running.ts'
import { type Metrics, openMetrics } from './seeing/metrics.ts'
import type { Door } from './server/parts.ts'
import { metricsRoutes } from './server/routes/metrics.ts'

/** What can be seen of turns, tools and models, as `platform.ts` introduces it to the others. */
export interface OpenSeeing extends Seer {
  readonly metrics: Metrics
  readonly doors: readonly Door[]
  readonly chores: readonly { readonly everyMs: number; readonly run: () => Promise<unknown> }[]
  close(): Promise<void>
}

/** Opens metrics, the log lines of turns, what the page of running shows, and traces where a collector is configured. */
export const openSeeing = async (facts: {
  readonly config: Config
  readonly log: Pick<Logger, 'info' | 'debug'>
  readonly tools: readonly Tool[]
  readonly store: Store
  readonly clock: Clock
  readonly agents: () => readonly Agent[]
  readonly models: () => readonly string[]
  /** How many turns are under way. */
  readonly running: () => number
}): Promise<OpenSeeing> => {
  const { config, log } = facts
  const names = facts.tools.map(({ name }) => name)
  const metrics = openMetrics(
    { agents: () => facts.agents().map(({ id }) => id), tools: () => names, models: () => [...facts.models(), 'offline'] },
    [{ name: 'turns_running', help: 'Turns that are under way in this process', read: facts.running }],
  )
  const traces = config.traces && (await (await import('./seeing/traces.ts')).openTraces(config.traces))
  const running = openRunning({ ...facts, nameOf: (agent) => facts.agents().find(({ id }) => id === agent)?.name })
  const seers: readonly Seer[] = [metrics.seer, running.seer, ...(traces ? [traces.seer] : [])]
  return {
    metrics,
    turn(seen) {
      for (const seer of seers) seer.turn(seen)
      const { turn, conversation, agent, agentVersion, outcome, model, door, ms } = seen
      log.info({ turn, conversation, agent, agentVersion, outcome, model, door, ms: Math.round(ms) }, 'turn')
    },
    tool(seen) {
      for (const seer of seers) seer.tool(seen)
      const { tool, result, code, conversation, ms } = seen
      log.debug({ tool: names.includes(tool) ? tool : 'unknown', result, code, conversation, ms: Math.round(ms) }, 'tool')
    },
    model(call: ModelCall) {
      for (const seer of seers) seer.model(call)
      const { model, agent, turn, fault, ms, tokens } = call
      log.debug({ model, agent, turn, fault, ms: Math.round(ms), in: tokens.in, out: tokens.out }, 'model')
    },
    doors: [{ path: '/', app: metricsRoutes({ metrics, key: config.metricsKey }) }, ...running.doors],
    chores: running.chores,
    close: async () => {
      await traces?.close()
      // A store that is gone must not keep the rest from closing: a second's counts are lost with it.
      await running.close().catch(() => undefined)
    },
  }
}
