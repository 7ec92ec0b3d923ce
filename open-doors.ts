import type { Logger } from 'pino'
import { urlFault, webhookSender } from './connectors/webhook-sender.ts'
import type { Agent } from './core/agent.ts'
import type { ApiKeyDesk } from './core/api-key-desk.ts'
import type { Guard, GuardVerdict } from './core/guard.ts'
import type { OnModelCall } from './core/models.ts'
import type { Who } from './core/people.ts'
import type { Store } from './core/ports.ts'
import type { Switches } from './core/switches.ts'
import type { Clock } from './core/time.ts'
import type { Tool } from './core/tool.ts'
import { createKeyDesk } from './domain/keys/desk.ts'
import { createWebhookDesk, type WebhookDesk } from './domain/webhooks/desk.ts'
import type { CallTool } from './runtime/call-tool.ts'
import type { Turns } from './runtime/turn.ts'
import { threadMs } from './server/openai/threads.ts'
import { createTurnTokens } from './server/openai/turn-tokens.ts'
import type { Door } from './server/parts.ts'
import { a2aRoutes, agentCardRoutes } from './server/routes/a2a.ts'
import { keyRoutes } from './server/routes/keys.ts'
import { mcpRoutes } from './server/routes/mcp.ts'
import { openAiRoutes } from './server/routes/openai.ts'
import { webhookRoutes } from './server/routes/webhooks.ts'

/** The desk of keys, as the command line has it too. */
export const openKeys = (facts: {
  readonly store: Store
  readonly clock: Clock
  readonly agents: () => readonly string[]
  readonly tools: readonly Pick<Tool, 'name'>[]
}): ApiKeyDesk => createKeyDesk({ ...facts, tools: facts.tools.map(({ name }) => name) })

/** Characters of all arguments of one call that a guard still reads. */
const longestArgument = 20_000
const sweepEveryMs = 3_600_000
const webhookEveryMs = 2_000

/** What programs come in by. */
export interface OpenDoors {
  readonly keys: ApiKeyDesk
  readonly webhooks: WebhookDesk
  readonly doors: readonly Door[]
  /** Work in the background, and how often. */
  readonly chores: readonly { readonly everyMs: number; readonly run: () => Promise<unknown> }[]
}

/** Opens the doors of programs over a platform. */
export const openDoors = (facts: {
  readonly store: Store
  readonly clock: Clock
  readonly turns: Turns
  /** Every live page. */
  readonly pages: () => readonly Agent[]
  /** Those that a person, or a visitor, may meet. */
  readonly agents: (who: Who | undefined) => readonly Agent[]
  readonly tools: readonly Tool[]
  readonly callTool: CallTool
  readonly topics: () => readonly string[]
  readonly guards: readonly Guard[]
  readonly switches: Switches
  readonly log: Logger
  readonly publicUrl: string
  readonly institution: string
  readonly bureau: string
  /** Hears of every call of a model. */
  readonly listen: (listener: OnModelCall) => void
  /** Hosts of the inside that webhooks may go to. */
  readonly webhookHosts: readonly string[]
}): OpenDoors => {
  const keys = openKeys({ ...facts, agents: () => facts.pages().map(({ id }) => id) })
  const tokens = createTurnTokens()
  facts.listen(tokens.note)
  const webhooks = createWebhookDesk({
    ...facts,
    deliver: webhookSender(facts.webhookHosts),
    urlFault: (url) => urlFault(url, facts.webhookHosts),
  })
  const verdict = (text: string, who: Who): GuardVerdict | undefined => {
    for (const guard of facts.guards) {
      const found = text === '' ? undefined : guard.before?.({ text, who, limitChars: longestArgument })
      if (found) return found
    }
    return undefined
  }
  return {
    keys,
    webhooks,
    chores: [
      { everyMs: sweepEveryMs, run: () => facts.store.chatThreads.removeBefore(new Date(facts.clock().getTime() - threadMs)) },
      { everyMs: webhookEveryMs, run: webhooks.run },
    ],
    doors: [
      { path: '/', app: keyRoutes({ keys }) },
      { path: '/v1', app: openAiRoutes({ ...facts, counted: tokens.of }) },
      { path: '/mcp', app: mcpRoutes({ ...facts, verdict }) },
      { path: '/a2a', app: a2aRoutes(facts) },
      { path: '/', app: agentCardRoutes(facts) },
      { path: '/', app: webhookRoutes(webhooks) },
    ],
  }
}
