import { createRoute, z } from '@hono/zod-openapi'
import type { CertificateReport, CertificateReportDesk, FigureLine } from '../../core/certificate-report.ts'
import { figureKeys } from '../../core/certificate-report.ts'
import { csvOf } from '../../core/table.ts'
import { type Clock, isPlainDate, shanghaiDate } from '../../core/time.ts'
import { answers, problems } from '../schemas.ts'
import { newApi } from './new-api.ts'
import { readerOf } from './reports.ts'

const Question = z.object({
  unit: z.string().max(60).optional().openapi({ description: 'With all below it. Left out: the own unit.' }),
  of: z
    .string()
    .refine((text) => isPlainDate(text), '日期写成 2026-11-23 这样。')
    .optional()
    .openapi({ description: 'Any day of the last week. Left out: today.', example: '2026-11-23' }),
  weeks: z.coerce.number().int().min(1).max(53).default(12).openapi({ description: 'How many whole weeks, the last one with `of`.' }),
})

const Cell = z.object({
  value: z.number().nullable().openapi({ description: 'Null: hidden, or nothing to tell.' }),
  isHidden: z.boolean().openapi({ description: 'Too small to be shown, or hidden with such a one.' }),
})
const Line = z
  .object({
    key: z.string().openapi({ description: 'Monday of a week, id of a unit, or `all`.' }),
    name: z.string(),
    cells: z.object({
      received: Cell,
      done: Cell,
      automatic: Cell,
      median: Cell,
      p90: Cell,
      overdue: Cell,
      upheld: Cell,
      corrected: Cell,
      recheckOverdue: Cell,
      revoked: Cell,
      spotChecked: Cell,
      spotWrong: Cell,
    }),
  })
  .openapi('CertificateFigureLine')

const View = z
  .object({
    unit: z.object({ id: z.string(), name: z.string() }),
    from: z.string(),
    to: z.string().openapi({ description: 'Not included.' }),
    madeAt: z.string(),
    isDemo: z.boolean(),
    all: Line,
    weeks: z.array(Line),
    units: z.array(Line),
    measures: z.array(
      z.object({ key: z.enum(figureKeys), title: z.string(), unit: z.enum(['count', 'share', 'seconds']), definition: z.string() }),
    ),
    notes: z.array(z.string()),
  })
  .openapi('CertificateReport')

const refused = { 400: problems[400], 401: problems[401], 403: problems[403], 404: problems[404] } as const

const viewRoute = createRoute({
  method: 'get',
  path: '/api/reports/certificates',
  summary: 'How certificates went, by week and unit (证明办理统计): counts and times, small numbers hidden, nobody named',
  request: { query: Question },
  responses: { 200: answers(View, 'The report.'), ...refused },
})

const fileRoute = createRoute({
  method: 'get',
  path: '/api/reports/certificates/{form}',
  summary: 'The same to carry away, as CSV or JSON',
  request: { params: z.object({ form: z.enum(['csv', 'json']) }), query: Question },
  responses: {
    200: {
      description: 'The file',
      content: {
        'application/json': { schema: View },
        'text/csv': { schema: z.string() },
        'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) },
      },
    },
    ...refused,
  },
})

const lineJson = ({ key, name, cells }: FigureLine): z.input<typeof Line> => ({
  key,
  name,
  // Every key of the record, and nothing else.
  cells: Object.fromEntries(figureKeys.map((one) => [one, { value: cells[one].value ?? null, isHidden: cells[one].isHidden }])) as z.input<
    typeof Line
  >['cells'],
})

const reportJson = (report: CertificateReport): z.input<typeof View> => ({
  ...report,
  madeAt: report.madeAt.toISOString(),
  all: lineJson(report.all),
  weeks: report.weeks.map(lineJson),
  units: report.units.map(lineJson),
  measures: [...report.measures],
  notes: [...report.notes],
})

/** Reports of certificates (证明办理统计) for whoever answers for a unit. */
export const certificateReportRoutes = ({ reports, clock }: { readonly reports: CertificateReportDesk; readonly clock: Clock }) => {
  const askOf = (query: z.output<typeof Question>, own: string) => ({
    unit: query.unit ?? own,
    of: query.of ?? shanghaiDate(clock()),
    weeks: query.weeks,
  })
  return newApi()
    .openapi(viewRoute, async (c) => {
      const who = readerOf(c)
      return c.json(reportJson(await reports.write(who, askOf(c.req.valid('query'), who.unit), 'view')), 200)
    })
    .openapi(fileRoute, async (c) => {
      const who = readerOf(c)
      const { form } = c.req.valid('param')
      const report = await reports.write(who, askOf(c.req.valid('query'), who.unit), form)
      const table = reports.tableOf(report)
      const text = form === 'csv' ? csvOf(table) : JSON.stringify(reportJson(report), undefined, 1)
      const ascii = `certificates-${report.unit.id}-${report.from}.${form}`
      return c.body(text, 200, {
        'Content-Type': form === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
        // RFC 6266: an ASCII name for old clients, the Chinese one for all others.
        'Content-Disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(`${table.name}-${report.from}.${form}`)}`,
      })
    })
}
