import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { NotAllowedError } from '../../core/errors.ts'
import type { Limits } from '../../core/model-settings.ts'
import { holds } from '../../core/people.ts'
import { type Switch, type SwitchKind, switchKinds } from '../../core/switches.ts'
import { type Clock, shanghaiDate } from '../../core/time.ts'
import type { UsageScope, UsageStore } from '../../core/usage.ts'
import type { BudgetKeeper } from '../../runtime/budgets.ts'
import type { OpenEndpoint } from '../../runtime/endpoints.ts'
import type { Switchboard } from '../../runtime/switchboard.ts'
import { officerIs, officerOf, whoIs } from '../auth/who.ts'
import { BudgetQuestion, BudgetView, ModelHealthView, SwitchList, SwitchView, SwitchWish } from '../model-schemas.ts'
import type { ServerEnv } from '../parts.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const refused = { 400: problems[400], 401: problems[401], 403: problems[403] } as const

const listRoute = createRoute({
  method: 'get',
  path: '/api/switches',
  summary: 'What is switched off, by whom and why (紧急停用); for admins and analysts',
  responses: { 200: answers(SwitchList, 'The newest state of each.'), 401: problems[401], 403: problems[403] },
})

const setRoute = createRoute({
  method: 'post',
  path: '/api/switches',
  summary: 'Switch an agent, a tool, a door or a model off, or on again; in effect within a second on every process',
  request: { body: { required: true, content: { 'application/json': { schema: SwitchWish } } } },
  responses: { 200: answers(SwitchView, 'As it is now.'), ...refused },
})

const healthRoute = createRoute({
  method: 'get',
  path: '/api/models/health',
  summary: 'How the models behind endpoints do, as this process sees it (模型健康); for admins and analysts',
  responses: { 200: answers(ModelHealthView, 'In the order of models.yaml.'), 401: problems[401], 403: problems[403] },
})

const budgetRoute = createRoute({
  method: 'get',
  path: '/api/budgets',
  summary: 'Limits of today and how much of each is used, and what models used day by day (预算); for admins and analysts',
  request: { query: BudgetQuestion },
  responses: { 200: answers(BudgetView, 'Newest day first, largest first.'), ...refused },
})

/** What the routes stand on. */
export interface ModelRouteGround {
  readonly switchboard: Switchboard
  /** What people call whatever can be switched, by name. */
  readonly titles: (kind: SwitchKind) => ReadonlyMap<string, string>
  /** Names of officers by id. */
  readonly namesOf: (officers: readonly string[]) => Promise<ReadonlyMap<string, string>>
  readonly budgets: Pick<BudgetKeeper, 'state'>
  readonly usage: UsageStore
  readonly health: () => readonly ReturnType<OpenEndpoint['health']>[]
  readonly clock: Clock
}

/** Sums of days at most: a page shows them, and nobody reads more. */
const sumsMost = 1_000

const healthJson = ({ until, lastFault, firstTokenMs, ...health }: ReturnType<OpenEndpoint['health']>) => ({
  ...health,
  until: until?.toISOString() ?? null,
  lastFault: lastFault ? { fault: lastFault.fault, at: lastFault.at.toISOString() } : null,
  firstTokenMs: firstTokenMs === undefined ? null : Math.round(firstTokenMs),
})

/** Sums by person are an admin's alone: they say who talks how much. */
const demandReader = (c: Context<ServerEnv>, scope: UsageScope): void => {
  const who = whoIs(c)
  const isAdmin = who.kind === 'officer' && holds(who, 'admin')
  const isAnalyst = who.kind === 'officer' && holds(who, 'analyst')
  if (!isAdmin && (!isAnalyst || scope === 'person')) throw new NotAllowedError({ what: 'budgets', needs: 'admin' })
}

/** Models, budgets and switches (模型、预算、紧急停用), for whoever administers the service. */
export const modelRoutes = ({ switchboard, titles, namesOf, budgets, usage, health, clock }: ModelRouteGround) => {
  const told = async (switches: readonly Switch[]) => {
    const names = await namesOf([...new Set(switches.map(({ by }) => by))])
    return switches.map(({ at, ...one }) => ({
      ...one,
      title: titles(one.kind).get(one.name) ?? one.name,
      byName: names.get(one.by) ?? one.by,
      at: at.toISOString(),
    }))
  }
  /** One thing of each kind. `fromEntries` forgets the names; they are exactly the kinds. */
  const byKind = <T>(of: (kind: SwitchKind) => T) =>
    Object.fromEntries(switchKinds.map((kind) => [kind, of(kind)])) as Record<SwitchKind, T>
  return newApi()
    .openapi(listRoute, async (c) => {
      officerOf(c, ['analyst', 'admin'])
      const names = byKind((kind) => [...switchboard.names(kind)])
      return c.json({ switches: await told(switchboard.list()), names, titles: byKind((kind) => Object.fromEntries(titles(kind))) }, 200)
    })
    .openapi(setRoute, async (c) => {
      const who = officerIs(c, 'admin')
      const [view] = await told([await switchboard.set(c.req.valid('json'), who)])
      // One was switched, so one is told.
      return c.json(view as NonNullable<typeof view>, 200)
    })
    .openapi(healthRoute, (c) => {
      officerOf(c, ['analyst', 'admin'])
      return c.json({ models: health().map(healthJson) }, 200)
    })
    .openapi(budgetRoute, async (c) => {
      const { scope, days } = c.req.valid('query')
      demandReader(c, scope)
      const from = shanghaiDate(new Date(clock().getTime() - (days - 1) * 86_400_000))
      const sums = await usage.list({ from, scope, limit: sumsMost })
      return c.json(
        { budgets: budgets.state().map(({ limits, ...state }) => ({ ...state, limits: withoutGaps(limits) })), days: [...sums] },
        200,
      )
    })
}

/** Limits that are set. */
const withoutGaps = (limits: Limits) => ({
  ...(limits.steps === undefined ? {} : { steps: limits.steps }),
  ...(limits.tokens === undefined ? {} : { tokens: limits.tokens }),
  ...(limits.seconds === undefined ? {} : { seconds: limits.seconds }),
  ...(limits.yuan === undefined ? {} : { yuan: limits.yuan }),
})
