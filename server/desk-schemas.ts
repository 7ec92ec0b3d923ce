import { z } from '@hono/zod-openapi'
import { applicantKinds, relationNames, subjectFindings } from '../core/applicants.ts'
import { ruleMarks } from '../core/certificate-rules.ts'
import { applicationEvents, applicationStates, publicStatuses, purposes, reviews } from '../core/certificates.ts'
import { deskActs, openPurposes } from '../core/desk-acts.ts'
import { deskGroups } from '../core/desk-store.ts'
import { materialKinds } from '../core/materials.ts'
import { ApprovalView } from './approval-schemas.ts'

const day = z.string().openapi({ format: 'date', example: '2026-11-22' })
const instant = z.string().openapi({ format: 'date-time', example: '2026-11-22T01:00:00.000Z' })
const named = z.object({ id: z.string(), name: z.string() })
const limit = z.coerce.number().int().min(1).max(100).default(50)
const after = z.string().max(300).optional()
const unit = z.string().max(60).optional()
// Object.keys forgets which strings they are.
const actNames = Object.keys(deskActs) as [keyof typeof deskActs]

export const DeskQueueParams = z.object({
  unit,
  group: z.enum(deskGroups).optional(),
  hand: z.enum(['mine', 'free', 'escalated']).optional(),
  due: z.enum(['overdue', 'today', 'soon']).optional(),
  limit,
  after,
})
export const DeskDoneParams = z.object({ unit, state: z.enum(applicationStates).exclude(['DRAFT']).optional(), limit, after })

const asked = z.string().trim().min(1).max(100).optional()
export const DeskSearch = z
  .object({ number: asked, name: asked, document: asked })
  .refine((body) => Object.values(body).filter((value) => value !== undefined).length === 1, {
    message: '请填受理号（证明编号）、姓名、证件号码中的一项。',
  })
  .openapi('DeskSearch')
export const DeskOpening = z.object({ purpose: z.enum(openPurposes) }).openapi('DeskOpening')
export const DeskBatch = z
  .object({
    cases: z
      .array(z.object({ number: z.string().max(60), revision: z.int().min(1) }))
      .min(1)
      .max(100, '一次最多 100 件。'),
  })
  .openapi('DeskBatch')

const row = {
  number: z.string(),
  unit: named,
  applicant: z.enum(applicantKinds),
  purpose: z.enum(purposes),
  about: z.string().openapi({ description: 'Masked: whose record is asked for, or the unit that asks.', example: '赵**' }),
  state: z.enum(applicationStates),
  group: z.enum(deskGroups).nullable(),
  review: z.enum(reviews).nullable(),
  submittedAt: instant,
  dueOn: day,
  isOverdue: z.boolean(),
  isDueToday: z.boolean(),
  claim: z.object({ by: named, until: instant, isMine: z.boolean() }).nullable(),
  revision: z.int(),
}
export const DeskRow = z.object(row).openapi('DeskRow')
export const DeskPage = z.object({ cases: z.array(DeskRow), next: z.string().nullable() }).openapi('DeskPage')

const person = {
  name: z.string(),
  documentKind: z.string(),
  documentNumber: z.string(),
  birth: day.nullable(),
  sex: z.enum(['male', 'female']).nullable(),
  nationality: z.string(),
  phone: z.string().nullable(),
}

export const DeskCase = z
  .object({
    ...row,
    status: z.enum(publicStatuses),
    purposeDetail: z.string().nullable(),
    recipient: z.string().nullable(),
    period: z.object({ from: day, to: day }).nullable(),
    delivery: z.enum(['electronic', 'window']),
    acceptedAt: instant.nullable(),
    certificate: z.string().nullable(),
    isOpened: z.boolean(),
    person: z.object(person),
    agent: z.object(person).nullable(),
    institution: z
      .object({
        name: z.string(),
        uscc: z.string(),
        isUsccDoubtful: z.boolean(),
        basis: z.string().nullable(),
        letter: z.string().nullable(),
        apartFrom: z.string().nullable().openapi({ description: 'The list from which these people were set apart.' }),
        counts: z.object({ all: z.int(), unasked: z.int(), clear: z.int(), open: z.int(), out: z.int() }),
        subjects: z.array(
          z.object({
            ...person,
            position: z.int(),
            relation: z.enum(Object.keys(relationNames) as [keyof typeof relationNames]),
            answer: z.enum(['clear', 'hit', 'uncertain']).nullable(),
            finding: z.enum(subjectFindings).nullable(),
          }),
        ),
      })
      .nullable(),
    answer: z.enum(['clear', 'hit', 'uncertain', 'unavailable']).nullable().openapi({
      description: 'The last word of the registry, for reviewers and approvers. What lies behind it is nowhere.',
    }),
    wanted: z.array(z.enum(materialKinds)),
    missing: z.array(z.object({ what: z.string(), how: z.string() })),
    received: z.array(z.string()),
    objection: z.object({ reason: z.string(), at: instant }).nullable(),
    clock: z
      .object({
        kind: z.enum(['issue', 'recheck']),
        startedAt: instant,
        days: z.int(),
        dueOn: day.nullable().openapi({ description: 'Null while it stands still.' }),
        isProvisional: z.boolean(),
        isPaused: z.boolean(),
        pauses: z.array(z.object({ from: instant, to: instant.nullable() })),
        stoppedAt: instant.nullable(),
        isOverdue: z.boolean(),
        daysLeft: z.int().nullable(),
      })
      .nullable(),
    rules: z.array(
      z.object({ id: z.string(), article: z.string(), mark: z.enum(ruleMarks), version: z.string(), says: z.string().nullable() }),
    ),
    history: z.array(z.object({ event: z.enum(applicationEvents), to: z.enum(applicationStates), at: instant, by: z.string().nullable() })),
    acts: z.array(z.object({ act: z.string(), at: instant, by: z.string(), content: z.record(z.string(), z.unknown()) })),
    lookups: z.array(z.object({ at: instant, by: z.string(), purpose: z.string() })),
    papers: z.array(
      z.object({
        number: z.string(),
        kind: z.string(),
        title: z.string(),
        issuedOn: day,
        status: z.enum(['valid', 'revoked']),
        isRemoved: z.boolean(),
      }),
    ),
    approvals: z.array(ApprovalView),
    escalations: z.array(z.object({ stage: z.string(), at: instant, to: z.string().nullable() })),
    may: z.array(z.enum(actNames)),
  })
  .openapi('DeskCase')

export const DeskOverview = z
  .object({
    today: day,
    units: z.array(
      z.object({
        unit: named,
        groups: z.array(
          z.object({
            group: z.enum(deskGroups),
            count: z.int(),
            overdue: z.int(),
            dueToday: z.int(),
            dueNext: z.int().openapi({ description: 'Due on the next working day.' }),
            unclaimed: z.int(),
          }),
        ),
      }),
    ),
    approvalsWaiting: z.int(),
    calendarNotice: z.string().nullable().openapi({ description: 'Said while the published holidays end before what is counted now.' }),
  })
  .openapi('DeskOverview')

export const DeskBatchDone = z
  .object({
    cases: z.array(z.object({ number: z.string(), isDone: z.boolean(), code: z.string().nullable(), why: z.string().nullable() })),
  })
  .openapi('DeskBatchDone')
