import { z } from '@hono/zod-openapi'
import { applicantKinds } from '../core/applicants.ts'
import { applicationStates, publicStatuses, purposes, revokeReasons } from '../core/certificates.ts'
import { outcomes } from '../core/conversation.ts'

/** Shapes of the contract (DESIGN §7), once: routes validate by them and /openapi.json is written from them. */

const day = z.string().openapi({ format: 'date', example: '2026-11-22' })
export const instant = z.string().openapi({ format: 'date-time', example: '2026-11-22T01:00:00.000Z' })

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem')

export const Citation = z
  .object({
    document: z.string(),
    version: z.string(),
    path: z.string(),
    quote: z.string().openapi({ description: 'Words of the clause; words left out between two stretches are marked by ……' }),
    effective: z.string().openapi({ description: 'First day in force, or empty where the document names none.', example: '2026-01-01' }),
    href: z.string(),
    force: z.enum(['in_force', 'superseded', 'repealed', 'not_yet', 'undated']).optional(),
    isOld: z.boolean().optional().openapi({ description: 'True where a later version is in force today.' }),
  })
  .openapi('Citation')

export const Card = z
  .object({
    kind: z.enum([
      'certificate',
      'application',
      'confirm',
      'office',
      'emergency',
      'handoff',
      'lookups',
      'verification',
      'task',
      'dispute',
      'approval',
    ]),
    title: z.string(),
    fields: z.array(z.object({ label: z.string(), value: z.string() })).readonly(),
    links: z.array(z.object({ rel: z.string(), href: z.string() })).readonly(),
  })
  .openapi('Card')

export const ToolStep = z.object({ name: z.string(), title: z.string(), ok: z.boolean() }).openapi('ToolStep')

export const Reply = z
  .object({
    receipt: z.string().optional().openapi({ description: 'By this code the answer can be asked about later: GET /api/receipts/{code}.' }),
    turn: z.string(),
    agent: z.string().nullable(),
    outcome: z.enum(outcomes),
    text: z.string(),
    cards: z.array(Card).readonly(),
    citations: z.array(Citation).readonly(),
    tools: z.array(ToolStep).readonly(),
    confirm: z.object({ id: z.string(), text: z.string() }).optional(),
    suggestions: z.array(z.string()).readonly().openapi({ description: 'Quick replies.' }),
    label: z.string().openapi({ description: 'Marks the text as machine-written.' }),
    model: z.string(),
  })
  .openapi('Reply')

export const NewConversation = z.object({ agent: z.string().max(100).nullish() }).openapi('NewConversation')
export const ConversationStarted = z
  .object({ id: z.string(), agent: z.string().nullable(), greeting: z.string(), suggestions: z.array(z.string()) })
  .openapi('ConversationStarted')
/** Bounds of the text are the agent page's own; an empty, huge or odd message gets a reply, not an error. */
export const Say = z
  .object({ text: z.string(), key: z.string().max(200).optional().openapi({ description: 'The same key twice is one turn.' }) })
  .openapi('Say')
export const Confirm = z.object({ accept: z.boolean() }).openapi('Confirm')
export const ConversationSummary = z
  .object({
    ...{ id: z.string(), agent: z.string().nullable(), createdAt: instant },
    firstSays: z.string().nullable().openapi({ description: 'What it began with: by this people know it again.' }),
    ...{ lastSays: z.string().nullable(), lastAt: instant.nullable() },
  })
  .openapi('ConversationSummary')
export const ConversationRead = z
  .object({
    id: z.string(),
    agent: z.string().nullable(),
    greeting: z.string(),
    createdAt: instant,
    turns: z.array(z.object({ turn: z.string(), says: z.string(), at: instant, reply: z.union([Reply, z.null()]) })),
  })
  .openapi('ConversationRead')
export const AgentView = z
  .object({
    id: z.string(),
    version: z.string(),
    name: z.string(),
    audience: z.enum(['citizen', 'officer', 'analyst']),
    purpose: z.string(),
    tools: z.array(z.string()),
    greeting: z.string(),
    suggestions: z.array(z.string()),
  })
  .openapi('AgentView')
