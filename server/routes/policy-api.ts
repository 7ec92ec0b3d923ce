import { createRoute, z } from '@hono/zod-openapi'
import { NotFoundError } from '../../core/errors.ts'
import { audienceOf } from '../../core/knowledge.ts'
import { shanghaiDate } from '../../core/time.ts'
import { PolicyComparison, PolicyDocument, PolicyFound, PolicyText } from '../knowledge-schemas.ts'
import { comparisonJson, documentJson, foundJson, openJson } from '../knowledge-views.ts'
import type { ServerParts } from '../parts.ts'
import { rateLimit } from '../rate-limit.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'
import { dayOf, longestQuestion, searchesPerMinute } from './policies.ts'

const params = z.object({ id: z.string().max(200) })
const label = z.string().max(100).optional()
const day = z.string().max(20).optional().openapi({ format: 'date', example: '2026-01-01' })

const listRoute = createRoute({
  method: 'get',
  path: '/api/policies',
  summary: 'Documents that I may read, with their versions (政策文件)',
  responses: { 200: answers(z.object({ documents: z.array(PolicyDocument) }), 'By topic and title.') },
})

const searchRoute = createRoute({
  method: 'get',
  path: '/api/policies/search',
  summary: 'Clauses that speak to a question, as of a day; officers also find internal documents',
  request: {
    query: z.object({ q: z.string().trim().min(1).max(10_000), asOf: day, k: z.coerce.number().int().min(1).max(100).default(10) }),
  },
  responses: { 200: answers(PolicyFound, 'Best first; isSupported says whether they carry an answer.'), 400: problems[400] },
})

const oneRoute = createRoute({
  method: 'get',
  path: '/api/policies/{id}',
  summary: 'One document with the clauses of one version: by label, or in force on a day',
  request: { params, query: z.object({ v: label, on: day }) },
  responses: { 200: answers(PolicyText, 'Clause by clause.'), 400: problems[400], 404: problems[404] },
})

const diffRoute = createRoute({
  method: 'get',
  path: '/api/policies/{id}/diff',
  summary: 'What changed from one version to another (版本对照)',
  request: { params, query: z.object({ from: label, to: label }) },
  responses: { 200: answers(PolicyComparison, 'In the order of the later text.'), 404: problems[404] },
})

/** Policy documents for programs: the same doors as the pages, and the same world for each reader. */
export const policyApiRoutes = ({ library, config, clock }: Pick<ServerParts, 'library' | 'config' | 'clock'>) => {
  const app = newApi()
  app.use(
    '/api/policies/search',
    rateLimit({ what: 'policy searches', perMinute: searchesPerMinute, clock, trustedProxies: config.trustedProxies }),
  )
  return app
    .openapi(listRoute, async (c) => {
      const documents = await library.list(audienceOf(c.get('who')))
      return c.json({ documents: documents.map(documentJson) }, 200)
    })
    .openapi(searchRoute, async (c) => {
      const { q, asOf, k } = c.req.valid('query')
      const options = { topics: undefined, limit: k, asOf: dayOf(asOf) ?? shanghaiDate(clock()) }
      return c.json(foundJson(await library.search(audienceOf(c.get('who')), q.slice(0, longestQuestion), options)), 200)
    })
    .openapi(oneRoute, async (c) => {
      const { v, on } = c.req.valid('query')
      const open = await library.open(audienceOf(c.get('who')), c.req.valid('param').id, { version: v || undefined, on: dayOf(on) })
      if (!open) throw new NotFoundError({ what: 'policy document' })
      return c.json(openJson(open), 200)
    })
    .openapi(diffRoute, async (c) => {
      const { from, to } = c.req.valid('query')
      const between = { from: from || undefined, to: to || undefined }
      const comparison = await library.compare(audienceOf(c.get('who')), c.req.valid('param').id, between)
      if (!comparison) throw new NotFoundError({ what: 'policy document' })
      return c.json(comparisonJson(comparison), 200)
    })
}
