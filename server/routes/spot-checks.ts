import { createRoute, z } from '@hono/zod-openapi'
import { type SpotCheckDesk, type SpotCheckView, spotCheckResults } from '../../core/spot-checks.ts'
import { officerIs } from '../auth/who.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const base = '/api/desk/spot-checks'
const instant = z.string().openapi({ format: 'date-time', example: '2026-11-22T01:00:00.000Z' })
const named = z.object({ id: z.string(), name: z.string() })
const refused = { 400: problems[400], 401: problems[401], 403: problems[403] } as const

const Check = z
  .object({
    application: z.string(),
    certificate: z.string(),
    unit: named,
    pickedAt: instant,
    end: z.object({ result: z.enum(spotCheckResults), by: named, at: instant, note: z.string() }).nullable(),
  })
  .openapi('SpotCheck')

const Finding = z
  .object({
    result: z.enum(spotCheckResults),
    note: z.string().trim().min(2, '请写明核对了什么。').max(300, '最多 300 个字。'),
  })
  .openapi('SpotCheckFinding')

const listRoute = createRoute({
  method: 'get',
  path: base,
  summary: 'Certificates of my units that the machine issued and that were picked for a second look (抽查)',
  request: {
    query: z.object({
      state: z.enum(['open', 'ended']).default('open'),
      limit: z.coerce.number().int().min(1).max(100).default(50),
      after: z.string().max(200).optional(),
    }),
  },
  responses: { 200: answers(z.object({ checks: z.array(Check), next: z.string().nullable() }), 'The oldest first.'), ...refused },
})

const endRoute = createRoute({
  method: 'post',
  path: `${base}/{application}`,
  summary: 'What the second look found, once (抽查结论)',
  description: 'A wrong one is not revoked by it: `POST /api/desk/cases/{number}/revoke`, by an approver.',
  request: {
    params: z.object({ application: z.string().max(60) }),
    body: { required: true, content: { 'application/json': { schema: Finding } } },
  },
  responses: { 200: answers(Check, 'Written down.'), ...refused, 404: problems[404], 409: problems[409] },
})

const checkJson = ({ pickedAt, end, ...check }: SpotCheckView): z.input<typeof Check> => ({
  ...check,
  pickedAt: pickedAt.toISOString(),
  end: end ? { ...end, at: end.at.toISOString() } : null,
})

/** Second looks at what was issued automatically (抽查). */
export const spotCheckRoutes = ({ checks }: { readonly checks: SpotCheckDesk }) =>
  newApi()
    .openapi(listRoute, async (c) => {
      const { state, limit, after } = c.req.valid('query')
      const page = await checks.list(officerIs(c, 'reviewer'), { isOpen: state === 'open', limit, after })
      return c.json({ checks: page.checks.map(checkJson), next: page.next ?? null }, 200)
    })
    .openapi(endRoute, async (c) =>
      c.json(checkJson(await checks.end(officerIs(c, 'reviewer'), c.req.valid('param').application, c.req.valid('json'))), 200),
    )
