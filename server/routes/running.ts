import { createRoute } from '@hono/zod-openapi'
import type { TallyStore } from '../../core/tallies.ts'
import { addDays, type Clock, shanghaiDate } from '../../core/time.ts'
import type { UsageStore } from '../../core/usage.ts'
import { officerOf } from '../auth/who.ts'
import { RunningQuestion, RunningView } from '../running-schemas.ts'
import { runningView } from '../running-views.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const route = createRoute({
  method: 'get',
  path: '/api/running',
  summary: 'Turns, how they ended, times, tokens, cost and faults, by agent, by model and by day (运行); for analysts and admins',
  request: { query: RunningQuestion },
  responses: {
    200: answers(RunningView, 'Busiest first; days in their order.'),
    400: problems[400],
    401: problems[401],
    403: problems[403],
  },
})

/** Sums of use that are read at most: more than pages and models times the days there may be. */
const usageMost = 20_000

/** How the service runs (运行): counts alone, nothing of whoever asked. */
export const runningRoutes = (ground: {
  readonly tallies: TallyStore
  readonly usage: UsageStore
  readonly nameOf: (agent: string) => string | undefined
  readonly clock: Clock
}) =>
  newApi().openapi(route, async (c) => {
    officerOf(c, ['analyst', 'admin'])
    const to = shanghaiDate(ground.clock())
    const from = addDays(to, 1 - c.req.valid('query').days)
    const { tallies, usage, nameOf } = ground
    const [sums, turnDays, byModel, byAgent] = await Promise.all([
      tallies.sums(from),
      tallies.turnDays(from),
      usage.list({ from, scope: 'model', limit: usageMost }),
      usage.list({ from, scope: 'agent', limit: usageMost }),
    ])
    return c.json(runningView({ from, to, sums, turnDays, byModel, byAgent, nameOf }), 200)
  })
