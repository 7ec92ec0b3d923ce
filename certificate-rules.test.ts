import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applicantKinds } from './core/applicants.ts'
import { askedFor, basisStandings, origins, type RuleFacts } from './core/certificate-rules.ts'
import { PageError } from './core/errors.ts'
import { nearest } from './core/nearest.ts'
import { readCases, tryCase } from './domain/certificates/rulebook/cases.ts'
import { basisStanding, decide, fieldsFor, resultOf } from './domain/certificates/rulebook/decide.ts'
import { type RuleFile, readRulebook } from './domain/certificates/rulebook/read.ts'
import { defaultRepeatRule } from './domain/certificates/rules.ts'
import { defaultTermRule } from './domain/certificates/terms.ts'
import { defaultResidenceRule } from './domain/forms/residence.ts'
import { certificateCasesText, certificateRuleFiles, certificateRules } from './open-certificate-rules.ts'

const book = certificateRules('national')
const files = certificateRuleFiles()
const changed = (name: string, from: string, to: string): readonly RuleFile[] =>
  files.map((file) => {
    if (file.name !== name) return file
    expect(file.text, `${name} holds ${from}`).toContain(from)
    return { name, text: file.text.replace(from, to) }
  })
const faultOf = (given: readonly RuleFile[], region = 'national'): string => {
  try {
    readRulebook(given, { region, nearest })
  } catch (cause) {
    if (cause instanceof PageError) return cause.dev
    throw cause
  }
  return ''
}

describe('the cases of the certificate desk', () => {
  const cases = readCases(certificateCasesText(), '2026-11-29')

  it('are all twenty rows of the table and all sixty cases', () => {
    const names = new Set(cases.map(({ name }) => name))
    expect([...names].filter((name) => name.startsWith('表'))).toEqual(Array.from({ length: 20 }, (_, index) => `表${index + 1}`))
    expect([...names].filter((name) => name.startsWith('例'))).toEqual(Array.from({ length: 60 }, (_, index) => `例${index + 1}`))
  })

  it.each(cases.map((one) => [`${one.name} ${one.text}`, one] as const))('%s', (_, one) => {
    expect(tryCase(one, certificateRules(one.region)).faults).toEqual([])
  })

  it('fail when a rule is another', () => {
    const strict = readRulebook(
      changed('eligibility.yaml', 'days: { from: required_days }, has_unit: true', 'days: { from: 181 }, has_unit: true'),
      {
        region: 'national',
        nearest,
      },
    )
    const wrong = cases.filter((one) => one.region === 'national' && tryCase(one, strict).faults.length > 0)
    expect(wrong.map(({ name }) => name)).toEqual(['表10', '例41'])
  })
})

