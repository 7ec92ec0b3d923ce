import { z } from '@hono/zod-openapi'
import { periodKinds, reportForms } from '../core/reports.ts'
import { isPlainDate } from '../core/time.ts'

const Day = z
  .string()
  .refine((text) => isPlainDate(text), '日期写成 2026-11-23 这样。')
  .openapi({ example: '2026-11-23' })

const Kind = z.enum(periodKinds)
export const ReportParams = z.object({ period: Kind, of: Day, form: z.enum(reportForms) })
export const ReportUnit = z.object({ unit: z.string().max(60).optional().openapi({ description: 'Left out: the own unit.' }) })
export const ReportQuestion = ReportUnit.extend({ period: Kind, of: Day })

const PeriodView = z.object({ kind: Kind, from: z.string(), to: z.string().openapi({ description: 'Not included.' }), label: z.string() })
const Cell = z.object({
  ref: z.string().openapi({ example: 'T1.D2.now' }),
  value: z.number().nullable(),
  isHidden: z.boolean().openapi({ description: 'Too small to be shown of an area, or hidden with such a one.' }),
})
const Column = z.object({ key: z.string(), title: z.string(), measure: z.enum(['count', 'percent', 'change']), query: z.string() })

/** A report: every number with where it comes from. */
export const ReportView = z
  .object({
    title: z.string(),
    unit: z.object({ id: z.string(), name: z.string() }),
    period: PeriodView,
    before: PeriodView,
    madeAt: z.string(),
    isDemo: z.boolean(),
    sentences: z.array(z.object({ text: z.string(), refs: z.array(z.string()) })),
    tables: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        of: z.string(),
        columns: z.array(Column),
        rows: z.array(z.object({ key: z.string(), name: z.string(), cells: z.array(Cell) })),
        plot: z.string().nullable(),
      }),
    ),
    queries: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        definition: z.string(),
        source: z.string(),
        from: z.string(),
        to: z.string(),
        unit: z.string(),
        counted: z.number(),
      }),
    ),
    notes: z.array(z.string()),
  })
  .openapi('Report')
