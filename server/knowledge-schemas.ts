import { z } from '@hono/zod-openapi'

/** Shapes of policy documents and of the analysts' desk, once: routes validate by them and /openapi.json is written from them. */

const day = z.string().openapi({ format: 'date', example: '2026-11-22' })
const instant = z.string().openapi({ format: 'date-time', example: '2026-11-22T01:00:00.000Z' })
const audience = z.enum(['public', 'internal'])
const force = z
  .enum(['in_force', 'superseded', 'repealed', 'not_yet', 'undated'])
  .openapi({ description: 'How the text stands: replaced by a later one, repealed, not yet in force, or without a known day.' })

const PolicyVersion = z
  .object({
    label: z.string(),
    force,
    promulgated: day.nullable(),
    effective: day.nullable(),
    until: day.nullable().openapi({ description: 'First day on which it is no longer in force.' }),
    review: z.object({ by: z.string(), at: day, expires: day.nullable() }).nullable(),
    origin: z.string(),
    clauses: z.int(),
    ingestedAt: instant,
  })
  .openapi('PolicyVersion')

export const PolicyDocument = z
  .object({
    id: z.string(),
    title: z.string(),
    shortTitle: z.string(),
    kind: z.enum(['law', 'guide', 'qa']),
    topic: z.string(),
    audience,
    issuer: z.string().nullable(),
    number: z.string().nullable(),
    current: z.string().nullable().openapi({ description: 'Label of the version in force today.' }),
    versions: z.array(PolicyVersion),
  })
  .openapi('PolicyDocument')

const clause = z.object({ anchor: z.string(), article: z.string(), path: z.string(), text: z.string() })

export const PolicyText = z
  .object({
    document: PolicyDocument,
    version: PolicyVersion,
    clauses: z.array(
      clause.extend({
        parts: z.array(z.object({ anchor: z.string(), name: z.string(), start: z.int(), end: z.int() })),
        now: z.string().nullable().openapi({ description: 'Anchor of the same clause in the version in force, where this is another.' }),
      }),
    ),
  })
  .openapi('PolicyText')

export const PolicyComparison = z
  .object({
    document: PolicyDocument,
    from: z.string(),
    to: z.string(),
    changes: z.array(
      z.object({ kind: z.enum(['added', 'removed', 'changed', 'moved']), before: clause.nullable(), after: clause.nullable() }),
    ),
    same: z.int(),
  })
  .openapi('PolicyComparison')

const Passage = z
  .object({
    id: z.string(),
    document: z.string(),
    documentId: z.string(),
    kind: z.enum(['law', 'guide', 'qa']),
    topic: z.string(),
    audience,
    version: z.string(),
    path: z.string(),
    article: z.string(),
    text: z.string(),
    quotes: z.array(z.string()),
    effective: day.nullable(),
    until: day.nullable(),
    force,
    isOld: z.boolean(),
    href: z.string(),
    score: z.number(),
  })
  .openapi('Passage')

const ReviewedAnswer = z
  .object({
    id: z.string(),
    questions: z.array(z.string()),
    text: z.string(),
    topics: z.array(z.string()),
    audience,
    clauses: z.array(z.string()),
    reviewer: z.string(),
    reviewedAt: day,
    expires: day.openapi({ description: 'Last day on which it may be given.' }),
  })
  .openapi('ReviewedAnswer')

export const ReviewedAnswerView = ReviewedAnswer.extend({ isExpired: z.boolean() }).openapi('ReviewedAnswerView')

export const PolicyFound = z
  .object({ passages: z.array(Passage), isSupported: z.boolean(), asOf: day, reviewed: ReviewedAnswer.nullable() })
  .openapi('PolicyFound')

const words = (max: number, message: string) => z.string().trim().min(1, message).max(max, `最多 ${max} 个字。`)

/** Topics become part of addresses and of agents' pages: letters, digits and dashes, Chinese too. */
const topic = z
  .string()
  .trim()
  .max(60, '主题最多 60 个字。')
  // Not by `regex`: the description of the API would carry its flag as a part of the pattern.
  .refine((name) => /^[\p{L}\p{N}_-]+$/u.test(name), '主题请用文字、数字或连字符，例如 laws。')
  .openapi({ example: 'laws' })

export const AnswerForm = z
  .object({
    questions: z.array(words(500, '请写出问法。')).min(1, '至少写一种问法。').max(20, '最多 20 种问法。'),
    text: words(4_000, '请写出答复。'),
    topics: z.array(topic).max(20).default([]),
    audience,
    clauses: z.array(z.string().max(400)).min(1, '至少引用一条依据。').max(20, '最多引用 20 条。'),
    expires: day.max(10).openapi({ description: 'At most one year from today.' }),
  })
  .openapi('AnswerForm')

export const UploadForm = z
  .object({ file: z.instanceof(File).openapi({ type: 'string', format: 'binary' }), topic, audience })
  .openapi('UploadForm')

export const KnowledgeUpload = z
  .object({
    landed: z.array(
      z.object({
        document: z.string(),
        title: z.string(),
        label: z.string(),
        effective: day.nullable(),
        action: z.enum(['new', 'version', 'correction']),
        clauses: z.int(),
        added: z.array(z.string()),
        removed: z.array(z.string()),
        changed: z.array(z.string()),
        notes: z.array(z.string()),
      }),
    ),
    unchanged: z.int(),
    broken: z.array(z.object({ source: z.string(), why: z.string() })),
  })
  .openapi('KnowledgeUpload')

const ShownClause = z
  .object({ id: z.string(), document: z.string().nullable(), article: z.string().nullable(), href: z.string().nullable() })
  .openapi('ShownClause')

export const KnowledgeQuestion = z
  .object({
    id: z.string(),
    at: instant,
    agent: z.string().nullable(),
    audience,
    text: z.string().openapi({ description: 'Personal values are masked; who asked is not kept.' }),
    isSupported: z.boolean(),
    shown: z.array(ShownClause),
    reviewed: z.string().nullable(),
    verdict: z.enum(['right', 'wrong']).nullable(),
    verdictBy: z.string().nullable(),
    note: z.string().nullable(),
  })
  .openapi('KnowledgeQuestion')

export const Verdict = z
  .object({
    verdict: z.enum(['right', 'wrong']),
    note: z.string().trim().max(500, '说明最多 500 字。').optional(),
  })
  .openapi('Verdict')

export const KnowledgeOverview = z
  .object({
    since: instant,
    asked: z.int(),
    answered: z.int(),
    unanswered: z.int(),
    isCapped: z.boolean().openapi({ description: 'True: there were more questions than were counted.' }),
    uses: z.array(ShownClause.extend({ uses: z.int() })),
    concerns: z.array(
      z.object({
        document: z.string(),
        title: z.string(),
        label: z.string(),
        concern: z.enum(['expires_soon', 'expired', 'undated', 'repealed', 'not_yet']),
        on: day.nullable(),
      }),
    ),
    lately: z.array(z.object({ document: z.string(), title: z.string(), label: z.string(), clauses: z.int(), ingestedAt: instant })),
  })
  .openapi('KnowledgeOverview')