describe('rules as data', () => {
  it('say the same as the defaults that the code counts by', () => {
    const { settings } = book
    expect({ window: settings.repeat_window, materialFrom: settings.material_from }).toEqual(defaultRepeatRule)
    expect({
      issueDays: settings.issue_days,
      recheckDays: settings.recheck_days,
      extendedRecheckDays: settings.extended_recheck_days,
    }).toEqual(defaultTermRule)
    expect({
      requiredDays: settings.required_days,
      counting: settings.stay_counting,
      countsBothEnds: settings.counts_both_ends,
    }).toEqual(defaultResidenceRule)
  })

  it('each have an article, a mark, a version, and who reviewed them and when', () => {
    for (const [id, { article, mark, version, reviewed }] of book.rows) {
      expect([id, article]).not.toContain('')
      expect('✔△✘').toContain(mark)
      expect([id, version, reviewed.by, reviewed.at]).not.toContain('')
    }
    expect(book.rows.size).toBeGreaterThan(90)
  })

  it('are refused with file, line and the nearest right name', () => {
    for (const [name, from, to, says] of [
      ['eligibility.yaml', 'applicant: delegate, letter: none', 'aplicant: delegate, letter: none', 'nearest: applicant'],
      ['eligibility.yaml', 'verdict: supplement', 'verdict: suplement', 'verdict'],
      ['materials.yaml', 'wants: [purpose_proof]', 'wants: [purpose_prof]', 'nearest: purpose_proof'],
      ['materials.yaml', 'from: material_from', 'from: materials_from', 'nearest: material_from'],
      ['accepts.yaml', 'above: batch_limit', 'above: batch_limits', 'nearest: batch_limit'],
      ['eligibility.yaml', 'id: delegate.adult', 'id: delegate.minor', 'stands in eligibility.yaml already'],
      ['settings.yaml', 'value: rolling_year', 'value: rolling_years', 'repeat_window'],
      ['bases.yaml', 'id: lawyers-7', 'id: notaries-20', 'stands twice'],
      ['results.yaml', 'by: two_officers', 'by: machines', 'by'],
      ['unaccepted.yaml', 'because: not_entitled', 'because: not_entitle', 'nearest: not_entitled'],
      ['unaccepted.yaml', 'because: not_this_matter', 'because: not_entitled', 'not_entitled has a row already'],
      ['verification.yaml', 'cause: identity_misused', 'cause: incomplete_record', 'incomplete_record has a row already'],
    ] as const) {
      const fault = faultOf(changed(name, from, to))
      const line = (
        files
          .find((file) => file.name === name)
          ?.text.split(from)[0]
          ?.split('\n') ?? []
      ).length
      expect(fault).toContain(`data/rules/certificates/${name}:`)
      expect(fault).toContain(says)
      // The slip itself or the row that holds it.
      expect(Math.abs(Number(/:(\d+):/.exec(fault)?.[1]) - line), `${fault} (line ${line})`).toBeLessThanOrEqual(4)
    }
    expect(faultOf(files, 'bejing')).toContain('nearest: beijing')
    expect(faultOf([...files, { name: 'eligibilty.yaml', text: '' }])).toContain('nearest: eligibility.yaml')
    expect(faultOf(files.filter(({ name }) => name !== 'bases.yaml'))).toContain('is missing')
    expect(faultOf(changed('asks.yaml', 'rows:', 'rows: [')).length).toBeGreaterThan(0)
    const last =
      files.find(({ name }) => name === 'verification.yaml')?.text.match(/ {2}- \{ id: verification.identity_misused.*\n/)?.[0] ?? ''
    expect(faultOf(changed('verification.yaml', last, ''))).toContain('no row says what stands for identity_misused')
    expect(faultOf(changed('verification.yaml', ', says: 证件号码重号、更正过', ''))).toContain('has to say something')
  })

  it('that nobody could confirm are never told as law', () => {
    expect(faultOf(changed('materials.yaml', '委托书在境外签的，请另交', '依法委托书在境外签的，请另交'))).toContain(
      'may not be told as law',
    )
    const unsure = changed('unaccepted.yaml', 'mark: ✔', 'mark: △')
    expect(faultOf(unsure)).toContain('unaccepted.basis_insufficient is △')
    for (const { mark, says, file } of book.rows.values())
      if (mark !== '✔' && file !== 'bases') expect(says ?? '').not.toMatch(/《|依法|法律|规定|第.{1,4}条/)
  })

  it('a basis that nobody could confirm, or that is not in the list, goes to a person', () => {
    expect(basisStanding('lawyers-7', 'unit', book)).toBe('listed')
    expect(basisStanding('drones', 'unit', book)).toBe('none')
    expect(basisStanding('公司内规', 'unit', book)).toBe('none')
    expect(basisStanding(undefined, 'unit', book)).toBe('none')
    expect(basisStanding('notary-office', 'unit', book)).toBe('none')
    expect(basisStanding('notary-office', 'notary', book)).toBe('listed')
    expect(basisStanding('preschool-44', 'unit', book)).toBe('other_channel')
  })
})

describe('whatever the facts are', () => {
  const facts = fc.record<RuleFacts>({
    asks: fc.constantFrom(...askedFor),
    applicant: fc.option(fc.constantFrom(...applicantKinds), { nil: undefined }),
    origin: fc.option(fc.constantFrom(...origins), { nil: undefined }),
    age: fc.option(fc.nat(120), { nil: undefined }),
    actor_age: fc.option(fc.nat(120), { nil: undefined }),
    route: fc.option(fc.constantFrom('hukou' as const, 'residence' as const), { nil: undefined }),
    permit: fc.option(fc.boolean(), { nil: undefined }),
    has_unit: fc.option(fc.boolean(), { nil: undefined }),
    printable: fc.option(fc.boolean(), { nil: undefined }),
    days: fc.option(fc.nat(400), { nil: undefined }),
    letter: fc.option(fc.constantFrom('given' as const, 'none' as const, 'expired' as const), { nil: undefined }),
    ordinal: fc.option(fc.nat(9), { nil: undefined }),
    basis: fc.option(fc.constantFrom(...basisStandings), { nil: undefined }),
    unrelated: fc.option(fc.boolean(), { nil: undefined }),
    people: fc.option(fc.nat(300), { nil: undefined }),
  })

  it('nothing is refused by rule: it is taken in, completed, or given to a person, and every answer names its rule', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const decision = decide(given, book)
        expect(['accept', 'supplement', 'officer', 'no_lookup', 'explain', 'elsewhere']).toContain(decision.verdict)
        if (decision.verdict === 'supplement') expect(decision.missing.length).toBeGreaterThan(0)
        if (decision.verdict === 'accept') expect(decision.missing).toEqual([])
        expect(decision.rules.length).toBeGreaterThan(0)
        for (const { rule } of decision.words) expect(decision.rules).toContain(rule)
        expect(decide(given, book)).toEqual(decision)
        for (const word of fieldsFor(given, book)) expect(book.rows.has(word.rule)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('an adverse word goes to two officers, and a failed look-up is never clear', () => {
    for (const applicant of applicantKinds) {
      expect(resultOf({ applicant, answer: 'hit' }, book)).toMatchObject({ result: 'review', by: 'two_officers' })
      expect(resultOf({ applicant, answer: 'unavailable' }, book)).toMatchObject({ result: 'review', by: 'officer' })
      expect(resultOf({ applicant, answer: 'uncertain' }, book)).toMatchObject({ result: 'review', by: 'officer' })
    }
  })
})
