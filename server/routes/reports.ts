import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { NotAllowedError } from '../../core/errors.ts'
import { holds, type Officer } from '../../core/people.ts'
import type { Report, ReportDesk } from '../../core/reports.ts'
import { whoIs } from '../auth/who.ts'
import type { ServerEnv } from '../parts.ts'
import { ReportParams, ReportQuestion, ReportUnit, ReportView } from '../report-schemas.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'

const refused = { 400: problems[400], 401: problems[401], 403: problems[403], 404: problems[404] } as const

const viewRoute = createRoute({
  method: 'get',
  path: '/api/reports',
  summary: 'Weekly, monthly or quarterly report of disputes and their work (周报、月报、季报); counts only',
  request: { query: ReportQuestion },
  responses: { 200: answers(ReportView, 'The report, compared with the period before.'), ...refused },
})

const fileRoute = createRoute({
  method: 'get',
  path: '/api/reports/{period}/{of}/{form}',
  summary: 'The same to carry away: DOCX, PDF, or JSON with every number and its source',
  request: { params: ReportParams, query: ReportUnit },
  responses: {
    200: {
      description: 'The file',
      content: {
        'application/json': { schema: z.unknown() },
        'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) },
      },
    },
    ...refused,
  },
})

/** Reports are for officers in charge and analysts. */
export const readerOf = (c: Context<ServerEnv>): Officer => {
  const who = whoIs(c)
  if (who.kind === 'officer' && (holds(who, 'approver') || holds(who, 'analyst'))) return who
  throw new NotAllowedError({ what: 'reports', needs: 'analyst' })
}

const reportJson = (report: Report): z.input<typeof ReportView> => ({
  ...report,
  madeAt: report.madeAt.toISOString(),
  sentences: report.sentences.map(({ text, refs }) => ({ text, refs: [...refs] })),
  tables: report.tables.map(({ columns, rows, plot, ...table }) => ({
    ...table,
    plot: plot ?? null,
    columns: [...columns],
    rows: rows.map(({ key, name, cells }) => ({ key, name, cells: cells.map((cell) => ({ ...cell, value: cell.value ?? null })) })),
  })),
  queries: [...report.queries],
  notes: [...report.notes],
})

/** Reports (报告) for whoever answers for a unit. */
export const reportRoutes = ({ reports }: { readonly reports: ReportDesk }) =>
  newApi()
    .openapi(viewRoute, async (c) => {
      const who = readerOf(c)
      const { period, of, unit } = c.req.valid('query')
      return c.json(reportJson(await reports.write(who, { period, of, unit: unit ?? who.unit })), 200)
    })
    .openapi(fileRoute, async (c) => {
      const who = readerOf(c)
      const { period, of, form } = c.req.valid('param')
      const file = await reports.print(who, { period, of, unit: c.req.valid('query').unit ?? who.unit }, form)
      return c.body(new Uint8Array(file.bytes), 200, {
        'Content-Type': file.type,
        // RFC 6266: an ASCII name for old clients, the Chinese one for all others.
        'Content-Disposition': `attachment; filename="report-${period}-${of}.${form}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      })
    })
