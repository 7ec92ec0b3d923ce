import { z } from 'zod'
import { type DisputeClass, disputeClasses, type Mark, type Reason } from '../../core/disputes.ts'
import type { Measure } from '../../core/tasks.ts'

const marks = [
  'consultation',
  'withdrawn',
  'drill',
  'callback',
  'hearsay',
  'several_classes',
  'rescue',
  'family_violence',
  'group',
] as const satisfies readonly Mark[]

const words = z.array(z.string().min(1)).min(1)

const file = z.strictObject({
  first: words,
  never: words,
  matters: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z_]{2,40}$/, 'small letters and _'),
        title: z.string().min(1).max(60),
        side: z.enum(['positive', 'negative']),
        classes: z.array(z.enum(disputeClasses)).default([]),
        marks: z.array(z.enum(marks)).default([]),
        duty: z.array(z.string()),
        mark: z.enum(['✔', '◆']),
        basis: z.string().min(1),
      }),
    )
    .min(1),
})

/** One row of the worklist (清单事项). */
export type Matter = z.output<typeof file>['matters'][number]

/** What is a station's and what is not (正负面清单). */
export interface Worklist {
  /** What a station does first in any case. */
  readonly first: readonly string[]
  /** What it never does. */
  readonly never: readonly string[]
  readonly matters: readonly Matter[]
  find(id: string): Matter | undefined
  /** The row that class and marks speak for, before anybody has looked. */
  propose(classes: readonly DisputeClass[], marks: readonly Mark[]): Matter | undefined
}

/** Reads `data/worklists/station.yaml`, parsed. Throws ZodError, or Error naming the row. */
export const readWorklist = (raw: unknown): Worklist => {
  const { first, never, matters } = file.parse(raw)
  const byId = new Map(matters.map((matter) => [matter.id, matter]))
  if (byId.size !== matters.length) throw new Error('two rows of the worklist have the same id')
  for (const { id, side, duty } of matters)
    if (side === 'negative' && duty.length === 0) throw new Error(`${id}: whoever is sent away must be told where to: name a duty`)
  return {
    first,
    never,
    matters,
    find: (id) => byId.get(id),
    propose: (classes, found) =>
      matters.find((matter) => matter.marks.some((mark) => found.includes(mark))) ??
      classes.flatMap((one) => matters.filter((matter) => matter.classes.includes(one))).at(0),
  }
}

/** What a station may do about any matter: it stops danger and shows the way, whoever decides in the end. */
const always: readonly Measure[] = ['stop_danger', 'register', 'explain_ways', 'hand_over', 'protect', 'rescue', 'patrol']

/** Measures that are not a station's in this matter. Mediation of another's matter takes that other at the table (协同调解). */
export const foreignMeasures = (matter: Matter, wanted: readonly Measure[], facts: { readonly isJoined: boolean }): readonly Measure[] =>
  matter.side === 'positive' ? [] : wanted.filter((measure) => !always.includes(measure) && !(measure === 'mediate' && facts.isJoined))

const adviceFile = z.strictObject({
  always: words,
  rules: z.array(z.strictObject({ when: words, say: z.string().min(1) })),
})

/** What to do at once (红档处置提示), from the reasons of a finding. */
export type Advice = (reasons: readonly Reason[]) => readonly string[]

/** Reads `data/worklists/red-advice.yaml`, parsed. */
export const readAdvice = (raw: unknown): Advice => {
  const { always, rules } = adviceFile.parse(raw)
  return (reasons) => [
    ...always,
    ...rules
      .filter(({ when }) => reasons.some(({ rule, points }) => (points > 0 || rule.startsWith('safety_')) && when.includes(rule)))
      .map(({ say }) => say),
  ]
}
