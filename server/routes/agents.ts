import { createRoute, z } from '@hono/zod-openapi'
import type { Agent } from '../../core/agent.ts'
import { NotFoundError } from '../../core/errors.ts'
import type { Who } from '../../core/people.ts'
import type { Route as FrontDeskRoute } from '../../runtime/route.ts'
import { AgentView, answers, problems, Route, RouteRequest } from '../schemas.ts'
import { newApi } from './new-api.ts'

/** What the front desk answers; `platform.ts` puts guard and router behind it. */
export interface FrontDesk {
  /** The agents a person, or a visitor, may meet. */
  agents(who: Who | undefined): readonly Agent[]
  route(text: string, who: Who | undefined): FrontDeskRoute
}

const list = createRoute({
  method: 'get',
  path: '/api/agents',
  summary: 'Agents that are there for me (智能体)',
  responses: { 200: answers(z.object({ agents: z.array(AgentView) }), 'In order of id.') },
})
const one = createRoute({
  method: 'get',
  path: '/api/agents/{id}',
  summary: 'One agent',
  request: { params: z.object({ id: z.string().max(64) }) },
  responses: { 200: answers(AgentView, 'The agent.'), 404: problems[404] },
})
const route = createRoute({
  method: 'post',
  path: '/api/route',
  summary: 'Which agent a message belongs to (总台)',
  request: { body: { content: { 'application/json': { schema: RouteRequest } }, required: true } },
  responses: { 200: answers(Route, 'The decision and the best candidates.'), 400: problems[400] },
})

const viewOf = (agent: Agent) => ({
  id: agent.id,
  version: agent.version,
  name: agent.name,
  audience: agent.audience,
  purpose: agent.purpose,
  tools: [...agent.tools],
  greeting: agent.greeting,
  suggestions: [...agent.suggestions],
})

/** Agents and the front desk. What an officer's agent is called, a citizen does not learn. */
export const agents = (desk: FrontDesk) =>
  newApi()
    .openapi(list, (c) => c.json({ agents: desk.agents(c.get('who')).map(viewOf) }, 200))
    .openapi(one, (c) => {
      const agent = desk.agents(c.get('who')).find((candidate) => candidate.id === c.req.valid('param').id)
      if (!agent) throw new NotFoundError({ what: 'agent' })
      return c.json(viewOf(agent), 200)
    })
    .openapi(route, (c) => {
      const found = desk.route(c.req.valid('json').text, c.get('who'))
      const { decision, candidates, next } = found
      return c.json({ decision, candidates: [...candidates], ...(next ? { next: [...next] } : {}) }, 200)
    })
