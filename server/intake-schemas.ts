import { z } from '@hono/zod-openapi'
import { applicantKinds, guardianRelations, subjectRelations } from '../core/applicants.ts'
import { ruleMarks } from '../core/certificate-rules.ts'
import { publicStatuses, purposes } from '../core/certificates.ts'
import { materialKinds } from '../core/materials.ts'
import { isPlainDate } from '../core/time.ts'
import { ApplicationView } from './schemas.ts'

// Forms of every kind of applicant, as they cross the door.

const day = z.string().refine(isPlainDate, '日期请写成 2026-01-31 的样子。').openapi({ format: 'date' })
const line = (max: number) => z.string().trim().max(max, `最多 ${max} 个字。`)
const documentKinds = [
  'resident_id',
  'household_register',
  'hk_mo_tw_residence_permit',
  'hk_mo_travel_permit',
  'tw_travel_permit',
  'chinese_passport',
  'foreign_passport',
  'foreign_permanent_id',
] as const

export const Subject = z
  .object({
    name: line(100),
    document: z.object({ kind: z.enum(documentKinds), number: line(40) }),
    birth: z.string().max(10).openapi({ format: 'date' }),
    sex: z.enum(['male', 'female']),
    nationality: line(3).default('CHN'),
  })
  .openapi('IntakeSubject')

const stay = z.object({ from: z.string().max(10), to: z.string().max(10).optional() })

/** What the form may hold; whatever is left out stays as it was, null empties it. */
export const IntakeForm = z
  .object({
    applicant: z.enum(applicantKinds),
    purpose: z.enum(purposes).nullable().optional(),
    purposeDetail: line(200).nullable().optional(),
    recipient: line(100).nullable().optional(),
    period: z.object({ from: day, to: day }).nullable().optional(),
    delivery: z.enum(['electronic', 'window']).optional(),
    facts: z
      .object({
        route: z.enum(['hukou', 'residence']).nullable(),
        station: line(60).nullable(),
        formerName: line(50).nullable(),
        documentFrom: day.nullable(),
        unfinished: z
          .record(z.string().max(40), line(200))
          .refine((words) => Object.keys(words).length <= 20, '没填完的最多记 20 项。')
          .openapi({ description: 'What is typed and not whole yet, as the form names it; kept with the draft, read by no rule' }),
        stays: z.array(stay).max(200, '居留最多填 200 段，请合并相连的。').nullable(),
        subject: Subject.nullable(),
        entrustment: z.object({ until: day.optional(), isSignedAbroad: z.boolean() }).nullable(),
        relation: z.enum(guardianRelations).nullable(),
        unit: z
          .object({
            name: line(100),
            uscc: line(40),
            isUsccDoubtful: z.boolean().default(false),
            address: line(200),
            handler: line(50),
            phone: line(30).optional(),
            letter: line(60).optional(),
            basis: line(60).optional(),
            basisText: line(300).optional(),
            post: line(60).optional(),
          })
          .nullable(),
      })
      .partial()
      .optional(),
  })
  .openapi('IntakeForm')

export const IntakeFault = z
  .object({
    at: z.string().openapi({ description: 'Field, or material:<kind>' }),
    kind: z.enum(['missing', 'wrong', 'material', 'note']),
    rule: z.string().openapi({ description: 'Id of the rule that asks for it' }),
    article: z.string(),
    says: z.string(),
    saysEn: z.string().nullable(),
  })
  .openapi('IntakeFault')

export const IntakeCheck = z
  .object({
    isReady: z.boolean(),
    faults: z.array(IntakeFault),
    wants: z.array(z.enum(materialKinds)),
    handedIn: z.array(z.enum(materialKinds)),
    days: z.number().int().nullable().openapi({ description: 'Days of residence that count' }),
    next: z.enum(['at_once', 'papers', 'officer']),
    unit: z.object({ id: z.string(), name: z.string() }),
  })
  .openapi('IntakeCheck')

export const PeopleCount = z
  .object({ all: z.number().int(), answered: z.number().int() })
  .openapi('PeopleCount', { description: 'Of a unit: how many people, and how many of them were looked up; never what was found' })

export const IntakeView = z
  .object({
    application: ApplicationView,
    applicant: z.enum(applicantKinds),
    isDraft: z.boolean(),
    form: IntakeForm,
    check: IntakeCheck.nullable(),
    people: PeopleCount.nullable(),
    asked: z
      .array(z.object({ what: z.string(), how: z.string() }))
      .openapi({ description: 'While papers are asked for: what, and how it is made good, as the notice says it.' }),
    trail: z.array(z.object({ status: z.enum(publicStatuses), at: z.string() })),
    may: z.array(z.enum(['save', 'submit', 'withdraw', 'supply', 'object'])),
  })
  .openapi('IntakeView')

export const DraftView = z
  .object({ number: z.string(), applicant: z.enum(applicantKinds), purpose: z.enum(purposes).nullable(), begunAt: z.string() })
  .openapi('DraftView')

export const PeopleTaken = z
  .object({
    count: z.number().int().openapi({ description: '0 while anything is wrong: nothing was taken' }),
    faults: z.array(z.object({ row: z.number().int(), says: z.string() })),
  })
  .openapi('PeopleTaken')

export const PersonView = z
  .object({ position: z.number().int(), name: z.string(), documentNumber: z.string(), relation: z.enum(subjectRelations) })
  .openapi('PersonView')

const named = z.object({ id: z.string(), name: z.string() })

export const IntakeOptions = z
  .object({
    applicants: z.array(named),
    purposes: z.array(named),
    materials: z.array(named),
    relations: z.array(named),
    stations: z.array(z.object({ id: z.string(), name: z.string(), address: z.string(), phone: z.string() })),
    bases: z.array(
      z.object({
        id: z.string(),
        post: z.string(),
        law: z.string(),
        article: z.string(),
        covers: z.string(),
        channel: z.enum(['own', 'other', 'cadre']),
        for: z.array(z.enum(applicantKinds)),
        mark: z.enum(ruleMarks),
      }),
    ),
    requiredDays: z.number().int(),
    stayCounting: z.enum(['cumulative', 'continuous']),
    batchLimit: z.number().int(),
  })
  .openapi('IntakeOptions')

export const Objection = z
  .object({ reason: z.string().trim().min(2, '请写明哪里不对、为什么。').max(2_000, '理由最多 2000 字。') })
  .openapi('Objection')
