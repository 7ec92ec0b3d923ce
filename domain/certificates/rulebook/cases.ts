import { parse } from 'yaml'
import { z } from 'zod'
import type { Decision, ResultRule, RuleFacts } from '../../../core/certificate-rules.ts'
import type { Period } from '../../../core/certificates.ts'
import { type MaterialKind, materialKinds } from '../../../core/materials.ts'
import type { RegistryAnswer, RegistryFile } from '../../../core/records.ts'
import { isPlainDate, type PlainDate } from '../../../core/time.ts'
import { residenceDays, unionOf } from '../../forms/residence.ts'
import { demoFile, recordStates } from '../../records/demo-files.ts'
import { verdictOf } from '../../records/verdict.ts'
import { residenceRuleOf } from '../intake/assess.ts'
import { decide, resultOf } from './decide.ts'
import type { Rulebook } from './read.ts'

const day = z.string().refine(isPlainDate)
const expectation = z
  .object({
    verdict: z.string(),
    rule: z.string(),
    document: z.string(),
    by: z.string(),
    desk: z.string(),
    at_end: z.string(),
    wants: z.array(z.string()),
  })
  .partial()
  .required({ rule: true })
  .strict()

const asking = z
  .object({
    region: z.string(),
    facts: z.record(z.string(), z.unknown()),
    handedIn: z.array(z.enum(materialKinds)),
    answer: z.enum(['clear', 'hit', 'uncertain', 'unavailable']),
    state: z.enum(recordStates),
    record: z.object({ birth: day, cases: z.array(z.record(z.string(), z.unknown())) }),
    stays: z.array(z.object({ from: day, to: day })),
  })
  .partial()
  .extend({ expect: expectation })

const file = z.object({
  table: z.array(asking.extend({ row: z.number() }).strict()),
  cases: z.array(asking.extend({ n: z.number(), case: z.string(), also: asking.strict().optional() }).strict()),
})

/** One question put to the rules, and what must come of it (案例). */
export interface RuleCase {
  /** `表1` is a row of the decision table, `例1` one of the sixty. */
  readonly name: string
  readonly text: string
  readonly region: string
  readonly facts: RuleFacts
  readonly handedIn: readonly MaterialKind[]
  readonly answer: RegistryAnswer | undefined
  readonly stays: readonly Period[] | undefined
  readonly expect: z.output<typeof expectation>
}

/** A resident of ours who asks for themself. */
const usual: RuleFacts = { asks: 'certificate', applicant: 'self', age: 30, has_unit: true, printable: true, ordinal: 1 }
const resident = { origin: 'mainland', document: 'resident_id', route: 'hukou' } as const
const demoBirth = '1990-01-01'

const answerOf = (given: z.output<typeof asking>, asOf: PlainDate): RegistryAnswer | undefined => {
  if (given.answer) return given.answer
  const question = { period: undefined, asOf }
  if (given.state) return verdictOf(demoFile(given.state, demoBirth, asOf), { ...question, birth: demoBirth })
  if (!given.record) return undefined
  // The cases are data of ours; the verdict reads them as it reads whatever the store holds, and doubts what is no fact.
  const held = { demoState: '', isReachable: true, ...given.record } as unknown as RegistryFile
  return verdictOf(held, { ...question, birth: given.record.birth })
}

const caseOf = (name: string, text: string, given: z.output<typeof asking>, asOf: PlainDate): RuleCase => ({
  name,
  text,
  region: given.region ?? 'national',
  // As above: what is no fact fits no rule.
  facts: { ...usual, ...(given.facts?.origin ? {} : resident), ...(given.facts as Partial<RuleFacts> | undefined) },
  handedIn: given.handedIn ?? [],
  answer: answerOf(given, asOf),
  stays: given.stays,
  expect: given.expect,
})

/** Reads the cases. Throws when the file is none. */
export const readCases = (text: string, asOf: PlainDate): readonly RuleCase[] => {
  const { table, cases } = file.parse(parse(text))
  return [
    ...table.map((row) => caseOf(`表${row.row}`, '', row, asOf)),
    ...cases.flatMap((one) => [
      caseOf(`例${one.n}`, one.case, one, asOf),
      ...(one.also ? [caseOf(`例${one.n}`, `${one.case}（另）`, one.also, asOf)] : []),
    ]),
  ]
}

/** What the rules say of a case, and where that is not what must come. */
export interface CaseOutcome {
  readonly rules: readonly string[]
  readonly decision: Decision
  readonly result: ResultRule | undefined
  readonly faults: readonly string[]
}

/** Puts a case to the rules of its region. */
export const tryCase = ({ facts, handedIn, answer, stays, expect }: RuleCase, book: Rulebook): CaseOutcome => {
  const rule = residenceRuleOf(book)
  const days = stays ? residenceDays(unionOf(stays), rule) : facts.days
  const decision = decide({ ...facts, days }, book, handedIn)
  const result = answer && facts.applicant ? resultOf({ applicant: facts.applicant, answer }, book) : undefined
  const rules = [...decision.rules, ...(result ? [result.rule] : [])]
  const told = { ...decision, at_end: decision.atEnd, document: result?.document, by: result?.by }
  const faults = [
    ...(rules.includes(expect.rule) ? [] : [`rule ${expect.rule} did not decide`]),
    ...(['verdict', 'document', 'by', 'desk', 'at_end'] as const).flatMap((name) =>
      expect[name] === undefined || expect[name] === told[name] ? [] : [`${name} is ${told[name]}, not ${expect[name]}`],
    ),
    ...(expect.wants ?? []).flatMap((kind) => (decision.missing.some((one) => one === kind) ? [] : [`${kind} is not asked for`])),
  ]
  return { rules, decision, result, faults }
}
