import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { RegistryAnswer } from '../../core/records.ts'
import { addDays, addYears, isPlainDate } from '../../core/time.ts'
import type { RecordState } from './demo-files.ts'
import { DemoStateImpossibleError, demoFile, recordStates } from './demo-files.ts'
import { ruleOf, verdictOf } from './verdict.ts'

const asOf = '2026-11-22'
const expected: Record<RecordState, RegistryAnswer> = {
  R0: 'clear',
  R1: 'clear',
  R2: 'clear',
  R3: 'clear',
  R4: 'hit',
  R5: 'clear',
  R6: 'hit',
  R7: 'clear',
  R8: 'uncertain',
  R9: 'clear',
  R10: 'uncertain',
  R11: 'uncertain',
  R12: 'uncertain',
  R13: 'unavailable',
}
const rule: Partial<Record<RecordState, string>> = {
  R4: 'adult_conviction',
  R5: 'sealed',
  R6: 'over_five_years_before_18',
  R7: 'sealed_across_18',
  R8: 'across_18_otherwise',
  R10: 'facts_missing',
  R11: 'unsealing_clue',
  R12: 'local_sealing_trial',
  R13: 'out_of_reach',
}

it.each(recordStates)('%s gets the answer of the decision table at any adult age, for the reason its state names', (state) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 29_000 }), (older) => {
      const birth = addDays(addYears(asOf, -18), -2 - older)
      const file = demoFile(state, birth, asOf)
      const question = { birth, period: undefined, asOf }
      expect(verdictOf(file, question)).toBe(expected[state])
      if (rule[state]) expect(ruleOf(file, question)).toEqual([rule[state]])
      for (const { offences, decidedOn = asOf } of file.cases)
        for (const { committedOn = '' } of offences)
          expect([isPlainDate(committedOn), committedOn <= decidedOn, decidedOn <= asOf]).toEqual([true, true, true])
    }),
    { numRuns: 300 },
  )
})

it.each(['R4', 'R7', 'R8', 'R12'] as const)('%s is refused for a person under 18, with the age it needs', (state) => {
  const attempt = () => demoFile(state, '2009-12-01', asOf)
  expect(attempt).toThrow(DemoStateImpossibleError)
  expect(attempt).toThrow(expect.objectContaining({ facts: { state, needsAge: 18, asOf } }))
})

it.each(['R0', 'R1', 'R2', 'R3', 'R5', 'R6', 'R9', 'R10', 'R11', 'R13'] as const)('%s can be played by a person of 17', (state) => {
  const birth = '2009-10-01'
  expect(verdictOf(demoFile(state, birth, asOf), { birth, period: undefined, asOf })).toBe(expected[state])
})
