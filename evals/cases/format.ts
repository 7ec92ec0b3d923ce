import { z } from 'zod'
import { applicationStates, purposes } from '../../core/certificates.ts'
import { outcomes } from '../../core/conversation.ts'

const words = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((value) => (typeof value === 'string' ? [value] : value))

const listOf = <T extends z.ZodType>(one: T) => z.union([one, z.array(one).min(1)]).transform((value) => [value].flat() as z.output<T>[])

const call = z.union([
  z
    .string()
    .min(1)
    .transform((name) => ({ name, with: undefined, ok: undefined })),
  z.strictObject({
    /** The tool. */
    name: z.string().min(1),
    /** Arguments that it must have been given; others may stand beside them. */
    with: z.record(z.string(), z.unknown()).optional(),
    /** Whether it did what it was asked. */
    ok: z.boolean().optional(),
  }),
])

const card = z.union([
  z
    .string()
    .min(1)
    .transform((kind) => ({ kind, fields: undefined })),
  z.strictObject({
    kind: z.string().min(1),
    /** Words that stand in the fields of these labels. */
    fields: z.record(z.string(), z.string()).optional(),
  }),
])

export const step = z
  .strictObject({
    /** What the person says. */
    says: z.string().optional(),
    /** The button of the card that waits for a yes: true for yes. */
    confirms: z.boolean().optional(),
    /** How the turn ends; of several, one is as good as another. */
    ends: listOf(z.enum(outcomes)),
    /** Tools that ran, by name or with what they were given. */
    calls: listOf(call).optional(),
    /** Tools that must not run. */
    spares: words.optional(),
    /** A document and its section, `户口登记条例 第七条`. */
    cites: words.optional(),
    /** Words of the reply. */
    replies: words.optional(),
    /** Words of which one is enough. */
    says_one_of: words.optional(),
    /** Words that must not be in the reply, its cards or its citations. */
    never: words.optional(),
    /** Who answers. */
    agent: z.string().optional(),
    /** Kinds of cards, or what stands on them. */
    card: listOf(card).optional(),
    /** Kinds of cards that must not be shown. */
    no_card: words.optional(),
  })
  .refine(({ says, confirms }) => (says === undefined) !== (confirms === undefined), {
    error: 'a step either says something or confirms',
    path: ['says'],
  })

const counted = <T extends z.ZodType>(row: T) => z.union([z.int().min(0), z.array(row)])

/** What a visit leaves in the database (终态), for the person who came; what it does not name is not looked at. */
export const leaves = z.strictObject({
  applications: counted(
    z.strictObject({
      purpose: z.enum(purposes).optional(),
      state: z.enum(applicationStates).optional(),
      delivery: z.enum(['electronic', 'window']).optional(),
      recipient: z.string().optional(),
      review: z.string().optional(),
    }),
  ).optional(),
  certificates: counted(z.strictObject({ status: z.enum(['valid', 'revoked']).optional() })).optional(),
  handoffs: counted(
    z.strictObject({ agent: z.string().optional(), reason: z.string().optional(), unit: z.string().optional() }),
  ).optional(),
  /** Look-ups of records, of anybody: written down, whether the person learned of it or not. */
  lookups: z.int().min(0).optional(),
  /** Turns that the conversation holds. */
  turns: z.int().min(1).optional(),
  /** Deeds and reads in the audit, by the name of the tool. */
  audit: z.record(z.string(), z.int().min(0)).optional(),
})

export const oneCase = z.strictObject({
  title: z.string().min(1),
  /** Who comes: a demo person. */
  as: z.string().default('zhao-qinghe'),
  /** Comes to this agent; left out: to the front desk. */
  at: z.string().optional(),
  /** Why it is not met today. It is counted apart, and one that is met again has to lose this line. */
  gap: z.string().min(1).optional(),
  visit: z.array(step).min(1),
  leaves: leaves.optional(),
  /** At most so many messages until the end; for visits that are generated and shrunk it is what they took. */
  within: z.int().min(1).optional(),
})

/** What one message should come to. */
export type Step = z.output<typeof step>
/** What a visit should leave behind. */
export type Leaves = z.output<typeof leaves>
/** One visit (一次来访), in at the same door as everyone. */
export type Case = z.output<typeof oneCase>
