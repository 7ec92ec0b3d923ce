import { AgentCard } from '@a2a-js/sdk'
import type { Agent } from '../../core/agent.ts'

/** Header and version of the protocol that this door speaks. */
export const a2aVersion = '1.0'

/** What other agents learn of us: one skill a page. The card of a visitor names the pages for citizens alone. */
export const cardOf = (facts: {
  readonly publicUrl: string
  readonly institution: string
  readonly agents: readonly Agent[]
}): AgentCard => ({
  name: `${facts.institution}数字分身`,
  description: '公安办事分身：问政策有原文出处，办事先念一遍、本人确认才办。',
  version: '1',
  provider: undefined,
  signatures: [],
  supportedInterfaces: [{ url: `${facts.publicUrl}/a2a`, protocolBinding: 'JSONRPC', protocolVersion: a2aVersion, tenant: '' }],
  documentationUrl: `${facts.publicUrl}/api-reference`,
  capabilities: { streaming: true, pushNotifications: false, extendedAgentCard: true, extensions: [] },
  securitySchemes: {
    key: { scheme: { $case: 'httpAuthSecurityScheme', value: { description: 'API key', scheme: 'bearer', bearerFormat: '' } } },
  },
  securityRequirements: [{ schemes: { key: { list: [] } } }],
  defaultInputModes: ['text/plain'],
  defaultOutputModes: ['text/plain', 'application/json'],
  skills: facts.agents.map((agent) => ({
    ...{ id: agent.id, name: agent.name, description: agent.purpose, tags: [agent.audience] },
    ...{ examples: agent.examples.slice(0, 3).map(({ says }) => says), inputModes: [], outputModes: [], securityRequirements: [] },
  })),
})

export const cardJson = (card: AgentCard): unknown => AgentCard.toJSON(card)
