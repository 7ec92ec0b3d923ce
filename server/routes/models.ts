import { createRoute } from '@hono/zod-openapi'
import { type Switch, switchKinds } from '../../core/switches.ts'
import type { Switchboard } from '../../runtime/switchboard.ts'
import { officerIs } from '../auth/who.ts'
import { SwitchList, SwitchView, SwitchWish } from '../model-schemas.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const refused = { 400: problems[400], 401: problems[401], 403: problems[403] } as const

const listRoute = createRoute({
  method: 'get',
  path: '/api/switches',
  summary: 'What is switched off, by whom and why (紧急停用); for admins',
  responses: { 200: answers(SwitchList, 'The newest state of each.'), 401: problems[401], 403: problems[403] },
})

const setRoute = createRoute({
  method: 'post',
  path: '/api/switches',
  summary: 'Switch an agent, a tool, a door or a model off, or on again; in effect within a second on every process',
  request: { body: { required: true, content: { 'application/json': { schema: SwitchWish } } } },
  responses: { 200: answers(SwitchView, 'As it is now.'), ...refused },
})

const switchJson = ({ at, ...one }: Switch) => ({ ...one, at: at.toISOString() })

/** Switches (紧急停用), for whoever administers the service. */
export const switchRoutes = ({ switchboard }: { readonly switchboard: Switchboard }) =>
  newApi()
    .openapi(listRoute, (c) => {
      officerIs(c, 'admin')
      const names = Object.fromEntries(switchKinds.map((kind) => [kind, [...switchboard.names(kind)]])) as Record<Switch['kind'], string[]>
      return c.json({ switches: switchboard.list().map(switchJson), names }, 200)
    })
    .openapi(setRoute, async (c) => {
      const who = officerIs(c, 'admin')
      return c.json(switchJson(await switchboard.set(c.req.valid('json'), who)), 200)
    })