export const RouteRequest = z.object({ text: z.string() }).openapi('RouteRequest')
export const Route = z
  .object({
    decision: z.enum(['route', 'clarify', 'none', 'emergency']),
    candidates: z.array(z.object({ agent: z.string(), score: z.number() })),
    next: z
      .array(z.object({ agent: z.string(), score: z.number() }))
      .optional()
      .openapi({ description: 'With `emergency`: pages that the matter goes on with, once the person is safe.' }),
  })
  .openapi('Route')

export const CertificateView = z
  .object({
    number: z.string(),
    maskedName: z.string(),
    issuedOn: day,
    validUntil: day.nullable(),
    status: z.enum(['valid', 'revoked', 'expired']),
    verifyCode: z.string(),
    checks: z.int().openapi({ description: 'How often anyone checked it at /verify.' }),
  })
  .openapi('CertificateView')

export const CertificateDetail = CertificateView.extend({
  application: z.string(),
  isDemo: z.boolean(),
  links: z.array(z.object({ rel: z.enum(['pdf', 'verify']), href: z.string() })),
}).openapi('CertificateDetail')

export const ApplicationView = z
  .object({
    number: z.string(),
    applicant: z.enum(applicantKinds),
    status: z.enum(publicStatuses),
    purpose: z.enum(purposes),
    submittedAt: instant,
    dueOn: day,
    certificate: z.union([CertificateView, z.null()]),
  })
  .openapi('ApplicationView')

export const Me = z
  .object({
    signedIn: z.boolean(),
    who: z
      .object({
        kind: z.enum(['citizen', 'officer']),
        id: z.string(),
        name: z.string().openapi({ description: 'Masked.' }),
        unit: z.string().optional(),
        unitName: z.string().optional(),
        roles: z.array(z.string()).optional(),
      })
      .optional(),
    csrf: z.string().optional().openapi({ description: 'Send it back as X-CSRF-Token with every unsafe request by cookie.' }),
    reason: z.enum(['none', 'session_expired', 'person_unknown']).optional(),
    demo: z.boolean(),
    institution: z.string(),
    aiLabel: z.string(),
  })
  .openapi('Me')

export const Lookup = z
  .object({
    at: instant,
    kind: z.enum(['self', 'agent', 'officer', 'system', 'other']),
    by: z.string(),
    purpose: z.string(),
    basis: z.string(),
  })
  .openapi('Lookup')

export const QueueItem = z
  .object({
    kind: z.enum(['application', 'handoff']),
    number: z.string().openapi({ description: 'Acceptance number, or id of the handoff.' }),
    unit: z.string(),
    unitName: z.string(),
    submittedAt: instant,
    dueOn: day.nullable(),
    state: z.enum(applicationStates).nullable(),
    summary: z.string().nullable().openapi({ description: 'Of a handoff: what the person asked for help with.' }),
  })
  .openapi('QueueItem')

export const Revocation = z.object({ reason: z.enum(revokeReasons) }).openapi('Revocation')

export const FormCheckRequest = z
  .looseObject({
    kind: z.string().max(60),
    value: z.unknown(),
    stated: z.looseObject({ birth: z.string().max(40).optional(), sex: z.string().max(10).optional() }).optional(),
    asOf: day.max(10).optional(),
  })
  .openapi('FormCheckRequest')
export const FormCheckResult = z
  .looseObject({ verdict: z.enum(['accept', 'reject', 'needs_fix', 'soft_warn']), reason: z.string() })
  .openapi('FormCheckResult')

/** An answer in JSON, for a route's description. */
export const answers = <T extends z.ZodType>(schema: T, description: string) => ({
  content: { 'application/json': { schema } },
  description,
})

const problem = (description: string) => ({ content: { 'application/problem+json': { schema: Problem } }, description })

/** Problems that any personal route may answer with. */
export const problems = {
  400: problem('The request is not what the door expects.'),
  401: problem('Nobody is signed in.'),
  403: problem('Not for this person, or a forged request.'),
  404: problem('Not there, or not yours: both look the same.'),
  409: problem('Somebody else was faster, or the confirmation is gone.'),
  410: problem('It was there, and is kept no longer.'),
  422: problem('Read, and wrong in itself: it names where.'),
  429: problem('Too often: it says when to try again.'),
  503: problem('A part behind this door does not answer; nothing was kept.'),
} as const
