import { z } from '@hono/zod-openapi'
import { disputeClasses, findingMarks, tiers } from '../core/disputes.ts'

/** Most characters of one text that is judged. */
export const longestScanned = 100_000

const scanned = z
  .string({ error: '缺少 text（文本）。' })
  .max(longestScanned, `一条文本最多 ${longestScanned} 字。`)
  .openapi({ example: '老板跑了，拖欠我们二十几个人三个月工资' })
const moment = z.coerce.date('时间请写成 2026-11-22T09:00:00+08:00 这样。').optional().openapi({ type: 'string', format: 'date-time' })
const id = z.union([z.string().max(120), z.number()])

/** A line of a stream, or one text of several. */
export const ScanLine = z.object({ id: id.optional(), text: scanned, at: moment }).openapi('ScanLine')

export const ScanForm = z
  .union([
    z.object({ text: scanned, at: moment }),
    z.object({
      texts: z
        .array(z.union([scanned, ScanLine]))
        .min(1, '至少一条文本。')
        .max(1_000, '一次最多 1000 条，更多请用 NDJSON。'),
    }),
  ])
  .openapi('Scan')

const finding = {
  classes: z.array(z.enum(disputeClasses)).readonly().openapi({ description: 'Main class first, up to two more; empty: no dispute.' }),
  tier: z.enum(tiers),
  points: z.int().openapi({ description: 'The sum of the points of all reasons, never below 0.' }),
  reasons: z
    .array(
      z.object({
        word: z.string(),
        at: z.int().openapi({ description: 'UTF-16 offset in the text.' }),
        rule: z.string().openapi({ description: 'What counted it, or set it aside (points 0).' }),
        points: z.int(),
        class: z.enum(disputeClasses).optional(),
      }),
    )
    .readonly(),
  marks: z.array(z.enum(findingMarks)).readonly(),
}

export const ScanResult = z.object({ ...finding, version: z.string().openapi({ description: 'Of lexicon and rules.' }) }).openapi('Finding')
export const ScanResults = z.object({ findings: z.array(z.object({ id, ...finding })), version: z.string() }).openapi('Findings')
